package pricewatch

import (
	"context"
	"errors"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/event"
)

// In what portions prices are looked at, and how far back events are read again when the
// rules change: others may have been written meanwhile.
const (
	portion  = 200
	overlap  = time.Minute
	eventsAt = 500
)

// Look holds what is too dear and releases what is not any more: all listings when the
// rules are others than at the last look, else those that were saved since. It costs two
// statements where nothing is in force, and does no statement for each product.
func (s *Service) Look(ctx context.Context) error {
	s.turn.Lock()
	defer s.turn.Unlock()
	var r rules
	var seen int64
	var stamp string
	var now time.Time
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		now = tx.Now
		err = tx.Row("SELECT seen, stamp FROM price_watch WHERE name = 'catalog'", nil, &seen, &stamp)
		if err != nil && !errors.Is(err, db.ErrNone) {
			return err
		}
		if r.caps, err = capsAt(tx, tx.Now); err != nil || len(r.caps) == 0 {
			return err
		}
		r.baselines, err = baselinesIn(tx, r.countries())
		return err
	})
	if err != nil {
		return err
	}
	if len(r.caps) == 0 {
		if stamp == "" {
			return nil
		}
		if err := s.releaseAll(ctx); err != nil {
			return err
		}
		return s.mark(ctx, 0, "")
	}
	if err := s.complete(ctx, &r); err != nil {
		return err
	}
	if rules := r.stamp(); rules != stamp {
		if err := s.lookIn(ctx, r, 0); err != nil {
			return err
		}
		return s.mark(ctx, db.IDAt(now.Add(-overlap)), rules)
	}
	return s.follow(ctx, r, seen, stamp)
}

// complete reads what rules are about besides themselves.
func (s *Service) complete(ctx context.Context, r *rules) (err error) {
	categories, err := s.catalog.Categories(ctx)
	if err != nil {
		return err
	}
	r.up = map[string]string{}
	for _, c := range categories {
		r.up[c.Key] = c.Parent
	}
	r.rates, err = s.landed.View(ctx)
	return err
}

func (s *Service) mark(ctx context.Context, seen int64, stamp string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO price_watch (name, seen, stamp) VALUES ('catalog', $1, $2)
			ON CONFLICT (name) DO UPDATE SET seen = $1, stamp = $2`, seen, stamp)
		return err
	})
}

// follow looks at what was saved since the last look.
func (s *Service) follow(ctx context.Context, r rules, seen int64, stamp string) error {
	for {
		list, err := event.After(ctx, s.db, seen, eventsAt)
		if err != nil || len(list) == 0 {
			return err
		}
		products, shops := changed(list)
		for i := 0; i < len(products); i += portion {
			if err := s.lookAt(ctx, r, products[i:min(i+portion, len(products))]); err != nil {
				return err
			}
		}
		for _, shop := range shops {
			if err := s.lookIn(ctx, r, shop); err != nil {
				return err
			}
		}
		seen = list[len(list)-1].ID
		if err := s.mark(ctx, seen, stamp); err != nil || len(list) < eventsAt {
			return err
		}
	}
}

// changed gives the products and shops that events are about, each once.
func changed(list []event.Event) (products []catalog.ProductID, shops []catalog.ShopID) {
	had, in := map[int64]bool{}, map[db.ShopID]bool{}
	for _, e := range list {
		switch e.Kind {
		case catalog.ProductSaved, catalog.ProductArchivedKind:
			if !had[e.Subject] {
				had[e.Subject] = true
				products = append(products, catalog.ProductID(e.Subject))
			}
		case catalog.ShopSaved:
			if !in[e.Shop] {
				in[e.Shop] = true
				shops = append(shops, e.Shop)
			}
		}
	}
	return products, shops
}

func (s *Service) lookAt(ctx context.Context, r rules, ids []catalog.ProductID) error {
	list, err := s.catalog.Offers(ctx, ids)
	if err != nil {
		return err
	}
	return s.judge(ctx, r, list, ids)
}

// lookIn looks at all listings of a shop, whose country or money may be another; those of
// the market for shop 0.
func (s *Service) lookIn(ctx context.Context, r rules, shop catalog.ShopID) error {
	var after catalog.ProductID
	for {
		list, err := s.catalog.OffersAfter(ctx, shop, after, portion)
		if err != nil {
			return err
		}
		if err := s.judge(ctx, r, list, nil); err != nil || len(list) < portion {
			return err
		}
		after = list[len(list)-1].Product.ID
	}
}
