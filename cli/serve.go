package cli

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"agora/demo"
	"agora/node"
)

type serveCommand struct{}

// Run serves until the process is told to stop.
func (serveCommand) Run(c *call) error {
	n, err := node.Open(c.ctx, c.settings(defaultFolder, slog.LevelInfo))
	if err != nil {
		return err
	}
	return c.serve(n, func() { fmt.Fprintln(c.out, "agora answers on", n.Addr()) })
}

// serve starts a node, says so, and stops it in good order.
func (c *call) serve(n *node.Node, said func()) error {
	defer n.Close()
	spendMemory()
	if err := n.Start(c.ctx); err != nil {
		return err
	}
	said()
	var failed error
	select {
	case <-c.ctx.Done():
	case failed = <-n.Failed():
	}
	const grace = 20 * time.Second
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if err := n.Stop(ctx); err != nil {
		return err
	}
	return failed
}

type demoCommand struct{}

// Run fills a demo market once and serves it.
func (demoCommand) Run(c *call) error {
	s := c.settings("agora-demo", slog.LevelWarn)
	s.Demo = true
	n, err := node.Open(c.ctx, s)
	if err != nil {
		return err
	}
	accounts, err := demo.Fill(c.ctx, demoParts(n))
	if err != nil {
		n.Close()
		return err
	}
	debug.FreeOSMemory() // what hashing thirty passwords took
	return c.serve(n, func() {
		fmt.Fprintf(c.out, "\n  The demo market is open: %s\n\n", n.Addr())
		for _, a := range accounts {
			fmt.Fprintf(c.out, "  %-9s %-28s %s\n", a.Role, a.Login, a.Password)
		}
		fmt.Fprintf(c.out, "\n  Everything in it is invented and kept in %s. Ctrl-C stops it.\n\n", s.Data)
	})
}

// demoParts are the services that the demo fills.
func demoParts(n *node.Node) demo.Parts {
	return demo.Parts{DB: n.DB, Blobs: n.Blobs, Identity: n.Identity, Catalog: n.Catalog,
		Landed: n.Landed, Delivery: n.Delivery, House: n.House, Market: n.Market, Treasury: n.Treasury, Claims: n.Claims, Assembly: n.Assembly, Relief: n.Relief, Prices: n.Prices, Academy: n.Academy}
}
