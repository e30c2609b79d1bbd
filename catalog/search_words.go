package catalog

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"agora/db"
	"agora/fault"
	"agora/money"
	"agora/search"
)

// SortBest puts what answers the words best first; without words it is
// SortNew.
const SortBest Sort = ""

// Finding is a page of what was found, with what helps to look on.
type Finding struct {
	Page[Card]
	Meant  string // the query as it was probably meant; empty when it was found as it was typed
	Total  int    // things found; with More at least so many
	More   bool
	Facets search.Facets // none when the database alone was asked
	Hits   []search.Hit  // of Items, with their parts, when the Query wants it explained

	counted bool
}

// Counted reports whether facets were counted.
func (f Finding) Counted() bool { return f.counted }

// Find gives a page of cards like Search, and with words what else is there.
func (s *Service) Find(ctx context.Context, q Query) (f Finding, err error) {
	if x := s.byWords(q); x != nil {
		f, err = s.findByWords(ctx, x, q)
		if !errors.Is(err, search.ErrNotReady) {
			return f, err
		}
	}
	if x := s.byFacets(q); x != nil {
		f, err = s.browse(ctx, x, q)
		if !errors.Is(err, search.ErrNotReady) {
			return f, err
		}
	}
	f.Page, err = s.list(ctx, q)
	return f, err
}

// Suggest completes what somebody types into a search.
func (s *Service) Suggest(ctx context.Context, text string, limit int) ([]string, error) {
	x := s.byWords(Query{Text: text})
	if x == nil {
		return nil, nil
	}
	list, err := x.Suggest(ctx, text, limit)
	if errors.Is(err, search.ErrNotReady) {
		return nil, nil
	}
	return list, err
}

// Missed gives what people looked for most and nobody sells.
func (s *Service) Missed(limit int) ([]search.Missed, error) {
	x := s.ready()
	if x == nil {
		return nil, nil
	}
	return x.Missed(limit)
}

// byWords gives the index when it can answer a query: one with words, over the
// whole market. A shop's own list stays with the tables.
func (s *Service) byWords(q Query) *search.Index {
	if q.Shop != 0 || strings.TrimSpace(q.Text) == "" {
		return nil
	}
	return s.ready()
}

// ready gives the index once it answers; nil before, and where there is none.
func (s *Service) ready() *search.Index {
	i := s.indexer.Load()
	if i == nil {
		return nil
	}
	x := i.index.Load()
	if x == nil || !x.Ready() {
		return nil
	}
	return x
}

// findByWords asks the index which things there are and the tables what they
// are now: what is no longer for sale is left out, whatever the index knows.
func (s *Service) findByWords(ctx context.Context, x *search.Index, q Query) (f Finding, err error) {
	first := true
	err = s.hits(ctx, x, q, func(found search.Found) (more bool, err error) {
		if first {
			f.Meant, f.Total, f.More, f.Facets, f.counted = found.Meant, found.Total, found.More, found.Facets, q.Facets
		}
		first = false
		if f.Items, err = s.forSale(ctx, found.Products()); err != nil {
			return false, err
		}
		if f.Next = found.Next; q.Explain {
			f.Hits = found.Hits
		}
		return len(f.Items) == 0, nil
	})
	return f, err
}

// hits asks the index for a page, and for the next ones while take wants more
// because nothing of it is for sale any more.
func (s *Service) hits(ctx context.Context, x *search.Index, q Query, take func(search.Found) (more bool, err error)) error {
	switch q.Sort {
	case SortBest, SortNew, SortPriceUp, SortPriceDown:
	default:
		return fault.Field("sort", "fault.sort")
	}
	ask := q.ask()
	const tries = 3
	for try := range tries {
		found, err := x.Find(ctx, ask)
		if errors.Is(err, search.ErrCursor) {
			return errCursor
		}
		if err != nil {
			return err
		}
		if try == 0 {
			if err := s.besides(ctx, x, ask, &found); err != nil {
				return err
			}
			if found.Total == 0 && ask.Cursor == "" && q.unfiltered() {
				x.Miss(q.Text)
			}
		}
		more, err := take(found)
		if err != nil || !more || found.Next == "" {
			return err
		}
		ask.Cursor = found.Next
	}
	return nil
}

// ForSale gives the cards of those of some products, at most 200, that are for
// sale, in their order.
func (s *Service) ForSale(ctx context.Context, ids ...ProductID) ([]Card, error) {
	ids = ids[:min(len(ids), 200)]
	list := make([]int64, len(ids))
	for i, id := range ids {
		list[i] = int64(id)
	}
	return s.forSale(ctx, list)
}

// forSale gives the cards of those products that are for sale, in their order.
func (s *Service) forSale(ctx context.Context, ids []int64) (cards []Card, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	in, args := among(ids)
	found := make(map[ProductID]Card, len(ids))
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		err := tx.Each(func(scan db.Scan) error {
			c, _, err := s.scanCard(scan)
			found[c.Product] = c
			return err
		}, "SELECT "+cardColumns+`, 0 FROM products p CROSS JOIN shops s WHERE s.shop_id = p.shop_id
			AND p.status = 'active' AND s.status = 'open' AND p.product_id IN `+in, args...)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if c, ok := found[ProductID(id)]; ok {
				cards = append(cards, c)
			}
		}
		return offers(tx, cards)
	})
	return cards, err
}

// unfiltered reports a query of words alone.
func (q Query) unfiltered() bool {
	return q.Category == "" && len(q.Kinds) == 0 && len(q.Countries) == 0 && len(q.Price) == 0 && q.listed() && q.Cursor == ""
}

// ask puts a query to the index.
func (q Query) ask() search.Ask {
	a := search.Ask{Text: q.Text, Category: q.Category, Kinds: q.Kinds, Here: string(q.Here), Ways: q.Ways, Sort: search.Sort(q.Sort), Cursor: q.Cursor,
		Limit: clampLimit(q.Limit), Facets: q.Facets, Explain: q.Explain, Now: time.Now(), Rates: make(map[string]float64, len(q.Rates))}
	for _, c := range q.Countries {
		a.Countries = append(a.Countries, string(c))
	}
	for _, id := range q.Shops {
		a.Shops = append(a.Shops, int64(id))
	}
	if q.Comes {
		a.To = string(q.Here)
	}
	for _, p := range q.Price {
		a.Prices = append(a.Prices, search.Price{Currency: string(p.Currency), Min: p.Min, Max: p.Max})
	}
	for _, key := range slices.Sorted(maps.Keys(q.Traits)) {
		for _, v := range q.Traits[key] {
			a.Attributes = append(a.Attributes, search.Attribute{Name: key, Value: v})
		}
	}
	for c, r := range q.Rates {
		a.Rates[string(c)] = float64(r.Value) / float64(money.RateScale)
	}
	return a
}
