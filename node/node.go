package node

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"agora/db"
	"agora/event"
	"agora/jobs"
	"agora/room/livekit"
	"agora/ucp"
	"agora/web/ui"
)

// Node is one node: opened for use by commands, or started to serve.
type Node struct {
	DB   *db.DB
	Jobs *jobs.Queue
	Parts
	Machines *ucp.Binding // who shops for people

	live     *livekit.Engine // what Rooms is
	settings Settings
	lock     *os.File
	listener net.Listener
	server   *http.Server
	served   chan error
	hurry    context.CancelFunc // ends the requests that run
	rest     context.CancelFunc // ends what follows the events: the search index, webhooks
	followed sync.WaitGroup
}

// Open opens a node for use by this process: the database is there and up to
// date, services answer, but nothing runs by itself and nobody is served.
func Open(ctx context.Context, s Settings) (n *Node, err error) {
	if err := s.settle(); err != nil {
		return nil, err
	}
	n = &Node{settings: s}
	defer func(opened *Node) { // n itself is nil by then
		if err != nil {
			opened.Close()
		}
	}(n)
	if n.DB, err = db.Open(ctx, s.database(), db.Options{Clock: s.Clock}); err != nil {
		return nil, err
	}
	if err := n.DB.Migrate(ctx, Schemas()...); err != nil {
		return nil, err
	}
	newest, err := event.Resume(ctx, n.DB)
	if err != nil {
		return nil, err
	}
	if behind := newest.Sub(s.now()); behind > clockSlack {
		s.Log.Warn("the clock of this machine is behind what is in the database", "by", behind.Round(time.Second))
	}
	if n.Parts, err = assemble(ctx, n.DB, s); err != nil {
		return nil, err
	}
	n.Academy.Site(n.address)
	n.live = n.liveRooms()
	n.Rooms = n.live
	n.Machines = machines(n.DB, s, n.Parts, n.address)
	if err := n.Machines.Start(ctx); err != nil {
		return nil, fmt.Errorf("machines: %w", err)
	}
	n.Jobs, err = jobs.New(ctx, n.DB, jobs.Options{Target: s.jobs(), Kinds: n.reactions(), Tasks: n.tasks(), Log: s.Log})
	return n, err
}

// Start serves: jobs run, and the address answers.
func (n *Node) Start(ctx context.Context) (err error) {
	if n.lock, err = lock(n.settings.Data); err != nil {
		return fmt.Errorf("%s: %w", n.settings.Data, err)
	}
	if n.listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", n.settings.Listen); err != nil {
		return err
	}
	if err := n.Jobs.Start(ctx); err != nil {
		return err
	}
	var following context.Context
	following, n.rest = context.WithCancel(context.WithoutCancel(ctx))
	n.followed.Go(func() { n.Search.Run(following) })
	n.followed.Go(func() { n.Hooks.Run(following) })
	n.followed.Go(func() { n.tape().Run(following) })
	var requests context.Context
	requests, n.hurry = context.WithCancel(context.WithoutCancel(ctx))
	n.server = &http.Server{
		Handler:           n.handler(),
		BaseContext:       func(net.Listener) context.Context { return requests },
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       5 * time.Minute, // a catalogue over a slow line
		WriteTimeout:      5 * time.Minute, // streams lift it
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
	}
	go func() {
		ui.Prepare()
		debug.FreeOSMemory() // what starting took is not needed again
	}()
	n.served = make(chan error, 1)
	go func() { n.served <- n.server.Serve(n.listener) }()
	n.settings.Log.Info("node started", "address", n.Addr(), "database", n.DB.Engine(), "version", Version())
	return nil
}

// Addr is the address on which the node answers: "http://127.0.0.1:8080".
func (n *Node) Addr() string {
	if n.listener == nil {
		return ""
	}
	host, port, _ := net.SplitHostPort(n.listener.Addr().String())
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// Failed gives an error when the node stopped answering by itself.
func (n *Node) Failed() <-chan error { return n.served }

// Stop lets running requests and jobs finish until ctx ends, then closes all.
func (n *Node) Stop(ctx context.Context) error {
	problems := []error{n.stopRooms(ctx)} // first, so that browsers are told and not just cut off
	if n.server != nil {
		const patience = 2 * time.Second // then streams are ended, which never end by themselves
		late := time.AfterFunc(patience, n.hurry)
		if err := n.server.Shutdown(ctx); err != nil {
			problems = append(problems, n.server.Close())
		}
		late.Stop()
		n.hurry()
	}
	problems = append(problems, n.stopJobs(ctx), n.Assembly.KeepReactions(ctx), n.stopRooms(ctx), n.close()) // a job may have opened a room again
	err := errors.Join(problems...)
	n.settings.Log.Info("node stopped", "err", err)
	return err
}

// Close closes a node that was only opened.
func (n *Node) Close() error {
	return errors.Join(n.stopRooms(context.Background()), n.stopJobs(context.Background()), n.close())
}

func (n *Node) stopJobs(ctx context.Context) error {
	if n.Jobs == nil {
		return nil
	}
	q := n.Jobs
	n.Jobs = nil
	return q.Stop(ctx)
}

func (n *Node) close() error {
	var problems []error
	if n.rest != nil {
		n.rest()
		n.followed.Wait()
	}
	if n.listener != nil && n.server == nil {
		problems = append(problems, n.listener.Close())
	}
	if n.DB != nil {
		problems = append(problems, n.DB.Close())
	}
	if n.lock != nil {
		problems = append(problems, n.lock.Close())
	}
	return errors.Join(problems...)
}
