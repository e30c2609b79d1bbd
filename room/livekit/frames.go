//go:build !nolive

package livekit

import (
	"encoding/binary"

	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
)

// mostWaiting is how many packets may come after a missing one before it is given up:
// about a second of pictures.
const mostWaiting = 256

// frames puts the packets of a track of H.264 together to pictures, in order. One
// that lost a packet is left out, with those that need it.
type frames struct {
	waiting map[uint16]*rtp.Packet
	next    uint16 // number of the packet that is due
	begun   bool

	units  codecs.H264Packet
	frame  []byte
	stamp  uint32
	sets   []byte // what a decoder must know, as it came last
	fresh  bool   // nothing was taken of a picture since the last was done, or lost
	broken bool   // nothing is shown before the next whole picture
}

// push takes a packet, and gives the pictures that are whole with it.
func (f *frames) push(p *rtp.Packet, give func(stamp uint32, data []byte)) {
	if !f.begun {
		f.begun, f.next, f.waiting = true, p.SequenceNumber, map[uint16]*rtp.Packet{}
		f.lose()
	}
	if int16(p.SequenceNumber-f.next) < 0 {
		return // too late, or twice
	}
	f.waiting[p.SequenceNumber] = p
	if len(f.waiting) > mostWaiting {
		f.skip()
	}
	for {
		p, ok := f.waiting[f.next]
		if !ok {
			return
		}
		delete(f.waiting, f.next)
		f.next++
		f.take(p, give)
	}
}

// skip gives up what is missing.
func (f *frames) skip() {
	for f.waiting[f.next] == nil {
		f.next++
	}
	f.lose()
}

func (f *frames) lose() {
	f.frame, f.units, f.fresh, f.broken = nil, codecs.H264Packet{IsAVC: true}, true, true
}

// take adds a packet to the picture that is being put together.
func (f *frames) take(p *rtp.Packet, give func(stamp uint32, data []byte)) {
	if len(p.Payload) == 0 {
		return // only keeps the line busy
	}
	if p.Timestamp != f.stamp {
		f.done(give)
	}
	f.stamp = p.Timestamp
	if f.fresh && !f.units.IsPartitionHead(p.Payload) {
		return // the rest of a unit whose beginning was lost
	}
	f.fresh = false
	units, err := f.units.Unmarshal(p.Payload)
	if err != nil {
		f.lose()
		return
	}
	if f.frame = append(f.frame, units...); p.Marker {
		f.done(give)
	}
}

// Kinds of units (H.264, table 7-1).
const (
	wholeUnit = 5
	spsUnit   = 7
	ppsUnit   = 8
)

// done gives the picture that was put together.
func (f *frames) done(give func(stamp uint32, data []byte)) {
	frame := f.frame
	f.frame, f.fresh = nil, true
	var whole bool
	var sets []byte
	for rest := frame; len(rest) > 4; {
		n := 4 + int(binary.BigEndian.Uint32(rest))
		if n <= 4 || n > len(rest) {
			return
		}
		switch rest[4] & 31 {
		case wholeUnit:
			whole = true
		case spsUnit, ppsUnit:
			sets = append(sets, rest[:n]...)
		}
		rest = rest[n:]
	}
	switch {
	case len(sets) > 0:
		f.sets = sets
	case whole && len(f.sets) == 0:
		f.broken = true // nobody knows how to show it
		return
	case whole:
		frame = append(append([]byte(nil), f.sets...), frame...)
	}
	if f.broken = f.broken && !whole; !f.broken && len(frame) > len(sets) {
		give(f.stamp, frame)
	}
}
