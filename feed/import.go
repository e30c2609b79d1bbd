package feed

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"agora/blob"
	"agora/catalog"
	"agora/db"
	"agora/egress"
	"agora/fault"
	"agora/identity"
)

// Service imports and exports catalogues of shops.
type Service struct {
	db      *db.DB
	catalog *catalog.Service
	client  *http.Client
	files   *blob.Store          // of imports, while they run
	judge   func(*url.URL) error // tells what may not be asked at all
}

// New gives the imports into and exports from c, with what they remember in d.
func New(d *db.DB, c *catalog.Service) *Service {
	return &Service{db: d, catalog: c, client: fetcher(egress.Dial), judge: webAddress}
}

// How says what an import does.
type How struct {
	Dry  bool // changes nothing: the report says what would happen
	Good bool // brings in the products that are right and leaves the others out
}

// Import reads a file and makes the shop's products what it says. Products that
// it does not name stay as they are. With any Problem in the report nothing was
// changed, unless only the good ones were wanted. An error is about the file as
// a whole, or about who asks.
func (s *Service) Import(ctx context.Context, by identity.Actor, shop catalog.Shop, r io.Reader, how How) (Report, error) {
	f, err := s.look(ctx, by, shop, r)
	if err != nil {
		return Report{}, err
	}
	for {
		if len(f.report.Problems) > 0 && !how.Good {
			return f.report, nil
		}
		list := f.changed()
		drafts := make([]catalog.Draft, len(list))
		for n, i := range list {
			drafts[n] = i.draft
		}
		save := func() error { _, err := s.catalog.SaveProducts(ctx, by, shop.ID, drafts); return err }
		if how.Dry {
			save = func() error { return s.catalog.RehearseProducts(ctx, by, shop.ID, drafts) }
		}
		err := save()
		if fault.Is(err, fault.Forbidden) {
			return Report{}, err
		}
		faults := fault.List(err)
		if faults == nil {
			return f.report, err
		}
		if !f.blameAll(list, faults) {
			return f.report, err // a fault of none of them would come back for ever
		}
	}
}

// look reads a file beside what the shop has.
func (s *Service) look(ctx context.Context, by identity.Actor, shop catalog.Shop, r io.Reader) (*file, error) {
	categories, err := s.catalog.Categories(ctx)
	if err != nil {
		return nil, err
	}
	traits, err := s.catalog.Traits(ctx)
	if err != nil {
		return nil, err
	}
	f, err := read(r, shop, Options{Categories: categories, Traits: traits, Mapping: func(header []string) (Mapping, error) { return s.mapping(ctx, shop.ID, header) }})
	if err != nil {
		return nil, err
	}
	return f, s.settle(ctx, by, f)
}

// settle compares what a file says with what is there, product by product.
func (s *Service) settle(ctx context.Context, by identity.Actor, f *file) error {
	for at := 0; at < len(f.items); at += catalog.MaxHandles {
		some := f.items[at:min(at+catalog.MaxHandles, len(f.items))]
		handles := make([]string, len(some))
		for n, i := range some {
			handles[n] = strings.TrimSpace(i.draft.Handle)
		}
		have, err := s.catalog.ByHandles(ctx, by, f.shop.ID, handles)
		if err != nil {
			return err
		}
		for n, i := range some {
			if p, ok := have[handles[n]]; ok {
				f.meet(i, p)
				continue
			}
			i.fresh = true
			if f.asked(i); len(i.draft.Traits) == 0 {
				i.draft.Traits = nil // nothing is said, and nobody is asked
			}
			if i.texts {
				f.add(Problem{i.row, f.format.column(f, "handle"), fault.New(fault.Invalid, "fault.feed_missing", "handle", i.draft.Handle)}, i)
			}
		}
	}
	f.sum()
	return nil
}

// meet completes a product with what is there and its file can't know.
func (f *file) meet(i *item, p catalog.Product) {
	have := p.Draft()
	switch {
	case i.texts:
		i.draft = translated(have, i.draft)
		for _, e := range i.draft.Check(f.shop) {
			f.add(f.locate(i, e.Field, e), i)
		}
	case f.format.name() == Agora:
		if catalog.SameTraits(i.draft.Traits, p.Traits) {
			i.draft.Traits = nil // what nobody asks any more stays
		}
		f.asked(i)
	default:
		i.draft = kept(have, i.draft, func(field string) bool { return f.format.column(f, field) != "" })
	}
	i.same, i.held = p.Same(i.draft), p.Digital
}

// asked leaves out what a product says to traits that nobody asks of its kind.
func (f *file) asked(i *item) {
	list := catalog.Asked(f.traits, f.kinds, i.draft.Category)
	i.draft.Traits = slices.DeleteFunc(i.draft.Traits, func(v catalog.TraitValue) bool {
		gone := !slices.ContainsFunc(list, func(t catalog.Trait) bool { return t.Key == v.Trait })
		if gone {
			f.leave(f.format.column(f, "traits."+v.Trait))
		}
		return gone
	})
}

// changed gives the products that are right and not there as they are.
func (f *file) changed() []*item {
	var list []*item
	for _, i := range f.items {
		if !i.bad && !i.same {
			list = append(list, i)
		}
	}
	return list
}

// blameAll turns faults of saved products into problems of their rows, and
// tells whether they are anybody's.
func (f *file) blameAll(list []*item, faults fault.Fields) bool {
	mine := false
	for _, e := range faults {
		c := *e
		n, rest := 0, c.Field
		if after, ok := strings.CutPrefix(rest, "products."); ok {
			var place string
			place, rest, _ = strings.Cut(after, ".")
			n, _ = strconv.Atoi(place)
		}
		if n < len(list) {
			f.add(f.locate(list[n], rest, &c), list[n])
			mine = true
		}
	}
	f.sum()
	return mine
}
