package delivery

import "agora/db"

// MarkLate notes that a parcel's day has passed; false when that was noted
// before, or it arrived.
func MarkLate(tx *db.Tx, shop db.ShopID, order int64) (bool, error) {
	return mark(tx, "UPDATE parcels SET late = $3 WHERE order_id = $1 AND shop_id = $2 AND late = 0 AND delivered = 0", shop, order)
}

// MarkLost notes that a late parcel is taken for lost; false when that was
// noted before, or it arrived.
func MarkLost(tx *db.Tx, shop db.ShopID, order int64) (bool, error) {
	return mark(tx, "UPDATE parcels SET lost = $3 WHERE order_id = $1 AND shop_id = $2 AND late > 0 AND lost = 0 AND delivered = 0", shop, order)
}

func mark(tx *db.Tx, query string, shop db.ShopID, order int64) (bool, error) {
	n, err := tx.Exec(query, order, int64(shop), db.Micro(tx.Now))
	return n == 1, err
}
