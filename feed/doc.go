// Package feed carries catalogues in and out as CSV files: products of a
// Shopify store, in both generations of its headers and in mixtures of them,
// and Agora's own export, which imports back to the same state.
//
// It has no tables.
//
// Invariants:
//   - A file is imported whole or not at all.
//   - What is wrong is said by row and column, all of it at once.
//   - Memory is bounded whatever is sent: a file is read as a stream and
//     refused as soon as it is over its bound.
package feed

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/identity"
)

// The bounds of a file.
const (
	MaxBytes    = 32 << 20
	MaxRows     = 50_000
	MaxProblems = 500
)

// Format names what a file was recognised as.
type Format string

// The formats.
const (
	Shopify Format = "shopify"
	Agora   Format = "agora"
)

// Report is what is in a file, or what is wrong with it.
type Report struct {
	Format   Format
	Rows     int // below the header
	Products []catalog.Draft
	Pictures int       // addresses of pictures to add: they are kept and not fetched
	Ignored  []string  // columns that hold something Agora has no place for
	Problems []Problem // at most MaxProblems
	More     int       // problems that are not listed
}

// Problem is one thing that is wrong. Row counts as a spreadsheet does, the
// header being row 1; Column is the header as the file has it, empty when the
// whole row is meant.
type Problem struct {
	Row    int
	Column string
	Fault  *fault.Error
}

// Service imports and exports catalogues of shops.
type Service struct{ catalog *catalog.Service }

// New gives the imports into and exports from c.
func New(c *catalog.Service) *Service { return &Service{c} }

// Import reads a file and, unless dry, makes the shop's products what it says.
// Products that it does not name stay as they are. With any Problem in the
// report nothing was changed. An error is about the file as a whole, or about
// who asks.
func (s *Service) Import(ctx context.Context, by identity.Actor, shop catalog.Shop, r io.Reader, dry bool) (Report, error) {
	categories, err := s.catalog.Categories(ctx)
	if err != nil {
		return Report{}, err
	}
	f, err := read(r, shop, Options{Categories: categories})
	if err != nil {
		return Report{}, err
	}
	if len(f.report.Problems) > 0 {
		return f.report, nil
	}
	save := func() error { _, err := s.catalog.SaveProducts(ctx, by, shop.ID, f.report.Products); return err }
	if dry {
		save = func() error { return s.catalog.RehearseProducts(ctx, by, shop.ID, f.report.Products) }
	}
	err = save()
	if fault.Is(err, fault.Forbidden) {
		return Report{}, err
	}
	for _, e := range fault.List(err) {
		f.blame(e)
	}
	if fault.List(err) != nil {
		err = nil
	}
	return f.report, err
}

// blame turns a fault of a saved product into a problem of its row: its field
// starts with the product's place.
func (f *file) blame(e *fault.Error) {
	c := *e
	n, rest := 0, c.Field
	if after, ok := strings.CutPrefix(rest, "products."); ok {
		var place string
		place, rest, _ = strings.Cut(after, ".")
		n, _ = strconv.Atoi(place)
	}
	if n < len(f.items) {
		f.report.add(f.locate(f.items[n], rest, &c))
	}
}

// Export writes all products of a shop.
func (s *Service) Export(ctx context.Context, by identity.Actor, shop catalog.Shop, w io.Writer) error {
	var products []catalog.Product
	err := s.catalog.EachProduct(ctx, by, shop.ID, func(p catalog.Product) error {
		products = append(products, p)
		return nil
	})
	return errors.Join(err, Write(w, shop, products))
}

func (r *Report) add(p Problem) {
	if len(r.Problems) == MaxProblems {
		r.More++
		return
	}
	r.Problems = append(r.Problems, p)
}
