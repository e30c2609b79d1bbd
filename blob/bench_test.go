package blob

import (
	"bytes"
	"image/jpeg"
	"testing"
)

// BenchmarkPicture stores a photograph of twelve megapixels in all its sizes,
// as an upload does.
func BenchmarkPicture(b *testing.B) {
	s := store(b)
	var file bytes.Buffer
	if err := jpeg.Encode(&file, scene(4000, 3000), nil); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Picture(b.Context(), bytes.NewReader(file.Bytes())); err != nil {
			b.Fatal(err)
		}
	}
}
