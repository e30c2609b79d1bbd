package paper

import (
	"fmt"

	goqr "github.com/piglig/go-qr"

	"agora/letters"
)

const plateMargin = 36

// Width between the margins, and height, of a plate, in points.
const (
	PlateWide = high - 2*plateMargin
	PlateHigh = wide - 2*plateMargin
)

// NewPlate begins a file of one page of A4 across that is drawn as a whole: a
// certificate. The title is for those who look at the file, and stands on no page.
func NewPlate(set *letters.Set, lang, title string) *Paper {
	return begun(plate, set, lang, false, title)
}

// Width gives how wide Put writes a line, in points.
func (p *Paper) Width(s string, size float64) float64 {
	p.size, p.turned = size, leads(s)
	return float64(width(p.shape(s))) * size / em
}

// Ink is the colour, 0xRRGGBB, of all that is written and drawn from now on.
func (p *Paper) Ink(rgb uint32) {
	part := func(shift int) float64 { return float64(rgb>>shift&0xFF) / 0xFF }
	r, g, b := part(16), part(8), part(0)
	fmt.Fprintf(&p.page, "%.3f %.3f %.3f rg %.3f %.3f %.3f RG\n", r, g, b, r, g, b)
}

// Shape fills a polygon. Its corners are so many points from the left margin and
// below the top of what is being written.
func (p *Paper) Shape(corners ...[2]float64) {
	for i, c := range corners {
		step := 'l'
		if i == 0 {
			step = 'm'
		}
		fmt.Fprintf(&p.page, "%.2f %.2f %c ", p.on.margin+c[0], p.y-c[1], step)
	}
	p.page.WriteString("h f\n")
}

// Squares draws a text as a QR code into a square of that place. A reader needs
// a white edge of four modules around it, a seventh of the side.
func (p *Paper) Squares(text string, from, below, side float64) error {
	c, err := goqr.EncodeText(text, goqr.Medium)
	if err != nil {
		return fmt.Errorf("paper: a code of %d bytes: %w", len(text), err)
	}
	module := side / float64(c.Size())
	row := make([]bool, c.Size())
	for y := range row {
		for x := range row {
			row[x] = c.Module(x, y)
		}
		p.bars(row, from, below+float64(y)*module, module, module)
	}
	p.page.WriteString("f\n")
	return nil
}

const stickerMargin = 24

// Width between the margins, and height, of a page of stickers, in points.
const (
	StickerWide = wide - 2*stickerMargin
	StickerHigh = high - 2*stickerMargin
)

// NewStickers begins a file of pages of A4 that are drawn as a whole: labels, several to
// a page. The title is for those who look at the file, and stands on no page.
func NewStickers(set *letters.Set, lang, title string) *Paper {
	return begun(format{wide, high, stickerMargin, stickerMargin, true}, set, lang, false, title)
}
