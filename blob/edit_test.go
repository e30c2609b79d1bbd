package blob

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"agora/fault"
)

// quarters is a picture of four colours: red, green over blue, white.
func quarters(t testing.TB, w, h int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{220, 20, 20, 255}
			switch right, low := x >= w/2, y >= h/2; {
			case right && low:
				c = color.RGBA{240, 240, 240, 255}
			case right:
				c = color.RGBA{20, 160, 20, 255}
			case low:
				c = color.RGBA{20, 20, 200, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestEditsAreMadeOfTheWholePicture(t *testing.T) {
	s := store(t)
	red, green, blue, white := color.RGBA{220, 20, 20, 255}, color.RGBA{20, 160, 20, 255}, color.RGBA{20, 20, 200, 255}, color.RGBA{240, 240, 240, 255}
	from, first, err := s.Keep(t.Context(), bytes.NewReader(quarters(t, 2400, 1200)))
	if err != nil {
		t.Fatal(err)
	}
	if file, img := stored(t, s, from); img.Bounds().Dx() != 2048 || len(file) > source.bytes {
		t.Errorf("kept %v in %d bytes", img.Bounds(), len(file))
	}
	for _, c := range []struct {
		edit         Edit
		w, h         int
		left, right  color.Color // at the upper corners of what is shown
		turnedCorner color.Color
	}{
		{Edit{}, 1280, 640, red, green, red},
		{Edit{Turn: 90}, 640, 1280, blue, red, blue},
		{Edit{Turn: 180}, 1280, 640, white, blue, white},
		{Edit{Turn: 270}, 640, 1280, green, white, green},
		{Edit{Crop: Rect{500, 0, 500, 1000}}, 1024, 1024, green, green, red},
		{Edit{Turn: 90, Crop: Rect{0, 500, 1000, 500}}, 1024, 1024, white, green, blue},
	} {
		if !c.edit.Valid() {
			t.Errorf("%+v is no edit", c.edit)
		}
		turned, p, err := s.Edit(t.Context(), from, c.edit)
		if err != nil {
			t.Fatalf("%+v: %v", c.edit, err)
		}
		_, img := stored(t, s, p.Large)
		if d := img.Bounds(); p.Width != c.w || p.Height != c.h || d.Dx() != c.w || d.Dy() != c.h {
			t.Errorf("%+v: %d × %d, in the file %v", c.edit, p.Width, p.Height, d)
		}
		if d := img.Bounds(); !near(img.At(9, 9), c.left) || !near(img.At(d.Dx()-9, 9), c.right) {
			t.Errorf("%+v: corners %v, %v", c.edit, img.At(9, 9), img.At(d.Dx()-9, 9))
		}
		if _, all := stored(t, s, turned); !near(all.At(5, 5), c.turnedCorner) || max(all.Bounds().Dx(), all.Bounds().Dy()) != 640 {
			t.Errorf("%+v: all of it, turned: %v in %v", c.edit, all.At(5, 5), all.Bounds())
		}
		checkCuts(t, s, p)
	}
	if _, img := stored(t, s, first.Large); !near(img.At(9, 9), red) {
		t.Error("an edit changed what was there before")
	}
	if _, _, err := s.Edit(t.Context(), Key("00000000000000000000000000000000.jpg"), Edit{}); !fault.Is(err, fault.NotFound) {
		t.Errorf("of nothing: %v", err)
	}
}

func TestEditsThatCannotBeMade(t *testing.T) {
	for _, e := range []Edit{{Turn: 45}, {Turn: -90}, {Turn: 360}, {Crop: Rect{0, 0, 1001, 1000}}, {Crop: Rect{-1, 0, 500, 500}},
		{Crop: Rect{600, 0, 500, 1000}}, {Crop: Rect{0, 0, MinCrop - 1, 500}}, {Crop: Rect{X: 1}}} {
		if e.Valid() {
			t.Errorf("%+v", e)
		}
	}
}
