package catalog

import (
	"context"
	"errors"

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
		var now int64
		err := tx.Row(`SELECT v.product_id, CAST(COALESCE(SUM(s.on_hand), 0) AS BIGINT) FROM variants v
			LEFT JOIN stock s ON s.variant_id = v.variant_id AND s.shop_id = v.shop_id
			WHERE v.variant_id = $1 AND v.shop_id = $2 GROUP BY v.product_id`, []any{int64(c.Variant), int64(shop)}, (*int64)(&product), &now)
		switch {
		case errors.Is(err, db.ErrNone):
			return fault.New(fault.NotFound, "fault.no_variant")
		case err != nil:
			return err
		case now == c.Counted:
			return nil
		case now != c.Saw:
			return &fault.Error{Kind: fault.Conflict, Key: "fault.stock_moved", Field: "on_hand",
				Args: []any{"saw", c.Saw, "now", now, "counted", c.Counted}}
		}
		at, err := mainLocation(tx, shop)
		if err != nil {
			return err
		}
		if err := setStock(tx, shop, c.Variant, at, c.Counted); err != nil {
			return err
		}
		return event.Append(tx, shop, StockChanged, int64(c.Variant), map[string]int64{"product": int64(product), "on_hand": c.Counted})
	})
}
