// Package webp writes photographs as lossy WebP (the key frame of VP8,
// RFC 6386): about a third fewer bytes than JPEG for the same picture.
//
// It has no tables and keeps nothing between calls. Invariants: what it writes
// is the picture that its own reconstruction saw, to the pixel, before the
// decoder smooths it; transparency is not kept.
package webp

import (
	"encoding/binary"
	"errors"
	"image"
)

// MaxSide is the longest side that Encode takes, in pixels.
const MaxSide = 4096

// Coarsest is the last quality index; the finest is 0.
const Coarsest = 127

var errSize = errors.New("webp: picture is empty or too large")

// Encode writes an opaque picture. Each step of coarse, from 0 to Coarsest,
// takes fewer bytes and keeps less; 30 to 50 is good for photographs.
func Encode(img *image.RGBA, coarse int) ([]byte, error) {
	size := img.Rect.Size()
	if size.X < 1 || size.Y < 1 || size.X > MaxSide || size.Y > MaxSide {
		return nil, errSize
	}
	return newFrame(size, min(max(coarse, 0), Coarsest)).encode(img), nil
}

func (e *frame) encode(img *image.RGBA) []byte {
	e.source(img)
	e.decide()
	head := e.head()
	body := e.body()
	frame := make([]byte, 0, 10+len(head)+len(body))
	tag := uint32(len(head))<<5 | 1<<4 // a key frame that is shown
	frame = append(frame, byte(tag), byte(tag>>8), byte(tag>>16), 0x9d, 0x01, 0x2a)
	frame = binary.LittleEndian.AppendUint16(frame, uint16(e.size.X))
	frame = binary.LittleEndian.AppendUint16(frame, uint16(e.size.Y))
	return riff(append(append(frame, head...), body...))
}

// riff wraps a frame in the container.
func riff(frame []byte) []byte {
	padded := len(frame) + len(frame)&1
	out := make([]byte, 0, 20+padded)
	out = append(out, "RIFF"...)
	out = binary.LittleEndian.AppendUint32(out, uint32(12+padded))
	out = append(out, "WEBPVP8 "...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(frame)))
	out = append(out, frame...)
	return out[:20+padded]
}
