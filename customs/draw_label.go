package customs

import "agora/paper"

// The sizes of letters between which a label finds its own, and the step.
const (
	largest  = 14.0
	smallest = 5.0
	step     = 0.5
)

// label draws a label on its page: in the largest letters in which it is all
// there.
func (p *pen) label(s Sheet) {
	p.wide = paper.LabelWide
	defer func(text, large float64) { p.text, p.large = text, large }(p.text, p.large)
	for p.large = largest; ; p.large -= step {
		p.text = min(text-1, p.large)
		if p.large <= smallest || p.tall(s) <= paper.LabelHigh {
			break
		}
	}
	if s.Bar != "" {
		p.bar(s.Bar)
	}
	for _, row := range s.Parts {
		p.boxes(row.Boxes)
	}
}

// tall gives how high a label is.
func (p *pen) tall(s Sheet) (sum float64) {
	if bars(s.Bar) != nil {
		sum = barRoom
	}
	for _, row := range s.Parts {
		_, height := p.fold(row.Boxes)
		sum += height
	}
	return sum
}
