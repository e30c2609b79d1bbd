package catalog

import (
	"context"
	"encoding/json"
	"slices"

	"agora/db"
	"agora/event"
	"agora/search"
)

// The events besides those of products, stock and shops that change what is
// found.
const (
	CategoriesSaved event.Kind = "categories.saved" // subject 0
	ReviewWritten   event.Kind = "review.written"
	RatingChanged   event.Kind = "rating.changed" // a moderator hid a review or put it back; subject is the remark

	deliverySaved       event.Kind = "delivery.saved" // of package delivery: a shop sends elsewhere
	deliveryTablesSaved event.Kind = "delivery.tables_saved"
)

// CatchUp takes all events there are into the index.
func (i *Indexer) CatchUp(ctx context.Context) error {
	i.turn.Lock()
	defer i.turn.Unlock()
	x := i.index.Load()
	if x == nil || !x.Ready() {
		return nil
	}
	for ctx.Err() == nil {
		commits := i.service.db.Stats().Commits.Load()
		list, err := event.After(ctx, i.service.db, x.Cursor(), indexed)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			i.caught.Store(commits)
			return nil
		}
		if err := i.take(ctx, x, list); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// take learns what events are about. The cursor moves with the last of it.
func (i *Indexer) take(ctx context.Context, x *search.Index, list []event.Event) error {
	t, err := i.touched(ctx, list)
	if err != nil {
		return err
	}
	for _, shop := range t.shops {
		if err := i.takeShop(ctx, x, shop); err != nil {
			return err
		}
	}
	for part := range slices.Chunk(t.products, indexed) {
		if err := i.refresh(ctx, x, part); err != nil {
			return err
		}
	}
	if t.all {
		i.stale.Store(true)
	}
	return x.Apply(search.Change{Cursor: list[len(list)-1].ID})
}

// touched is what events are about.
type touched struct {
	products []int64
	shops    []ShopID
	all      bool // names of shelves stand in every product below them, as tariffs count for many shops
}

func (i *Indexer) touched(ctx context.Context, list []event.Event) (t touched, err error) {
	var variants, remarks []int64
	for _, e := range list {
		switch e.Kind {
		case ProductSaved, ProductArchivedKind:
			t.products = append(t.products, e.Subject)
		case StockChanged:
			var body struct{ Product int64 }
			if err := json.Unmarshal(e.Body, &body); err == nil && body.Product != 0 {
				t.products = append(t.products, body.Product)
			} else {
				variants = append(variants, e.Subject)
			}
		case ShopOpened, ShopMoved, ShopSaved, deliverySaved:
			if !slices.Contains(t.shops, e.Shop) {
				t.shops = append(t.shops, e.Shop)
			}
		case ReviewWritten, RatingChanged:
			remarks = append(remarks, e.Subject)
		case CategoriesSaved, deliveryTablesSaved:
			t.all = true
		}
	}
	err = i.service.db.Read(ctx, func(tx *db.Tx) error {
		for _, l := range []struct {
			ids   []int64
			query string
		}{
			{variants, "SELECT DISTINCT product_id FROM variants WHERE variant_id IN "},
			{remarks, "SELECT DISTINCT product_id FROM remarks WHERE remark_id IN "},
		} {
			if len(l.ids) == 0 {
				continue
			}
			in, args := among(l.ids)
			more, err := db.List(tx, scanID, l.query+in, args...)
			if err != nil {
				return err
			}
			t.products = append(t.products, more...)
		}
		if len(t.products) == 0 {
			return nil
		}
		in, args := among(t.products)
		sets, err := db.List(tx, scanID, `SELECT DISTINCT s.product_id FROM variants v
			JOIN set_parts b ON b.part_id = v.variant_id AND b.shop_id = v.shop_id
			JOIN variants s ON s.variant_id = b.set_id AND s.shop_id = b.shop_id WHERE v.product_id IN `+in, args...)
		t.products = append(t.products, sets...) // they are as many as their parts allow
		return err
	})
	slices.Sort(t.products)
	t.products = slices.Compact(t.products)
	return t, err
}

func scanID(scan db.Scan) (id int64, err error) { return id, scan(&id) }

// takeShop reads all of a shop's products anew.
func (i *Indexer) takeShop(ctx context.Context, x *search.Index, shop ShopID) error {
	for after := ""; ; {
		var ids []int64
		err := i.service.db.Read(ctx, func(tx *db.Tx) error {
			return tx.Each(func(scan db.Scan) error {
				var id int64
				err := scan(&id, &after)
				ids = append(ids, id)
				return err
			}, "SELECT product_id, handle FROM products WHERE shop_id = $1 AND handle > $2 ORDER BY handle LIMIT $3", int64(shop), after, indexed)
		})
		if err != nil || len(ids) == 0 {
			return err
		}
		if err := i.refresh(ctx, x, ids); err != nil {
			return err
		}
	}
}

// refresh makes the index say of some products what the tables say.
func (i *Indexer) refresh(ctx context.Context, x *search.Index, ids []int64) error {
	var c search.Change
	var sent []Sent
	in, args := among(ids)
	err := i.service.db.Read(ctx, func(tx *db.Tx) (err error) {
		c.Put, sent, err = i.service.documents(tx, "p.product_id IN "+in, args...)
		return err
	})
	if err != nil {
		return err
	}
	if err := i.service.reached(ctx, c.Put, sent); err != nil {
		return err
	}
	for _, id := range ids {
		if !slices.ContainsFunc(c.Put, func(d search.Document) bool { return d.Product == id }) {
			c.Gone = append(c.Gone, id)
		}
	}
	return x.Apply(c)
}

// change writes and then takes what was written into the index, so that who
// wrote it finds it at once. What cannot be taken now is taken by Run.
func (s *Service) change(ctx context.Context, f func(*db.Tx) error) error {
	var from, to int64
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		from = tx.ID()
		err := f(tx)
		to = tx.ID()
		return err
	})
	if err != nil {
		return err
	}
	if s.watch != nil {
		s.watch(ctx, from, to)
	}
	if i := s.indexer.Load(); i != nil && !i.building.Load() {
		if err := i.CatchUp(ctx); err != nil && ctx.Err() == nil {
			i.log.Error("search index", "err", err)
		}
	}
	return nil
}
