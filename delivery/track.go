package delivery

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"agora/db"
	"agora/fault"
)

// What is what became of a parcel, in words near to those in which the posts of
// the postal union tell it to each other.
type What string

// The words.
const (
	Accepted       What = "accepted" // by the carrier
	InTransit      What = "in_transit"
	Customs        What = "customs"
	OutForDelivery What = "out_for_delivery"
	Delivered      What = "delivered"
	Returned       What = "returned" // on its way back, or there
)

// Whats are all words in the order in which they usually come.
var Whats = [...]What{Accepted, InTransit, Customs, OutForDelivery, Delivered, Returned}

// News reports whether a buyer is told by mail.
func (w What) News() bool { return slices.Contains(Whats[2:], w) }

// Tracked is one thing that became of a parcel.
type Tracked struct {
	Number string // of the parcel; of several numbers of an order the one it is about
	At     time.Time
	What   What
	Place  string
}

// maxPlace bounds the words for a place, in characters.
const maxPlace = 120

// early is how far the clock of a carrier may be ahead.
const early = 15 * time.Minute

// firstYear is before any parcel of ours; a clock that lost its battery is earlier.
const firstYear = 2020

func (t *Tracked) check(now time.Time) error {
	var f fault.Fields
	if !slices.Contains(Whats[:], t.What) {
		f.Add("what", "fault.choice")
	}
	if t.At.Year() < firstYear || t.At.After(now.Add(early)) {
		f.Add("at", "fault.track_time")
	}
	t.Place = strings.Join(strings.Fields(t.Place), " ")
	if !utf8.ValidString(t.Place) || utf8.RuneCountInString(t.Place) > maxPlace || strings.ContainsFunc(t.Place, unicode.IsControl) {
		f.Add("place", "fault.too_long", "max", maxPlace)
	}
	return f.Err()
}

// mostTracked bounds what is kept of one parcel.
const mostTracked = 200

// Sighting is what a thing that was told means.
type Sighting struct {
	Fresh bool // it was not known
	News  bool // it is the first of its kind, and the newest of all
	Whole bool // with it, every number of the parcel was delivered
}

// Track notes what became of a parcel. What was told before, however often,
// changes nothing; what comes late is kept, and is no news.
func Track(tx *db.Tx, p Parcel, t Tracked) (s Sighting, err error) {
	if err := t.check(tx.Now); err != nil {
		return s, err
	}
	t.Number = cmp.Or(t.Number, p.Tracking)
	if len(p.Numbers) > 0 && !slices.Contains(p.Numbers, t.Number) {
		return s, fault.Field("number", "fault.track_number")
	}
	var all, same, newer int64
	if err := tx.Row(`SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN what = $3 THEN 1 ELSE 0 END), 0) AS BIGINT),
		CAST(COALESCE(SUM(CASE WHEN at > $4 THEN 1 ELSE 0 END), 0) AS BIGINT) FROM parcel_events WHERE order_id = $1 AND shop_id = $2`,
		[]any{p.Order, int64(p.Shop), string(t.What), db.Micro(t.At)}, &all, &same, &newer); err != nil {
		return s, err
	}
	if all >= mostTracked {
		return s, nil
	}
	n, err := tx.Exec(`INSERT INTO parcel_events (order_id, shop_id, number, at, what, place, told) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (order_id, shop_id, number, at, what) DO NOTHING`,
		p.Order, int64(p.Shop), t.Number, db.Micro(t.At), string(t.What), t.Place, db.Micro(tx.Now))
	if err != nil || n == 0 {
		return s, err
	}
	if _, err := tx.Exec(`UPDATE parcels SET seen = $3 WHERE order_id = $1 AND shop_id = $2 AND seen < $3`,
		p.Order, int64(p.Shop), db.Micro(t.At)); err != nil {
		return s, err
	}
	if t.What == Delivered {
		var there int64
		if err := tx.Row(`SELECT COUNT(DISTINCT number) FROM parcel_events WHERE order_id = $1 AND shop_id = $2 AND what = $3`,
			[]any{p.Order, int64(p.Shop), string(Delivered)}, &there); err != nil {
			return s, err
		}
		s.Whole = there >= int64(max(len(p.Numbers), 1))
	}
	s.Fresh, s.News = true, same == 0 && newer == 0
	return s, nil
}

// ByNumber gives the parcels that went under a number, as CheckTracking writes
// it: of one order, or of some that went together.
func ByNumber(tx *db.Tx, number string) ([]Parcel, error) {
	where, args := "", []any(nil)
	err := tx.Each(func(scan db.Scan) error {
		var order, shop int64
		if err := scan(&order, &shop); err != nil {
			return err
		}
		pair := "(p.order_id = " + db.Place(len(args)+1) + " AND p.shop_id = " + db.Place(len(args)+2) + ")"
		if args == nil {
			where = " WHERE " + pair
		} else {
			where += " OR " + pair
		}
		args = append(args, order, shop)
		return nil
	}, "SELECT order_id, shop_id FROM parcel_numbers WHERE number = $1 ORDER BY order_id DESC LIMIT 20", number)
	if err != nil || args == nil {
		return nil, err
	}
	return Parcels(tx, where, args)
}

// Carries reports whether a parcel of this carrier's name and number is one of
// its own: only of those may it tell anything.
func (c Carrier) Carries(p Parcel) bool {
	return strings.EqualFold(p.Carrier, c.Name) || strings.EqualFold(p.Carrier, c.Key) ||
		c.Pattern != "" && p.Tracking != "" && c.Fits(p.Tracking)
}

// Of gives the carrier of a parcel among all; false when it is nobody's.
func Of(list []Carrier, p Parcel) (Carrier, bool) {
	i := slices.IndexFunc(list, func(c Carrier) bool { return c.Carries(p) })
	if i < 0 {
		return Carrier{}, false
	}
	return list[i], true
}
