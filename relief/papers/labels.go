package papers

import (
	"io"

	"agora/letters"
	"agora/paper"
	"agora/relief"
)

// A page of labels, in points. The code is 39 mm wide: a phone reads it from an arm's
// length, and still when a corner is torn.
const (
	across, down = 2, 5
	stickerWide  = paper.StickerWide / float64(across)
	stickerHigh  = paper.StickerHigh / float64(down)
	code         = 112.0
	edge         = code / 7 // white around it
	words        = code + 2*edge
)

// labels draws a label for each package. It does not say what is inside: who carries it
// has the manifest, and who would steal it has not.
func (s Set) labels(w io.Writer) error {
	set, err := letters.Load()
	if err != nil {
		return err
	}
	p := paper.NewStickers(set, "en", s.Speech[0].T(Labels.Title())+" "+s.Number)
	for i, one := range s.chosen() {
		if i > 0 && i%(across*down) == 0 {
			p.Turn()
		}
		if err := s.label(p, one, i%(across*down)); err != nil {
			return err
		}
	}
	_, err = p.WriteTo(w)
	return err
}

// label draws one in its place on the page.
func (s Set) label(p *paper.Paper, one relief.Parcel, at int) error {
	from, below := float64(at%across)*stickerWide, float64(at/across)*stickerHigh
	p.Frame(from, below, stickerWide, stickerHigh, 0.3)
	text := relief.Label(s.Origin, relief.Tag{Crisis: s.Crisis, Consignment: s.ID, Number: one.Number})
	if err := p.Squares(text, from+edge, below+edge, code); err != nil {
		return err
	}
	y := below + edge
	for _, l := range s.labelLines(one) {
		for _, part := range p.Fold(l.text, l.size, stickerWide-words-4) {
			if y+l.size > below+stickerHigh-4 {
				return nil // the code and the number are what must be there
			}
			p.Put(part, l.size, from+words, y, stickerWide-words-4, false)
			y += l.size * 1.28
		}
	}
	return nil
}

type labelLine struct {
	text string
	size float64
}

// labelLines are the words of a label, the most important first.
func (s Set) labelLines(one relief.Parcel) []labelLine {
	list := []labelLine{{number(one.Number) + " / " + number(s.Consignment.Packages), 16}, {s.Number, 11}}
	for _, l := range s.place() {
		list = append(list, labelLine{l, 9})
	}
	for _, l := range s.names(s.Case.Title) {
		list = append(list, labelLine{l, 7})
	}
	return list
}
