package qr

import (
	"image"
	"image/color"
	"regexp"
	"strconv"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// strokes are the commands of a path as Draw writes it.
var strokes = regexp.MustCompile(`([Mmh])(-?\d+)(?: ?(-?\d+)(?:\.5)?)?`)

// paint follows the path as a browser does, scale pixels for a module.
func paint(t *testing.T, p Picture, scale int) image.Image {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, p.Size*scale, p.Size*scale))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	x, y, read := 0, 0, 0
	for _, m := range strokes.FindAllStringSubmatch(p.Path, -1) {
		read += len(m[0])
		a, _ := strconv.Atoi(m[2])
		b, _ := strconv.Atoi(m[3])
		switch m[1] {
		case "M":
			x, y = a, b
		case "m":
			x, y = x+a, y+b
		case "h":
			for dx := range a * scale {
				for dy := range scale {
					img.SetGray(x*scale+dx, y*scale+dy, color.Gray{})
				}
			}
			x += a
		}
	}
	if read != len(p.Path) {
		t.Fatalf("the path has more than strokes: %d of %d letters", read, len(p.Path))
	}
	return img
}

// scan reads a picture with a library that did not draw it.
func scan(t *testing.T, img image.Image) string {
	t.Helper()
	bits, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true, gozxing.DecodeHintType_CHARACTER_SET: "UTF-8"}
	got, err := qrcode.NewQRCodeReader().Decode(bits, hints)
	if err != nil {
		t.Fatal(err)
	}
	return got.GetText()
}

func TestPicturesScanBack(t *testing.T) {
	for name, line := range accounts {
		a := read(t, line)
		paper, err := a.Paper(ask(a.Currency))
		if err != nil {
			t.Fatal(err)
		}
		p, err := Draw(paper.Text)
		if err != nil {
			t.Fatal(err)
		}
		if got := scan(t, paint(t, p, 4)); got != paper.Text {
			t.Errorf("%s scans as\n%s\n%s", name, got, paper.Text)
		}
		t.Logf("%s: %d bytes, %d modules, path of %d bytes", name, len(paper.Text), p.Size, len(p.Path))
		if p.Size > 81 || len(p.Path) > 8_000 {
			t.Errorf("%s: %d modules and %d bytes are too many for a phone", name, p.Size, len(p.Path))
		}
	}
	if _, err := Draw(string(make([]byte, 5000))); err == nil {
		t.Error("5000 bytes were drawn")
	}
}
