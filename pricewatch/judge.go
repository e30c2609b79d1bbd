package pricewatch

import (
	"context"
	"strings"

	"agora/catalog"
	"agora/db"
)

// verdict is what is done about one product.
type verdict struct {
	offer catalog.Offer
	e     *Evidence // nil: not too dear
	ruled bool
	gone  bool // it is no offer now
	live  Hold // ID 0 for none
}

// id is the product that it is about.
func (v verdict) id() catalog.ProductID {
	if v.gone {
		return v.live.Product
	}
	return v.offer.Product.ID
}

// judge looks at some offers, and at those of ids that are none now. What it does is
// written in one transaction; what was saved since it was read is left to who looks at
// that save.
func (s *Service) judge(ctx context.Context, r rules, list []catalog.Offer, ids []catalog.ProductID) error {
	live, err := s.live(ctx, list, ids)
	if err != nil {
		return err
	}
	var todo []verdict
	offers := map[catalog.ProductID]bool{}
	for _, o := range list {
		v := verdict{offer: o, live: live[o.Product.ID]}
		offers[o.Product.ID] = true
		if v.e, v.ruled = r.judge(o); v.does() {
			todo = append(todo, v)
		}
	}
	for _, id := range ids {
		if h := live[id]; h.ID != 0 && !offers[id] {
			todo = append(todo, verdict{gone: true, live: h})
		}
	}
	if len(todo) == 0 {
		return nil
	}
	about := make([]catalog.ProductID, len(todo))
	for i, v := range todo {
		about[i] = v.id()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		standing, err := catalog.StandingOffers(tx, about)
		if err != nil {
			return err
		}
		for _, v := range todo {
			if standing[v.id()] != v.offer.Product.Version { // 0 for what is no offer
				continue
			}
			if err := v.write(tx); err != nil {
				return err
			}
		}
		return nil
	})
}

// live gives the holds that count of some products, in one statement.
func (s *Service) live(ctx context.Context, list []catalog.Offer, ids []catalog.ProductID) (map[catalog.ProductID]Hold, error) {
	var args []any
	for _, o := range list {
		args = append(args, int64(o.Product.ID))
	}
	for _, id := range ids {
		args = append(args, int64(id))
	}
	found := map[catalog.ProductID]Hold{}
	if len(args) == 0 {
		return found, nil
	}
	places := make([]string, len(args))
	for i := range args {
		places[i] = db.Place(i + 1)
	}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(scan db.Scan) error {
			h, err := scanHold(scan)
			found[h.Product] = h
			return err
		}, "SELECT "+holdColumns+" FROM price_holds WHERE state <> 'released' AND product_id IN ("+strings.Join(places, ", ")+")", args...)
	})
	return found, err
}

// does reports whether there is anything to write.
func (v verdict) does() bool {
	held, live := v.offer.Product.Status == catalog.ProductHeld, v.live.ID != 0
	switch {
	case v.e == nil:
		return held || live && (v.live.State.Blocks() || !v.ruled)
	case !live:
		return true
	case v.live.State == Allowed:
		return held || !v.live.allows(*v.e)
	}
	return !held || !v.live.same(*v.e)
}

// same reports whether the evidence of a hold is the same but for when it was found.
func (h Hold) same(e Evidence) bool {
	e.At = h.Evidence.At
	return text(e) == text(h.Evidence)
}

func (v verdict) write(tx *db.Tx) error {
	shop, product := v.offer.Shop.ID, v.offer.Product.ID
	if v.gone {
		return v.over(tx, StepWithdrawn)
	}
	if v.e == nil {
		if _, err := catalog.ReleaseOffer(tx, shop, product); err != nil || v.live.ID == 0 {
			return err
		}
		if v.ruled {
			return v.over(tx, StepLowered)
		}
		return v.over(tx, StepEnded)
	}
	e := *v.e
	e.At = tx.Now
	if v.live.ID != 0 && v.live.State == Allowed {
		if v.live.allows(e) {
			_, err := catalog.ReleaseOffer(tx, shop, product)
			return err
		}
		if err := v.over(tx, StepAgain); err != nil {
			return err
		}
		v.live = Hold{}
	}
	if _, err := catalog.HoldOffer(tx, shop, product); err != nil {
		return err
	}
	if v.live.ID == 0 {
		return v.begin(tx, e)
	}
	h, err := holdIn(tx, shop, v.live.ID)
	if err != nil || !h.State.Blocks() || h.same(e) {
		return err
	}
	if h.Evidence.prices() != e.prices() {
		h.add(Step{At: tx.Now, Did: StepAgain, Words: e.prices()})
	}
	h.Evidence, h.Crisis = e, e.Crisis
	return h.write(tx, h.State)
}

// begin writes that a product is held from now on.
func (v verdict) begin(tx *db.Tx, e Evidence) error {
	h := Hold{ID: HoldID(tx.ID()), Shop: v.offer.Shop.ID, Product: v.offer.Product.ID, Crisis: e.Crisis, State: Held,
		Story: Story{Title: v.offer.Product.Title, ShopName: v.offer.Shop.Name, Evidence: e, Steps: []Step{{At: tx.Now, Did: StepHeld, Words: e.prices()}}}}
	n, err := tx.Exec("INSERT INTO price_holds ("+holdColumns+") VALUES "+db.Places(1, 6)+" ON CONFLICT (product_id, shop_id) WHERE state <> 'released' DO NOTHING",
		int64(h.Shop), int64(h.ID), int64(h.Product), int64(h.Crisis), string(h.State), text(h.Story))
	if err != nil || n == 0 { // another node held it
		return err
	}
	return h.tell(tx)
}

// over ends a hold that counted.
func (v verdict) over(tx *db.Tx, did string) error {
	h, err := holdIn(tx, v.live.Shop, v.live.ID)
	if err != nil || h.State == Released {
		return err
	}
	from := h.State
	h.State = Released
	h.add(Step{At: tx.Now, Did: did})
	return h.write(tx, from)
}

// prices writes the prices that were found: "650.00 TJS > 520.00 TJS".
func (e Evidence) prices() string {
	var list []string
	for _, l := range e.Lines {
		if len(list) == 5 {
			list = append(list, "…")
			break
		}
		list = append(list, l.Price.String()+" > "+l.Most.String())
	}
	return strings.Join(list, ", ")
}

// releaseAll releases whatever is held: nothing is in force.
func (s *Service) releaseAll(ctx context.Context) error {
	for {
		var list []Hold
		err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
			list, err = db.List(tx, scanHold, "SELECT "+holdColumns+" FROM price_holds WHERE state <> 'released' ORDER BY product_id LIMIT $1", portion)
			return err
		})
		if err != nil || len(list) == 0 {
			return err
		}
		err = s.db.Write(ctx, func(tx *db.Tx) error {
			for _, h := range list {
				if _, err := catalog.ReleaseOffer(tx, h.Shop, h.Product); err != nil {
					return err
				}
				if err := (verdict{live: h}).over(tx, StepEnded); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}
