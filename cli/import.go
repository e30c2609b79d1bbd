package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"agora/feed"
	"agora/identity"
	"agora/node"
)

type importCommand struct {
	Catalog importCatalog `cmd:"" help:"Read products of a shop: a Shopify product file or Agora's own."`
	Rates   importRates   `cmd:"" help:"Add dated exchange rates."`
	Rules   importRules   `cmd:"" help:"Add dated duty and VAT rules."`
}

type importCatalog struct {
	Shop   string `required:"" help:"Handle of the shop." placeholder:"HANDLE"`
	File   string `arg:"" help:"CSV file." type:"existingfile"`
	DryRun bool   `help:"Say what would happen; write nothing."`
}

// Run imports a catalogue whole or not at all.
func (i importCatalog) Run(c *call) error {
	f, err := os.Open(i.File)
	if err != nil {
		return err
	}
	defer f.Close()
	return c.with(func(n *node.Node) error {
		shop, err := n.Catalog.Shop(c.ctx, i.Shop)
		if err != nil {
			return err
		}
		report, err := n.Feed.Import(c.ctx, identity.System(), shop, f, i.DryRun)
		if err != nil {
			return err
		}
		if len(report.Problems) > 0 {
			printProblems(c.err, i.File, report)
			return errSaid
		}
		return printReport(c.out, report, shop.Name, i.DryRun)
	})
}

// printReport says what came in and what was left.
func printReport(w io.Writer, r feed.Report, shop string, dry bool) error {
	verb := "imported"
	if dry {
		verb = "would import"
	}
	variants := 0
	for _, p := range r.Products {
		variants += len(p.Variants)
	}
	if r.Pictures > 0 {
		fmt.Fprintln(w, r.Pictures, "addresses of pictures are kept; nothing was fetched")
	}
	if len(r.Ignored) > 0 {
		fmt.Fprintln(w, "columns without a place here:", strings.Join(r.Ignored, ", "))
	}
	_, err := fmt.Fprintf(w, "%s %d products with %d variants into %s (%s)\n", verb, len(r.Products), variants, shop, r.Format)
	return err
}

// printProblems writes what is wrong with a file, a line for each, as compilers
// do: file, row, column, reason.
func printProblems(w io.Writer, file string, r feed.Report) {
	for _, p := range r.Problems {
		at := fmt.Sprintf("%s:%d: ", file, p.Row)
		if p.Column != "" {
			at += p.Column + ": "
		}
		fmt.Fprintln(w, at+words(p.Fault))
	}
	if r.More > 0 {
		fmt.Fprintln(w, "and", r.More, "more")
	}
	fmt.Fprintln(w, "agora: nothing was imported")
}

type exportCommand struct {
	Catalog exportCatalog `cmd:"" help:"Write the products of a shop to standard output."`
	Rules   exportRules   `cmd:"" help:"Write all rules of duty and VAT to standard output."`
}

type exportCatalog struct {
	Shop string `required:"" help:"Handle of the shop." placeholder:"HANDLE"`
}

// Run writes a catalogue that imports back to the same state.
func (e exportCatalog) Run(c *call) error {
	return c.with(func(n *node.Node) error {
		shop, err := n.Catalog.Shop(c.ctx, e.Shop)
		if err != nil {
			return err
		}
		return n.Feed.Export(c.ctx, identity.System(), shop, c.out)
	})
}
