//go:build !nolive

package livekit

import (
	"context"
	"encoding/binary"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/livekit/livekit-server/test/client"
	"github.com/livekit/protocol/livekit"
	"github.com/livekit/protocol/signalling"
	"github.com/pion/webrtc/v4"

	"agora/room"
)

// viewer is somebody who only receives, with as little of her own as can be: she
// asks for what is missing, as browsers do, and looks at nothing but numbers.
type viewer struct {
	signal *client.RTCClient // speaks, but does no more
	line   *webrtc.PeerConnection
	early  []webrtc.ICECandidateInit

	mu     sync.Mutex
	tracks []*tally
	all    chan struct{} // closed when each track has begun
}

// webrtcOnLoopback is what viewers connect with.
var webrtcOnLoopback = sync.OnceValue(func() *webrtc.API {
	var s webrtc.SettingEngine
	s.SetIncludeLoopbackCandidate(true)
	s.SetIPFilter(net.IP.IsLoopback)
	s.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	return webrtc.NewAPI(webrtc.WithSettingEngine(s))
})

// dial makes the line of a viewer, who was told which servers help.
type dial func([]*livekit.ICEServer) (*webrtc.PeerConnection, error)

func onLoopback([]*livekit.ICEServer) (*webrtc.PeerConnection, error) {
	return webrtcOnLoopback().NewPeerConnection(webrtc.Configuration{})
}

// watch brings a viewer in, and waits until so many tracks come.
func watch(ctx context.Context, t room.Ticket, tracks int, by dial) (*viewer, error) {
	const patience = time.Minute
	v := &viewer{all: make(chan struct{})}
	o := &client.Options{AutoSubscribe: true, RTCServicePath: "/rtc"}
	conn, err := client.NewWebSocketConn(t.Address, t.Token, o)
	if err != nil {
		return nil, err
	}
	if v.signal, err = client.NewRTCClient(conn, false, o); err != nil {
		return nil, err
	}
	first, err := v.signal.ReadResponse()
	if err != nil {
		return nil, err
	}
	if v.line, err = by(first.GetJoin().GetIceServers()); err != nil {
		return nil, err
	}
	v.line.OnTrack(func(t *webrtc.TrackRemote, r *webrtc.RTPReceiver) { v.receive(t, r, tracks) })
	ended := make(chan error, 1)
	go func() { ended <- v.talk() }()
	select {
	case <-v.all:
		return v, nil
	case err = <-ended:
	case <-ctx.Done():
		err = ctx.Err()
	case <-time.After(patience):
		err = fmt.Errorf("nothing comes within %s; connection is %s", patience, v.line.ConnectionState())
	}
	v.signal.Stop()
	_ = v.line.Close()
	return nil, err
}

// talk answers what the server says.
func (v *viewer) talk() error {
	for {
		m, err := v.signal.ReadResponse()
		if err != nil {
			return err
		}
		switch {
		case m.GetOffer() != nil:
			err = v.answer(m.GetOffer())
		case m.GetTrickle().GetTarget() == livekit.SignalTarget_SUBSCRIBER && m.GetTrickle() != nil:
			var c webrtc.ICECandidateInit
			if c, err = signalling.FromProtoTrickle(m.GetTrickle()); err != nil {
				return err
			}
			if v.line.RemoteDescription() == nil {
				v.early = append(v.early, c)
				continue
			}
			err = v.line.AddICECandidate(c)
		case m.GetLeave() != nil:
			err = fmt.Errorf("sent away: %s", m.GetLeave().Reason)
		}
		if err != nil {
			return err
		}
	}
}

// answer takes an offer; all of her candidates go with the answer.
func (v *viewer) answer(offer *livekit.SessionDescription) error {
	desc, number, _ := signalling.FromProtoSessionDescription(offer)
	if err := v.line.SetRemoteDescription(desc); err != nil {
		return err
	}
	for _, c := range v.early {
		if err := v.line.AddICECandidate(c); err != nil {
			return err
		}
	}
	v.early = nil
	own, err := v.line.CreateAnswer(nil)
	if err != nil {
		return err
	}
	gathered := webrtc.GatheringCompletePromise(v.line)
	if err := v.line.SetLocalDescription(own); err != nil {
		return err
	}
	<-gathered
	return v.signal.SendRequest(&livekit.SignalRequest{Message: &livekit.SignalRequest_Answer{
		Answer: signalling.ToProtoSessionDescription(*v.line.LocalDescription(), number, nil)}})
}

