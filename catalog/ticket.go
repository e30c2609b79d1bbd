package catalog

import (
	"agora/db"
	"agora/money"
)

// ProductTicket is the status of what lets somebody in to an event: it is in no
// list, nobody saves a product as it by hand, and it is sold only together with a
// seat, which counts how many there are.
const ProductTicket ProductStatus = "ticket"

// PutTicket makes the product of a handle the ticket of that title and price, and
// gives what is sold. It asks nobody.
func PutTicket(tx *db.Tx, shop ShopID, handle string, title Texts, price money.Amount) (product ProductID, variant VariantID, err error) {
	s, err := ShopIn(tx, shop)
	if err != nil {
		return 0, 0, err
	}
	yes := true
	if product, err = PutProduct(tx, s, Draft{Handle: handle, Status: ProductDraft, Title: title, Digital: &yes, Variants: []VariantDraft{{Price: price}}}); err != nil {
		return 0, 0, err
	}
	if err := setStatus(tx, shop, product, ProductTicket); err != nil {
		return 0, 0, err
	}
	if err := tx.Row("SELECT variant_id FROM variants WHERE product_id = $1 AND shop_id = $2 AND active = 1", []any{int64(product), int64(shop)}, (*int64)(&variant)); err != nil {
		return 0, 0, err
	}
	at, err := mainLocation(tx, shop)
	if err != nil {
		return 0, 0, err
	}
	return product, variant, setStock(tx, shop, variant, at, OpenStock)
}

// NoTicket takes a ticket off: nobody buys it any more, old orders keep it.
func NoTicket(tx *db.Tx, shop ShopID, product ProductID) error { return archive(tx, shop, product) }
