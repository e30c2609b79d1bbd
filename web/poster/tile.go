package poster

import (
	"image"
	"image/color"
	"image/draw"

	"golang.org/x/image/vector"
)

// path is a closed outline; an odd step of three points is a curve.
type path func(z *vector.Rasterizer)

// fill gives the mask of a path in a box of w by h.
func fill(w, h int, p path) *image.Alpha {
	z := vector.NewRasterizer(w, h)
	p(z)
	mask := image.NewAlpha(image.Rect(0, 0, w, h))
	z.Draw(mask, mask.Bounds(), image.Opaque, image.Point{})
	return mask
}

// paint fills a path with a colour.
func paint(m draw.Image, c color.Color, p path) {
	b := m.Bounds()
	draw.DrawMask(m, b, image.NewUniform(c), image.Point{}, fill(b.Dx(), b.Dy(), p), image.Point{}, draw.Over)
}

// arch is the shape in which somebody shows something, as the pages have it.
func arch(w, h float32) path {
	x, y := w/100, h/130
	return func(z *vector.Rasterizer) {
		z.MoveTo(0, h)
		z.LineTo(0, 46*y)
		z.CubeTo(0, 22*y, 26*x, 16*y, 50*x, 0)
		z.CubeTo(74*x, 16*y, w, 22*y, w, 46*y)
		z.LineTo(w, h)
		z.ClosePath()
	}
}

// star is two squares of radius r turned by 45 degrees, around a point.
func star(cx, cy, r float32) path {
	corners := [...][2]float32{{0, -1}, {.292, -.708}, {.708, -.708}, {.708, -.292}, {1, 0}, {.708, .292}, {.708, .708}, {.292, .708},
		{0, 1}, {-.292, .708}, {-.708, .708}, {-.708, .292}, {-1, 0}, {-.708, -.292}, {-.708, -.708}, {-.292, -.708}}
	return func(z *vector.Rasterizer) {
		z.MoveTo(cx, cy-r)
		for _, c := range corners[1:] {
			z.LineTo(cx+c[0]*r, cy+c[1]*r)
		}
		z.ClosePath()
	}
}

// diamond is a square on its corner.
func diamond(cx, cy, r float32) path {
	return func(z *vector.Rasterizer) {
		z.MoveTo(cx, cy-r)
		z.LineTo(cx+r, cy)
		z.LineTo(cx, cy+r)
		z.LineTo(cx-r, cy)
		z.ClosePath()
	}
}

// medallion is the tile on its own.
func medallion(m draw.Image, cx, cy, r float32) {
	paint(m, bone, star(cx, cy, r))
	paint(m, turq, star(cx, cy, r*.9))
	paint(m, bone, star(cx, cy, r*.52))
	paint(m, saffron, diamond(cx, cy, r*.34))
}

// frieze is the row of tiles along the width, from y down.
func frieze(m draw.Image, y int) {
	row := image.NewRGBA(image.Rect(0, 0, 2*band, band))
	draw.Draw(row, row.Bounds(), image.NewUniform(turq), image.Point{}, draw.Src)
	half := float32(band) / 2
	for i, c := range []color.Color{blue, glaze} {
		x := half + float32(i*band)
		paint(row, lapis, diamond(x+half, half, half*.55))
		paint(row, bone, star(x, half, half*.9))
		paint(row, c, star(x, half, half*.7))
		paint(row, []color.Color{saffron, bone}[i], diamond(x, half, half*.34))
	}
	for x := 0; x < Width; x += 2 * band {
		draw.Draw(m, image.Rect(x, y, x+2*band, y+band), row, image.Point{}, draw.Over)
	}
}
