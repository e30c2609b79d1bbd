//go:build !nolive

package livekit

import (
	"context"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/livekit/protocol/livekit"
	"github.com/livekit/protocol/webhook"

	"agora/fault"
	"agora/room"
	"agora/room/roomtest"
)

// TestTheServerIsShut reads the configuration for what LiveKit would open by
// itself.
func TestTheServerIsShut(t *testing.T) {
	e, _ := site(t, func(o *Options) {
		o.Media.TURN = []TURN{{Host: "turn.example", Port: 443, Protocol: "tls", Secret: "s"}}
	})
	c, err := e.config(7880, "http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	if c.Room.AutoCreate || c.Development || c.RTC.TCPPort != 0 || c.RTC.UseExternalIP || c.TURN.Enabled || c.EnableDataTracks ||
		len(c.BindAddresses) != 1 || c.BindAddresses[0] != loopback || len(c.RTC.IPs.Includes) != 1 || c.RTC.IPs.Includes[0] != "127.0.0.1/32" ||
		c.Limit.NumTracks == 0 || c.Room.MaxParticipants != most || c.Prometheus.Port != 0 || c.DebugHandler.Port != 0 || c.Redis.IsConfigured() {
		t.Errorf("%+v", c)
	}
	if len(c.RTC.TURNServers) != 1 || c.RTC.TURNServers[0].Secret != "s" {
		t.Errorf("relays: %+v", c.RTC.TURNServers)
	}
	for what, bad := range map[string]func(*Options){
		"a short secret": func(o *Options) { o.Secret = o.Secret[:31] },
		"no address":     func(o *Options) { o.Media.IP = "bazaar.example" },
		"no ports":       func(o *Options) { o.Media.UDP = "9-1" },
	} {
		e, _ := site(t, bad)
		if err := e.Open(t.Context(), room.Spec{ID: "one"}); !fault.Is(err, fault.Unavailable) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestAViewerIsBackAfterARestart ends the node under a viewer. What its engine
// gave her lets her in again, and so does a fresh ticket, within ten seconds.
func TestAViewerIsBackAfterARestart(t *testing.T) {
	first, web := site(t)
	viewer := room.Grant{Role: room.Viewer}
	opened(t, first, "one")
	g, err := join(t.Context(), admitted(t, first, "one", "7", viewer), "/rtc")
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	end(t, first)
	select {
	case <-g.Gone():
	case <-time.After(10 * time.Second):
		t.Fatal("she is still connected")
	}
	if err := first.Close(t.Context(), "one"); err != nil {
		t.Errorf("closing after the end: %v", err)
	}
	second := New(first.o)
	web.Config.Handler = second.Door()
	t.Cleanup(func() { end(t, second) })
	opened(t, second, "one")
	old := room.Ticket{Address: "ws" + strings.TrimPrefix(web.URL, "http"), Token: g.Token()}
	for what, ticket := range map[string]room.Ticket{"the ticket of before": old, "a fresh ticket": admitted(t, second, "one", "8", viewer)} {
		again, err := join(t.Context(), ticket, "/rtc")
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		defer again.Leave()
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %s", took)
	}
}

// waiting lets stories wait for what an engine tells of one session.
type waiting struct {
	mu   sync.Mutex
	told map[string]chan struct{}
}

func (w *waiting) of(session string) chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.told[session] == nil {
		w.told[session] = make(chan struct{})
	}
	return w.told[session]
}

// TestAClusterOutsideKeepsTheContract plays the stories on a server that this
// engine neither started nor stands before, so that only notices keep order.
func TestAClusterOutsideKeepsTheContract(t *testing.T) {
	host, _ := site(t)
	var happened room.Happened
	var mu sync.Mutex
	joined := &waiting{told: map[string]chan struct{}{}}
	o := Options{Address: func() string { return "" }, Log: host.o.Log, Happened: func(ctx context.Context, ev room.Event) {
		mu.Lock()
		h := happened
		mu.Unlock()
		h(ctx, ev)
		if ev.Kind == room.Joined {
			close(joined.of(ev.Session))
		}
	}, Outside: Outside{Key: host.key, Secret: host.secret}}
	var e *Engine
	notices := httptest.NewUnstartedServer(nil)
	notices.Start()
	t.Cleanup(notices.Close)
	cluster, err := host.launch(t.Context(), notices.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cluster.stop(context.WithoutCancel(t.Context())) })
	o.Outside.API = "http://" + cluster.address()
	o.Outside.Browser = "ws://" + cluster.address()
	e = New(o)
	notices.Config.Handler = e.Notices()
	roomtest.Prove(t, func(_ *testing.T, h room.Happened) roomtest.Stand {
		mu.Lock()
		happened = h
		mu.Unlock()
		return roomtest.Stand{Engine: e, Join: func(ctx context.Context, ticket room.Ticket) (roomtest.Guest, error) {
			g, err := join(ctx, ticket, "/rtc")
			if err != nil {
				return nil, err
			}
			if r, _ := e.given.of("tape", room.PersonID(g.self)); r.Role == room.Recorder || g.self == "tape" {
				return g, nil // of whom nothing is told
			}
			select { // who holds an old ticket gets in, and out again
			case <-joined.of(string(g.ID())):
				return g, nil
			case <-g.Gone():
				return nil, context.Canceled
			case <-time.After(10 * time.Second):
				return nil, context.DeadlineExceeded
			}
		}}
	})
}

// TestWhatIsToldLateIsJudgedByItsTime tells of a camera after its speaker became
// a viewer. It was on before; one that is on afterwards takes her out.
func TestWhatIsToldLateIsJudgedByItsTime(t *testing.T) {
	e, _ := site(t)
	opened(t, e, "one")
	g, err := join(t.Context(), admitted(t, e, "one", "7", room.Grant{Role: room.Speaker}), "/rtc")
	if err != nil {
		t.Fatal(err)
	}
	defer g.Leave()
	before := time.Now().Add(-time.Second)
	if err := e.Change(t.Context(), "one", "7", room.Grant{Role: room.Viewer}); err != nil {
		t.Fatal(err)
	}
	camera := &livekit.WebhookEvent{Event: webhook.EventTrackPublished, CreatedAt: before.Unix(), Room: &livekit.Room{Name: "one"},
		Participant: &livekit.ParticipantInfo{Identity: "7", Sid: string(g.ID())},
		Track:       &livekit.TrackInfo{Name: string(room.Camera), Type: livekit.TrackType_VIDEO, Source: livekit.TrackSource_CAMERA}}
	e.hear(t.Context(), camera)
	list, err := e.Present(t.Context(), "one")
	if err != nil || len(list) != 1 || list[0].Session != string(g.ID()) {
		t.Errorf("after what was right in its time there are %+v, %v", list, err)
	}
	camera.CreatedAt = time.Now().Add(2 * time.Second).Unix()
	e.hear(t.Context(), camera)
	select {
	case <-g.Gone():
	case <-time.After(10 * time.Second):
		t.Error("she shows herself as a viewer, and stays")
	}
}
