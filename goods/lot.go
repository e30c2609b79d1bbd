package goods

import (
	"errors"
	"time"

	"agora/country"
	"agora/db"
)

// BookID names the book that goods belong to: a crisis.
type BookID int64

// ItemID names what sort of goods it is.
type ItemID int64

// LotID names a lot of a book.
type LotID int64

// Day is a day in UTC, in days since 1970-01-01; 0 for none.
type Day int64

// DayOf gives the day of a time.
func DayOf(t time.Time) Day {
	if t.IsZero() {
		return 0
	}
	return Day(t.UTC().Unix() / (24 * 60 * 60))
}

// Time gives when a day begins; the zero time for none.
func (d Day) Time() time.Time {
	if d == 0 {
		return time.Time{}
	}
	return time.Unix(int64(d)*24*60*60, 0).UTC()
}

// Lot is goods of one item, batch, day of expiry and origin: they are told apart from others,
// and not from each other.
type Lot struct {
	ID       LotID
	Item     ItemID
	Batch    string       // as the maker writes it; "" for none
	Expires  Day          // the last day on which it is good; 0 for no expiry
	Origin   country.Code // in which it was made; "" where nobody said
	Recalled string       // why it was recalled; "" for not
}

// Stale reports whether a lot may not be used on a day.
func (l Lot) Stale(on Day) bool { return l.Recalled != "" || l.Expires != 0 && l.Expires < on }

const lotColumns = "lot_id, item_id, batch, expires, origin, recalled"

func scanLot(scan db.Scan) (l Lot, err error) {
	return l, scan((*int64)(&l.ID), (*int64)(&l.Item), &l.Batch, (*int64)(&l.Expires), (*string)(&l.Origin), &l.Recalled)
}

// LotOf gives the number of a lot by its item, batch, expiry and origin, and makes it at
// its first. One of a batch that was recalled is recalled.
func LotOf(tx *db.Tx, book BookID, l Lot) (LotID, error) {
	if _, err := tx.Exec("INSERT INTO goods_lots (book_id, "+lotColumns+`) VALUES ($1, $2, $3, $4, $5, $6,
			COALESCE((SELECT MAX(recalled) FROM goods_lots WHERE book_id = $1 AND item_id = $3 AND batch = $4), ''))
		ON CONFLICT (book_id, item_id, batch, expires, origin) DO NOTHING`,
		int64(book), tx.ID(), int64(l.Item), l.Batch, int64(l.Expires), string(l.Origin)); err != nil {
		return 0, err
	}
	made, err := db.One(tx, scanLot, "SELECT "+lotColumns+" FROM goods_lots WHERE book_id = $1 AND item_id = $2 AND batch = $3 AND expires = $4 AND origin = $5",
		int64(book), int64(l.Item), l.Batch, int64(l.Expires), string(l.Origin))
	return made.ID, err
}

// Known reports whether a book has a lot of an item: goods of it were moved, in its unit.
func Known(tx *db.Tx, book BookID, item ItemID) (bool, error) {
	var n int64
	err := tx.Row("SELECT CASE WHEN EXISTS (SELECT 1 FROM goods_lots WHERE book_id = $1 AND item_id = $2) THEN 1 ELSE 0 END", []any{int64(book), int64(item)}, &n)
	return n == 1, err
}

// lots reads those that lines name.
func lots(tx *db.Tx, book BookID, lines []Line) (map[LotID]Lot, error) {
	known := map[LotID]Lot{}
	for _, l := range lines {
		if _, ok := known[l.Lot]; ok {
			continue
		}
		lot, err := db.One(tx, scanLot, "SELECT "+lotColumns+" FROM goods_lots WHERE book_id = $1 AND lot_id = $2", int64(book), int64(l.Lot))
		if errors.Is(err, db.ErrNone) {
			return nil, ErrUnbalanced
		}
		if err != nil {
			return nil, err
		}
		known[l.Lot] = lot
	}
	return known, nil
}

// Recall marks the lots of a batch as recalled, wherever they are, and gives how many
// there are. From then on they leave a place only to be written off.
func Recall(tx *db.Tx, book BookID, item ItemID, batch, why string) (int64, error) {
	return tx.Exec("UPDATE goods_lots SET recalled = $4 WHERE book_id = $1 AND item_id = $2 AND batch = $3 AND recalled = ''", int64(book), int64(item), batch, why)
}
