package delivery

import (
	"slices"
	"strings"
	"time"

	"agora/db"
	"agora/event"
	"agora/fault"
)

// Parcel is what went to a carrier for one order, under one number or several.
type Parcel struct {
	ID        int64
	Order     int64
	Shop      db.ShopID
	Carrier   string
	Tracking  string    // the first number, as CheckTracking writes it; "" when the carrier gives none
	Numbers   []string  // all of them
	Shipped   time.Time // UTC
	Delivered time.Time // UTC; zero until it is
	Due       time.Time // the promised day; zero when none was
	Late      time.Time // when it was told that the day has passed; zero until then
	Lost      time.Time // when it was taken for lost; zero until then
	Seen      time.Time // the newest that was told of it
	Events    []Tracked // what became of it, oldest first
	Proof     Proof     // that it reached its buyer; none when nobody gave one

	tries int64 // wrong codes
}

// mostNumbers bounds the numbers of one order.
const mostNumbers = 50

// numbersIn reads the numbers of a text, with commas or lines between.
func numbersIn(s string) (list []string, err error) {
	for part := range strings.FieldsFuncSeq(s, func(c rune) bool { return strings.ContainsRune(",;،\n", c) }) {
		n, err := CheckTracking(part)
		if err != nil {
			return nil, err
		}
		if n != "" && !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	if len(list) > mostNumbers {
		return nil, fault.Field("tracking", "fault.parcels_many", "max", mostNumbers)
	}
	return list, nil
}

// Ship notes that an order's parcel is with the carrier, under the numbers in
// Tracking, with commas between. Shipping it again mends carrier and numbers,
// and keeps the time, until it is delivered.
func Ship(tx *db.Tx, p Parcel) error {
	numbers, err := numbersIn(p.Tracking)
	if err != nil {
		return err
	}
	carrier, err := checkCarrier(p.Carrier)
	if err != nil {
		return err
	}
	tracking, more := "", ""
	if len(numbers) > 0 {
		tracking, more = numbers[0], strings.Join(numbers[1:], " ")
	}
	n, err := tx.Exec(`INSERT INTO parcels (order_id, shop_id, parcel_id, carrier, tracking, more, shipped, delivered, due, seen)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $7)
		ON CONFLICT (order_id, shop_id) DO UPDATE SET carrier = excluded.carrier, tracking = excluded.tracking, more = excluded.more
		WHERE parcels.delivered = 0`,
		p.Order, int64(p.Shop), tx.ID(), carrier, tracking, more, db.Micro(tx.Now), db.Micro(p.Due))
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "fault.parcel_delivered")
	}
	if _, err := tx.Exec("DELETE FROM parcel_numbers WHERE order_id = $1 AND shop_id = $2", p.Order, int64(p.Shop)); err != nil {
		return err
	}
	for _, number := range numbers {
		if err := passNumber(tx, p.Shop, number); err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO parcel_numbers (number, order_id, shop_id) VALUES ($1, $2, $3)", number, p.Order, int64(p.Shop)); err != nil {
			return err
		}
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
