package blob

import (
	"image"
	"image/color"
	"image/draw"

	scale "golang.org/x/image/draw"
)

// reduce copies a picture of any kind, on white where it is transparent, and
// averages squares of pixels into one while the longer side stays at least
// side. It works a strip at a time: a large picture is never held twice.
func reduce(img image.Image, side int) *image.RGBA {
	b := img.Bounds()
	n := max(1, max(b.Dx(), b.Dy())/side)
	nx, ny := min(n, b.Dx()), min(n, b.Dy())
	out := image.NewRGBA(image.Rect(0, 0, b.Dx()/nx, b.Dy()/ny))
	strip := image.NewRGBA(image.Rect(0, 0, b.Dx(), ny))
	white := image.NewUniform(color.White)
	for y := range out.Rect.Dy() {
		draw.Draw(strip, strip.Rect, white, image.Point{}, draw.Src)
		draw.Draw(strip, strip.Rect, img, image.Pt(b.Min.X, b.Min.Y+y*ny), draw.Over)
		average(out.Pix[y*out.Stride:][:4*out.Rect.Dx()], strip, nx, ny)
	}
	return out
}

// average fills a row, each pixel from nx by ny of the strip.
func average(row []byte, strip *image.RGBA, nx, ny int) {
	count := uint32(nx * ny)
	for x := 0; x*4 < len(row); x++ {
		var r, g, b uint32
		for dy := range ny {
			at := dy*strip.Stride + x*nx*4
			for p := strip.Pix[at : at+nx*4]; len(p) >= 4; p = p[4:] {
				r += uint32(p[0])
				g += uint32(p[1])
				b += uint32(p[2])
			}
		}
		half := count / 2
		row[x*4] = byte((r + half) / count)
		row[x*4+1] = byte((g + half) / count)
		row[x*4+2] = byte((b + half) / count)
		row[x*4+3] = 255
	}
}

// fit scales a picture down so that no side is longer than side.
func fit(img *image.RGBA, side int) *image.RGBA {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	long := max(w, h)
	if long <= side {
		return img
	}
	out := image.NewRGBA(image.Rect(0, 0, max(1, w*side/long), max(1, h*side/long)))
	scale.CatmullRom.Scale(out, out.Rect, img, img.Rect, draw.Src, nil)
	return out
}

// upright undoes how the camera was held: mirrors and quarter turns, numbered
// as EXIF does.
func upright(img *image.RGBA, turn int) *image.RGBA {
	if turn <= 1 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if turn >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			tx, ty := x, y
			switch turn {
			case 2:
				tx = w - 1 - x
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				ty = h - 1 - y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			}
			copy(out.Pix[ty*out.Stride+tx*4:][:4], img.Pix[y*img.Stride+x*4:][:4])
		}
	}
	return out
}
