package delivery

import (
	"encoding/json"
	"strings"

	"agora/db"
)

const parcelColumns = "p.parcel_id, p.order_id, p.shop_id, p.carrier, p.tracking, p.more, p.shipped, p.delivered, p.due, p.late, p.lost, p.seen, p.proof, p.tries"

// Parcels gives the parcels of orders with what became of them, oldest first,
// in one statement however many: where is a condition on p.order_id and
// p.shop_id, and args are its arguments.
func Parcels(tx *db.Tx, where string, args []any) (list []Parcel, err error) {
	err = tx.Each(func(scan db.Scan) error {
		var p Parcel
		var more, proof, number, what, place string
		var shipped, delivered, due, late, lost, seen, at int64
		if err := scan(&p.ID, &p.Order, &p.Shop, &p.Carrier, &p.Tracking, &more, &shipped, &delivered, &due, &late, &lost, &seen, &proof, &p.tries,
			&number, &at, &what, &place); err != nil {
			return err
		}
		if n := len(list); n == 0 || list[n-1].ID != p.ID {
			p.Shipped, p.Delivered, p.Due, p.Late, p.Lost, p.Seen = db.Time(shipped), db.Time(delivered), db.Time(due), db.Time(late), db.Time(lost), db.Time(seen)
			if p.Tracking != "" {
				p.Numbers = append([]string{p.Tracking}, strings.Fields(more)...)
			}
			if proof != "" {
				if err := json.Unmarshal([]byte(proof), &p.Proof); err != nil {
					return err
				}
			}
			list = append(list, p)
		}
		if what != "" {
			last := &list[len(list)-1]
			last.Events = append(last.Events, Tracked{Number: number, At: db.Time(at), What: What(what), Place: place})
		}
		return nil
	}, "SELECT "+parcelColumns+`, COALESCE(e.number, ''), COALESCE(e.at, 0), COALESCE(e.what, ''), COALESCE(e.place, '') FROM parcels p
		LEFT JOIN parcel_events e ON e.order_id = p.order_id AND e.shop_id = p.shop_id`+where+" ORDER BY p.parcel_id, e.at, e.told", args...)
	return list, err
}
