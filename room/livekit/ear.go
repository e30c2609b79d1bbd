//go:build !nolive

package livekit

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/livekit/protocol/livekit"
	"github.com/livekit/protocol/signalling"
	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"
	"google.golang.org/protobuf/proto"

	"agora/fault"
	"agora/room"
)

// ear is a recorder in a room: a person who only receives. LiveKit's own library
// for such programs can't be built beside its server of this version.
type ear struct {
	to     room.Ear
	signal *websocket.Conn
	line   *webrtc.PeerConnection
	early  []webrtc.ICECandidateInit // came before the first offer
	ended  chan error

	mu     sync.Mutex
	people map[string]room.PersonID // by LiveKit's names of them
	tracks map[string]heard         // by LiveKit's names of them
	ahead  time.Duration            // how far the clock of the server is behind ours
	timed  bool
}

// heard is a track that is sent.
type heard struct {
	name room.TrackName
	from room.PersonID
}

// Hear gives what is sent in a room to an ear.
func (e *Engine) Hear(ctx context.Context, id room.ID, p room.PersonID, to room.Ear) error {
	t, err := e.Admit(ctx, id, room.Person{ID: p}, room.Grant{Role: room.Recorder})
	if err != nil {
		return err
	}
	if in := e.inside.Load(); in != nil {
		t.Address = "ws://" + in.address()
	}
	h := &ear{to: to, ended: make(chan error, 1), people: map[string]room.PersonID{}, tracks: map[string]heard{}}
	if err := h.call(ctx, t); err != nil {
		return fault.New(fault.Unavailable, "fault.room_away").Because(err)
	}
	defer h.hangUp()
	go func() { h.end(h.talk()) }()
	beat := time.NewTicker(keysEvery)
	defer beat.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-h.ended:
			return fault.New(fault.Unavailable, "fault.room_away").Because(err)
		case <-beat.C:
			h.wantKeys()
		}
	}
}

// call connects to the server.
func (h *ear) call(ctx context.Context, t room.Ticket) (err error) {
	const patience = 10 * time.Second
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	q := url.Values{"protocol": {"15"}, "sdk": {"go"}, "auto_subscribe": {"true"}}
	h.signal, _, err = websocket.DefaultDialer.DialContext(ctx, strings.TrimSuffix(t.Address, "/")+"/rtc?"+q.Encode(), http.Header{"Authorization": {"Bearer " + t.Token}})
	if err != nil {
		return err
	}
	api, err := receiver()
	if err == nil {
		h.line, err = api.NewPeerConnection(webrtc.Configuration{})
	}
	if err != nil {
		return errors.Join(err, h.signal.Close())
	}
	h.line.OnTrack(h.receive)
	h.line.OnConnectionStateChange(func(s webrtc.PeerConnectionState) {
		if s == webrtc.PeerConnectionStateFailed {
			h.end(errors.New("livekit: the line of a recorder failed"))
		}
	})
	return nil
}

func (h *ear) hangUp() {
	leave := &livekit.SignalRequest{Message: &livekit.SignalRequest_Leave{Leave: &livekit.LeaveRequest{Reason: livekit.DisconnectReason_CLIENT_INITIATED}}}
	_ = h.say(leave) // at once, not only when the server misses it
	_ = h.signal.Close()
	_ = h.line.Close()
}

// end ends Hear, with the first reason.
func (h *ear) end(err error) {
	select {
	case h.ended <- err:
	default:
	}
}

// say sends something to the server. Only talk and, after it, hangUp and ping do.
func (h *ear) say(m *livekit.SignalRequest) error {
	b, err := proto.Marshal(m)
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	_ = h.signal.SetWriteDeadline(time.Now().Add(5 * time.Second))
	return h.signal.WriteMessage(websocket.BinaryMessage, b)
}

// talk answers what the server says, until it hangs up.
func (h *ear) talk() error {
	for {
		_, b, err := h.signal.ReadMessage()
		if err != nil {
			return err
		}
		m := &livekit.SignalResponse{}
		if err := proto.Unmarshal(b, m); err != nil {
			return err
		}
		if err := h.told(m); err != nil {
			return err
		}
	}
}

