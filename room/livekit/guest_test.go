//go:build !nolive

package livekit

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/livekit/livekit-server/test/client"
	"github.com/livekit/protocol/livekit"

	"agora/room"
	"agora/room/roomtest"
)

// guest is a program that speaks WebRTC, as a browser does.
type guest struct {
	*client.RTCClient
	self    string // identity
	gone    chan struct{}
	left    sync.Once
	numbers atomic.Int64 // of tracks

	mu      sync.Mutex
	from    map[string]livekit.TrackSource // of tracks that are asked for, by our name of them
	refused map[string]chan struct{}       // closed when the server won't have one
	heard   []string
	servers []string // for ICE, as the server named them
}

// join goes in with a ticket, on one of the paths of signalling.
func join(ctx context.Context, t room.Ticket, path string) (*guest, error) {
	g := &guest{gone: make(chan struct{}), from: map[string]livekit.TrackSource{}, refused: map[string]chan struct{}{}}
	o := &client.Options{AutoSubscribe: true, RTCServicePath: path, UseJoinRequestQueryParam: path == "/rtc/v1",
		SignalRequestInterceptor: g.asks, SignalResponseInterceptor: g.told}
	conn, err := client.NewWebSocketConn(t.Address, t.Token, o)
	if err != nil {
		return nil, err
	}
	if g.RTCClient, err = client.NewRTCClient(conn, path == "/rtc/v1", o); err != nil {
		return nil, err
	}
	g.OnDataReceived = func(data []byte, _ string) {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.heard = append(g.heard, string(data))
	}
	connected := make(chan error, 1)
	go func() {
		defer close(g.gone)
		_ = g.Run()
	}()
	go func() { connected <- g.WaitUntilConnected(10 * time.Second) }()
	select {
	case err = <-connected:
	case <-g.gone:
		err = fmt.Errorf("sent away")
	case <-ctx.Done():
		err = ctx.Err()
	}
	if err != nil {
		g.Leave()
		return nil, err
	}
	return g, nil
}

// asks puts in what the client's own call can't say: where a track comes from.
func (g *guest) asks(m *livekit.SignalRequest, next client.SignalRequestHandler) error {
	if add := m.GetAddTrack(); add != nil {
		g.mu.Lock()
		add.Source = g.from[add.Cid]
		g.mu.Unlock()
	}
	return next(m)
}

// told reads along.
func (g *guest) told(m *livekit.SignalResponse, next client.SignalResponseHandler) error {
	g.mu.Lock()
	if r := m.GetRequestResponse(); r.GetReason() == livekit.RequestResponse_NOT_ALLOWED && r.GetAddTrack() != nil {
		close(g.refused[r.GetAddTrack().Cid])
	}
	if j := m.GetJoin(); j != nil {
		g.self = j.Participant.Identity
		for _, s := range j.IceServers {
			g.servers = append(g.servers, s.Urls...)
		}
	}
	g.mu.Unlock()
	return next(m)
}

// Send begins a track of silence or darkness.
func (g *guest) Send(ctx context.Context, name room.TrackName, from room.Source, video bool) error {
	mime, cid, refused := "audio/opus", fmt.Sprintf("own%d", g.numbers.Add(1)), make(chan struct{})
	if video {
		mime = "video/vp8"
	}
	g.mu.Lock()
	g.from[cid], g.refused[cid] = sources[from], refused
	g.mu.Unlock()
	done := make(chan error, 1)
	go func() {
		_, err := g.AddStaticTrack(mime, cid, string(name))
		done <- err
	}()
	select {
	case err := <-done:
		return err
	case <-refused:
		return roomtest.ErrRefused
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g *guest) Say(words string) error {
	return g.PublishData([]byte(words), livekit.DataPacket_RELIABLE)
}

func (g *guest) Heard() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]string(nil), g.heard...)
}

func (g *guest) Sees() (names []room.TrackName) {
	for _, p := range g.RemoteParticipants() {
		for _, t := range p.Tracks {
			names = append(names, room.TrackName(t.Name))
		}
	}
	return names
}

func (g *guest) Meets() (list []room.PersonID) {
	for _, p := range g.RemoteParticipants() {
		list = append(list, room.PersonID(p.Identity))
	}
	return list
}

func (g *guest) Token() string         { return g.RefreshToken() }
func (g *guest) Gone() <-chan struct{} { return g.gone }
func (g *guest) Leave()                { g.left.Do(g.Stop) }

// asWeb gives an address of signalling as one of the web.
func asWeb(address string) string { return "http" + strings.TrimPrefix(address, "ws") }
