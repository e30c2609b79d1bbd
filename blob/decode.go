package blob

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"

	"agora/fault"
)

// Bounds of a picture that a person sends.
const (
	MaxPicture  = 15 << 20   // bytes of the file
	maxPixels   = 40_000_000 // checked before anything is decoded
	maxDecoding = 320 << 20  // bytes of memory, by the estimate of weight
)

// format is one kind of picture, known by the first bytes of its file.
type format struct {
	name   string
	magic  string // '?' is any byte
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error) // an animation's first frame
}

func formats() []format {
	return []format{
		{"jpeg", "\xff\xd8\xff", jpeg.DecodeConfig, jpeg.Decode},
		{"png", "\x89PNG\r\n\x1a\n", png.DecodeConfig, png.Decode},
		{"webp", "RIFF????WEBPVP8", webp.DecodeConfig, webp.Decode},
		{"gif", "GIF8?a", gif.DecodeConfig, gif.Decode},
	}
}

func (f format) made(file []byte) bool {
	if len(file) < len(f.magic) {
		return false
	}
	for i := range len(f.magic) {
		if f.magic[i] != '?' && f.magic[i] != file[i] {
			return false
		}
	}
	return true
}

// decode reads a picture by what it is, whatever its name said, and how it
// must be turned.
func decode(file []byte) (image.Image, int, error) {
	for _, f := range formats() {
		if !f.made(file) {
			continue
		}
		c, err := f.config(bytes.NewReader(file))
		if err != nil {
			return nil, 0, broken(err)
		}
		if err := affordable(c, weight(f.name, c, file)); err != nil {
			return nil, 0, err
		}
		img, err := f.decode(bytes.NewReader(file))
		if err != nil {
			return nil, 0, broken(err)
		}
		return img, orientation(f.name, file), nil
	}
	return nil, 0, fault.Field("picture", "fault.picture_format")
}

func broken(err error) error { return fault.Field("picture", "fault.picture_broken").Because(err) }

// affordable refuses a picture that says a few bytes and means gigabytes.
func affordable(c image.Config, weight float64) error {
	if c.Width <= 0 || c.Height <= 0 {
		return fault.Field("picture", "fault.picture_broken")
	}
	most := min(maxPixels, int(maxDecoding/weight))
	if c.Width > most/c.Height {
		return &fault.Error{Kind: fault.TooLarge, Key: "fault.picture_pixels", Field: "picture",
			Args: []any{"max", most / 1_000_000}}
	}
	return nil
}

// weight estimates the bytes of memory that decoding takes for each pixel.
func weight(name string, c image.Config, file []byte) float64 {
	switch {
	case name == "jpeg":
		return jpegWeight(file)
	case name == "webp":
		return 8 // a lossless one is kept twice while it is transformed
	case c.ColorModel == color.RGBA64Model || c.ColorModel == color.NRGBA64Model:
		return 16 // as below, two bytes each
	}
	return 8 // four, and once more while interlaced passes are put together
}

// jpegWeight counts the samples for each pixel: one byte each, and four more
// for the coefficients that a progressive file collects.
func jpegWeight(file []byte) float64 {
	for kind, body := range jpegSegments(file) {
		if kind != 0xc0 && kind != 0xc1 && kind != 0xc2 || len(body) < 6 {
			continue
		}
		var samples, h, v int
		for i := 6; i+3 <= len(body); i += 3 {
			ch, cv := int(body[i+1]>>4), int(body[i+1]&15)
			samples += ch * cv
			h, v = max(h, ch), max(v, cv)
		}
		if h*v == 0 {
			break
		}
		w := float64(samples) / float64(h*v)
		if kind == 0xc2 {
			w *= 5
		}
		return w
	}
	return 20 // what the decoder will refuse anyway
}
