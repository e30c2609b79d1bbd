package ui_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/image/vector"
)

// The icons of an installed market are drawn from assets/mark.svg.
var drawn = []struct {
	name string
	size int
	mark float32 // how much of the side the mark takes
	deep bool    // on lapis to the edge: devices that cut a shape out of it show no gap
}{
	{"icon-192.png", 192, 1, false},
	{"icon-512.png", 512, 1, false},
	{"icon-mask-512.png", 512, .72, true}, // within the circle that no device cuts
	{"icon-180.png", 180, .8, true},
}

// TestIconsAreDrawnFromTheMark compares the kept icons with what the mark is
// now; AGORA_KEEP_ICONS=1 draws them anew.
func TestIconsAreDrawnFromTheMark(t *testing.T) {
	shapes := regexp.MustCompile(`fill="(#\w{6})" d="([^"]+)"`).FindAllStringSubmatch(file(t, "mark.svg"), -1)
	if len(shapes) != 3 {
		t.Fatalf("the mark has %d shapes", len(shapes))
	}
	for _, d := range drawn {
		img := image.NewNRGBA(image.Rect(0, 0, d.size, d.size))
		if d.deep {
			draw.Draw(img, img.Bounds(), image.NewUniform(tint(t, "#1b3180")), image.Point{}, draw.Src)
		}
		for _, s := range shapes {
			side := float32(d.size)
			p := pen{Rasterizer: vector.NewRasterizer(d.size, d.size), scale: side * d.mark / 40, off: side * (1 - d.mark) / 2}
			if err := p.path(s[2]); err != nil {
				t.Fatal(err)
			}
			p.Draw(img, img.Bounds(), image.NewUniform(tint(t, s[1])), image.Point{})
		}
		var b bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, img); err != nil {
			t.Fatal(err)
		}
		if os.Getenv("AGORA_KEEP_ICONS") != "" {
			if err := os.WriteFile("assets/"+d.name, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		kept, err := png.Decode(strings.NewReader(file(t, d.name)))
		if err != nil {
			t.Fatal(err)
		}
		if far := distance(img, kept); far > 2 {
			t.Errorf("%s is not the mark of today: it differs by %d", d.name, far)
		}
	}
}

// distance is the greatest difference of two pictures in one colour.
func distance(a, b image.Image) (most int) {
	if a.Bounds() != b.Bounds() {
		return 255
	}
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			p, q := color.NRGBAModel.Convert(a.At(x, y)).(color.NRGBA), color.NRGBAModel.Convert(b.At(x, y)).(color.NRGBA)
			for _, d := range []int{int(p.R) - int(q.R), int(p.G) - int(q.G), int(p.B) - int(q.B), int(p.A) - int(q.A)} {
				most = max(most, d, -d)
			}
		}
	}
	return most
}

func tint(t *testing.T, hex string) color.Color {
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	return color.NRGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}
}

// pen follows the path of a shape: the commands that the mark uses.
type pen struct {
	*vector.Rasterizer
	scale, off, x, y float32
}

var (
	pathCommand = regexp.MustCompile(`([MLHVCZmlhvcz])([^MLHVCZmlhvcz]*)`)
	pathNumber  = regexp.MustCompile(`-?\d*\.?\d+`)
)

func (p *pen) path(d string) error {
	for _, m := range pathCommand.FindAllStringSubmatch(d, -1) {
		var n []float32
		for _, s := range pathNumber.FindAllString(m[2], -1) {
			v, err := strconv.ParseFloat(s, 32)
			if err != nil {
				return err
			}
			n = append(n, float32(v))
		}
		takes := map[string]int{"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Z": 0}[strings.ToUpper(m[1])]
		if takes > 0 && len(n)%takes != 0 || takes == 0 && len(n) > 0 {
			return fmt.Errorf("path: %q", m[0])
		}
		if takes == 0 {
			p.ClosePath()
		}
		for ; len(n) > 0; n = n[takes:] {
			p.draw(m[1], n)
		}
	}
	return nil
}

func (p *pen) draw(command string, n []float32) {
	var x0, y0 float32
	if command == strings.ToLower(command) {
		x0, y0 = p.x, p.y
	}
	at := func(i int) (float32, float32) { return (x0+n[i])*p.scale + p.off, (y0+n[i+1])*p.scale + p.off }
	switch strings.ToUpper(command) {
	case "M", "L":
		x, y := at(0)
		if p.x, p.y = x0+n[0], y0+n[1]; command == "M" {
			p.MoveTo(x, y)
			return
		}
		p.LineTo(x, y)
	case "H":
		p.x = x0 + n[0]
		p.LineTo(p.x*p.scale+p.off, p.y*p.scale+p.off)
	case "V":
		p.y = y0 + n[0]
		p.LineTo(p.x*p.scale+p.off, p.y*p.scale+p.off)
	case "C":
		bx, by := at(0)
		cx, cy := at(2)
		x, y := at(4)
		p.CubeTo(bx, by, cx, cy, x, y)
		p.x, p.y = x0+n[4], y0+n[5]
	}
}

func file(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile("assets/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
