package chaos

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"agora/node"
)

// clock is that of a node in a process of the test: the machine's, and so much
// more or less.
type clock struct {
	ahead time.Duration
	to    io.Writer // the process that goes by it
}

// launch starts a node that goes by the clock.
func (c *clock) launch(folder string) (*program, error) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), ticked+"="+folder)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	p, err := launch(cmd)
	if err != nil {
		return nil, err
	}
	c.to = in
	return p, c.turn(c.ahead)
}

// turn sets the clock.
func (c *clock) turn(ahead time.Duration) error {
	c.ahead = ahead
	_, err := fmt.Fprintln(c.to, ahead)
	return err
}

// serveByClock is that process: the first line it reads sets its clock, each
// later one makes it jump.
func serveByClock(folder string) (code int) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	lines := bufio.NewScanner(os.Stdin)
	var ahead atomic.Int64
	turn := func() bool {
		if !lines.Scan() {
			return false
		}
		d, err := time.ParseDuration(lines.Text())
		ahead.Store(int64(d))
		return err == nil
	}
	if !turn() {
		return 2
	}
	n, err := node.Open(ctx, node.Settings{Data: folder, Listen: "127.0.0.1:0", Demo: true, Dev: true, Files: "folder",
		Log:   slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
		Clock: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer n.Close()
	if err := n.Start(ctx); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println(n.Addr())
	go func() {
		for turn() {
		}
		_ = syscall.Kill(os.Getpid(), syscall.SIGINT) // who turned it has gone
	}()
	<-ctx.Done()
	if err := n.Stop(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
