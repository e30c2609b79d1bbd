package slide

import (
	"image"
	"image/color"
	"image/draw"
	"strings"
	"unicode"

	"github.com/klippa-app/go-pdfium/requests"
	"golang.org/x/text/unicode/norm"

	"agora/fault"
)

// Page is one page of a deck.
type Page struct {
	Picture *image.RGBA
	Text    string // what is written on it, a paragraph a line; "" where it is drawn
}

// Page paints a page; the first is 0. A page without size, or one that takes too long,
// is a fault.
func (d *Deck) Page(n int) (p Page, err error) {
	err = d.within(painting, func() (err error) {
		p, err = d.paint(n)
		return err
	})
	return p, err
}

func (d *Deck) paint(n int) (p Page, err error) {
	at := requests.Page{ByIndex: &requests.PageByIndex{Document: d.doc, Index: n}}
	painted, err := d.in.RenderPageInPixels(&requests.RenderPageInPixels{Page: at, Width: Side, Height: Side})
	if err != nil {
		return p, fault.Field("file", "fault.slides_page", "page", int64(n+1)).Because(err)
	}
	defer painted.Cleanup()
	p.Picture = opaque(painted.Result.Image)
	if text, err := d.in.GetPageText(&requests.GetPageText{Page: at}); err == nil { // without one its picture is enough
		p.Text = clean(text.Text)
	}
	return p, nil
}

// opaque copies a picture out of PDFium's memory, on white paper.
func opaque(from image.Image) *image.RGBA {
	to := image.NewRGBA(image.Rectangle{Max: from.Bounds().Size()})
	draw.Draw(to, to.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(to, to.Rect, from, from.Bounds().Min, draw.Over)
	return to
}

// clean takes from a page's text what cannot be read or stored, and bounds it.
func clean(s string) string {
	var lines []string
	for line := range strings.FieldsFuncSeq(strings.ToValidUTF8(s, ""), func(r rune) bool { return r == '\n' || r == '\r' }) {
		line = strings.Map(func(r rune) rune {
			switch {
			case unicode.IsSpace(r):
				return ' '
			case unicode.IsControl(r), r == unicode.ReplacementChar, r >= 0xfff0 && r <= 0xffff, unicode.Is(unicode.Co, r):
				return -1
			}
			return r
		}, line)
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	text := []rune(norm.NFC.String(strings.Join(lines, "\n")))
	return strings.TrimSpace(string(text[:min(len(text), maxText)]))
}
