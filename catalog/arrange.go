package catalog

import (
	"context"
	"fmt"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// PictureNote is a picture of a product, by its key, with the words for those
// who do not see it.
type PictureNote struct {
	Key string
	Alt Texts
}

// ArrangePictures puts the pictures of a product into an order and gives them
// words; a picture that is not in the list is taken away. The file stays in the
// store: old orders show it.
func (s *Service) ArrangePictures(ctx context.Context, by identity.Actor, shop ShopID, product ProductID, list []PictureNote) error {
	if !ownerOrOperator(by, shop) {
		return ErrForbidden
	}
	var f fault.Fields
	for i, n := range list {
		n.Alt.check(&f, fmt.Sprintf("pictures.%d.alt", i), MaxShort)
	}
	if f != nil {
		return f
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		return changeMedia(tx, shop, product, func(have []Media) (out []Media, err error) {
			for _, n := range list {
				for _, m := range have {
					if m.Key == n.Key {
						m.Alt = n.Alt.clean()
						out = append(out, m)
					}
				}
			}
			return out, nil
		})
	})
}

// RestoreProduct takes an archived product out of the archive again, as a
// draft or for sale.
func (s *Service) RestoreProduct(ctx context.Context, by identity.Actor, shop ShopID, id ProductID, to ProductStatus) error {
	if !ownerOrOperator(by, shop) {
		return ErrForbidden
	}
	if to != ProductActive {
		to = ProductDraft
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(`UPDATE products SET status = $3, updated = $4 WHERE product_id = $1 AND shop_id = $2 AND status = 'archived'`,
			int64(id), int64(shop), string(to), db.Micro(tx.Now))
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "fault.no_product")
		}
		if err != nil {
			return err
		}
		if err := note(tx, by, shop, "product.restore", productSubject(id), nil); err != nil {
			return err
		}
		return event.Append(tx, shop, ProductSaved, int64(id), nil)
	})
}
