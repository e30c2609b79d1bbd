//go:build !nolive

package livekit

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/livekit/livekit-server/pkg/routing"
	"github.com/livekit/livekit-server/pkg/service"
	"github.com/livekit/livekit-server/pkg/telemetry/prometheus"
	"github.com/livekit/protocol/livekit"

	"agora/fault"
)

// inside is LiveKit's server in this process.
type inside struct {
	self   routing.LocalNode // what it says of itself
	server *service.LivekitServer
	api    livekit.RoomService
	port   int          // of its HTTP, on the loopback address
	ears   *http.Server // hears what happens, on another such port
	ended  chan error   // what Start gave
}

// running gives the API of the server, which it starts when it must.
func (e *Engine) running(ctx context.Context) (livekit.RoomService, error) {
	if api := e.now(); api != nil {
		return api, nil
	}
	e.turn.Lock()
	defer e.turn.Unlock()
	if api := e.now(); api != nil { // another was first
		return api, nil
	}
	in, err := e.start(ctx)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "fault.room_away").Because(err)
	}
	e.inside.Store(in)
	return in.api, nil
}

// start brings the server up.
func (e *Engine) start(ctx context.Context) (*inside, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort(loopback, "0"))
	if err != nil {
		return nil, err
	}
	ears := &http.Server{Handler: http.MaxBytesHandler(http.HandlerFunc(e.notice), 1<<20), ReadTimeout: 10 * time.Second}
	go func() { _ = ears.Serve(l) }()
	in, err := e.launch(ctx, "http://"+l.Addr().String())
	if err != nil {
		return nil, errors.Join(err, ears.Close())
	}
	in.ears = ears
	return in, nil
}

// launch runs a server that tells what happens to an address.
func (e *Engine) launch(ctx context.Context, ears string) (*inside, error) {
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	conf, err := e.config(port, ears)
	if err != nil {
		return nil, err
	}
	listen(e.o.Log)
	self, err := routing.NewLocalNode(conf)
	if err != nil {
		return nil, err
	}
	if err := prometheus.Init(string(self.NodeID()), self.NodeType()); err != nil {
		return nil, err
	}
	in := &inside{port: port, self: self, ended: make(chan error, 1)}
	if in.server, err = service.InitializeServer(conf, self); err != nil {
		return nil, err
	}
	go func() { in.ended <- in.server.Start() }()
	if err := in.wait(ctx); err != nil {
		in.server.RoomManager().Stop() // else it keeps the media ports
		return nil, err
	}
	in.api = newAPI("http://" + in.address())
	e.o.Log.Info("live rooms started", "media", conf.RTC.NodeIP.ToStringSlice(), "udp", e.o.Media.UDP, "tcp", e.o.Media.TCP)
	return in, nil
}

// address is where its HTTP answers, to this machine.
func (in *inside) address() string { return net.JoinHostPort(loopback, strconv.Itoa(in.port)) }

// wait ends when the server runs.
func (in *inside) wait(ctx context.Context) error {
	const patience, look = 10 * time.Second, 10 * time.Millisecond
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(look)
	defer tick.Stop()
	for !in.server.IsRunning() {
		select {
		case err := <-in.ended:
			return fmt.Errorf("livekit: the server ended at its start: %w", err)
		case <-ctx.Done():
			in.server.Stop(true)
			return ctx.Err()
		case <-tick.C:
		}
	}
	return nil
}

// Stop sends everybody home and ends the server, if it runs. The next room
// starts it again.
func (e *Engine) Stop(ctx context.Context) error {
	e.turn.Lock()
	defer e.turn.Unlock()
	in := e.inside.Swap(nil)
	if in == nil {
		return nil
	}
	return errors.Join(in.stop(ctx), in.ears.Close())
}

func (in *inside) stop(ctx context.Context) error {
	go in.server.Stop(true)
	select {
	case err := <-in.ended:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// loopback is the address that only this machine reaches.
const loopback = "127.0.0.1"

// freePort finds a port for a server that wants to be told one.
func freePort(ctx context.Context) (int, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort(loopback, "0"))
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}
