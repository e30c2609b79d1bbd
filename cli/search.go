package cli

import (
	"fmt"
	"time"

	"agora/node"
)

type searchCommand struct {
	Rebuild searchRebuildCommand `cmd:"" help:"Build the index anew from the tables, while the node serves."`
}

type searchRebuildCommand struct{}

// Run builds a new index beside the old one; the node that serves from the
// folder takes it within a second, or at its next start.
func (searchRebuildCommand) Run(c *call) error {
	return c.with(func(n *node.Node) error {
		began := time.Now()
		products, err := n.Search.Rebuild(c.ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(c.out, "indexed %d products in %s\n", products, time.Since(began).Round(time.Millisecond))
		return nil
	})
}
