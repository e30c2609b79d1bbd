package cli

import (
	"bytes"
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
	File   string `arg:"" help:"CSV file of rules as export writes it, or a JSON list as in landed/rules." type:"existingfile"`
	DryRun bool   `help:"Say what would change, and change nothing."`
}

// Run adds rules, all of the file or none; one with the id of another replaces
// it.
func (i importRules) Run(c *call) error {
	text, err := os.ReadFile(i.File)
	if err != nil {
		return err
	}
	read := func() ([]landed.Rule, error) { return landed.ReadRulesCSV(bytes.NewReader(text)) }
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("[")) {
		read = func() ([]landed.Rule, error) { return landed.ParseRules(text) }
	}
	rules, err := read()
	if err != nil {
		return err
	}
	return c.with(func(n *node.Node) error {
		have, err := n.Landed.Rules(c.ctx)
		if err != nil {
			return err
		}
		for _, change := range landed.Changes(have, rules) {
			for _, cell := range change.Cells {
				if _, err := fmt.Fprintf(c.out, "%s\t%s\t%q -> %q\n", change.ID, cell.Column, cell.Old, cell.New); err != nil {
					return err
				}
			}
		}
		if i.DryRun {
			return nil
		}
		if err := n.Landed.SaveRules(c.ctx, rules); err != nil {
			return err
		}
		_, err = fmt.Fprintln(c.out, "imported", len(rules), "rules")
		return err
	})
}

type exportRules struct{}

// Run writes all rules as a CSV file that import takes.
func (exportRules) Run(c *call) error {
	return c.with(func(n *node.Node) error {
		rules, err := n.Landed.Rules(c.ctx)
		if err != nil {
			return err
		}
		return landed.WriteRulesCSV(c.out, rules)
	})
}
