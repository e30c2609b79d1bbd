package goods

import "agora/db"

// Shelf says which stock of places is looked at; Place and Item are 0 for all. The others
// are of the last row of the page before: its Row.
type Shelf struct {
	Place int64
	Item  ItemID
	After Row
}

// Row is where a lot of a place stands in the order of a shelf: by the last day on which
// it is good, then by lot and place.
type Row struct {
	Day   Day
	Lot   LotID
	Place int64
}

// never is the day of what does not expire, in the order of a shelf.
const never = 9_999_999

// RowOf gives where stock stands.
func RowOf(s Stock) Row {
	r := Row{s.Lot.Expires, s.Lot.ID, s.Account.Party()}
	if r.Day == 0 {
		r.Day = never
	}
	return r
}

// OnShelf lists what places have, what expires first at the front, most at a time.
func OnShelf(tx *db.Tx, book BookID, f Shelf, most int) ([]Stock, error) {
	const day = "CASE WHEN l.expires = 0 THEN 9999999 ELSE l.expires END"
	return db.List(tx, scanStock, stockOf+`WHERE s.book_id = $1 AND s.sort = 'place' AND s.units > 0 AND (CAST($2 AS BIGINT) = 0 OR s.party = $2) AND (CAST($3 AS BIGINT) = 0 OR l.item_id = $3)
		AND (`+day+` > $4 OR `+day+` = $4 AND (l.lot_id > $5 OR l.lot_id = $5 AND s.party > $6)) ORDER BY `+day+`, l.lot_id, s.party LIMIT $7`,
		int64(book), f.Place, int64(f.Item), int64(f.After.Day), int64(f.After.Lot), f.After.Place, most)
}

// Held gives what is of a lot in an account; db.ErrNone where none ever was.
func Held(tx *db.Tx, book BookID, a Account, lot LotID) (Stock, error) {
	return db.One(tx, scanStock, stockOf+"WHERE s.book_id = $1 AND s.account = $2 AND s.lot_id = $3", int64(book), string(a), int64(lot))
}

// Trace is units of a batch where they are or went: in the accounts of a sort and a party;
// Given also by the words of the move; and of the sort Source with what they came, whose
// party is the subject of the moves by which they were packed.
type Trace struct {
	Sort     Sort
	Party    int64
	Words    string
	Units    int64
	Recalled string // why its batch was recalled; "" for not
}

// Trail lists where a batch is and where it went, most at a time after the first skip;
// packed and given are the kinds of the moves by which goods come into packages and are
// handed on. What can still be stopped is at the front. SQLite keeps the order of a CROSS
// JOIN: from the few lots of a batch to their lines.
func Trail(tx *db.Tx, book BookID, item ItemID, batch, packed, given string, skip, most int64) ([]Trace, error) {
	return db.List(tx, func(scan db.Scan) (t Trace, err error) {
		return t, scan((*string)(&t.Sort), &t.Party, &t.Words, &t.Units, &t.Recalled)
	}, `SELECT t.sort, t.party, t.words, t.units, t.recalled FROM (
		SELECT s.sort AS sort, s.party AS party, '' AS words, CAST(SUM(s.units) AS BIGINT) AS units, MAX(l.recalled) AS recalled
		FROM goods_lots l JOIN goods_stock s ON s.book_id = l.book_id AND s.lot_id = l.lot_id
		WHERE l.book_id = $1 AND l.item_id = $2 AND l.batch = $3 AND s.sort IN ('place', 'package', 'missing', 'off') AND s.units <> 0
		GROUP BY s.sort, s.party
		UNION ALL SELECT CASE WHEN m.account LIKE 'given:%' THEN 'given' ELSE 'source' END, k.subject, k.reason, CAST(SUM(m.units) AS BIGINT), MAX(l.recalled)
		FROM goods_lots l CROSS JOIN goods_lines m JOIN goods_moves k ON k.book_id = m.book_id AND k.move_id = m.move_id
		WHERE m.book_id = l.book_id AND m.lot_id = l.lot_id AND l.book_id = $1 AND l.item_id = $2 AND l.batch = $3 AND (k.kind = $4 AND m.account LIKE 'package:%' OR k.kind = $5 AND m.account LIKE 'given:%')
		GROUP BY 1, 2, 3 HAVING SUM(m.units) <> 0) t
		ORDER BY CASE t.sort WHEN 'place' THEN 1 WHEN 'package' THEN 2 WHEN 'missing' THEN 3 WHEN 'source' THEN 4 WHEN 'given' THEN 5 ELSE 6 END, t.party, t.words LIMIT $6 OFFSET $7`,
		int64(book), int64(item), batch, packed, given, most, skip)
}
