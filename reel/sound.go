package reel

import (
	"slices"
	"time"
)

// packet is some sound of one person.
type packet struct {
	from string // who
	at   time.Time
	data []byte
}

// silence is 20 ms of nothing in Opus.
var silence = []byte{0xf8, 0xff, 0xfe}

// Bounds of what is mended in a channel: whose clock runs a little fast or slow is
// heard without a gap until she is off by more.
const (
	frame = Scale / 50        // a frame of silence
	early = Scale * 40 / 1000 // sound that comes this much before its time is left out
	late  = Scale * 15 / 1000 // sound that comes this much after it follows silence
)

// sound is one channel.
type sound struct {
	heard  []packet // not cut yet
	cursor int64    // where its samples end, in units of the film
}

// cut takes the samples that are before a time of the film; media places packets
// in it, and mine says whose sound is taken.
func (s *sound) cut(end int64, media func(time.Time) int64, mine func(packet) bool) (samples []sample, at int64) {
	at = s.cursor
	slices.SortStableFunc(s.heard, func(a, b packet) int { return a.at.Compare(b.at) })
	n := 0
	for ; n < len(s.heard) && media(s.heard[n].at) < end; n++ {
		p := s.heard[n]
		if n > 0 && p.from == s.heard[n-1].from && p.at.Equal(s.heard[n-1].at) {
			continue // came twice
		}
		length, due := opusLength(p.data), media(p.at)
		if length == 0 || due < s.cursor-early || !mine(p) {
			continue
		}
		if due > s.cursor+late {
			samples = s.rest(samples, due)
		}
		samples = s.put(samples, p.data, length)
	}
	s.heard = slices.Clone(s.heard[n:])
	return s.rest(samples, end), at
}

// rest is silent until a time of the film, but for less than a frame.
func (s *sound) rest(samples []sample, until int64) []sample {
	for s.cursor+frame <= until {
		samples = s.put(samples, silence, frame)
	}
	return samples
}

func (s *sound) put(samples []sample, data []byte, length int64) []sample {
	s.cursor += length
	return append(samples, sample{data, length, true})
}

// opusLength gives how long the sound of a packet of Opus is, in units of Scale; 0
// for what is none (RFC 6716, 3.1 and 3.2).
func opusLength(packet []byte) int64 {
	if len(packet) == 0 {
		return 0
	}
	var length int64 // of a frame
	switch config := packet[0] >> 3; {
	case config < 12: // 10, 20, 40, 60 ms
		length = []int64{480, 960, 1920, 2880}[config%4]
	case config < 16: // 10, 20 ms
		length = []int64{480, 960}[config%2]
	default: // 2.5, 5, 10, 20 ms
		length = 120 << (config % 4)
	}
	frames := int64(1)
	switch packet[0] & 3 {
	case 1, 2:
		frames = 2
	case 3:
		if len(packet) < 2 {
			return 0
		}
		frames = int64(packet[1] & 63)
	}
	const longest = 120 * Scale / 1000
	if frames*length > longest {
		return 0
	}
	return frames * length
}
