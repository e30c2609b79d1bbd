package paper

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/segmenter"

	"agora/letters"
)

// Wide is the width between the margins, in points; a form is laid out within.
const Wide = wide - 2*margin

// Width between the margins, and height, of a label (A6), in points.
const (
	LabelWide = 298 - 2*14
	LabelHigh = 420 - 2*14
)

// NewLabel begins a file of labels, one to a page of A6; the title is for those
// who look at the file, and stands on no page.
func NewLabel(set *letters.Set, lang, title string) *Paper {
	return begun(a6, set, lang, false, title)
}

// NextLabel begins a new page of the size of a label.
func (p *Paper) NextLabel() {
	p.finish()
	p.tell()
	p.on = a6
	p.begin()
}

// Next begins a new page of the same file with a title of its own, as a bundle
// of several papers wants it.
func (p *Paper) Next(title string) {
	p.finish()
	p.tell()
	p.on, p.title = a4, title
	p.begin()
	p.entitle()
}

// Room turns the page when so many points are not left of it, and reports that
// it did.
func (p *Paper) Room(points float64) bool {
	if p.Fits(points) {
		return false
	}
	p.turn()
	return true
}

// Fits reports whether so many points are left of the page.
func (p *Paper) Fits(points float64) bool { return p.y-points >= p.on.bottom-14 }

// Turn ends the page and begins the next.
func (p *Paper) Turn() { p.turn() }

// Put writes one line into a form: from the left and below the top of what is
// being written, in points, in a box of a width. It runs as its own first letter
// does, whichever way the paper runs; end sets it at the end of the box.
func (p *Paper) Put(s string, size, from, below, box float64, end bool) {
	if s == "" || box <= 0 {
		return
	}
	y := p.y
	p.y, p.turned = y-below-size*0.8, leads(s)
	p.set(s, size, p.on.margin+from, box, end)
	p.y = y
}

// Fold breaks a text into the lines that fit a width, where its script allows a
// break, and between letters where no place fits.
func (p *Paper) Fold(s string, size, box float64) (lines []string) {
	p.size = size
	p.turned = leads(s)
	most := int(box / size * em)
	var seg segmenter.Segmenter
	seg.Init([]rune(s))
	at := ""
	add := func(part string) bool {
		if width(p.shape(strings.TrimRight(at+part, " "))) > most {
			return false
		}
		at += part
		return true
	}
	flush := func() {
		if t := strings.TrimSpace(at); t != "" {
			lines = append(lines, t)
		}
		at = ""
	}
	for it := seg.LineIterator(); it.Next(); {
		part := string(it.Line().Text)
		if add(part) {
			continue
		}
		flush()
		if add(part) {
			continue
		}
		var letters segmenter.Segmenter
		letters.Init([]rune(part))
		for g := letters.GraphemeIterator(); g.Next(); {
			if letter := string(g.Grapheme().Text); !add(letter) {
				flush()
				at = letter
			}
		}
	}
	flush()
	return lines
}

// leads reports whether the first letter of a text runs from right to left.
func leads(s string) bool {
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Arabic, unicode.Hebrew) && unicode.IsLetter(r):
			return true
		case unicode.IsLetter(r):
			return false
		}
	}
	return false
}

// Frame draws a rectangle whose top left corner is so many points from the left
// margin and below the top of what is being written.
func (p *Paper) Frame(from, below, width, height, weight float64) {
	fmt.Fprintf(&p.page, "%g w %.2f %.2f %.2f %.2f re S\n", weight, p.on.margin+from, p.y-below-height, width, height)
}

// Cross draws a cross into a square of that place.
func (p *Paper) Cross(from, below, side float64) {
	x, y := p.on.margin+from, p.y-below
	fmt.Fprintf(&p.page, "1 w %.2f %.2f m %.2f %.2f l %.2f %.2f m %.2f %.2f l S\n", x, y, x+side, y-side, x+side, y, x, y-side)
}

// Bars draws the dark modules of a bar code, each so many points wide.
func (p *Paper) Bars(dark []bool, from, below, module, height float64) {
	p.bars(dark, from, below, module, height)
	p.page.WriteString("f\n")
}

// bars outlines them: what is filled at once has no white seams.
func (p *Paper) bars(dark []bool, from, below, module, height float64) {
	for i := 0; i < len(dark); i++ {
		n := 0
		for i+n < len(dark) && dark[i+n] {
			n++
		}
		if n > 0 {
			fmt.Fprintf(&p.page, "%.3f %.2f %.3f %.2f re\n", p.on.margin+from+float64(i)*module, p.y-below-height, float64(n)*module, height)
			i += n - 1
		}
	}
}
