package goods

import (
	"agora/db"
	"agora/fault"
)

// Stock is units of a lot in an account.
type Stock struct {
	Account Account
	Lot     Lot
	Units   int64
}

func scanStock(scan db.Scan) (s Stock, err error) {
	return s, scan((*string)(&s.Account), &s.Units, (*int64)(&s.Lot.ID), (*int64)(&s.Lot.Item), &s.Lot.Batch, (*int64)(&s.Lot.Expires), (*string)(&s.Lot.Origin), &s.Lot.Recalled)
}

const stockOf = `SELECT s.account, s.units, l.lot_id, l.item_id, l.batch, l.expires, l.origin, l.recalled
	FROM goods_stock s JOIN goods_lots l ON l.book_id = s.book_id AND l.lot_id = s.lot_id `

// Holds lists what is in an account, what expires first at the front; it is bounded.
func Holds(tx *db.Tx, book BookID, a Account) ([]Stock, error) {
	return db.List(tx, scanStock, stockOf+`WHERE s.book_id = $1 AND s.account = $2 AND s.units <> 0
		ORDER BY l.expires = 0, l.expires, l.lot_id LIMIT $3`, int64(book), string(a), maxLines)
}

// HoldsEach lists what is in the accounts of a sort and a party, by account.
func HoldsEach(tx *db.Tx, book BookID, sort Sort, party int64) (map[Account][]Stock, error) {
	each := map[Account][]Stock{}
	return each, tx.Each(func(scan db.Scan) error {
		s, err := scanStock(scan)
		each[s.Account] = append(each[s.Account], s)
		return err
	}, stockOf+"WHERE s.book_id = $1 AND s.sort = $2 AND s.party = $3 AND s.units <> 0 ORDER BY s.account, l.item_id, l.lot_id", int64(book), string(sort), party)
}

// Pick chooses so many units of an item in an account that may be used today: of what
// expires first, first. It fails with a Conflict that says how many there are.
func Pick(tx *db.Tx, book BookID, a Account, item ItemID, units int64) (picked []Stock, err error) {
	list, err := db.List(tx, scanStock, stockOf+`WHERE s.book_id = $1 AND s.account = $2 AND l.item_id = $3 AND s.units > 0 AND l.recalled = '' AND (l.expires = 0 OR l.expires >= $4)
		ORDER BY l.expires = 0, l.expires, l.lot_id LIMIT $5`, int64(book), string(a), int64(item), int64(DayOf(tx.Now)), maxLines)
	left := units
	for _, s := range list {
		if left == 0 {
			break
		}
		s.Units = min(s.Units, left)
		left -= s.Units
		picked = append(picked, s)
	}
	if err == nil && left > 0 {
		err = fault.New(fault.Conflict, "fault.goods_fewer", "units", units-left)
	}
	return picked, err
}

// Sum is the units of an item in all accounts of a sort and a party: the facility that
// has them, gave them on, or for which they are on their way.
type Sum struct {
	Sort  Sort
	Party int64
	Item  ItemID
	Units int64
}

// came adds up what came to facilities by moves of a kind ($2), what was reversed taken off.
const came = `, CAST(SUBSTR(m.account, 7) AS BIGINT), l.item_id, CAST(SUM(m.units) AS BIGINT)
	FROM goods_lines m JOIN goods_moves k ON k.book_id = m.book_id AND k.move_id = m.move_id JOIN goods_lots l ON l.book_id = m.book_id AND l.lot_id = m.lot_id
	WHERE m.book_id = $1 AND k.kind = $2 AND m.account LIKE 'place:%' GROUP BY 2, l.item_id`

// Moved is moves (k) with their lines (l), for the statements of those who know what the
// subjects of moves are.
const Moved = "goods_moves k JOIN goods_lines l ON l.book_id = k.book_id AND l.move_id = k.move_id"

// held adds up what accounts hold.
const held = `SELECT s.sort, s.party, l.item_id, CAST(SUM(s.units) AS BIGINT)
	FROM goods_stock s JOIN goods_lots l ON l.book_id = s.book_id AND l.lot_id = s.lot_id WHERE s.book_id = $1`

// Came adds up what came to facilities by moves of a kind, what was reversed taken off.
func Came(tx *db.Tx, book BookID, kind string) ([]Sum, error) {
	return sums(tx, "SELECT 'place'"+came+" ORDER BY 2, l.item_id", book, kind)
}

// Totals adds up a book in one read: what is held by sort of account, party and item, and
// what Came gives for a kind.
func Totals(tx *db.Tx, book BookID, kind string) (holds, arrived []Sum, err error) {
	list, err := sums(tx, held+" GROUP BY s.sort, s.party, l.item_id UNION ALL SELECT ''"+came+" ORDER BY 1, 2, 3", book, kind)
	for _, s := range list {
		if s.Sort == "" {
			s.Sort = Place
			arrived = append(arrived, s)
		} else {
			holds = append(holds, s)
		}
	}
	return holds, arrived, err
}

// Coming adds up by facility and item, in one read, what is in packages on its way
// there (of the sort Package) and what came by moves of a kind (of the sort Place).
func Coming(tx *db.Tx, book BookID, kind string) ([]Sum, error) {
	return sums(tx, held+" AND s.sort = 'package' AND s.units <> 0 GROUP BY s.sort, s.party, l.item_id UNION ALL SELECT 'place'"+came, book, kind)
}

func sums(tx *db.Tx, query string, book BookID, more ...any) ([]Sum, error) {
	return db.List(tx, func(scan db.Scan) (s Sum, err error) {
		return s, scan((*string)(&s.Sort), &s.Party, (*int64)(&s.Item), &s.Units)
	}, query, append([]any{int64(book)}, more...)...)
}

// Put lists by account what moves of a kind about a subject put into accounts of a sort,
// whatever became of it later.
func Put(tx *db.Tx, book BookID, kind string, subject int64, sort Sort) (map[Account][]Stock, error) {
	each := map[Account][]Stock{}
	return each, tx.Each(func(scan db.Scan) error {
		s, err := scanStock(scan)
		each[s.Account] = append(each[s.Account], s)
		return err
	}, `SELECT m.account, m.units, l.lot_id, l.item_id, l.batch, l.expires, l.origin, l.recalled
		FROM goods_moves k JOIN goods_lines m ON m.book_id = k.book_id AND m.move_id = k.move_id JOIN goods_lots l ON l.book_id = m.book_id AND l.lot_id = m.lot_id
		WHERE k.book_id = $1 AND k.kind = $2 AND k.subject = $3 AND m.units > 0 AND m.account LIKE $4 ORDER BY m.move_id, m.line`,
		int64(book), kind, subject, string(sort)+":%")
}
