package goods

import "agora/db"

// Entry is a line of a move with the lot that it moves.
type Entry struct {
	Move MoveID
	Kind string
	Line
	Lot Lot
}

// EachEntry goes through the lines of all moves of a book, in their order.
func EachEntry(tx *db.Tx, book BookID, do func(Entry)) error {
	return tx.Each(func(scan db.Scan) error {
		var e Entry
		err := scan((*int64)(&e.Move), &e.Kind, (*string)(&e.Account), &e.Units, (*int64)(&e.Lot.ID), (*int64)(&e.Lot.Item), &e.Lot.Batch, (*int64)(&e.Lot.Expires), (*string)(&e.Lot.Origin))
		do(e)
		return err
	}, `SELECT k.move_id, k.kind, m.account, m.units, l.lot_id, l.item_id, l.batch, l.expires, l.origin FROM goods_moves k
		JOIN goods_lines m ON m.book_id = k.book_id AND m.move_id = k.move_id JOIN goods_lots l ON l.book_id = m.book_id AND l.lot_id = m.lot_id
		WHERE k.book_id = $1 ORDER BY k.move_id, m.line`, int64(book))
}

// EachStock goes through what accounts of one sort hold of each lot.
func EachStock(tx *db.Tx, book BookID, sort Sort, do func(Stock)) error {
	return tx.Each(func(scan db.Scan) error {
		s, err := scanStock(scan)
		do(s)
		return err
	}, stockOf+"WHERE s.book_id = $1 AND s.sort = $2 AND s.units <> 0 ORDER BY s.party, l.item_id, l.lot_id, s.account", int64(book), string(sort))
}
