package reel

import (
	"encoding/binary"
	"time"
)

// Scale is how many units of a film's time are in a second: those of its sound.
const Scale = 48_000

// Names of parts. The sound of an interpreter has the tag of its language.
const (
	Picture = "picture"
	Floor   = "floor"
)

// Lengths of a piece: it is cut at the first whole picture after LeastPiece, and
// after MaxPiece without one.
const (
	LeastPiece = 2 * time.Second
	MaxPiece   = 4 * time.Second
)

// Part is the picture or one channel in a piece.
type Part struct {
	Name string `json:"n"`
	Size int64  `json:"s"` // bytes
}

// Piece says what is in a file of a recording.
type Piece struct {
	Number int64  // from 1
	Length int64  // in units of Scale
	Lead   int64  // bytes before the first part
	Parts  []Part // in the order in which they lie in the file
}

// Made is a piece with what is in it.
type Made struct {
	Piece
	At   time.Time // when it began
	Data []byte
}

// find gives where a part lies in the file of a piece; 0, 0 when it has none.
func (p Piece) find(name string) (from, size int64) {
	from = p.Lead
	for _, part := range p.Parts {
		if part.Name == name {
			return from, part.Size
		}
		from += part.Size
	}
	return 0, 0
}

// lead is what stands before the parts: a box that players pass over, which makes
// the file of each piece its own.
func lead(mark []byte, number int64) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(8+len(mark)+8))
	b = append(append(b, "free"...), mark...)
	return binary.BigEndian.AppendUint64(b, uint64(number))
}

// units gives a span in units of Scale.
func units(d time.Duration) int64 { return int64(d) * (Scale / 1000) / int64(time.Millisecond) }
