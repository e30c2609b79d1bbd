package reel

import (
	"fmt"
	"sync"
	"time"
)

// Cutter takes what a room sends as it comes, and cuts it into pieces. Its methods
// may be called at once from many sides.
type Cutter struct {
	mu       sync.Mutex
	channels []string
	sounds   map[string]*sound
	stage    stage
	vision   vision
	start    time.Time // of the piece that is being made
	base     int64     // where it begins in the film
	number   int64
	mark     []byte
}

// NewCutter makes one that begins at a time, with the piece of a number, where base
// is how long the film is so far; channels are Floor and the languages. The mark
// goes into each file, so that no two recordings share one.
func NewCutter(channels []string, from time.Time, base, number int64, mark []byte) *Cutter {
	c := &Cutter{channels: channels, sounds: map[string]*sound{}, start: from, base: base, number: number, mark: mark}
	for _, name := range channels {
		c.sounds[name] = &sound{cursor: base}
	}
	return c
}

// bounds of what waits to be cut, of one channel and of the picture: more than
// comes in MaxPiece from a room with many speakers.
const (
	mostPackets = 20_000
	mostShots   = 4_000
)

// Sound takes a packet of Opus that somebody sent in a channel.
func (c *Cutter) Sound(channel, from string, at time.Time, data []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.sounds[channel]; s != nil && len(s.heard) < mostPackets {
		s.heard = append(s.heard, packet{from, at, data})
	}
}

// Speaks notes that somebody on the floor begins to speak, or ends.
func (c *Cutter) Speaks(from string, at time.Time, on bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stage.speaks(from, at, on)
}

// Seen takes a picture that somebody sent, as a sample of H.264 whose units follow
// their lengths; one that can be seen alone has its parameters with it.
func (c *Cutter) Seen(from string, screen bool, at time.Time, data []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.vision.seen) < mostShots {
		c.vision.seen = append(c.vision.seen, shot{from, screen, at, data, whole(data)})
	}
}

// Cut gives the next piece, if it can be made of what came before a time: what is
// sent then should have arrived. It is called until it gives none.
func (c *Cutter) Cut(until time.Time) (Made, bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	end, ok := c.vision.edge(c.start, until, c.stage.holder)
	if !ok {
		return Made{}, false, nil
	}
	m, err := c.make(end)
	return m, err == nil, err
}

// Rest gives what is left before a time as a last piece.
func (c *Cutter) Rest(until time.Time) (Made, bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	const least = 100 * time.Millisecond
	if until.Sub(c.start) < least {
		return Made{}, false, nil
	}
	m, err := c.make(until)
	return m, err == nil, err
}

// make cuts a piece that ends at a time.
func (c *Cutter) make(end time.Time) (Made, error) {
	media := func(at time.Time) int64 { return c.base + units(at.Sub(c.start)) }
	m := Made{At: c.start, Data: lead(c.mark, c.number)}
	m.Number, m.Length, m.Lead = c.number, units(end.Sub(c.start)), int64(len(m.Data))
	for _, name := range c.channels {
		mine := func(packet) bool { return true }
		if name == Floor {
			mine = c.stage.takes
		}
		samples, at := c.sounds[name].cut(m.Length+c.base, media, mine)
		if err := m.add(name, soundTrack, at, samples); err != nil {
			return m, err
		}
	}
	if err := m.add(Picture, pictureTrack, c.base, c.vision.cut(c.start, end, c.stage.holder)); err != nil {
		return m, err
	}
	c.stage.forget(end)
	c.start, c.base, c.number = end, c.base+m.Length, c.number+1
	return m, nil
}

func (m *Made) add(name string, track uint32, at int64, samples []sample) error {
	b, err := fragment(m.Number, track, at, samples)
	if err != nil {
		return fmt.Errorf("reel: piece %d, %s: %w", m.Number, name, err)
	}
	m.Parts, m.Data = append(m.Parts, Part{name, int64(len(b))}), append(m.Data, b...)
	return nil
}
