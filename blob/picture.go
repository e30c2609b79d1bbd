package blob

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	_ "image/gif" // formats that people's phones and programs make
	"image/jpeg"
	_ "image/png"
	"io"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"

	"agora/fault"
)

// Bounds of a picture that a person sends.
const (
	MaxPicture = 15 << 20   // bytes
	maxPixels  = 40_000_000 // checked before anything is decoded
	thumbBytes = 6 << 10    // budget of a thumbnail on the wire
)

// Picture is one picture in its sizes; a side is never longer than the number.
type Picture struct {
	Thumb Key // 240 pixels, at most 6 KiB
	Small Key // 640 pixels
	Large Key // 1280 pixels
}

// Picture reads a picture that a person sent and stores it in three sizes as
// JPEG, upright and without any of the file's other content: no place, no
// camera, no text. What is no picture, or one too large to decode, is refused.
func (s *Store) Picture(r io.Reader) (p Picture, err error) {
	raw, err := readBounded(r, MaxPicture)
	if err != nil {
		return p, err
	}
	img, err := decode(raw)
	if err != nil {
		return p, err
	}
	for _, size := range []struct {
		key  *Key
		side int
		max  int
	}{{&p.Thumb, 240, thumbBytes}, {&p.Small, 640, 0}, {&p.Large, 1280, 0}} {
		content, err := encode(fit(img, size.side), size.max)
		if err != nil {
			return p, err
		}
		if *size.key, err = s.PutTrusted(content, ".jpg"); err != nil {
			return p, err
		}
	}
	return p, nil
}

func decode(raw []byte) (image.Image, error) {
	bad := fault.Field("picture", "fault.picture_unread")
	config, format, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return nil, bad.Because(err)
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > maxPixels/config.Height {
		return nil, fault.Field("picture", "fault.picture_pixels", "max", int64(maxPixels/1_000_000))
	}
	img, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, bad.Because(err)
	}
	if format == "jpeg" {
		img = upright(img, orientation(raw))
	}
	return img, nil
}

// fit scales a picture down so that no side is longer than side, on white where
// it is transparent.
func fit(img image.Image, side int) image.Image {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if long := max(w, h); long > side {
		w, h = max(1, w*side/long), max(1, h*side/long)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.CatmullRom.Scale(out, out.Bounds(), img, b, draw.Over, nil)
	return out
}

// encode writes a JPEG; with a budget it lowers the quality, then the size,
// until it fits.
func encode(img image.Image, budget int) ([]byte, error) {
	var buf bytes.Buffer
	for quality := 82; ; quality -= 10 {
		buf.Reset()
		if err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: quality}); err != nil {
			return nil, err
		}
		if budget == 0 || buf.Len() <= budget {
			return buf.Bytes(), nil
		}
		if quality < 30 {
			b := img.Bounds()
			return encode(fit(img, max(b.Dx(), b.Dy())*3/4), budget)
		}
	}
}

// orientation reads the EXIF orientation (1 to 8) of a JPEG; 1 when there is
// none. Format: CIPA DC-008, tag 0x0112 of the first directory.
func orientation(jpg []byte) int {
	at := bytes.Index(jpg[:min(len(jpg), 64<<10)], []byte("Exif\x00\x00"))
	if at < 0 {
		return 1
	}
	tiff := jpg[at+6:]
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(tiff, []byte("II")) {
		order = binary.LittleEndian
	}
	if len(tiff) < 8 {
		return 1
	}
	dir := int(order.Uint32(tiff[4:]))
	if dir < 8 || dir+2 > len(tiff) {
		return 1
	}
	for i := range int(order.Uint16(tiff[dir:])) {
		e := dir + 2 + 12*i
		if e+12 > len(tiff) {
			return 1
		}
		if order.Uint16(tiff[e:]) == 0x0112 {
			if o := int(order.Uint16(tiff[e+8:])); o >= 1 && o <= 8 {
				return o
			}
		}
	}
	return 1
}

// upright undoes an orientation: 2 and above are mirrors and quarter turns.
func upright(img image.Image, o int) image.Image {
	if o == 1 {
		return img
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	turned := o >= 5
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if turned {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			dx, dy := x, y
			switch o {
			case 2:
				dx = w - 1 - x
			case 3:
				dx, dy = w-1-x, h-1-y
			case 4:
				dy = h - 1 - y
			case 5:
				dx, dy = y, x
			case 6:
				dx, dy = h-1-y, x
			case 7:
				dx, dy = h-1-y, w-1-x
			case 8:
				dx, dy = y, w-1-x
			}
			out.Set(dx, dy, img.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return out
}
