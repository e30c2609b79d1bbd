// Package poster draws the pictures that go with a link when somebody shares
// it: 1200 by 630 pixels, the size that Open Graph readers expect, in the
// manner of the pages: warm paper, a row of tiles, the thing in an arch.
//
// It has no tables. Invariants: no amount stands in a picture, since a price
// depends on who reads it; a title is drawn only when there is a letter for
// each of its characters.
package poster

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"

	xdraw "golang.org/x/image/draw"
)

// Width and Height are the size of a poster in pixels.
const (
	Width  = 1200
	Height = 630
)

// Poster is what is drawn.
type Poster struct {
	Title   string
	Lang    string      // BCP 47 tag of the title
	RTL     bool        // whether that language runs from right to left
	Over    string      // small, above the title: whose it is
	For     string      // below the title, which leaves it room: for what; "" for nothing
	Under   string      // small, at the foot: from where
	Brand   string      // the name of the node
	Picture image.Image // in the arch; nil draws a star there
	Ground  color.Color // behind the picture; nil for turquoise
}

// The colours are those of the design system by day.
var (
	paper   = color.RGBA{0xfa, 0xf4, 0xe6, 0xff}
	ink     = color.RGBA{0x1b, 0x20, 0x40, 0xff}
	ink2    = color.RGBA{0x48, 0x4b, 0x68, 0xff}
	lapis   = color.RGBA{0x13, 0x24, 0x5f, 0xff}
	blue    = color.RGBA{0x27, 0x45, 0x9b, 0xff}
	turq    = color.RGBA{0x0f, 0x7f, 0x86, 0xff}
	glaze   = color.RGBA{0x1a, 0xa0, 0xa3, 0xff}
	bone    = color.RGBA{0xf7, 0xec, 0xd2, 0xff}
	saffron = color.RGBA{0xf4, 0xa9, 0x1f, 0xff}
	thin    = color.RGBA{0xd8, 0xef, 0xea, 0xff}
)

// margins and boxes of the drawing, in pixels.
const (
	margin = 64
	band   = 56 // the row of tiles
	archW  = 400
	archH  = 480
)

// Draw gives the poster as a JPEG file.
func (t *Type) Draw(p Poster) ([]byte, error) {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, t.drawn(p), &jpeg.Options{Quality: 84}); err != nil {
		return nil, fmt.Errorf("poster: %w", err)
	}
	return out.Bytes(), nil
}

// DrawPNG gives the poster as a PNG file, which may hold more than a picture.
func (t *Type) DrawPNG(p Poster) ([]byte, error) {
	var out bytes.Buffer
	if err := png.Encode(&out, t.drawn(p)); err != nil {
		return nil, fmt.Errorf("poster: %w", err)
	}
	return out.Bytes(), nil
}

func (t *Type) drawn(p Poster) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, Width, Height))
	draw.Draw(m, m.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	frieze(m, Height-band)
	text, arched := image.Rect(margin, margin, Width-archW-2*margin, Height-band-margin/2), image.Rect(Width-archW-margin, margin/2, Width-margin, margin/2+archH)
	if p.RTL {
		text, arched = mirror(text), mirror(arched)
	}
	inArch(m, arched, p)
	t.words(m, text, p)
	return m
}

func mirror(r image.Rectangle) image.Rectangle {
	return image.Rect(Width-r.Max.X, r.Min.Y, Width-r.Min.X, r.Max.Y)
}

// words writes whose it is, what it is and where it comes from.
func (t *Type) words(m draw.Image, box image.Rectangle, p Poster) {
	y := box.Min.Y + 28
	t.line(m, p.Over, p, ink2, 30, box, y)
	size, lines := 64, 4
	if len([]rune(p.Title)) > 60 {
		size = 52
	}
	if p.For != "" {
		size, lines = 60, 2
		t.write(m, p.For, p, ink2, 28, 3, box, y+40+2*leading(p, size)+20)
	}
	t.write(m, p.Title, p, ink, size, lines, box, y+40)
	t.line(m, p.Under, p, ink2, 28, box, box.Max.Y-52)
	t.line(m, p.Brand, p, turq, 32, box, box.Max.Y-8)
}

// inArch puts the picture, cut to fill, into the arch, or a star.
func inArch(m draw.Image, at image.Rectangle, p Poster) {
	ground := p.Ground
	if ground == nil {
		ground = thin
	}
	mask := fill(at.Dx(), at.Dy(), arch(float32(at.Dx()), float32(at.Dy())))
	inside := image.NewRGBA(image.Rect(0, 0, at.Dx(), at.Dy()))
	draw.Draw(inside, inside.Bounds(), image.NewUniform(ground), image.Point{}, draw.Src)
	if p.Picture != nil {
		xdraw.CatmullRom.Scale(inside, inside.Bounds(), p.Picture, cover(p.Picture.Bounds(), at.Dx(), at.Dy()), xdraw.Over, nil)
	} else {
		medallion(inside, float32(at.Dx())/2, float32(at.Dy())*0.56, float32(at.Dx())*0.34)
	}
	draw.DrawMask(m, at, inside, image.Point{}, mask, image.Point{}, draw.Over)
}

// cover gives the middle part of a picture that has the shape of w by h.
func cover(b image.Rectangle, w, h int) image.Rectangle {
	cut := b
	if b.Dx()*h > b.Dy()*w {
		n := b.Dy() * w / h
		cut.Min.X += (b.Dx() - n) / 2
		cut.Max.X = cut.Min.X + n
	} else {
		n := b.Dx() * h / w
		cut.Min.Y += (b.Dy() - n) / 2
		cut.Max.Y = cut.Min.Y + n
	}
	return cut
}
