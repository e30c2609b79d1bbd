package catalog

import (
	"errors"
	"fmt"

	"agora/db"
	"agora/fault"
)

// PutSets makes variants of products that were put just now the sets that their
// drafts say. It comes after all of them, since a part may be saved after its
// set. Fields of faults are "products.N.variants.M.parts". It asks nobody.
func PutSets(tx *db.Tx, shop Shop, products []ProductID, drafts []Draft) error {
	var faults fault.Fields
	for _, filling := range []bool{false, true} { // first what is no set any more, for it may be a part now
		for n, d := range drafts {
			err := putSets(tx, shop, products[n], d, filling)
			if err := faults.Join(fmt.Sprintf("products.%d", n), err); err != nil {
				return err
			}
		}
	}
	return faults.Err()
}

func putSets(tx *db.Tx, shop Shop, product ProductID, d Draft, filling bool) error {
	said := false
	for _, v := range d.Variants {
		said = said || v.Parts != nil && len(*v.Parts) > 0 == filling
	}
	if !said {
		return nil
	}
	ids, had, err := setsAmong(tx, shop.ID, product)
	if err != nil {
		return err
	}
	have, err := partsOf(tx, ids, int64(shop.ID))
	if err != nil {
		return err
	}
	at, err := mainLocation(tx, shop.ID)
	if err != nil {
		return err
	}
	var faults fault.Fields
	for n, v := range d.Variants {
		if v.Parts == nil || len(*v.Parts) > 0 != filling || n >= len(ids) {
			continue
		}
		id := VariantID(ids[n])
		if !had[n] && !filling || had[n] && samePartsSaid(have[id], *v.Parts) {
			continue
		}
		parts, err := foundParts(tx, shop.ID, *v.Parts)
		if err == nil {
			err = putParts(tx, shop.ID, id, parts)
		}
		if err == nil && !filling { // it has stock of its own again
			err = setStock(tx, shop.ID, id, at, v.OnHand)
		}
		if err := faults.Join(fmt.Sprintf("variants.%d", n), err); err != nil {
			return err
		}
	}
	return faults.Err()
}

// setsAmong gives the variants of a product in the order of its draft, and which
// of them are sets.
func setsAmong(tx *db.Tx, shop ShopID, product ProductID) (ids []int64, set []bool, err error) {
	return ids, set, tx.Each(func(scan db.Scan) error {
		var id, parts int64
		err := scan(&id, &parts)
		ids, set = append(ids, id), append(set, parts > 0)
		return err
	}, "SELECT variant_id, parts FROM variants WHERE product_id = $1 AND shop_id = $2 AND active = 1 ORDER BY position, variant_id", int64(product), int64(shop))
}

// foundParts finds the parts that a draft names in the shop.
func foundParts(tx *db.Tx, shop ShopID, list []PartDraft) ([]Part, error) {
	var faults fault.Fields
	parts := make([]Part, len(list))
	for i, p := range list {
		where, args, name := "v.sku = $2", []any{int64(shop), p.SKU}, p.SKU
		if p.SKU == "" {
			where, args, name = "p.handle = $2 AND v.choice = $3", []any{int64(shop), p.Handle, choiceKey(p.Values)}, p.Handle
		}
		parts[i].Quantity = p.Quantity
		err := tx.Row(`SELECT v.variant_id FROM variants v JOIN products p ON p.product_id = v.product_id AND p.shop_id = v.shop_id
			WHERE v.shop_id = $1 AND v.active = 1 AND `+where+" ORDER BY v.variant_id LIMIT 1", args, &parts[i].Variant)
		if errors.Is(err, db.ErrNone) {
			faults.Add("parts", "fault.part_unknown", "part", name)
		} else if err != nil {
			return nil, err
		}
	}
	return parts, faults.Err()
}
