//go:build !nolive

package livekit

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
	"pgregory.net/rapid"
)

// TestPicturesArePutTogether: whatever is lost, comes twice or in another order, what
// is shown is whole, in order, and begins with a picture that needs no other.
func TestPicturesArePutTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		packets, sent := film(rapid.IntRange(5, 60).Draw(t, "pictures"), rapid.Bool().Draw(t, "sets once"))
		lose := rapid.IntRange(0, 20).Draw(t, "lose")
		var through []*rtp.Packet
		dice := rand.New(rand.NewPCG(1, rapid.Uint64().Draw(t, "seed")))
		for _, p := range packets {
			if lose > 0 && dice.IntN(100) < lose {
				continue
			}
			if through = append(through, p); dice.IntN(10) == 0 {
				through = append(through, p)
			}
			if n := len(through); n > 2 && dice.IntN(10) == 0 {
				through[n-1], through[n-2] = through[n-2], through[n-1]
			}
		}
		for i := range 2 * mostWaiting { // what comes later shows what is lost
			through = append(through, &rtp.Packet{Header: rtp.Header{SequenceNumber: packets[len(packets)-1].SequenceNumber + 1 + uint16(i)}})
		}
		var f frames
		last, whole := -1, false
		for _, p := range through {
			f.push(p, func(stamp uint32, data []byte) {
				i := int(stamp / 3000)
				key := i%10 == 0
				if !whole && !key {
					t.Fatalf("the first that is shown is picture %d", i)
				}
				if whole = true; i <= last || i != last+1 && !key {
					t.Fatalf("picture %d after %d", i, last)
				}
				if last = i; !bytes.HasSuffix(data, sent[i]) {
					t.Fatalf("picture %d is not what was sent: %d and %d bytes", i, len(data), len(sent[i]))
				}
				if key && data[4]&31 != spsUnit && i > 0 {
					t.Fatalf("picture %d comes without its parameters", i)
				}
			})
		}
		if lose == 0 && last != len(sent)-1 && len(sent) > 10 {
			t.Fatalf("of %d pictures the last that is shown is %d", len(sent), last)
		}
	})
}

// film gives the packets of some pictures, of which each tenth is whole, and what
// they hold with lengths before their units.
func film(pictures int, once bool) (packets []*rtp.Packet, units [][]byte) {
	pay, number := &codecs.H264Payloader{}, uint16(65_500)
	for i := range pictures {
		kind := byte(1)
		if i%10 == 0 {
			kind = wholeUnit
		}
		unit := append([]byte{3<<5 | kind}, bytes.Repeat([]byte{byte(i + 1)}, 100+i*97%4000)...)
		stream := append([]byte{0, 0, 0, 1}, unit...)
		if kind == wholeUnit && (i == 0 || !once) {
			stream = append([]byte{0, 0, 0, 1, 3<<5 | spsUnit, 1, 2, 0, 0, 0, 1, 3<<5 | ppsUnit, 3}, stream...)
		}
		parts := pay.Payload(1200, stream)
		for j, b := range parts {
			packets = append(packets, &rtp.Packet{Header: rtp.Header{SequenceNumber: number, Timestamp: uint32(i) * 3000, Marker: j == len(parts)-1}, Payload: b})
			number++
		}
		units = append(units, append(binary.BigEndian.AppendUint32(nil, uint32(len(unit))), unit...))
	}
	return packets, units
}

// TestAClockGoesByWhatTheServerSays, and through the end of its numbers.
func TestAClockGoesByWhatTheServerSays(t *testing.T) {
	now := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	c := &clock{rate: soundRate}
	first := uint32(1<<32 - soundRate) // a second before the end
	same(t, c.at(first, now), now)
	same(t, c.at(first+3*soundRate, time.Time{}), now.Add(3*time.Second))
	same(t, c.at(first+2*soundRate, time.Time{}), now.Add(2*time.Second)) // came late
	c.set(first+3*soundRate, now.Add(2900*time.Millisecond))              // it was a tenth on its way
	same(t, c.at(first+4*soundRate, time.Time{}), now.Add(3900*time.Millisecond))
	c.set(first+4*soundRate, now.Add(3930*time.Millisecond)) // not worth a gap
	same(t, c.at(first+4*soundRate, time.Time{}), now.Add(3900*time.Millisecond))
	c.set(first+4*soundRate, now.Add(time.Hour)) // no clock is so wrong
	same(t, c.at(first+4*soundRate, time.Time{}), now.Add(3900*time.Millisecond))
	for i := range int64(100_000) { // 55 hours
		same(t, c.at(first+uint32(i*2*soundRate), time.Time{}), now.Add(time.Duration(i)*2*time.Second-100*time.Millisecond))
	}
}

func same(t *testing.T, got, want time.Time) {
	t.Helper()
	if !got.Equal(want) {
		t.Fatalf("%s, want %s", got, want)
	}
}

func FuzzFrames(f *testing.F) {
	f.Add([]byte{0x7c, 0x85, 1, 2, 3}, true)
	f.Add([]byte{24, 0, 2, 1, 2}, false)
	f.Fuzz(func(t *testing.T, payload []byte, marker bool) {
		var fr frames
		for i := range uint16(3) {
			fr.push(&rtp.Packet{Header: rtp.Header{SequenceNumber: i, Timestamp: 1, Marker: marker}, Payload: payload}, func(_ uint32, data []byte) {
				for len(data) > 0 {
					if len(data) < 5 || int(binary.BigEndian.Uint32(data))+4 > len(data) {
						t.Fatalf("%x", data)
					}
					data = data[4+binary.BigEndian.Uint32(data):]
				}
			})
		}
	})
}
