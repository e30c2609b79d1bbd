package catalog

import (
	"context"

	"agora/db"
)

// OnSale gives the variants of a product that is for sale, at most so many, as the
// lines of a cart would have them, in the order of the seller: what somebody chooses
// from who sees only this. It asks once, and once more where there are sets.
func (s *Service) OnSale(ctx context.Context, id ProductID, most int) (lines []Line, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		lines, err = s.linesOf(tx, `FROM variants v`+lineJoins+`
			WHERE v.variant_id IN (SELECT variant_id FROM variants WHERE product_id = $1 AND active = 1 ORDER BY position, variant_id LIMIT $2)
				AND v.product_id = $1 AND v.active = 1 AND p.status = 'active' AND s.status = 'open' ORDER BY v.position, v.variant_id`, int64(id), most)
		return err
	})
	return lines, err
}

// Card shows the variant of a line alone.
func (l Line) Card() Card {
	p, v := l.Product, l.Variant
	return Card{Product: p.ID, Shop: l.Shop.ID, Handle: p.Handle, ShopHandle: l.Shop.Handle, ShopName: l.Shop.Name, ShopCity: l.Shop.City, Country: l.Shop.Country,
		Title: p.Title, Picture: p.Picture(), Tint: p.Tint, Variant: v.ID, From: v.Price, Grams: v.Grams, Size: [3]int64{v.LengthMM, v.WidthMM, v.HeightMM},
		Dangerous: p.Dangerous, Digital: p.Digital, Category: p.Category, HS: p.HS, Origin: p.Origin, Certified: p.Certificate != "", SoldOut: v.Available() <= 0, Set: v.IsSet()}
}
