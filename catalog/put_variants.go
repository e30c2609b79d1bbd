package catalog

import (
	"errors"
	"fmt"

	"agora/db"
	"agora/fault"
)

// known is a variant that a product has already.
type known struct {
	id     VariantID
	sku    string
	choice string
	parts  int64 // of a set
	used   bool
}

// putVariants makes the variants of a product those of the draft. The ones it
// has are found again by SKU, then by their values, so that carts and orders
// keep pointing at the same thing.
func putVariants(tx *db.Tx, shop Shop, product ProductID, d Draft) error {
	have, err := db.List(tx, func(scan db.Scan) (*known, error) {
		k := &known{}
		return k, scan(&k.id, &k.sku, &k.choice, &k.parts)
	}, `SELECT variant_id, sku, choice, parts FROM variants WHERE product_id = $1 AND shop_id = $2 ORDER BY active DESC, position, variant_id`,
		int64(product), int64(shop.ID))
	if err != nil {
		return err
	}
	if len(have) > 0 {
		if _, err := tx.Exec("UPDATE variants SET active = 0 WHERE product_id = $1 AND shop_id = $2 AND active = 1",
			int64(product), int64(shop.ID)); err != nil {
			return err
		}
	}
	at, err := mainLocation(tx, shop.ID)
	if err != nil {
		return err
	}
	matched := match(have, d.Variants)
	sets := map[VariantID]bool{}
	for _, k := range have {
		sets[k.id] = k.parts > 0
	}
	var faults fault.Fields
	for i, v := range d.Variants {
		if err := faults.Join(fmt.Sprintf("variants.%d", i), putVariant(tx, shop.ID, product, at, matched[i], i, v, sets[matched[i]])); err != nil {
			return err
		}
	}
	return faults.Err()
}

// match finds the variants of a draft among those there are: first all by SKU,
// then the rest by their values.
func match(have []*known, drafts []VariantDraft) []VariantID {
	found := make([]VariantID, len(drafts))
	take := func(i int, same func(*known) bool) {
		for _, k := range have {
			if found[i] == 0 && !k.used && same(k) {
				found[i], k.used = k.id, true
			}
		}
	}
	for i, v := range drafts {
		if v.SKU != "" {
			take(i, func(k *known) bool { return k.sku == v.SKU })
		}
	}
	for i, v := range drafts {
		choice := choiceKey(v.Values)
		take(i, func(k *known) bool { return k.choice == choice })
	}
	return found
}

func putVariant(tx *db.Tx, shop ShopID, product ProductID, at LocationID, id VariantID, position int, v VariantDraft, set bool) error {
	if v.SKU != "" {
		var taken int
		if err := tx.Row("SELECT COUNT(*) FROM variants WHERE shop_id = $1 AND sku = $2 AND sku <> '' AND active = 1",
			[]any{int64(shop), v.SKU}, &taken); err != nil {
			return err
		}
		if taken > 0 {
			return &fault.Error{Kind: fault.Conflict, Key: "fault.sku_taken", Field: "sku", Args: []any{"sku", v.SKU}}
		}
	}
	fresh := id == 0
	if fresh {
		id = VariantID(tx.ID())
	}
	_, err := tx.Exec(`INSERT INTO variants (variant_id, shop_id, product_id, position, active, sku, barcode, choice, price, compare_at, grams, length_mm, width_mm, height_mm)
		VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (variant_id, shop_id) DO UPDATE SET position = $4, active = 1, sku = $5, barcode = $6, choice = $7, price = $8,
			compare_at = $9, grams = $10, length_mm = $11, width_mm = $12, height_mm = $13`,
		int64(id), int64(shop), int64(product), position, v.SKU, v.Barcode, choiceKey(v.Values), v.Price.Minor, v.CompareAt.Minor,
		v.Grams, v.LengthMM, v.WidthMM, v.HeightMM)
	if err != nil {
		return err
	}
	if v.Terms != nil {
		text, err := v.Terms.written()
		if err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE variants SET terms = $3 WHERE variant_id = $1 AND shop_id = $2", int64(id), int64(shop), text); err != nil {
			return err
		}
	}
	if fresh {
		_, err = tx.Exec("INSERT INTO stock (variant_id, location_id, shop_id, on_hand, held) VALUES ($1, $2, $3, $4, 0)",
			int64(id), int64(at), int64(shop), v.OnHand)
		return err
	}
	if set || v.Uncounted { // of a set the draft has what its parts allowed
		return nil
	}
	return layStock(tx, shop, id, at, v.OnHand)
}

// setStock makes a variant's stock in all locations together onHand, unless it
// is a set.
func setStock(tx *db.Tx, shop ShopID, variant VariantID, at LocationID, onHand int64) error {
	if err := ownStock(tx, shop, variant); err != nil {
		return err
	}
	return layStock(tx, shop, variant, at, onHand)
}

// layStock makes a variant's stock in all locations together onHand, by
// changing what is in one of them.
func layStock(tx *db.Tx, shop ShopID, variant VariantID, at LocationID, onHand int64) error {
	var elsewhere int64
	if err := tx.Row(`SELECT CAST(COALESCE(SUM(on_hand), 0) AS BIGINT) FROM stock WHERE variant_id = $1 AND shop_id = $2 AND location_id <> $3`,
		[]any{int64(variant), int64(shop), int64(at)}, &elsewhere); err != nil {
		return err
	}
	here := onHand - elsewhere
	if here >= 0 {
		n, err := tx.Exec(`INSERT INTO stock (variant_id, location_id, shop_id, on_hand, held) VALUES ($1, $2, $3, $4, 0)
			ON CONFLICT (variant_id, location_id, shop_id) DO UPDATE SET on_hand = $4 WHERE stock.held <= $4`,
			int64(variant), int64(at), int64(shop), here)
		if err != nil || n == 1 {
			return err
		}
	}
	return heldFault(tx, shop, variant, elsewhere)
}

// heldFault says that orders hold more than somebody wants to be in stock.
func heldFault(tx *db.Tx, shop ShopID, variant VariantID, elsewhere int64) error {
	var held int64
	err := tx.Row("SELECT CAST(COALESCE(SUM(held), 0) AS BIGINT) FROM stock WHERE variant_id = $1 AND shop_id = $2",
		[]any{int64(variant), int64(shop)}, &held)
	if err != nil {
		return err
	}
	return &fault.Error{Kind: fault.Conflict, Key: "fault.stock_held", Field: "on_hand", Args: []any{"held", max(held, elsewhere)}}
}

// mainLocation gives the place in which a shop keeps stock unless it says
// otherwise: its oldest.
func mainLocation(tx *db.Tx, shop ShopID) (at LocationID, err error) {
	err = tx.Row("SELECT location_id FROM locations WHERE shop_id = $1 ORDER BY location_id LIMIT 1", []any{int64(shop)}, &at)
	if errors.Is(err, db.ErrNone) {
		return 0, fmt.Errorf("catalog: shop %d has no location", shop)
	}
	return at, err
}
