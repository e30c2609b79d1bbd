package cli

import (
	"fmt"
	"io"
	"os"

	"agora/feed"
	"agora/identity"
	"agora/node"
)

type importCommand struct {
	Catalog importCatalog `cmd:"" help:"Read products of a shop: a file of Shopify, WooCommerce, Spree, Medusa, Bagisto or Saleor, a merchant feed, or Agora's own."`
	Rates   importRates   `cmd:"" help:"Add dated exchange rates."`
	Rules   importRules   `cmd:"" help:"Add dated duty and VAT rules."`
	Relief  importRelief  `cmd:"" help:"Keep offers or matches of another system's relief in a crisis."`
}

type importCatalog struct {
	Shop   string `required:"" help:"Handle of the shop." placeholder:"HANDLE"`
	File   string `arg:"" help:"CSV, XLSX, XML or JSON file." type:"existingfile"`
	DryRun bool   `help:"Say what would happen; write nothing."`
	Good   bool   `help:"Bring in the products that are right, and leave out those of which a row is wrong."`
}

// Run imports a catalogue: whole or not at all, or what is right of it.
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
		report, err := n.Feed.Import(c.ctx, identity.System(), shop, f, feed.How{Dry: i.DryRun, Good: i.Good})
		if err != nil {
			return err
		}
		if len(report.Problems) > 0 {
			printProblems(c.err, i.File, report)
			if !i.Good {
				fmt.Fprintln(c.err, "agora: nothing was imported")
				return errSaid
			}
			fmt.Fprintln(c.err, "agora:", report.Refused, "products with faults were left out")
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
		fmt.Fprintln(w, r.Pictures, "addresses of pictures; the node fetches them once it serves")
	}
	if r.Loose > 0 {
		fmt.Fprintln(w, r.Loose, "pictures have a name and no address; send a zip of them at the desk")
	}
	if r.Digital > 0 {
		fmt.Fprintln(w, r.Digital, "products come by link; their files and keys are not in the file")
	}
	for _, l := range r.Left {
		fmt.Fprintf(w, "column %q: %d cells not taken\n", l.Column, l.Cells)
	}
	if r.LeftMore > 0 {
		fmt.Fprintln(w, "and", r.LeftMore, "columns more")
	}
	_, err := fmt.Fprintf(w, "%s %d products with %d variants into %s (%s): %d new, %d as they were\n", verb, len(r.Products), variants, shop, string(r.Format), r.New, r.Same)
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
}

type exportCommand struct {
	Catalog exportCatalog `cmd:"" help:"Write the products of a shop to standard output."`
	Rules   exportRules   `cmd:"" help:"Write all rules of duty and VAT to standard output."`
}

type exportCatalog struct {
	Shop string `required:"" help:"Handle of the shop." placeholder:"HANDLE"`
	As   string `default:"agora" enum:"agora,shopify,merchant" help:"Format: ${enum}."`
}

// Run writes a catalogue that imports back to the same state, or that another
// system takes.
func (e exportCatalog) Run(c *call) error {
	return c.with(func(n *node.Node) error {
		shop, err := n.Catalog.Shop(c.ctx, e.Shop)
		if err != nil {
			return err
		}
		return n.Feed.ExportAs(c.ctx, identity.System(), shop, feed.Format(e.As), feed.Site{Origin: n.House.House().Address}, c.out)
	})
}
