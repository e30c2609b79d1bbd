package delivery

import "agora/db"

// Parcels gives the parcels of orders, in one statement however many: where is
// a condition on order_id and shop_id, and args are its arguments.
func Parcels(tx *db.Tx, where string, args []any) ([]Parcel, error) {
	return db.List(tx, scanParcel, "SELECT "+parcelColumns+" FROM parcels"+where, args...)
}
