package customs

import (
	"io"
	"strings"

	"agora/letters"
	"agora/paper"
)

// narrow is the width of the frame of CN 22: that of A6, for four languages to be
// read.
const narrow = 297

// Sizes of letters, and the air around them, in points.
const (
	small, text   = 6.2, 9.0
	leading       = 1.28
	pad           = 3.0
	tickSide      = 7.0
	moduleWidth   = 1.0 // of the bar code: 0.35 mm
	barHeight     = 42.0
	quiet         = 10               // modules left white beside it
	barRoom       = barHeight + 20.0 // with its signs and the air around
	longestColumn = 60               // lines in one cell: a page has more
)

// pen writes sheets on a paper.
type pen struct {
	*paper.Paper
	wide        float64
	text, large float64 // sizes of the lines of boxes
}

// Draw writes sheets as one PDF, each beginning on a page of its own.
func Draw(w io.Writer, sheets ...Sheet) error {
	set, err := letters.Load()
	if err != nil {
		return err
	}
	p := pen{text: text, large: text}
	for i, s := range sheets {
		switch first := i == 0; {
		case first && s.Label:
			p.Paper = paper.NewLabel(set, "en", s.Title)
		case first:
			p.Paper = paper.New(set, "en", false, s.Title)
		case s.Label:
			p.NextLabel()
		default:
			p.Next(s.Title)
		}
		if s.Counts {
			p.Count()
		}
		if s.Label {
			p.label(s)
		} else {
			p.sheet(s)
		}
	}
	if p.Paper == nil {
		p.Paper = paper.New(set, "en", false, "–")
	}
	_, err = p.WriteTo(w)
	return err
}

func (p *pen) sheet(s Sheet) {
	p.wide = paper.Wide
	p.words(s.Words, text, 1)
	if len(s.Lacks) > 0 {
		p.words("! "+words{"en", "fr"}.say("missing")+": "+strings.Join(s.Lacks, "; "), text, 3)
	}
	if s.Narrow {
		p.wide = narrow
	}
	if s.Bar != "" {
		p.bar(s.Bar)
	}
	for _, part := range s.Parts {
		switch {
		case part.Table != nil:
			p.table(part.Table)
		case part.Words != "":
			p.words(part.Words, small+0.8, 2)
		default:
			p.boxes(part.Boxes)
		}
	}
}

// words writes a text across the paper.
func (p *pen) words(s string, size, after float64) {
	p.Space(after)
	for _, line := range p.Fold(s, size, p.wide) {
		p.Room(size * leading)
		p.Put(line, size, 0, 0, p.wide, false)
		p.Space(size * leading)
	}
	p.Space(after)
}

// bar draws a number as Code 128, with its signs beneath; a long one in modules
// as narrow as the paper wants.
func (p *pen) bar(number string) {
	dark := bars(number)
	if dark == nil {
		return
	}
	module := min(moduleWidth, p.wide/float64(len(dark)+2*quiet))
	p.Room(barHeight + 16)
	p.Space(3)
	p.Bars(dark, quiet*module, 0, module, barHeight)
	p.Put(spaced(number), text, quiet*module, barHeight+2, p.wide-quiet*module, false)
	p.Space(barRoom - 3)
}

// part is one box of a row, folded.
type part struct {
	caption, lines []string
	ticks          [][]string
	from, box      float64
	size           float64 // of lines
}

// fold lays out a row of boxes, and gives how high it is.
func (p *pen) fold(row []Box) (parts []part, height float64) {
	at := 0.0
	for _, b := range row {
		f := part{from: at, box: b.Share * p.wide, size: p.text}
		if b.Large {
			f.size = p.large
		}
		f.caption = p.Fold(b.Caption, small, f.box-2*pad)
		high := 2*pad + float64(len(f.caption))*small*leading + b.Room
		for _, l := range b.Lines {
			f.lines = append(f.lines, p.Fold(l, f.size, f.box-2*pad)...)
		}
		high += float64(len(f.lines)) * f.size * leading
		for _, t := range b.Ticks {
			folded := p.Fold(t.Text, small+0.8, p.tickBox(f.box)-tickSide-3*pad)
			f.ticks = append(f.ticks, folded)
		}
		high += p.tickRows(f.ticks, nil)
		parts, at, height = append(parts, f), at+f.box, max(height, high)
	}
	return parts, height
}

// boxes draws a row of boxes of one height.
func (p *pen) boxes(row []Box) {
	parts, height := p.fold(row)
	p.Room(height)
	for i, f := range parts {
		p.Frame(f.from, 0, f.box, height, 0.5)
		below := pad
		for _, l := range f.caption {
			p.Put(l, small, f.from+pad, below, f.box-2*pad, false)
			below += small * leading
		}
		for _, l := range f.lines {
			p.Put(l, f.size, f.from+pad, below, f.box-2*pad, false)
			below += f.size * leading
		}
		p.tickRows(f.ticks, func(n int, column, down float64) {
			x := f.from + pad + column*p.tickBox(f.box)
			p.Frame(x, below+down, tickSide, tickSide, 0.6)
			if row[i].Ticks[n].On {
				p.Cross(x, below+down, tickSide)
			}
			for k, l := range f.ticks[n] {
				p.Put(l, small+0.8, x+tickSide+pad, below+down+float64(k)*(small+0.8)*leading, p.tickBox(f.box)-tickSide-3*pad, false)
			}
		})
	}
	p.Space(height)
}

// tickBox is the width of a tick and its words: three beside one another.
func (p *pen) tickBox(box float64) float64 { return (box - 2*pad) / 3 }

// tickRows goes through ticks three by three, and gives how high they are.
func (p *pen) tickRows(ticks [][]string, each func(n int, column, down float64)) (down float64) {
	for i := 0; i < len(ticks); i += 3 {
		high := tickSide + 2
		for k := i; k < min(i+3, len(ticks)); k++ {
			if each != nil {
				each(k, float64(k-i), down)
			}
			high = max(high, float64(len(ticks[k]))*(small+0.8)*leading+2)
		}
		down += high
	}
	return down
}
