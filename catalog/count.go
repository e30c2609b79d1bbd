package catalog

import (
	"context"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/once"
)

// Count is what a seller counted on her shelf, perhaps hours ago and without a
// line.
type Count struct {
	Variant VariantID
	Saw     int64 // the stock that her page showed
	Counted int64 // what she found
}

// CountStock makes a variant's stock what was counted, if it is still what she
// saw. Orders placed meanwhile do not matter: they hold stock and leave it on
// the shelf. Parcels that left meanwhile do: nobody knows whether she counted
// before or after. Then, unless she found just what the stock is now, nothing
// is changed and Conflict "fault.stock_moved" says so.
func (s *Service) CountStock(ctx context.Context, by identity.Actor, shop ShopID, c Count) error {
	if !ownerOrOperator(by, shop) {
		return ErrForbidden
	}
	if c.Counted < 0 || c.Counted > MaxOnHand {
		return fault.Field("on_hand", "fault.number_range", "min", int64(0), "max", int64(MaxOnHand))
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		var product ProductID
		if err := tx.Row("SELECT product_id FROM variants WHERE variant_id = $1 AND shop_id = $2",
			[]any{int64(c.Variant), int64(shop)}, (*int64)(&product)); err != nil {
			return none(err, "fault.no_variant")
		}
		if right, err := unmoved(tx, shop, 0, c); err != nil || right {
			return err
		}
		at, err := mainLocation(tx, shop)
		if err != nil {
			return err
		}
		if err := setStock(tx, shop, c.Variant, at, c.Counted); err != nil {
			return err
		}
		if err := restockDigital(tx, shop, product); err != nil {
			return err
		}
		return event.Append(tx, shop, StockChanged, int64(c.Variant), map[string]int64{"product": int64(product), "on_hand": c.Counted})
	})
}

// unmoved proves that the stock, in one location or in all together when at is
// 0, is still what was seen; right tells that it is already what was counted.
func unmoved(tx *db.Tx, shop ShopID, at LocationID, c Count) (right bool, err error) {
	var now int64
	if err := tx.Row(`SELECT CAST(COALESCE(SUM(on_hand), 0) AS BIGINT) FROM stock
		WHERE variant_id = $1 AND shop_id = $2 AND ($3 = 0 OR location_id = $3)`,
		[]any{int64(c.Variant), int64(shop), int64(at)}, &now); err != nil {
		return false, err
	}
	if now != c.Counted && now != c.Saw {
		return false, &fault.Error{Kind: fault.Conflict, Key: "fault.stock_moved", Field: "on_hand",
			Args: []any{"saw", c.Saw, "now", now, "counted", c.Counted}}
	}
	return now == c.Counted, nil
}
