package catalog

import (
	"context"
	"strconv"

	"agora/db"
	"agora/identity"
)

// How few of a thing are nearly sold out.
const (
	DefaultFew = 3      // of a shop that says nothing
	MaxFew     = 10_000 // that a shop or product may say
	FewOfShop  = -1     // of a product that leaves it to its shop
)

// NearlySoldOut gives the variants for sale of which a shop has at most left, or
// as many as their product says, fewest first, to those who run it.
func (s *Service) NearlySoldOut(ctx context.Context, by identity.Actor, shop ShopID, left int64, limit int) (list []Line, err error) {
	if !ownerOrOperator(by, shop) {
		return nil, ErrForbidden
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		ids, err := db.List(tx, func(scan db.Scan) (id VariantID, err error) { err = scan(&id); return id, err },
			"SELECT l.variant_id FROM ("+scarce(left, "$2")+") l ORDER BY l.free, l.variant_id LIMIT $3", int64(shop), left, clampLimit(limit))
		if err != nil {
			return err
		}
		lines, err := s.Lines(tx, ids)
		at := make(map[VariantID]Line, len(lines))
		for _, l := range lines {
			at[l.Variant.ID] = l
		}
		for _, id := range ids {
			if l, ok := at[id]; ok {
				list = append(list, l)
			}
		}
		return err
	})
	return list, err
}

// fewLeft is up to how many left in a location an index knows, which costs
// nothing where more is.
const fewLeft = 20

// scarce is a statement that gives the variants for sale of shop $1 that are
// nearly sold out, with their products and how many are free in all locations
// together: at most left, at a place, or as many as their product says.
func scarce(left int64, place string) string {
	const counted = " AND v.active = 1 AND v.parts = 0 AND q.status = 'active'"
	own := "SELECT v.variant_id, v.product_id, SUM(k.on_hand - k.held) AS free FROM products q" +
		" JOIN variants v ON v.product_id = q.product_id AND v.shop_id = q.shop_id" +
		" JOIN stock k ON k.variant_id = v.variant_id AND k.shop_id = v.shop_id WHERE q.shop_id = $1" + counted
	const each = " GROUP BY v.variant_id, v.product_id HAVING SUM(k.on_hand - k.held) <= "
	if left > fewLeft {
		return own + each + "MAX(CASE WHEN q.few >= 0 THEN q.few ELSE " + place + " END)"
	}
	// Nowhere can there be more than in all. MATERIALIZED, or PostgreSQL begins
	// with all products while it has no statistics.
	return "SELECT few.variant_id, few.product_id, few.free FROM (WITH rare AS MATERIALIZED (SELECT k.variant_id, SUM(k.on_hand - k.held) AS free FROM stock k" +
		" WHERE k.shop_id = $1 AND k.variant_id IN (SELECT variant_id FROM stock WHERE shop_id = $1 AND on_hand - held <= " + strconv.Itoa(fewLeft) + ")" +
		" GROUP BY k.variant_id HAVING SUM(k.on_hand - k.held) <= " + place + "), kin AS MATERIALIZED (SELECT r.variant_id, v.product_id, r.free, v.active, v.parts" +
		" FROM rare r JOIN variants v ON v.variant_id = r.variant_id AND v.shop_id = $1)" +
		" SELECT v.variant_id, v.product_id, v.free FROM kin v JOIN products q ON q.product_id = v.product_id AND q.shop_id = $1 WHERE q.few < 0" + counted + ") few" +
		" UNION ALL " + own + " AND q.few >= 0" + each + "MAX(q.few)"
}
