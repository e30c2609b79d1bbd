package catalog

import (
	"context"
	"fmt"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/once"
)

// SetParts makes a variant a set of other variants of its shop, or, with none,
// a thing of its own again, without stock. The same variant named twice counts
// together. A set holds no set, and what orders hold stock of becomes none.
func (s *Service) SetParts(ctx context.Context, by identity.Actor, shop ShopID, set VariantID, parts []Part) error {
	if !ownerOrOperator(by, shop) {
		return ErrForbidden
	}
	return s.change(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		return putParts(tx, shop, set, parts)
	})
}

func putParts(tx *db.Tx, shop ShopID, set VariantID, parts []Part) error {
	var product ProductID
	var had int64
	err := tx.Row("SELECT product_id, parts FROM variants WHERE variant_id = $1 AND shop_id = $2 AND active = 1", []any{int64(set), int64(shop)},
		&product, &had)
	if err != nil {
		return none(err, "fault.no_variant")
	}
	parts = merged(parts)
	if err := fitParts(tx, shop, set, parts); err != nil {
		return err
	}
	if had == 0 && len(parts) > 0 {
		if err := emptyShelf(tx, shop, set); err != nil {
			return err
		}
	}
	if _, err := tx.Exec("DELETE FROM set_parts WHERE set_id = $1 AND shop_id = $2", int64(set), int64(shop)); err != nil {
		return err
	}
	for i, p := range parts {
		if _, err := tx.Exec("INSERT INTO set_parts (set_id, part_id, shop_id, position, quantity) VALUES ($1, $2, $3, $4, $5)",
			int64(set), int64(p.Variant), int64(shop), i, p.Quantity); err != nil {
			return err
		}
	}
	if _, err := tx.Exec("UPDATE variants SET parts = $3 WHERE variant_id = $1 AND shop_id = $2", int64(set), int64(shop), len(parts)); err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE products SET updated = $3, version = $4 WHERE product_id = $1 AND shop_id = $2",
		int64(product), int64(shop), db.Micro(tx.Now), tx.ID()); err != nil {
		return err
	}
	return event.Append(tx, shop, ProductSaved, int64(product), nil)
}

// merged adds up parts that are named twice.
func merged(parts []Part) []Part {
	var list []Part
	at := map[VariantID]int{}
	for _, p := range parts {
		i, twice := at[p.Variant]
		if !twice {
			at[p.Variant] = len(list)
			list = append(list, Part{Variant: p.Variant, Quantity: p.Quantity})
			continue
		}
		list[i].Quantity += p.Quantity
	}
	return list
}

// fitParts says what may not be a part of a set. Fields are "parts" and
// "parts.N.quantity".
func fitParts(tx *db.Tx, shop ShopID, set VariantID, parts []Part) error {
	var f fault.Fields
	bound(&f, "parts", len(parts), MaxParts)
	if f != nil || len(parts) == 0 {
		return f.Err()
	}
	ids := []int64{int64(set)}
	for i, p := range parts {
		ids = append(ids, int64(p.Variant))
		if p.Quantity < 1 || p.Quantity > MaxOfPart {
			f.Add(fmt.Sprintf("parts.%d.quantity", i), "fault.number_range", "min", int64(1), "max", int64(MaxOfPart))
		}
		if p.Variant == set {
			f.Add("parts", "fault.set_itself")
		}
	}
	in, args := among(ids)
	own := map[VariantID]bool{}
	var products []ProductID
	err := tx.Each(func(scan db.Scan) error {
		var id VariantID
		var owner ShopID
		var product ProductID
		var active, parts int64
		err := scan(&id, &owner, &product, &active, &parts)
		if owner == shop {
			products = append(products, product)
		}
		if parts > 0 && id != set {
			f.Add("parts", "fault.set_in_set")
		}
		own[id] = owner == shop && active == 1
		return err
	}, "SELECT variant_id, shop_id, product_id, active, parts FROM variants WHERE variant_id IN "+in, args...)
	if err != nil {
		return err
	}
	for _, p := range products {
		if yes, err := isDigital(tx, shop, p); err != nil {
			return err
		} else if yes {
			f.Add("parts", "fault.set_digital")
		}
	}
	for _, p := range parts {
		if !own[p.Variant] {
			f.Add("parts", "fault.no_variant")
		}
	}
	var within int64
	if err := tx.Row("SELECT COUNT(*) FROM set_parts WHERE part_id = $1 AND shop_id = $2", []any{int64(set), int64(shop)}, &within); err != nil {
		return err
	}
	if within > 0 {
		f.Add("parts", "fault.set_within")
	}
	return f.Err()
}

// emptyShelf takes the stock of what becomes a set off the shelf; orders may
// hold none of it.
func emptyShelf(tx *db.Tx, shop ShopID, set VariantID) error {
	var held int64
	if err := tx.Row("SELECT CAST(COALESCE(SUM(held), 0) AS BIGINT) FROM stock WHERE variant_id = $1 AND shop_id = $2",
		[]any{int64(set), int64(shop)}, &held); err != nil {
		return err
	}
	if held > 0 {
		return &fault.Error{Kind: fault.Conflict, Key: "fault.set_held", Field: "parts", Args: []any{"held", held}}
	}
	_, err := tx.Exec("UPDATE stock SET on_hand = 0 WHERE variant_id = $1 AND shop_id = $2", int64(set), int64(shop))
	return err
}

// ownStock refuses to count a set: it has no stock of its own.
func ownStock(tx *db.Tx, shop ShopID, variant VariantID) error {
	var parts int64
	err := tx.Row("SELECT parts FROM variants WHERE variant_id = $1 AND shop_id = $2", []any{int64(variant), int64(shop)}, &parts)
	if err == nil && parts > 0 {
		return &fault.Error{Kind: fault.Conflict, Key: "fault.set_stock", Field: "on_hand"}
	}
	return none(err, "fault.no_variant")
}
