package certificate

import (
	"io"

	"agora/letters"
	"agora/paper"
)

// Sheet is a certificate as it is printed: words in the language of who fetches it.
type Sheet struct {
	Lang          string
	RTL           bool   // the code stands on the left
	Heading       string // "Certificate of attendance"
	English       string // the same in English; "" where that is the language
	Holder, Name  string // a caption, and what stands beneath it
	Subject       string
	Title         string
	Facts         []string    // when, how long
	Feet          [][2]string // captions and values at the foot: by whom, on which day
	Number, Check string      // as people read it; the caption above it
	URL           string      // where it is checked
	Badge         []byte      // the signed file, which goes with the paper; nil for none
}

// Inks of the paper, those of the pages.
const (
	lapis   = 0x13245F
	saffron = 0xF4A91F
	cream   = 0xFBF3DF
	ink     = 0x1D1A16
	soft    = 0x5E574C
)

// Places on the page, in points below its top.
const (
	band      = 30.0 // height of the tiles above and below
	headTop   = band + 30
	nameTop   = headTop + 68
	titleTop  = nameTop + 92
	footTop   = paper.PlateHigh - band - 108
	side      = 30.0 // between the tiles' ends and words at the foot
	code      = 92.0 // side of the QR code
	footBox   = 430.0
	longTitle = 3 // lines of it
)

// pen writes on a certificate.
type pen struct {
	*paper.Paper
	rtl bool
}

// Draw writes a certificate as PDF: one page of A4 across. The same sheet gives the
// same bytes.
func Draw(w io.Writer, s Sheet) error {
	set, err := letters.Load()
	if err != nil {
		return err
	}
	p := pen{paper.NewPlate(set, s.Lang, s.Heading+" · "+s.Name), s.RTL}
	p.tiles(0)
	p.tiles(paper.PlateHigh - band)
	p.head(s)
	p.subject(s)
	if err := p.foot(s); err != nil {
		return err
	}
	if s.Badge != nil {
		p.Attach("certificate.json", "application/vc", s.Badge)
	}
	_, err = p.WriteTo(w)
	return err
}

// head writes what it is, and whose.
func (p pen) head(s Sheet) {
	p.Ink(lapis)
	p.middle(s.Heading, 28, headTop)
	p.Ink(soft)
	p.middle(s.English, 11, headTop+38)
	p.middle(s.Holder, 10, nameTop)
	p.Ink(ink)
	p.middle(s.Name, 34, nameTop+16)
	p.Ink(saffron)
	const half = 90.0
	p.Shape([2]float64{paper.PlateWide/2 - half, nameTop + 68}, [2]float64{paper.PlateWide/2 + half, nameTop + 68},
		[2]float64{paper.PlateWide/2 + half, nameTop + 70}, [2]float64{paper.PlateWide/2 - half, nameTop + 70})
}

// subject writes for what it is given. A long title is written smaller until it
// stands on three lines.
func (p pen) subject(s Sheet) {
	p.Ink(soft)
	p.middle(s.Subject, 10, titleTop)
	p.Ink(ink)
	const box = paper.PlateWide - 2*side
	size := 20.0
	lines := p.Fold(s.Title, size, box)
	for len(lines) > longTitle && size > 11 {
		size--
		lines = p.Fold(s.Title, size, box)
	}
	at := titleTop + 16
	for _, line := range lines[:min(len(lines), longTitle)] {
		p.middle(line, size, at)
		at += size * 1.35
	}
	p.Ink(soft)
	at += 6
	for _, fact := range s.Facts {
		p.middle(fact, 12, at)
		at += 17
	}
}

// foot writes who stands for it and since when, and how it is checked.
func (p pen) foot(s Sheet) error {
	left, right := side, paper.PlateWide-side-code
	if p.rtl {
		left, right = paper.PlateWide-side-footBox, side
	}
	at := footTop
	for _, f := range s.Feet {
		p.Ink(soft)
		p.Put(f[0], 9, left, at, footBox, p.rtl)
		p.Ink(ink)
		p.Put(f[1], 13, left, at+12, footBox, p.rtl)
		at += 38
	}
	p.Ink(ink)
	if err := p.Squares(s.URL, right, footTop, code); err != nil {
		return err
	}
	beside := right - 14 - footBox/2 // words stand before the code, at its side
	if p.rtl {
		beside = right + code + 14
	}
	p.Ink(soft)
	p.Put(s.Check, 9, beside, footTop, footBox/2, !p.rtl)
	p.Put(s.URL, 8, beside, footTop+32, footBox/2, !p.rtl)
	p.Ink(ink)
	p.Put(s.Number, 13, beside, footTop+13, footBox/2, !p.rtl)
	return nil
}

// middle writes a line in the middle of the page, smaller where it is too long.
func (p pen) middle(s string, size, below float64) {
	const box = paper.PlateWide - 2*side
	for size > 9 && p.Width(s, size) > box {
		size, below = size-1, below+0.8 // on the same line
	}
	wide := min(p.Width(s, size)+1, box)
	p.Put(s, size, (paper.PlateWide-wide)/2, below, wide, false)
}
