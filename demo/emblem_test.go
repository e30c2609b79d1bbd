package demo

import (
	"bytes"
	"image/png"
	"testing"
)

// TestEmblemsDifferAndStay draws the logos of the demo: each has something on white,
// and the same name gives the same picture.
func TestEmblemsDifferAndStay(t *testing.T) {
	plan, err := loadGatherings()
	if err != nil {
		t.Fatal(err)
	}
	drawn := map[string]string{} // name by picture
	for _, g := range plan.Events {
		for _, o := range g.Organisations {
			one, err := emblem(o.Name)
			if err != nil {
				t.Fatal(err)
			}
			two, _ := emblem(o.Name)
			var a, b bytes.Buffer
			_, _ = a.ReadFrom(one) // a Buffer takes all
			_, _ = b.ReadFrom(two)
			if !bytes.Equal(a.Bytes(), b.Bytes()) {
				t.Errorf("%s is drawn in two ways", o.Name)
			}
			if other, taken := drawn[a.String()]; taken && other != o.Name {
				t.Errorf("%s looks like %s", o.Name, other)
			}
			drawn[a.String()] = o.Name
			img, err := png.Decode(bytes.NewReader(a.Bytes()))
			if err != nil {
				t.Fatal(err)
			}
			ink := 0
			for y := range emblemSide {
				for x := range emblemSide {
					if r, _, _, _ := img.At(x, y).RGBA(); r < 0xf000 {
						ink++
					}
				}
			}
			if all := emblemSide * emblemSide; ink < all/10 || ink > all*9/10 {
				t.Errorf("%s is %d of %d points", o.Name, ink, all)
			}
		}
	}
}
