//go:build !nolive

package livekit

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"agora/room"
	"agora/room/roomtest"
)

// freeUDP finds a port for media.
func freeUDP(t *testing.T) string {
	t.Helper()
	c, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.ParseIP(loopback)})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	return strconv.Itoa(c.LocalAddr().(*net.UDPAddr).Port)
}

// site is an engine inside with its door, as a node has it.
func site(t *testing.T, more ...func(*Options)) (*Engine, *httptest.Server) {
	t.Helper()
	mux := http.NewServeMux()
	web := httptest.NewServer(mux)
	t.Cleanup(web.Close)
	o := Options{Address: func() string { return web.URL }, Secret: []byte("0123456789abcdef0123456789abcdef"),
		Media: Media{UDP: freeUDP(t), IP: loopback}, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	for _, m := range more {
		m(&o)
	}
	e := New(o)
	mux.Handle("/", e.Door())
	t.Cleanup(func() { end(t, e) })
	return e, web
}

func end(t *testing.T, e *Engine) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 10*time.Second)
	defer cancel()
	if err := e.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// TestTheEngineInsideKeepsTheContract plays all stories, on both ways in that
// browsers use.
func TestTheEngineInsideKeepsTheContract(t *testing.T) {
	for _, path := range []string{"/rtc", "/rtc/v1"} {
		t.Run(path[1:], func(t *testing.T) {
			var now atomic.Pointer[room.Happened] // late news of one story may come in the next
			e, _ := site(t, func(o *Options) {
				o.Happened = func(ctx context.Context, ev room.Event) { (*now.Load())(ctx, ev) }
			})
			roomtest.Prove(t, func(_ *testing.T, h room.Happened) roomtest.Stand {
				now.Store(&h)
				return roomtest.Stand{Engine: e, Join: func(ctx context.Context, ticket room.Ticket) (roomtest.Guest, error) {
					g, err := join(ctx, ticket, path)
					if err != nil {
						return nil, err
					}
					return g, nil
				}}
			})
		})
	}
}
