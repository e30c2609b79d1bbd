package catalog

import (
	"slices"

	"agora/db"
	"agora/event"
)

// SetBroken tells that a set can't be sold any more, because a part of it is not
// for sale; its subject is the product of the set.
const SetBroken event.Kind = "set.broken"

// brokenBy gives the products of sets that can't be sold because of one product,
// which a column names.
func brokenBy(tx *db.Tx, shop ShopID, column string, value any) ([]int64, error) {
	return db.List(tx, scanID, `SELECT DISTINCT s.product_id FROM products p
		JOIN variants v ON v.product_id = p.product_id AND v.shop_id = p.shop_id
		JOIN set_parts b ON b.part_id = v.variant_id AND b.shop_id = v.shop_id
		JOIN variants s ON s.variant_id = b.set_id AND s.shop_id = b.shop_id AND s.active = 1
		WHERE p.shop_id = $1 AND `+column+` = $2 AND (v.active = 0 OR p.status <> 'active') ORDER BY s.product_id`, int64(shop), value)
}

// tellBroken writes down which sets a change has broken.
func tellBroken(tx *db.Tx, shop ShopID, column string, value any, before []int64) error {
	now, err := brokenBy(tx, shop, column, value)
	if err != nil {
		return err
	}
	for _, set := range now {
		if slices.Contains(before, set) {
			continue
		}
		if err := event.Append(tx, shop, SetBroken, set, nil); err != nil {
			return err
		}
	}
	return nil
}
