package reel

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"

	"github.com/Eyevinn/mp4ff/mp4"
)

// Film is what has been recorded, as those hear it who choose one channel; with or
// without the picture.
type Film struct {
	Pieces  []Piece // without a gap
	Channel string  // Floor, or the tag of a language
	Picture bool
}

// Opener gives the stored file of a piece, by its place among the pieces.
type Opener func(i int) (*os.File, error)

// Length gives how long the film is, in units of Scale.
func (f Film) Length() (sum int64) {
	for _, p := range f.Pieces {
		sum += p.Length
	}
	return sum
}

// Size gives how many bytes Whole has.
func (f Film) Size() int64 {
	size := int64(len(f.head()))
	for _, p := range f.Pieces {
		size += f.size(p)
	}
	return size
}

// Whole gives the film as one file, with an index of its pieces so that players
// find a time in it at once.
func (f Film) Whole(open Opener) io.ReadSeekCloser {
	r := &reader{open: open, head: f.head()}
	r.size = int64(len(r.head))
	for i, p := range f.Pieces {
		r.add(i, f.spans(p))
	}
	return r
}

// Segment gives one piece as a media segment of a stream that began with Init.
func (f Film) Segment(i int, open Opener) io.ReadSeekCloser {
	r := &reader{open: open}
	r.add(i, f.spans(f.Pieces[i]))
	return r
}

// names are the parts that are in the film.
func (f Film) names() []string {
	if f.Picture {
		return []string{Picture, f.Channel}
	}
	return []string{f.Channel}
}

func (f Film) spans(p Piece) (list []span) {
	for _, name := range f.names() {
		if from, size := p.find(name); size > 0 {
			list = append(list, span{from: from, size: size})
		}
	}
	return list
}

func (f Film) size(p Piece) (sum int64) {
	for _, s := range f.spans(p) {
		sum += s.size
	}
	return sum
}

// head is what comes before the pieces: the start, and an index (14496-12, 8.16.3).
func (f Film) head() []byte {
	index := &mp4.SidxBox{Version: 1, ReferenceID: soundTrack, Timescale: Scale}
	if f.Picture {
		index.ReferenceID = pictureTrack
	}
	for _, p := range f.Pieces {
		index.SidxRefs = append(index.SidxRefs, mp4.SidxRef{ReferencedSize: uint32(f.size(p)), SubSegmentDuration: uint32(p.Length)})
	}
	b := bytes.NewBuffer(start(f.Picture, f.Length()))
	if err := index.Encode(b); err != nil {
		panic(fmt.Sprint("reel: the index of a film: ", err)) // numbers only
	}
	return b.Bytes()
}

// span is some bytes of the file of a piece, and where they lie in what is read.
type span struct {
	piece          int
	from, size, at int64
}

// reader reads spans one after another, as one file.
type reader struct {
	open  Opener
	head  []byte
	spans []span
	size  int64
	pos   int64

	file  *os.File // of the piece that was read last
	piece int
}

func (r *reader) add(piece int, list []span) {
	for _, s := range list {
		s.piece, s.at = piece, r.size
		r.spans, r.size = append(r.spans, s), r.size+s.size
	}
}

// Read reads from where it is to the end of a span at most.
func (r *reader) Read(b []byte) (int, error) {
	if r.pos >= r.size {
		return 0, io.EOF
	}
	if r.pos < int64(len(r.head)) {
		n := copy(b, r.head[r.pos:])
		r.pos += int64(n)
		return n, nil
	}
	s := r.spans[sort.Search(len(r.spans), func(i int) bool { return r.spans[i].at > r.pos })-1]
	if err := r.turn(s.piece); err != nil {
		return 0, err
	}
	done := r.pos - s.at
	n, err := r.file.ReadAt(b[:min(int64(len(b)), s.size-done)], s.from+done)
	r.pos += int64(n)
	if n > 0 {
		return n, nil
	}
	if errors.Is(err, io.EOF) { // shorter than its piece says
		err = io.ErrUnexpectedEOF
	}
	return 0, err
}

// turn opens the file of a piece.
func (r *reader) turn(piece int) (err error) {
	if r.file != nil && r.piece == piece {
		return nil
	}
	if err := r.Close(); err != nil {
		return err
	}
	r.file, err = r.open(piece)
	r.piece = piece
	return err
}

// Seek moves to where is read next.
func (r *reader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.pos
	case io.SeekEnd:
		offset += r.size
	}
	if offset < 0 {
		return 0, fmt.Errorf("reel: seek to %d", offset)
	}
	r.pos = offset
	return offset, nil
}

// Close closes the file that is open.
func (r *reader) Close() error {
	if r.file == nil {
		return nil
	}
	f := r.file
	r.file = nil
	return f.Close()
}
