package catalog

import (
	"context"
	"strconv"

	"agora/db"
	"agora/identity"
)

// NearlySoldOut gives the variants for sale of which a shop has at most left,
// fewest first, to those who run it.
func (s *Service) NearlySoldOut(ctx context.Context, by identity.Actor, shop ShopID, left int64, limit int) (list []Line, err error) {
	if !ownerOrOperator(by, shop) {
		return nil, ErrForbidden
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		ids, err := db.List(tx, func(scan db.Scan) (id VariantID, err error) { err = scan(&id); return id, err },
			`SELECT k.variant_id FROM stock k
			JOIN variants v ON v.variant_id = k.variant_id AND v.shop_id = k.shop_id
			JOIN products p ON p.product_id = v.product_id AND p.shop_id = v.shop_id
			WHERE k.shop_id = $1 AND v.active = 1 AND v.parts = 0 AND p.status = 'active' AND k.variant_id IN (`+scarce(left, "$2")+`)
			GROUP BY k.variant_id ORDER BY SUM(k.on_hand - k.held), k.variant_id LIMIT $3`, int64(shop), left, clampLimit(limit))
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

// scarce is a statement that gives the variants of shop $1 of which at most left,
// at a place, are free in all locations together.
func scarce(left int64, place string) string {
	where := "k.shop_id = $1"
	if left <= fewLeft { // nowhere can there be more than in all
		where += " AND k.variant_id IN (SELECT variant_id FROM stock WHERE shop_id = $1 AND on_hand - held <= " + strconv.Itoa(fewLeft) + ")"
	}
	return "SELECT k.variant_id FROM stock k WHERE " + where + " GROUP BY k.variant_id HAVING SUM(k.on_hand - k.held) <= " + place
}
