package catalog

import (
	"context"
	"strings"

	"agora/db"
	"agora/search"
)

// byFacets gives the index when it has to answer a query without words over the
// whole market: to count, or to cut by what only the index knows.
func (s *Service) byFacets(q Query) *search.Index {
	if q.Shop != 0 || strings.TrimSpace(q.Text) != "" || !q.Facets && q.listed() {
		return nil
	}
	return s.ready()
}

// listed reports whether the tables know all by which a query cuts.
func (q Query) listed() bool {
	return len(q.Traits) == 0 && len(q.Shops) == 0 && !q.Comes && len(q.Ways) == 0
}

// browse answers a query without words. The tables give the page where they can,
// to the last of very many things; the index counts what there is besides, and
// gives the page of what only it knows, from the search.Cap best and newest.
func (s *Service) browse(ctx context.Context, x *search.Index, q Query) (f Finding, err error) {
	q.Text = ""
	if !q.listed() {
		if q.Sort == SortBest {
			q.Sort = SortNew
		}
		return s.findByWords(ctx, x, q)
	}
	ask := q.ask()
	ask.Cursor, ask.Sort, ask.Limit = "", search.Best, 1
	found, err := x.Find(ctx, ask)
	if err != nil {
		return f, err
	}
	if f.Page, err = s.list(ctx, q); err != nil {
		return f, err
	}
	f.Total, f.More, f.Facets, f.counted = found.Total, found.More, found.Facets, true
	return f, nil
}

// NamesOfShops gives the names of at most a page of shops, in one statement.
func (s *Service) NamesOfShops(ctx context.Context, ids []ShopID) (names map[ShopID]string, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		names, err = ShopNames(tx, ids)
		return err
	})
	return names, err
}
