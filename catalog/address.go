package catalog

import (
	"context"
	"time"

	"agora/db"
)

// Address is where a page of the market stands, and when it last changed.
type Address struct {
	ShopHandle, Handle string // Handle is empty for a shop's own page
	Updated            time.Time
}

// AddressParts gives the products with which the parts of a list of all
// addresses begin, each of at most size.
func (s *Service) AddressParts(ctx context.Context, size int) (first []ProductID, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		first, err = db.List(tx, func(scan db.Scan) (id ProductID, err error) { err = scan(&id); return id, err },
			`SELECT product_id FROM (SELECT p.product_id, ROW_NUMBER() OVER (ORDER BY p.product_id) - 1 AS n
				FROM products p JOIN shops s ON s.shop_id = p.shop_id WHERE p.status = $1 AND s.status = $2) numbered
			WHERE n % $3 = 0 ORDER BY product_id`, string(ProductActive), string(ShopOpen), size)
		return err
	})
	return first, err
}

// Addresses gives the products for sale from one on, in the order of their ids.
func (s *Service) Addresses(ctx context.Context, from ProductID, limit int) (list []Address, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanAddress, `SELECT s.handle, p.handle, p.updated FROM products p JOIN shops s ON s.shop_id = p.shop_id
			WHERE p.product_id >= $1 AND p.status = $2 AND s.status = $3 ORDER BY p.product_id LIMIT $4`,
			int64(from), string(ProductActive), string(ShopOpen), limit)
		return err
	})
	return list, err
}

// ShopAddresses gives the open shops, at most limit.
func (s *Service) ShopAddresses(ctx context.Context, limit int) (list []Address, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanAddress, `SELECT handle, '', opened FROM shops WHERE status = $1 ORDER BY shop_id LIMIT $2`, string(ShopOpen), limit)
		return err
	})
	return list, err
}

func scanAddress(scan db.Scan) (a Address, err error) {
	var at int64
	err = scan(&a.ShopHandle, &a.Handle, &at)
	a.Updated = db.Time(at)
	return a, err
}

// Added is when a product was put into the shop.
func (c Card) Added() time.Time { return db.TimeOfID(int64(c.Product)) }
