package qr

import (
	"fmt"
	"strconv"
	"strings"

	goqr "github.com/piglig/go-qr"
)

// Picture is a code as one SVG path, in modules.
type Picture struct {
	Size int    // of the square with its quiet zone
	Path string // horizontal runs, one module high, to be stroked from the middle
}

// quiet is the white edge that scanners need, in modules.
const quiet = 4

// Draw draws a text. It takes the middle level of correction, or the low one
// where that makes the squares visibly larger on a phone.
func Draw(text string) (Picture, error) {
	c, err := goqr.EncodeText(text, goqr.Medium)
	if err != nil || c.Size() > 61 {
		if c, err = goqr.EncodeText(text, goqr.Low); err != nil {
			return Picture{}, fmt.Errorf("draw a code of %d bytes: %w", len(text), err)
		}
	}
	p := pen{}
	for y := range c.Size() {
		p.row(c, y)
	}
	return Picture{c.Size() + 2*quiet, p.String()}, nil
}

// pen writes runs with the fewest letters: a line, a step, a line.
type pen struct {
	strings.Builder
	x, y int // where it stands
}

func (p *pen) row(c *goqr.QrCode, y int) {
	for x := 0; x < c.Size(); {
		if !c.Module(x, y) {
			x++
			continue
		}
		end := x
		for end < c.Size() && c.Module(end, y) {
			end++
		}
		if p.Len() == 0 {
			fmt.Fprintf(p, "M%d %d.5", x+quiet, y+quiet)
		} else {
			p.step(x-p.x, y-p.y)
		}
		p.WriteString("h" + strconv.Itoa(end-x))
		p.x, p.y, x = end, y, end
	}
}

func (p *pen) step(x, y int) {
	p.WriteString("m" + strconv.Itoa(x))
	if y >= 0 {
		p.WriteByte(' ')
	}
	p.WriteString(strconv.Itoa(y))
}
