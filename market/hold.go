package market

import (
	"context"
	"crypto/rand"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/discount"
	"agora/fault"
)

// Hold is a wish to have some of a variant kept for a cart for a while, of
// somebody who is known well enough to be trusted with a little of a shop's stock.
type Hold struct {
	Cart     string // token; "" for a new cart
	Variant  catalog.VariantID
	Quantity int64
	Holder   string        // whoever it is, in whatever cart: "seat 7 of event 3"
	For      time.Duration // from now on; what is held already keeps its end
	Most     int64         // that one holder holds at a time, of all things together
	Code     string        // of the offer of a live sale, "" for none
}

// rest is how long who let a hold end may not hold the same thing again, so that
// nobody locks a shop's stock by holding it again and again.
const rest = time.Hour

// HoldLine puts some of a variant into a cart, and holds as many of the stock for
// it: who comes first has it. It gives the cart and until when it is held; a zero
// time when she let a hold of it end a short while ago, so that it only lies in her
// cart, for the same price. What is in the cart and held already is added to.
func (s *Service) HoldLine(ctx context.Context, h Hold) (token string, until time.Time, err error) {
	if token = h.Cart; token == "" {
		token = rand.Text()
	}
	lines, err := s.toCart(ctx, token, h.Variant, h.Quantity)
	if err != nil {
		return token, until, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		until = time.Time{}
		line := CartLine{Line: lines[0], Quantity: h.Quantity}
		if _, err := lapse(tx, "shop_id = $1 AND variant_id = $2", int64(line.Shop.ID), int64(h.Variant)); err != nil {
			return err
		}
		had, many, err := lineIn(tx, token, h.Variant)
		if err != nil {
			return err
		}
		if until, err = h.take(tx, token, line.Shop.ID); err != nil {
			return err
		}
		if !until.IsZero() {
			line.Variant.OnHand = catalog.MaxQuantity // the stock was just taken
		}
		if err := s.addTo(tx, token, line, had, many); err != nil || h.Code == "" {
			return err
		}
		return offerTo(tx, token, h.Code)
	})
	return token, until, err
}

// take holds the stock, on top of what the cart holds of the thing; a zero time
// when it is not held.
func (h Hold) take(tx *db.Tx, token string, shop catalog.ShopID) (time.Time, error) {
	list, err := db.List(tx, scanHeld, "SELECT "+heldColumns+" FROM cart_holds WHERE holder = $1 OR cart = $2 LIMIT 1000", h.Holder, token)
	if err != nil {
		return time.Time{}, err
	}
	now := holding{cart: token, shop: shop, variant: h.Variant, holder: h.Holder, until: tx.Now.Add(h.For)}
	all := h.Quantity
	for _, o := range list {
		if o.holder == h.Holder {
			all += o.quantity
		}
		switch same := o.shop == shop && o.variant == h.Variant; {
		case same && o.quantity == 0 && o.holder == h.Holder:
			return time.Time{}, nil
		case same && o.quantity > 0 && o.cart == token:
			now.quantity, now.until = o.quantity, o.until
			if o.holder != h.Holder { // two people have one cart: it is hers now
				all += o.quantity
			}
		}
	}
	if all > h.Most {
		return time.Time{}, fault.New(fault.Conflict, "fault.hold_most", "max", h.Most)
	}
	now.quantity += h.Quantity
	return now.until, now.put(tx)
}

// offerTo gives a cart the code of an offer, in the place of those that are there
// already for ended ones: an offer needs no room among what a buyer typed.
func offerTo(tx *db.Tx, token, code string) error {
	var had, offers, last int64
	if err := tx.Row("SELECT COUNT(CASE WHEN code = $2 THEN 1 END), COUNT(CASE WHEN code LIKE '@%' THEN 1 END), COALESCE(MAX(place), -1) FROM cart_codes WHERE cart = $1",
		[]any{token, code}, &had, &offers, &last); err != nil || had > 0 {
		return err
	}
	if offers >= discount.MaxCodes {
		if _, err := tx.Exec("DELETE FROM cart_codes WHERE cart = $1 AND code LIKE '@%'", token); err != nil {
			return err
		}
	}
	_, err := tx.Exec("INSERT INTO cart_codes (cart, place, code) VALUES ($1, $2, $3)", token, last+1, code)
	return err
}

// LapseHolds gives back what is held beyond its time, at most limit holds, and
// tells how many. It is run again and again by the program itself.
func (s *Service) LapseHolds(ctx context.Context, limit int) (n int, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if n, err = lapse(tx, "until <= $1 LIMIT $2", db.Micro(tx.Now), limit); err != nil {
			return err
		}
		_, err := tx.Exec("DELETE FROM cart_holds WHERE quantity = 0 AND until <= $1", db.Micro(tx.Now.Add(-rest)))
		return err
	})
	return n, err
}