func (h *ear) told(m *livekit.SignalResponse) error {
	switch said := m.Message.(type) {
	case *livekit.SignalResponse_Join:
		h.meet(said.Join.OtherParticipants)
		go h.ping(time.Duration(said.Join.PingInterval) * time.Second)
	case *livekit.SignalResponse_Update:
		h.meet(said.Update.Participants)
	case *livekit.SignalResponse_SpeakersChanged:
		h.listen(said.SpeakersChanged.Speakers)
	case *livekit.SignalResponse_Offer:
		return h.answer(said.Offer)
	case *livekit.SignalResponse_Trickle:
		if said.Trickle.Target != livekit.SignalTarget_SUBSCRIBER {
			return nil
		}
		c, err := signalling.FromProtoTrickle(said.Trickle)
		if err != nil {
			return err
		}
		if h.line.RemoteDescription() == nil {
			h.early = append(h.early, c)
			return nil
		}
		return h.line.AddICECandidate(c)
	case *livekit.SignalResponse_Leave:
		return fmt.Errorf("livekit: a recorder is sent away: %s", said.Leave.Reason)
	}
	return nil
}

// ping says from time to time that the line of signals is there.
func (h *ear) ping(every time.Duration) {
	if every <= 0 {
		return
	}
	for range time.Tick(every) {
		if h.say(&livekit.SignalRequest{Message: &livekit.SignalRequest_Ping{Ping: time.Now().UnixMilli()}}) != nil {
			return
		}
	}
}

// answer takes an offer; all candidates go with the answer.
func (h *ear) answer(offer *livekit.SessionDescription) error {
	desc, number, _ := signalling.FromProtoSessionDescription(offer)
	if err := h.line.SetRemoteDescription(desc); err != nil {
		return err
	}
	for _, c := range h.early {
		if err := h.line.AddICECandidate(c); err != nil {
			return err
		}
	}
	h.early = nil
	own, err := h.line.CreateAnswer(nil)
	if err != nil {
		return err
	}
	gathered := webrtc.GatheringCompletePromise(h.line)
	if err := h.line.SetLocalDescription(own); err != nil {
		return err
	}
	<-gathered
	return h.say(&livekit.SignalRequest{Message: &livekit.SignalRequest_Answer{Answer: signalling.ToProtoSessionDescription(*h.line.LocalDescription(), number, nil)}})
}

// meet notes who is in the room, and what their tracks are.
func (h *ear) meet(people []*livekit.ParticipantInfo) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, p := range people {
		h.people[p.Sid] = room.PersonID(p.Identity)
		for _, t := range p.Tracks {
			h.tracks[t.Sid] = heard{room.TrackName(t.Name), room.PersonID(p.Identity)}
		}
	}
}

// listen passes on who speaks.
func (h *ear) listen(people []*livekit.SpeakerInfo) {
	now := time.Now()
	for _, p := range people {
		h.mu.Lock()
		who, known := h.people[p.Sid]
		h.mu.Unlock()
		if known {
			h.to.Speaks(who, now, p.Active)
		}
	}
}

// of gives whose track it is; false while the server has not said.
func (h *ear) of(track string) (heard, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t, ok := h.tracks[track]
	return t, ok
}

// keysEvery is how often whole pictures are asked for, so that a film can be cut
// and be looked at from any place.
const keysEvery = 2 * time.Second

// wantKeys asks everybody whose pictures come for a whole one.
func (h *ear) wantKeys() {
	var ask []rtcp.Packet
	for _, r := range h.line.GetReceivers() {
		if t := r.Track(); t != nil && t.Kind() == webrtc.RTPCodecTypeVideo {
			ask = append(ask, &rtcp.PictureLossIndication{MediaSSRC: uint32(t.SSRC())})
		}
	}
	if len(ask) > 0 {
		_ = h.line.WriteRTCP(ask) // one that is lost is asked for again
	}
}
