package catalog

import (
	"context"
	"fmt"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/money"
	"agora/once"
)

// VariantChange is a new price, a new stock, or both, for a variant.
type VariantChange struct {
	Variant VariantID
	Price   money.Amount // without a currency: stays
	Count   bool         // OnHand is meant
	OnHand  int64        // in the location of the change, or in all together
	Seen    bool         // Saw is meant: a stock that is no longer it is a Conflict, as in CountStock
	Saw     int64
}

// After gives the cursor of the page of Products that begins behind a product.
func After(id ProductID) string { return mark(int64(id)) }

// ChangeVariants changes prices and stock of a shop's variants: all of them or,
// with the faults of each under "variants.N", none. Stock is counted in one
// location, or in all together when at is 0.
func (s *Service) ChangeVariants(ctx context.Context, by identity.Actor, shop ShopID, at LocationID, list []VariantChange) error {
	if !ownerOrOperator(by, shop) {
		return ErrForbidden
	}
	return s.change(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		owner, err := ShopIn(tx, shop)
		if err != nil {
			return err
		}
		if at != 0 {
			if err := knownLocation(tx, shop, at); err != nil {
				return err
			}
		}
		var faults fault.Fields
		priced := map[ProductID]bool{}
		for i, c := range list {
			product, err := c.apply(tx, owner, at)
			if err := faults.Join(fmt.Sprintf("variants.%d", i), err); err != nil {
				return err
			}
			if err == nil && c.Price.Currency != "" && !priced[product] {
				priced[product] = true
			}
		}
		if faults != nil {
			return faults
		}
		for product := range priced {
			if err := reprice(tx, shop, product); err != nil {
				return err
			}
		}
		return nil
	})
}

// apply makes one change and gives the product it is of.
func (c VariantChange) apply(tx *db.Tx, shop Shop, at LocationID) (product ProductID, err error) {
	var status ProductStatus
	err = tx.Row(`SELECT v.product_id, p.status FROM variants v JOIN products p ON p.product_id = v.product_id AND p.shop_id = v.shop_id
		WHERE v.variant_id = $1 AND v.shop_id = $2 AND v.active = 1`, []any{int64(c.Variant), int64(shop.ID)}, &product, &status)
	if err != nil {
		return 0, none(err, "fault.no_variant")
	}
	if c.Price.Currency != "" {
		var f fault.Fields
		VariantDraft{Price: c.Price}.check(&f, "", shop.Currency, status.wished() == ProductActive)
		if f != nil {
			return product, &fault.Error{Kind: fault.Invalid, Key: f[0].Key, Field: "price", Args: f[0].Args}
		}
		if _, err := tx.Exec("UPDATE variants SET price = $3 WHERE variant_id = $1 AND shop_id = $2",
			int64(c.Variant), int64(shop.ID), c.Price.Minor); err != nil {
			return product, err
		}
	}
	if !c.Count {
		return product, nil
	}
	if c.OnHand < 0 || c.OnHand > MaxOnHand {
		return product, fault.Field("on_hand", "fault.number_range", "min", int64(0), "max", int64(MaxOnHand))
	}
	if c.Seen {
		if _, err := unmoved(tx, shop.ID, at, Count{c.Variant, c.Saw, c.OnHand}); err != nil {
			return product, err
		}
	}
	if at != 0 {
		err = setStockIn(tx, shop.ID, c.Variant, at, c.OnHand)
	} else if at, err = mainLocation(tx, shop.ID); err == nil {
		err = setStock(tx, shop.ID, c.Variant, at, c.OnHand)
	}
	if err == nil {
		err = restockDigital(tx, shop.ID, product)
	}
	if err != nil {
		return product, err
	}
	return product, event.Append(tx, shop.ID, StockChanged, int64(c.Variant), map[string]int64{"product": int64(product), "on_hand": c.OnHand})
}

// reprice notes a product's lowest price anew.
func reprice(tx *db.Tx, shop ShopID, product ProductID) error {
	_, err := tx.Exec(`UPDATE products SET updated = $3, version = $4,
		price = (SELECT MIN(v.price) FROM variants v WHERE v.product_id = $1 AND v.shop_id = $2 AND v.active = 1)
		WHERE product_id = $1 AND shop_id = $2`, int64(product), int64(shop), db.Micro(tx.Now), tx.ID())
	if err != nil {
		return err
	}
	return event.Append(tx, shop, ProductSaved, int64(product), nil)
}
