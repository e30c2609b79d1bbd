package pricewatch

import (
	"context"
	"errors"
	"slices"
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
// rules are others than at the last look, else those that were saved since. It costs three
// statements where nothing is in force, and does no statement for each product. Looks wait
// for one another; sellers wait for none of them (Saved).
func (s *Service) Look(ctx context.Context) error {
	s.turn.Lock()
	defer s.turn.Unlock()
	var seen int64
	var stamp string
	r, now, err := s.rulesNow(ctx, func(tx *db.Tx) error {
		err := tx.Row("SELECT seen, stamp FROM price_watch WHERE name = 'catalog'", nil, &seen, &stamp)
		if errors.Is(err, db.ErrNone) {
			return nil
		}
		return err
	})
	if err != nil {
		return err
	}
	if len(r.caps) == 0 {
		// Also when the last look found nothing in force: a save that came between, or a
		// look that was cut off, may have held something.
		if err := s.releaseAll(ctx); err != nil || stamp == "" {
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

// Saved looks at the products that a seller has just saved: at what events between two
// ids say. It waits for no look at others, and leaves a change of a whole shop to the
// next Look, which reads the same events again.
func (s *Service) Saved(ctx context.Context, from, to int64) error {
	r, _, err := s.rulesNow(ctx, nil)
	if err != nil || len(r.caps) == 0 {
		return err
	}
	if err := s.complete(ctx, &r); err != nil {
		return err
	}
	for from < to {
		list, err := event.After(ctx, s.db, from, eventsAt)
		if err != nil {
			return err
		}
		more := len(list) == eventsAt
		list = slices.DeleteFunc(list, func(e event.Event) bool { return e.ID > to })
		products, _ := changed(list)
		if err := s.lookAtEach(ctx, r, products); err != nil || !more || len(list) < eventsAt {
			return err
		}
		from = list[len(list)-1].ID
	}
	return nil
}

// rulesNow reads the caps in force with their baselines, and what also wants of the same
// moment; nil for nothing.
func (s *Service) rulesNow(ctx context.Context, also func(*db.Tx) error) (r rules, now time.Time, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		now = tx.Now
		if also != nil {
			if err := also(tx); err != nil {
				return err
			}
		}
		if r.caps, err = capsAt(tx, tx.Now); err != nil || len(r.caps) == 0 {
			return err
		}
		r.baselines, err = baselinesIn(tx, r.countries())
		return err
	})
	return r, now, err
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
		if err := s.lookAtEach(ctx, r, products); err != nil {
			return err
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

func (s *Service) lookAtEach(ctx context.Context, r rules, products []catalog.ProductID) error {
	for ids := range slices.Chunk(products, portion) {
		list, err := s.catalog.Offers(ctx, ids)
		if err != nil {
			return err
		}
		if err := s.judge(ctx, r, list, ids); err != nil {
			return err
		}
	}
	return nil
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
