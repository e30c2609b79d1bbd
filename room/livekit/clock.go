//go:build !nolive

package livekit

import (
	"sync"
	"time"
)

// clock tells when what a track carries was sent. It goes by when the first of it
// arrived, until the server says better.
type clock struct {
	rate int64 // units a second

	mu    sync.Mutex
	begun bool
	stamp uint32 // the newest
	count int64  // units since the first, of the newest
	zero  time.Time
	said  bool
}

// Bounds of what the server may say.
const (
	slip  = 60 * time.Millisecond // is not worth a gap
	wrong = 2 * time.Second       // is no matter of clocks
)

// at gives the time of a stamp; arrived is when it came, and counts for the first.
func (c *clock) at(stamp uint32, arrived time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.begun {
		c.begun, c.stamp, c.zero = true, stamp, arrived
	}
	return c.zero.Add(c.span(c.units(stamp)))
}

// units counts from the first stamp on, through the end of 32 bits.
func (c *clock) units(stamp uint32) int64 {
	count := c.count + int64(int32(stamp-c.stamp))
	if count > c.count {
		c.stamp, c.count = stamp, count
	}
	return count
}

func (c *clock) span(units int64) time.Duration {
	return time.Duration(units/c.rate)*time.Second + time.Duration(units%c.rate)*time.Second/time.Duration(c.rate)
}

// set takes what the server says of a stamp's time.
func (c *clock) set(stamp uint32, at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.begun {
		return
	}
	zero := at.Add(-c.span(c.count + int64(int32(stamp-c.stamp))))
	off := zero.Sub(c.zero).Abs()
	if off > wrong || c.said && off < slip {
		return
	}
	c.zero, c.said = zero, true
}
