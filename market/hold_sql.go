package market

import (
	"time"

	"agora/catalog"
	"agora/db"
)

// holdSteps are the holds of carts: how many of what was put into a cart are kept
// for it, for whom and until when; and which stock that is, of a set that of its
// parts. A hold of none is one that ended by the clock.
const holdSteps = `
CREATE TABLE cart_holds (
	cart TEXT NOT NULL,
	shop_id BIGINT NOT NULL,
	variant_id BIGINT NOT NULL,
	holder TEXT NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity >= 0),
	until BIGINT NOT NULL,
	PRIMARY KEY (cart, shop_id, variant_id)
) /*clustered*/;
CREATE INDEX cart_holds_until ON cart_holds (until);
CREATE INDEX cart_holds_holder ON cart_holds (holder);
CREATE INDEX cart_holds_thing ON cart_holds (shop_id, variant_id);
CREATE TABLE cart_held (
	cart TEXT NOT NULL,
	shop_id BIGINT NOT NULL,
	variant_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	location_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity > 0),
	PRIMARY KEY (cart, shop_id, variant_id, part_id, location_id)
) /*clustered*/;
`

// holding is the hold of one thing for one cart.
type holding struct {
	cart     string
	shop     catalog.ShopID
	variant  catalog.VariantID
	holder   string
	quantity int64
	until    time.Time
}

const heldColumns = "cart, shop_id, variant_id, holder, quantity, until"

func scanHeld(scan db.Scan) (h holding, err error) {
	var until int64
	err = scan(&h.cart, (*int64)(&h.shop), (*int64)(&h.variant), &h.holder, &h.quantity, &until)
	h.until = db.Time(until)
	return h, err
}

// put makes the hold what it says: the stock of before goes back, and as much as is
// wanted now is taken, in one go, so that nobody comes between.
func (h holding) put(tx *db.Tx) error {
	if err := h.giveBack(tx); err != nil {
		return err
	}
	placed, err := catalog.Reserve(tx, []catalog.Demand{{Shop: h.shop, Variant: h.variant, Quantity: h.quantity}})
	if err != nil {
		return err
	}
	for _, p := range placed {
		if _, err := tx.Exec("INSERT INTO cart_held (cart, shop_id, variant_id, part_id, location_id, quantity) VALUES "+db.Places(1, 6),
			h.cart, int64(h.shop), int64(h.variant), int64(p.Variant), int64(p.Location), p.Quantity); err != nil {
			return err
		}
	}
	_, err = tx.Exec("INSERT INTO cart_holds ("+heldColumns+") VALUES "+db.Places(1, 6)+`
		ON CONFLICT (cart, shop_id, variant_id) DO UPDATE SET holder = excluded.holder, quantity = excluded.quantity, until = excluded.until`,
		h.cart, int64(h.shop), int64(h.variant), h.holder, h.quantity, db.Micro(h.until))
	return err
}

// giveBack sets the stock of a hold free.
func (h holding) giveBack(tx *db.Tx) error {
	placed, err := db.List(tx, func(scan db.Scan) (p catalog.Placed, err error) {
		p.Shop = h.shop
		return p, scan((*int64)(&p.Variant), (*int64)(&p.Location), &p.Quantity)
	}, "SELECT part_id, location_id, quantity FROM cart_held WHERE cart = $1 AND shop_id = $2 AND variant_id = $3 ORDER BY part_id, location_id LIMIT 1000",
		h.cart, int64(h.shop), int64(h.variant))
	if err != nil || len(placed) == 0 {
		return err
	}
	if err := catalog.Release(tx, placed); err != nil {
		return err
	}
	_, err = tx.Exec("DELETE FROM cart_held WHERE cart = $1 AND shop_id = $2 AND variant_id = $3", h.cart, int64(h.shop), int64(h.variant))
	return err
}

// lapse ends the holds among some whose time is over.
func lapse(tx *db.Tx, where string, args ...any) (int, error) {
	list, err := db.List(tx, scanHeld, "SELECT "+heldColumns+" FROM cart_holds WHERE quantity > 0 AND "+where, args...)
	n := 0
	for _, h := range list {
		if err != nil || h.until.After(tx.Now) {
			continue
		}
		if err = h.giveBack(tx); err == nil {
			n++
			_, err = tx.Exec("UPDATE cart_holds SET quantity = 0 WHERE cart = $1 AND shop_id = $2 AND variant_id = $3", h.cart, int64(h.shop), int64(h.variant))
		}
	}
	return n, err
}

// heldIn gives what is held for a cart.
func heldIn(tx *db.Tx, cart string) ([]holding, error) {
	return db.List(tx, scanHeld, "SELECT "+heldColumns+" FROM cart_holds WHERE cart = $1 AND quantity > 0 ORDER BY shop_id, variant_id LIMIT 1000", cart)
}

// keepHeld lets a cart hold no more of a variant than it has: what was taken out is
// anybody's. Where all was, nothing tells any more that it was held.
func keepHeld(tx *db.Tx, cart string, v catalog.VariantID, quantity int64) error {
	list, err := heldIn(tx, cart)
	for _, h := range list {
		if err != nil || h.variant != v || h.quantity <= quantity {
			continue
		}
		if h.quantity = quantity; quantity == 0 {
			err = h.drop(tx)
		} else {
			err = h.put(tx)
		}
	}
	return err
}

// dropHeld ends all holds of a cart: it is emptied, or becomes orders, which
// reserve their own.
func dropHeld(tx *db.Tx, cart string) error {
	list, err := heldIn(tx, cart)
	for _, h := range list {
		if err == nil {
			err = h.drop(tx)
		}
	}
	return err
}

func (h holding) drop(tx *db.Tx) error {
	if err := h.giveBack(tx); err != nil {
		return err
	}
	_, err := tx.Exec("DELETE FROM cart_holds WHERE cart = $1 AND shop_id = $2 AND variant_id = $3", h.cart, int64(h.shop), int64(h.variant))
	return err
}
