package catalog

import (
	"context"

	"agora/db"
)

// Listing is a product for sale with all that a machine is told of it.
type Listing struct {
	Product Product
	Shop    Shop // without its payout account
	Rating  Rating
}

// Listings gives products for sale in open shops, in the order of ids, those
// that are not left out: three statements, and one more where there are sets.
func (s *Service) Listings(ctx context.Context, ids []ProductID) (list []Listing, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	numbers := make([]int64, len(ids))
	for i, id := range ids {
		numbers[i] = int64(id)
	}
	in, args := among(numbers)
	found := make(map[ProductID]Listing, len(ids))
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		products, shops, err := s.productsWithShops(tx, "p.status = 'active' AND s.status = 'open' AND p.product_id IN "+in, args...)
		if err != nil {
			return err
		}
		for _, p := range products {
			found[p.ID] = Listing{Product: p, Shop: shops[p.Shop]}
		}
		return tx.Each(func(scan db.Scan) error {
			var id ProductID
			var r Rating
			err := scan(&id, &r.Reviews, &r.Stars, &r.Questions)
			if l, ok := found[id]; ok {
				l.Rating = r
				found[id] = l
			}
			return err
		}, "SELECT r.product_id, r.reviews, r.stars, r.questions FROM products p JOIN ratings r ON r.shop_id = p.shop_id AND r.product_id = p.product_id WHERE p.product_id IN "+in, args...)
	})
	for _, id := range ids {
		if l, ok := found[id]; ok {
			list = append(list, l)
			delete(found, id)
		}
	}
	return list, err
}
