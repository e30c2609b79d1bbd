//go:build !nolive

package livekit

import (
	"bytes"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"

	"agora/room"
)

// Units of time of tracks, a second.
const (
	soundRate   = 48_000
	pictureRate = 90_000
)

// receive passes on a track until its end.
func (h *ear) receive(t *webrtc.TrackRemote, r *webrtc.RTPReceiver) {
	c := &clock{rate: int64(t.Codec().ClockRate)}
	go h.reports(r, c)
	if t.Kind() == webrtc.RTPCodecTypeAudio {
		h.hear(t, c)
		return
	}
	h.see(t, c)
}

func (h *ear) hear(t *webrtc.TrackRemote, c *clock) {
	for {
		p, _, err := t.ReadRTP()
		if err != nil {
			return
		}
		at := c.at(p.Timestamp, time.Now())
		if from, known := h.of(t.ID()); known && len(p.Payload) > 0 {
			h.to.Sound(from.name, from.from, at, bytes.Clone(p.Payload))
		}
	}
}

func (h *ear) see(t *webrtc.TrackRemote, c *clock) {
	var f frames
	for {
		p, _, err := t.ReadRTP()
		if err != nil {
			return
		}
		c.at(p.Timestamp, time.Now()) // while it is new
		f.push(p, func(stamp uint32, data []byte) {
			if from, known := h.of(t.ID()); known && from.name != room.Signed {
				h.to.Seen(from.name, from.from, c.at(stamp, time.Time{}), data)
			}
		})
	}
}

// reports reads what the server says of a track's time (RFC 3550, 6.4.1).
func (h *ear) reports(r *webrtc.RTPReceiver, c *clock) {
	for {
		list, _, err := r.ReadRTCP()
		if err != nil {
			return
		}
		for _, p := range list {
			if s, ok := p.(*rtcp.SenderReport); ok && s.NTPTime != 0 {
				c.set(s.RTPTime, fromNTP(s.NTPTime).Add(h.behind(fromNTP(s.NTPTime))))
			}
		}
	}
}

// behind gives how far the clock of the server is behind ours, by the first report
// of all, so that tracks stay together.
func (h *ear) behind(said time.Time) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.timed {
		h.ahead, h.timed = time.Since(said), true
	}
	return h.ahead
}

// fromNTP reads a time of 32 bits of seconds since 1900 and 32 of their parts.
func fromNTP(t uint64) time.Time {
	const to1970 = 2_208_988_800
	return time.Unix(int64(t>>32)-to1970, int64(t&0xffffffff)*1e9>>32)
}
