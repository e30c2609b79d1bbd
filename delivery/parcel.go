package delivery

import (
	"time"

	"agora/db"
	"agora/event"
	"agora/fault"
)

// Parcel is what went to a carrier for one order.
type Parcel struct {
	ID        int64
	Order     int64
	Shop      db.ShopID
	Carrier   string
	Tracking  string    // as CheckTracking writes it; "" when the carrier gives none
	Shipped   time.Time // UTC
	Delivered time.Time // UTC; zero until it is
}

// Ship notes that an order's parcel is with the carrier. Shipping it again
// mends carrier and tracking, and keeps the time, until it is delivered.
func Ship(tx *db.Tx, p Parcel) error {
	tracking, err := CheckTracking(p.Tracking)
	if err != nil {
		return err
	}
	carrier, err := checkCarrier(p.Carrier)
	if err != nil {
		return err
	}
	if err := passNumber(tx, p.Shop, tracking); err != nil {
		return err
	}
	n, err := tx.Exec(`INSERT INTO parcels (order_id, shop_id, parcel_id, carrier, tracking, shipped, delivered)
		VALUES ($1, $2, $3, $4, $5, $6, 0)
		ON CONFLICT (order_id, shop_id) DO UPDATE SET carrier = excluded.carrier, tracking = excluded.tracking
		WHERE parcels.delivered = 0`,
		p.Order, int64(p.Shop), tx.ID(), carrier, tracking, db.Micro(tx.Now))
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "fault.parcel_delivered")
	}
	return event.Append(tx, p.Shop, "parcel.shipped", p.Order, map[string]string{"carrier": carrier, "tracking": tracking})
}

// Deliver notes that the parcel of an order reached the buyer. Saying it twice
// keeps the first time. An order that was handed over without a carrier gets a
// parcel of that moment.
func Deliver(tx *db.Tx, shop db.ShopID, order int64) error {
	now := db.Micro(tx.Now)
	n, err := tx.Exec(`INSERT INTO parcels (order_id, shop_id, parcel_id, carrier, tracking, shipped, delivered)
		VALUES ($1, $2, $3, '', '', $4, $4)
		ON CONFLICT (order_id, shop_id) DO UPDATE SET delivered = excluded.delivered WHERE parcels.delivered = 0`,
		order, int64(shop), tx.ID(), now)
	if err != nil || n == 0 {
		return err
	}
	return event.Append(tx, shop, "parcel.delivered", order, nil)
}

const parcelColumns = `parcel_id, order_id, shop_id, carrier, tracking, shipped, delivered`

func scanParcel(scan db.Scan) (p Parcel, err error) {
	var shipped, delivered int64
	err = scan(&p.ID, &p.Order, &p.Shop, &p.Carrier, &p.Tracking, &shipped, &delivered)
	p.Shipped, p.Delivered = db.Time(shipped), db.Time(delivered)
	return p, err
}
