package cli

import (
	"fmt"
	"os"

	"agora/landed"
	"agora/node"
)

type importRates struct {
	File string `arg:"" help:"CSV with the columns currency,per_usd,day,source." type:"existingfile"`
}

// Run adds exchange rates, all of the file or none.
func (i importRates) Run(c *call) error {
	f, err := os.Open(i.File)
	if err != nil {
		return err
	}
	defer f.Close()
	rates, err := landed.ReadRates(f)
	if err != nil {
		return err
	}
	return c.with(func(n *node.Node) error {
		if err := n.Landed.SaveRates(c.ctx, rates); err != nil {
			return err
		}
		_, err := fmt.Fprintln(c.out, "imported", len(rates), "rates")
		return err
	})
}

type importRules struct {
	File string `arg:"" help:"JSON list of dated rules, as in landed/rules." type:"existingfile"`
}

// Run adds rules, all of the file or none; one with the id of another replaces
// it.
func (i importRules) Run(c *call) error {
	text, err := os.ReadFile(i.File)
	if err != nil {
		return err
	}
	rules, err := landed.ParseRules(text)
	if err != nil {
		return err
	}
	return c.with(func(n *node.Node) error {
		if err := n.Landed.SaveRules(c.ctx, rules); err != nil {
			return err
		}
		_, err := fmt.Fprintln(c.out, "imported", len(rules), "rules")
		return err
	})
}
