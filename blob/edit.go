package blob

import (
	"context"
	"image"
	"image/draw"
	"io"
)

// Edit is what of a picture is shown, and how: turned first, then cut.
type Edit struct {
	Turn int  // degrees clockwise: 0, 90, 180 or 270
	Crop Rect // of the turned picture; the zero Rect is all of it
}

// Rect is a part of a picture in thousandths of its width and height.
type Rect struct{ X, Y, W, H int }

// whole is all of a picture.
var whole = Rect{0, 0, 1000, 1000}

// MinCrop is the least that an edit leaves of each side, in thousandths.
const MinCrop = 50

// Valid reports whether e is an edit that can be made.
func (e Edit) Valid() bool {
	c := e.Crop
	if c == (Rect{}) {
		c = whole
	}
	return (e.Turn == 0 || e.Turn == 90 || e.Turn == 180 || e.Turn == 270) &&
		c.X >= 0 && c.Y >= 0 && c.W >= MinCrop && c.H >= MinCrop && c.X+c.W <= 1000 && c.Y+c.H <= 1000
}

// source is the size in which a picture is kept to be cut anew.
var source = size{2048, 1 << 20, ".jpg", []int{86, 80, 74, 66, 58, 50}}

// glance is the size in which a turned picture is shown to be cut.
var glance = size{640, 48 << 10, ".jpg", []int{80, 74, 68, 62, 56, 50}}

// Keep stores a picture like Picture, and beside its sizes the picture from
// which Edit makes others: 2048 pixels, JPEG, at most 1 MiB, as clean as they.
func (s *Store) Keep(ctx context.Context, r io.Reader) (from Key, p Picture, err error) {
	err = s.sent(ctx, r, source.side, func(img *image.RGBA) error {
		img = fit(img, source.side)
		if from, err = s.one(img, source); err != nil {
			return err
		}
		p, err = s.cut(ctx, img)
		return err
	})
	return from, p, err
}

// Edit makes the sizes of a picture that Keep, or Picture, stored, and stores
// them beside it; turned is all of it, turned, in 640 pixels. What is no
// picture of ours is a NotFound fault.
func (s *Store) Edit(ctx context.Context, from Key, e Edit) (turned Key, p Picture, err error) {
	f, err := s.Open(from)
	if err != nil {
		return "", p, err
	}
	defer f.Close()
	err = s.sent(ctx, io.Reader(f), source.side, func(img *image.RGBA) error {
		img = upright(img, map[int]int{90: 6, 180: 3, 270: 8}[e.Turn])
		if turned, err = s.one(fit(img, glance.side), glance); err != nil {
			return err
		}
		p, err = s.cut(ctx, part(img, e.Crop))
		return err
	})
	return turned, p, err
}

// one stores a picture in one size.
func (s *Store) one(img *image.RGBA, z size) (Key, error) {
	content, _, err := encode(img, z)
	if err != nil {
		return "", err
	}
	return s.PutTrusted(content, z.ext)
}

// part copies a part of a picture.
func part(img *image.RGBA, c Rect) *image.RGBA {
	if c == (Rect{}) || c == whole {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	x, y := w*c.X/1000, h*c.Y/1000
	out := image.NewRGBA(image.Rect(0, 0, max(1, w*c.W/1000), max(1, h*c.H/1000)))
	draw.Draw(out, out.Rect, img, image.Pt(x, y), draw.Src)
	return out
}