// receive counts a track until its end.
func (v *viewer) receive(t *webrtc.TrackRemote, r *webrtc.RTPReceiver, tracks int) {
	go func() { // reports of the sender, which must be read
		for b := make([]byte, 1500); ; {
			if _, _, err := r.Read(b); err != nil {
				return
			}
		}
	}()
	c := &tally{}
	for b := make([]byte, 1500); ; {
		n, _, err := t.Read(b)
		if err != nil {
			return
		}
		if t.Kind() == webrtc.RTPCodecTypeAudio {
			c.wait(b[:n])
		}
		if c.count(uint16(b[2])<<8|uint16(b[3]), n) {
			v.mu.Lock()
			if v.tracks = append(v.tracks, c); len(v.tracks) == tracks {
				close(v.all)
			}
			v.mu.Unlock()
		}
	}
}

func (v *viewer) each(do func(*tally)) {
	if v == nil { // did not come in
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, c := range v.tracks {
		c.mu.Lock()
		do(c)
		c.mu.Unlock()
	}
}

func (v *viewer) begin() { v.each((*tally).begin) }
func (v *viewer) end()   { v.each((*tally).end) }

// add puts what she counted to the figures; sent is what the speaker sent.
func (v *viewer) add(f *figures, sent float64) {
	const enough = 0.99
	if v == nil {
		return
	}
	before := f.Packets
	v.each(func(c *tally) { c.add(f) })
	if f.Packets-before < enough*sent {
		f.Short++
	}
	if v.line.ConnectionState() == webrtc.PeerConnectionStateConnected {
		f.Connected++
	}
}

// tally counts the numbers of one track's packets.
type tally struct {
	mu          sync.Mutex
	began, over bool
	high        uint16 // newest number
	from, to    uint16 // the window; from is the first in it, to the last
	seen        [1 << 10]uint64
	bytes, late float64
	delays      [slowest + 1]int // how many packets of sound took so many milliseconds
}

// slowest is the longest delay, in milliseconds, that is told from longer ones.
const slowest = 5000

// count takes a packet, and reports whether it was the first.
func (c *tally) count(number uint16, size int) (first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if first = !c.began; first {
		c.began, c.high = true, number
	}
	if after(number, c.high) {
		c.high = number
	} else if number != c.high && !after(c.from, number) {
		c.late++
	}
	c.seen[number/64] |= 1 << (number % 64)
	if !c.over {
		c.bytes += float64(size)
	}
	return first
}

// wait notes how long a packet was under way: a frame of sound says when it was
// sent, as stamp wrote.
func (c *tally) wait(packet []byte) {
	if len(packet) < voiced {
		return
	}
	sent := int64(binary.BigEndian.Uint64(packet[len(packet)-voiced+1:]))
	ms := (time.Now().UnixNano() - sent) / int64(time.Millisecond)
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.over {
		c.delays[min(max(ms, 0), slowest)]++
	}
}

// voiced is how long a frame of sound is: 48 kbit/s.
const voiced = 120

// stamp writes into a frame of sound when it is sent, after the byte that says
// what it is.
func stamp(frame []byte) {
	binary.BigEndian.PutUint64(frame[1:], uint64(time.Now().UnixNano()))
}

// after reports whether a number is newer, in a ring of 65,536.
func after(a, b uint16) bool { return int16(a-b) > 0 }

func (c *tally) begin() {
	c.from, c.seen, c.bytes, c.late, c.delays = c.high+1, [1 << 10]uint64{}, 0, 0, [slowest + 1]int{}
}

func (c *tally) end() { c.to, c.over = c.high, true }

func (c *tally) add(f *figures) {
	f.Bytes += c.bytes
	f.Late += c.late
	for ms, n := range c.delays {
		f.delays[ms] += n
	}
	for n := c.from; n != c.to+1; n++ {
		if c.seen[n/64]&(1<<(n%64)) != 0 {
			f.Packets++
		} else {
			f.Missing++
		}
	}
}

// quantile gives within how many milliseconds a share of the sound came.
func (f *figures) quantile(share float64) int {
	all, sum := 0, 0
	for _, n := range f.delays {
		all += n
	}
	for ms, n := range f.delays {
		if sum += n; float64(sum) >= share*float64(all) {
			return ms
		}
	}
	return slowest
}
