package feed

import (
	"context"

	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/identity"
	"agora/once"
)

// mostAgain is how many products have their pictures tried again at once.
const mostAgain = 500

// TryPictures lets pictures that did not come be fetched again from the
// beginning: that of one address, or with product 0 those of up to mostAgain
// products of a shop. It gives of how many products.
func (s *Service) TryPictures(ctx context.Context, by identity.Actor, shop catalog.ShopID, product catalog.ProductID, address string) (n int, err error) {
	if !by.Runs(shop) && !by.IsOperator() {
		return 0, catalog.ErrForbidden
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		products, err := db.List(tx, func(scan db.Scan) (id int64, err error) { return id, scan(&id) },
			`SELECT DISTINCT product_id FROM feed_pictures WHERE shop_id = $1 AND state = $2 AND (CAST($3 AS BIGINT) = 0 OR product_id = $3 AND address = $4)
			ORDER BY product_id LIMIT $5`, int64(shop), pictureFailed, int64(product), address, mostAgain)
		if err != nil {
			return err
		}
		n = len(products)
		for _, id := range products {
			if _, err := tx.Exec(`UPDATE feed_pictures SET state = $4, tries = 0, reason = '', updated = $5
				WHERE shop_id = $1 AND product_id = $2 AND state = $3 AND (CAST($6 AS BIGINT) = 0 OR address = $7)`,
				int64(shop), id, pictureFailed, pictureWaits, db.Micro(tx.Now), int64(product), address); err != nil {
				return err
			}
			if err := event.Append(tx, shop, catalog.PicturesNamed, id, nil); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}
