package blob

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"
)

// secret is what a camera writes and nobody may read afterwards.
const secret = "41.3111N 69.2797E Secret Street 7"

// scene is a picture whose corners are red, green, blue and white, clockwise
// from the top left.
func scene(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{220, 30, 30, 255}
			switch {
			case x >= w/2 && y < h/2:
				c = color.NRGBA{30, 200, 30, 255}
			case x >= w/2:
				c = color.NRGBA{30, 30, 220, 255}
			case y >= h/2:
				c = color.NRGBA{250, 250, 250, 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

// noise is the picture that shrinks worst.
func noise(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = byte(r.Uint32())
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	return img
}

// tiff is an EXIF body with an orientation and a secret.
func tiff(order binary.AppendByteOrder, turn int) []byte {
	b := []byte("II*\x00")
	if order.String() == "BigEndian" {
		b = []byte("MM\x00*")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	for _, e := range [][2]int{{0x0100, 99}, {0x0112, turn}} { // another tag first
		b = order.AppendUint16(b, uint16(e[0]))
		b = order.AppendUint16(b, 3)
		b = order.AppendUint32(b, 1)
		b = order.AppendUint16(b, uint16(e[1]))
		b = order.AppendUint16(b, 0)
	}
	return append(order.AppendUint32(b, 0), secret...)
}

func segment(kind byte, body string) []byte {
	b := binary.BigEndian.AppendUint16([]byte{0xff, kind}, uint16(len(body)+2))
	return append(b, body...)
}

// camera is a JPEG as a phone writes it: EXIF, XMP, a comment, a tail.
func camera(t testing.TB, img image.Image, turn int) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	file := append([]byte{}, buf.Bytes()[:2]...)
	file = append(file, segment(0xe0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")...)
	file = append(file, segment(0xe1, "Exif\x00\x00"+string(tiff(binary.LittleEndian, turn)))...)
	file = append(file, segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>"+secret+"</x:xmpmeta>")...)
	file = append(file, segment(0xfe, secret)...)
	file = append(file, buf.Bytes()[2:]...)
	return append(file, secret...)
}

func chunk(kind, body string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(append(b, kind...), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// pngWith is a PNG with chunks put behind its header.
func pngWith(t testing.TB, img image.Image, chunks ...[]byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		t.Fatal(err)
	}
	const header = 8 + 25
	file := append([]byte{}, buf.Bytes()[:header]...)
	for _, c := range chunks {
		file = append(file, c...)
	}
	return append(file, buf.Bytes()[header:]...)
}

// pngHeader claims a size and has nothing to show for it.
func pngHeader(w, h uint32, depth, kind byte) []byte {
	body := binary.BigEndian.AppendUint32(nil, w)
	body = binary.BigEndian.AppendUint32(body, h)
	body = append(body, depth, kind, 0, 0, 0)
	return append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", string(body))...)
}

// jpegHeader claims a size, baseline (0xc0) or progressive (0xc2), in full
// colour at every pixel.
func jpegHeader(w, h uint16, kind byte) []byte {
	body := binary.BigEndian.AppendUint16([]byte{8}, h)
	body = binary.BigEndian.AppendUint16(body, w)
	body = append(body, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0)
	file := append([]byte{0xff, 0xd8}, segment(kind, string(body))...)
	return append(file, segment(0xda, "\x03\x01\x00\x02\x00\x03\x00\x00\x3f\x00")...)
}

// webpCanvas claims a canvas in an extended header.
func webpCanvas(w, h uint32) []byte {
	b := append([]byte("RIFF\x16\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00"), 0, 0, 0, 0)
	for _, v := range []uint32{w - 1, h - 1} {
		b = append(b, byte(v), byte(v>>8), byte(v>>16))
	}
	return b
}

// gifWith is an animation of two frames.
func gifWith(t testing.TB, w, h int) []byte {
	t.Helper()
	red := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.NRGBA{220, 30, 30, 255}})
	blue := image.NewPaletted(red.Rect, color.Palette{color.NRGBA{30, 30, 220, 255}})
	var buf bytes.Buffer
	if err := gif.EncodeAll(&buf, &gif.GIF{Image: []*image.Paletted{red, blue}, Delay: []int{5, 5}}); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func unbase64(t testing.TB, text string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
