package cli

import (
	"fmt"
	"time"

	"agora/certificate"
	"agora/node"
)

type badgeCommand struct {
	Keys   certificateKeys   `cmd:"" help:"List the keys that sign certificates, or did."`
	Rotate certificateRotate `cmd:"" help:"Let a new key sign certificates; what the old one signed is still believed."`
	Leaked certificateLeaked `cmd:"" help:"Say that somebody else has a key: nothing that it signed is believed any more."`
}

type certificateKeys struct{}

// Run lists the keys, the one that signs first.
func (certificateKeys) Run(c *call) error { return c.with(c.printKeys) }

type certificateRotate struct{}

// Run changes the key, also while the node serves.
func (certificateRotate) Run(c *call) error {
	return c.with(func(n *node.Node) error {
		if err := n.Certificates.Rotate(c.ctx); err != nil {
			return err
		}
		return c.printKeys(n)
	})
}

type certificateLeaked struct {
	Key string `arg:"" help:"The key as keys lists it, z6Mk…"`
}

// Run marks a key as leaked; another signs in its stead.
func (k certificateLeaked) Run(c *call) error {
	return c.with(func(n *node.Node) error {
		if err := n.Certificates.Leak(c.ctx, k.Key); err != nil {
			return err
		}
		return c.printKeys(n)
	})
}

func (c *call) printKeys(n *node.Node) error {
	keys, err := n.Certificates.Keys(c.ctx)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if _, err := fmt.Fprintln(c.out, k.Public, standing(k)); err != nil {
			return err
		}
	}
	return nil
}

// standing says what a key is worth.
func standing(k certificate.Key) string {
	day := func(t time.Time) string { return t.UTC().Format(time.RFC3339) }
	switch {
	case !k.Leaked.IsZero():
		return "leaked, not believed since " + day(k.Leaked)
	case !k.Retired.IsZero():
		return "believed, retired since " + day(k.Retired)
	}
	return "signs since " + day(k.Made)
}
