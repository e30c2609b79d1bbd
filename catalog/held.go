package catalog

import (
	"context"

	"agora/db"
	"agora/event"
)

// ProductHeld is the status of what its seller offers and the market holds back: it is
// in no list and nobody buys it, whatever cart it lies in, until ReleaseOffer. Nobody saves a
// product as it by hand; a seller who saves it for sale leaves it held.
const ProductHeld ProductStatus = "held"

// HoldOffer takes a product that is for sale off, and tells whether it was. It asks nobody.
func HoldOffer(tx *db.Tx, shop ShopID, id ProductID) (bool, error) {
	return turn(tx, shop, id, ProductActive, ProductHeld)
}

// ReleaseOffer puts a product that is held on sale again, and tells whether it was held.
func ReleaseOffer(tx *db.Tx, shop ShopID, id ProductID) (bool, error) {
	return turn(tx, shop, id, ProductHeld, ProductActive)
}

func turn(tx *db.Tx, shop ShopID, id ProductID, from, to ProductStatus) (bool, error) {
	before, err := brokenBy(tx, shop, "p.product_id", int64(id))
	if err != nil {
		return false, err
	}
	n, err := tx.Exec("UPDATE products SET status = $4, updated = $5, version = $6 WHERE product_id = $1 AND shop_id = $2 AND status = $3",
		int64(id), int64(shop), string(from), string(to), db.Micro(tx.Now), tx.ID())
	if err != nil || n == 0 {
		return false, err
	}
	if err := tellBroken(tx, shop, "p.product_id", int64(id), before); err != nil {
		return false, err
	}
	return true, event.Append(tx, shop, ProductSaved, int64(id), nil)
}

// wished gives the status that a seller wants: she knows nothing of being held.
func (s ProductStatus) wished() ProductStatus {
	if s == ProductHeld {
		return ProductActive
	}
	return s
}

// Offer is a product that is for sale or held, with its shop.
type Offer struct {
	Product Product
	Shop    Shop // without its payout account
}

const offered = "p.status IN ('active', 'held') AND s.status <> 'rehearsal' AND "

// Offers gives those of some products that are for sale or held: two statements, and
// one more where there are sets.
func (s *Service) Offers(ctx context.Context, ids []ProductID) ([]Offer, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	numbers := make([]int64, len(ids))
	for i, id := range ids {
		numbers[i] = int64(id)
	}
	in, args := among(numbers)
	return s.offers(ctx, offered+"p.product_id IN "+in, args...)
}

// OffersAfter gives the next offers of the market by their ids, at most limit, those of
// one shop where it is named.
func (s *Service) OffersAfter(ctx context.Context, shop ShopID, after ProductID, limit int) ([]Offer, error) {
	return s.offers(ctx, offered+"($1 = 0 OR p.shop_id = $1) AND p.product_id > $2 ORDER BY p.product_id LIMIT $3", int64(shop), int64(after), limit)
}

func (s *Service) offers(ctx context.Context, where string, args ...any) (list []Offer, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		products, shops, err := s.productsWithShops(tx, where, args...)
		list = make([]Offer, 0, len(products))
		for _, p := range products {
			list = append(list, Offer{p, shops[p.Shop]})
		}
		return err
	})
	return list, err
}

// StandingOffers gives the version of each of some products that is for sale or held, so
// that who judged them outside knows in her transaction which are still what she saw.
func StandingOffers(tx *db.Tx, ids []ProductID) (map[ProductID]int64, error) {
	numbers := make([]int64, len(ids))
	for i, id := range ids {
		numbers[i] = int64(id)
	}
	in, args := among(numbers)
	found := map[ProductID]int64{}
	err := tx.Each(func(scan db.Scan) error {
		var id ProductID
		var version int64
		err := scan(&id, &version)
		found[id] = version
		return err
	}, "SELECT p.product_id, p.version FROM products p JOIN shops s ON s.shop_id = p.shop_id WHERE "+offered+"p.product_id IN "+in, args...)
	return found, err
}

// Watches has f look at what a seller saved as soon as she saved it, before she sees her
// page again: its events have ids between from and to.
func (s *Service) Watches(f func(ctx context.Context, from, to int64)) { s.watch = f }
