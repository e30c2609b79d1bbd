// Package feed carries catalogues in and out as files: products of Shopify,
// WooCommerce, Spree, Medusa, Bagisto and Saleor, feeds for Google Merchant
// Center, and Agora's own export, which imports back to the same state. A file
// is known by its content and never by its name: CSV, XLSX, XML or JSON becomes
// a table (table.go), a format is a table of columns (sheet.go, and one file for
// each), and rows become drafts of the catalogue. Pictures that a file names are
// fetched afterwards.
//
// Tables: feed_mappings (what columns of nobody's format are, by shop),
// feed_imports (how far each import is), feed_undo (what products were before
// it), feed_pictures (which pictures did not come, and why).
//
// Invariants:
//   - A file is imported whole or not at all, unless the seller wants the good
//     ones; a product of which any row is wrong is never brought in.
//   - What is wrong is said by row and column, all of it at once.
//   - An import is done once, however often it is killed and run again: how far
//     it is changes in the transaction that writes the products.
//   - Pictures come from the open net only.
//   - A product that a file leaves as it is is not written.
//   - What another system has no column for stays as it is in the shop.
//   - Agora's own file leaves nothing out that whole_test.go does not name.
//   - Memory is bounded whatever is sent: a file is read as a stream and
//     refused as soon as it is over its bound.
package feed

import (
	"agora/catalog"
	"agora/fault"
)

// The bounds of a file.
const (
	MaxBytes    = 32 << 20
	MaxRows     = 50_000
	MaxProblems = 500
	MaxLeft     = 100 // columns of which cells were not taken
)

// Format names what a file was recognised as.
type Format string

// The formats.
const (
	Shopify Format = "shopify"
	Agora   Format = "agora"
)

// String gives the name of a format's system, which no language translates.
func (f Format) String() string {
	names := map[Format]string{Shopify: "Shopify", Agora: "Agora", Woo: "WooCommerce", Spree: "Spree", SpreeTexts: "Spree",
		Medusa: "Medusa", Bagisto: "Bagisto", Merchant: "Google Merchant Center", Saleor: "Saleor"}
	if name, ok := names[f]; ok {
		return name
	}
	return string(f)
}

// Report is what is in a file, or what is wrong with it.
type Report struct {
	Format   Format
	Rows     int             // below the header
	Products []catalog.Draft // of which no row is wrong
	Refused  int             // products of which a row is wrong
	New      int             // of Products, those that the shop does not have; known once a shop was looked at
	Same     int             // of Products, those that change nothing; likewise
	Pictures int             // addresses of pictures to add: they are fetched after the import
	Loose    int             // pictures of which there is only a file's name: a zip of them may be sent
	Digital  int             // products that come by link, whose files and keys no file has
	Left     []Left          // columns of which cells were not taken, at most MaxLeft
	LeftMore int             // such columns that are not listed
	Problems []Problem       // at most MaxProblems
	More     int             // problems that are not listed
}

// Problem is one thing that is wrong. Row counts as a spreadsheet does, the
// header being row 1; Column is the header as the file has it, empty when the
// whole row is meant.
type Problem struct {
	Row    int
	Column string
	Fault  *fault.Error
}

// Left is a column of which something was not taken: Agora has no place for it, or
// none of what it says is known here.
type Left struct {
	Column string // the header as the file has it
	Cells  int    // that were not empty
}

func (r *Report) add(p Problem) {
	if len(r.Problems) == MaxProblems {
		r.More++
		return
	}
	r.Problems = append(r.Problems, p)
}
