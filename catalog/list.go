package catalog

import (
	"context"

	"agora/db"
)

// list asks the tables alone: for what has no words, and for words until the
// index is built.
func (s *Service) list(ctx context.Context, q Query) (Page[Card], error) {
	return pageOf(ctx, s, q, listed[Card]{columns: cardColumns, read: s.scanCard, finish: offers, id: func(c Card) ProductID { return c.Product }})
}

// listed says what is read of each product of a list.
type listed[T any] struct {
	columns, join string
	read          func(db.Scan) (item T, key int64, err error) // key: what the list is sorted by
	id            func(T) ProductID
	finish        func(*db.Tx, []T) error
}

// pageOf gives a page of a list of products, in the two statements of l.
func pageOf[T any](ctx context.Context, s *Service, q Query, l listed[T]) (page Page[T], err error) {
	if q.shelves, err = s.shelvesOf(ctx, q); err != nil {
		return page, err
	}
	statement, args, err := q.statement(l.columns, l.join)
	if err != nil {
		return page, err
	}
	var keys []int64
	limit := clampLimit(q.Limit)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		page.Items, err = db.List(tx, func(scan db.Scan) (T, error) {
			item, key, err := l.read(scan)
			keys = append(keys, key)
			return item, err
		}, statement, args...)
		if err != nil {
			return err
		}
		if len(page.Items) > limit {
			page.Items = page.Items[:limit]
			page.Next = mark(keys[limit-1], int64(l.id(page.Items[limit-1])))
		}
		return l.finish(tx, page.Items)
	})
	return page, err
}
