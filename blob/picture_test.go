package blob

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"testing"

	"golang.org/x/image/webp"
	"pgregory.net/rapid"

	"agora/fault"
)

func store(t testing.TB) *Store {
	t.Helper()
	s, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// stored reads a file back, and decodes it.
func stored(t testing.TB, s *Store, k Key) ([]byte, image.Image) {
	t.Helper()
	f, err := s.Open(k)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	read := jpeg.Decode
	if k.Type() == "image/webp" {
		read = webp.Decode
	}
	img, err := read(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return b, img
}

// near reports whether two colours look alike after a lossy trip.
func near(a, b color.Color) bool {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	d := func(x, y uint32) int { return max(int(x>>8)-int(y>>8), int(y>>8)-int(x>>8)) }
	return d(ar, br) < 24 && d(ag, bg) < 24 && d(ab, bb) < 24
}

func wantScene(t *testing.T, what string, img image.Image, w, h int) {
	t.Helper()
	b := img.Bounds()
	if b.Dx() != w || b.Dy() != h {
		t.Fatalf("%s: %dx%d, want %dx%d", what, b.Dx(), b.Dy(), w, h)
	}
	want := scene(8, 8)
	for _, c := range [][2]int{{1, 1}, {6, 1}, {6, 6}, {1, 6}} {
		got := img.At((2*c[0]+1)*w/16, (2*c[1]+1)*h/16)
		if !near(got, want.At(c[0], c[1])) {
			t.Errorf("%s: corner %v is %v, want %v", what, c, got, want.At(c[0], c[1]))
		}
	}
}

// held turns an upright picture as a camera in this orientation records it.
func held(img image.Image, turn int) image.Image {
	back := [...]int{1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}
	return upright(reduce(img, 1<<20), back[turn])
}

func TestPicturesStandUprightAndTellNothing(t *testing.T) {
	s := store(t)
	for turn := 1; turn <= 8; turn++ {
		upright := scene(1600, 1000)
		for name, file := range map[string][]byte{
			"jpeg": camera(t, held(upright, turn), turn),
			"png": pngWith(t, held(upright, turn), chunk("tEXt", "Comment\x00"+secret),
				chunk("eXIf", string(tiff(binary.BigEndian, turn)))),
		} {
			if !bytes.Contains(file, []byte(secret)) {
				t.Fatal("the sample holds no secret")
			}
			p, err := s.Picture(t.Context(), bytes.NewReader(file))
			if err != nil {
				t.Fatal(name, turn, err)
			}
			for _, c := range []struct {
				k    Key
				w, h int
			}{{p.Large, 1280, 800}, {p.Small, 640, 400}, {p.Thumb, 240, 150}} {
				content, img := stored(t, s, c.k)
				wantScene(t, name, img, c.w, c.h)
				for _, trace := range []string{secret, "Secret", "Exif", "xmpmeta", "II*\x00", "MM\x00*"} {
					if bytes.Contains(content, []byte(trace)) {
						t.Errorf("%s, turned %d: %q survived", name, turn, trace)
					}
				}
			}
			if p.Width != 1280 || p.Height != 800 {
				t.Errorf("%s: told as %dx%d", name, p.Width, p.Height)
			}
		}
	}
}

func TestOtherFormats(t *testing.T) {
	s := store(t)
	glass := image.NewNRGBA(image.Rect(0, 0, 40, 30)) // nothing but transparency
	for _, c := range []struct {
		name string
		file []byte
		w, h int
		want color.Color
	}{
		{"gif, its first frame", gifWith(t, 60, 40), 60, 40, color.NRGBA{220, 30, 30, 255}},
		{"png, transparent is white", pngWith(t, glass), 40, 30, color.White},
		{"webp, lossless", unbase64(t, "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="), 1, 1, nil},
		{"webp, lossy", unbase64(t, "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"), 1, 1, nil},
		{"a thread", pngWith(t, scene(3, 3000)), 1, 1280, nil},
		{"a wire", pngWith(t, scene(6000, 2)), 1280, 1, nil},
	} {
		p, err := s.Picture(t.Context(), bytes.NewReader(c.file))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		_, img := stored(t, s, p.Large)
		if img.Bounds().Dx() != c.w || img.Bounds().Dy() != c.h {
			t.Errorf("%s: %v, want %dx%d", c.name, img.Bounds(), c.w, c.h)
		}
		if c.want != nil && !near(img.At(c.w/2, c.h/2), c.want) {
			t.Errorf("%s: %v, want %v", c.name, img.At(c.w/2, c.h/2), c.want)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	s := store(t)
	whole := camera(t, scene(300, 200), 1)
	pic := pngWith(t, scene(300, 200))
	for _, c := range []struct {
		name string
		file []byte
		key  string
	}{
		{"nothing", nil, "fault.picture_format"},
		{"svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "fault.picture_format"},
		{"svg with a prologue", []byte(`<?xml version="1.0"?><svg/>`), "fault.picture_format"},
		{"html", []byte("<!doctype html><p>hello"), "fault.picture_format"},
		{"bmp", append([]byte("BM"), make([]byte, 80)...), "fault.picture_format"},
		{"tiff", tiff(binary.LittleEndian, 1), "fault.picture_format"},
		{"png claiming 60000 x 60000", pngHeader(60000, 60000, 8, 6), "fault.picture_pixels"},
		{"png claiming 2^31 - 1 squared", pngHeader(1<<31-1, 1<<31-1, 8, 6), "fault.picture_broken"},
		{"png of 30 million deep pixels", pngHeader(6000, 5000, 16, 6), "fault.picture_pixels"},
		{"png of no width", pngHeader(0, 5, 8, 6), "fault.picture_broken"},
		{"jpeg claiming 65000 x 65000", jpegHeader(65000, 65000, 0xc0), "fault.picture_pixels"},
		{"progressive jpeg of 30 million full pixels", jpegHeader(6000, 5000, 0xc2), "fault.picture_pixels"},
		{"baseline jpeg of 30 million pixels, of which nothing came", jpegHeader(6000, 5000, 0xc0), "fault.picture_broken"},
		{"webp claiming 16000 x 16000", webpCanvas(16000, 16000), "fault.picture_pixels"},
		{"gif claiming 65535 x 65535", []byte("GIF89a\xff\xff\xff\xff\x00\x00\x00,"), "fault.picture_pixels"},
		{"jpeg cut in the middle", whole[:len(whole)/2], "fault.picture_broken"},
		{"jpeg of its first bytes", whole[:5], "fault.picture_broken"},
		{"png cut in the middle", pic[:len(pic)/2], "fault.picture_broken"},
		{"png with a flipped bit", flip(pic), "fault.picture_broken"},
		{"gif cut", gifWith(t, 60, 40)[:30], "fault.picture_broken"},
	} {
		_, err := s.Picture(t.Context(), bytes.NewReader(c.file))
		if !fault.HasKey(err, c.key) || fault.List(err)[0].Field != "picture" {
			t.Errorf("%s: %v, want %s", c.name, err, c.key)
		}
	}
	_, err := s.Picture(t.Context(), io.MultiReader(bytes.NewReader(whole), endless{}))
	if !fault.Is(err, fault.TooLarge) || fault.List(err)[0].Field != "picture" {
		t.Errorf("a file without end: %v", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func flip(file []byte) []byte {
	file = bytes.Clone(file)
	file[len(file)/2] ^= 4
	return file
}

func TestEveryThumbnailFitsItsBudget(t *testing.T) {
	s := store(t)
	rapid.Check(t, func(r *rapid.T) {
		w, h := rapid.IntRange(1, 250).Draw(r, "w"), rapid.IntRange(1, 250).Draw(r, "h")
		p, err := s.Picture(context.Background(), bytes.NewReader(pngWith(t, noise(w, h))))
		if err != nil {
			r.Fatal(err)
		}
		thumb, img := stored(t, s, p.Thumb)
		if len(thumb) > 6<<10 || max(img.Bounds().Dx(), img.Bounds().Dy()) > 240 {
			r.Errorf("%dx%d: thumbnail of %d bytes, %v", w, h, len(thumb), img.Bounds())
		}
		if small, _ := stored(t, s, p.Small); len(small) > 48<<10 {
			r.Errorf("%dx%d: small of %d bytes", w, h, len(small))
		}
		checkCuts(r, s, p)
	})
	p, err := s.Picture(t.Context(), bytes.NewReader(pngWith(t, noise(2000, 1500))))
	if err != nil {
		t.Fatal(err)
	}
	if large, img := stored(t, s, p.Large); len(large) > 192<<10 || img.Bounds().Dx() != p.Width {
		t.Errorf("large of %d bytes, %v told as %d wide", len(large), img.Bounds(), p.Width)
	}
}

// checkCuts reads every cut back: its size is what was said, no WebP is there
// twice, and one is small enough for a list.
func checkCuts(t interface {
	Errorf(string, ...any)
}, s *Store, p Picture) {
	seen, listed := map[int]bool{}, false
	for _, c := range p.Cuts {
		f, err := s.Open(c.Key)
		if err != nil {
			t.Errorf("%s: %v", c.Key, err)
			continue
		}
		body, _ := io.ReadAll(f)
		f.Close()
		if len(body) != c.Bytes {
			t.Errorf("%s has %d bytes, %d were told", c.Key, len(body), c.Bytes)
		}
		if c.Key.Type() != "image/webp" {
			continue
		}
		img, err := webp.DecodeConfig(bytes.NewReader(body))
		if err != nil || img.Width != c.Width || seen[c.Width] {
			t.Errorf("%s is %d wide, %d were told, twice: %v (%v)", c.Key, img.Width, c.Width, seen[c.Width], err)
		}
		seen[c.Width], listed = true, listed || c.Bytes <= 6<<10
	}
	if !listed {
		t.Errorf("no WebP of %+v is small enough for a list", p.Cuts)
	}
}

func TestOnePictureAtATime(t *testing.T) {
	s := store(t)
	s.decoding <- struct{}{} // somebody decodes
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Picture(ctx, bytes.NewReader(nil)); !errors.Is(err, context.Canceled) {
		t.Errorf("a request that ended: %v", err)
	}
	<-s.decoding
	if _, err := s.Picture(t.Context(), bytes.NewReader(gifWith(t, 5, 5))); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func FuzzPicture(f *testing.F) {
	f.Add(camera(f, scene(8, 8), 6))
	f.Add(pngWith(f, scene(8, 8), chunk("eXIf", string(tiff(binary.BigEndian, 3)))))
	f.Add(gifWith(f, 8, 8))
	f.Add(webpCanvas(8, 8))
	f.Add(jpegHeader(60000, 60000, 0xc2))
	f.Fuzz(func(t *testing.T, file []byte) {
		img, turn, err := decode(file)
		if err == nil && (img == nil || turn < 1 || turn > 8) {
			t.Errorf("image %v, turn %d", img, turn)
		}
		if err != nil && fault.List(err) == nil {
			t.Errorf("%v is no fault", err)
		}
	})
}
