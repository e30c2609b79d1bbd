package webp

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	decoder "golang.org/x/image/webp"
	"pgregory.net/rapid"
)

// scene is a picture with shades, edges and grain, like a photograph.
func scene(w, h int, seed uint64) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 1))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	type spot struct{ x, y, size, r, g, b float64 }
	spots := make([]spot, 20)
	for i := range spots {
		spots[i] = spot{r.Float64() * float64(w), r.Float64() * float64(h), (.05 + r.Float64()*.25) * float64(max(w, h)), r.Float64() * 255, r.Float64() * 255, r.Float64() * 255}
	}
	for y := range h {
		for x := range w {
			c := [3]float64{90, 110, 130}
			for _, s := range spots {
				if math.Hypot(float64(x)-s.x, float64(y)-s.y) < s.size {
					c = [3]float64{s.r, s.g, s.b}
				}
			}
			grain := 14*math.Sin(float64(x)/3+float64(y)/5) + r.NormFloat64()*3
			v := func(f float64) uint8 { return uint8(min(max(f+grain, 0), 255)) }
			img.SetRGBA(x, y, color.RGBA{v(c[0]), v(c[1]), v(c[2]), 255})
		}
	}
	return img
}

// luma decodes a file and gives its plane of luma, or the fault.
func luma(t interface{ Fatal(...any) }, file []byte) *image.YCbCr {
	img, err := decoder.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return img.(*image.YCbCr)
}

// noise is how far the decoded luma is from the source, in dB.
func noise(t interface{ Fatal(...any) }, img *image.RGBA, file []byte) float64 {
	got := luma(t, file)
	e := newFrame(img.Rect.Size(), 0)
	e.source(img)
	sum := 0.0
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			d := float64(e.src[0].pix[e.src[0].at(x, y)]) - float64(got.Y[got.YOffset(x, y)])
			sum += d * d
		}
	}
	return 10 * math.Log10(255*255*float64(img.Rect.Dx()*img.Rect.Dy())/max(sum, 1e-9))
}

func TestDecoderSeesThePicture(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {7, 3}, {16, 16}, {17, 33}, {160, 120}, {333, 201}} {
		img := scene(size.X, size.Y, 7)
		last := 1 << 30
		for _, coarse := range []int{0, 20, 40, 70, 127} {
			file, err := Encode(img, coarse)
			if err != nil {
				t.Fatal(err)
			}
			got := luma(t, file)
			if got.Rect.Size() != size {
				t.Fatalf("%v became %v", size, got.Rect.Size())
			}
			db := noise(t, img, file)
			t.Logf("%v at %d: %d bytes, %.1f dB", size, coarse, len(file), db)
			least := 48 - float64(coarse)*.6 + float64(coarse)*float64(coarse)*.003
			if size.X < 16 { // the seam's filter has more to say in a small picture
				least -= 6
			}
			if db < least || len(file) > last+8 {
				t.Errorf("%v at %d: %d bytes, %.1f dB", size, coarse, len(file), db)
			}
			last = len(file)
		}
	}
}

// What the encoder thinks a decoder has is what it has, to the pixel: here with
// the filter off, for any picture and any quality.
func TestReconstructionIsTheDecoders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 70).Draw(t, "w"), rapid.IntRange(1, 70).Draw(t, "h")
		coarse := rapid.IntRange(0, Coarsest).Draw(t, "coarse")
		img := scene(w, h, rapid.Uint64().Draw(t, "seed"))
		if rapid.Bool().Draw(t, "wild") {
			r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "wildness"), 2))
			for i := range img.Pix {
				img.Pix[i] = uint8(r.IntN(2) * 255)
			}
		}
		e := newFrame(img.Rect.Size(), coarse)
		e.smooth = false
		file := e.encode(img)
		got := luma(t, file)
		for y := range h {
			for x := range w {
				if want, have := e.out[0].pix[e.out[0].at(x, y)], got.Y[got.YOffset(x, y)]; want != have {
					t.Fatalf("luma at %d,%d is %d, the decoder has %d", x, y, want, have)
				}
				if want, have := e.out[1].pix[e.out[1].at(x/2, y/2)], got.Cb[got.COffset(x, y)]; want != have {
					t.Fatalf("blue at %d,%d is %d, the decoder has %d", x/2, y/2, want, have)
				}
				if want, have := e.out[2].pix[e.out[2].at(x/2, y/2)], got.Cr[got.COffset(x, y)]; want != have {
					t.Fatalf("red at %d,%d is %d, the decoder has %d", x/2, y/2, want, have)
				}
			}
		}
	})
}

func TestEncodeRefusesWhatItCannotWrite(t *testing.T) {
	for _, size := range []image.Point{{}, {MaxSide + 1, 1}, {1, MaxSide + 1}} {
		if _, err := Encode(image.NewRGBA(image.Rectangle{Max: size}), 40); err == nil {
			t.Errorf("%v was written", size)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	img := scene(640, 480, 3)
	b.ReportAllocs()
	for b.Loop() {
		file, _ := Encode(img, 40)
		b.ReportMetric(float64(len(file)), "bytes")
	}
}
