package goods

import (
	"errors"
	"fmt"

	"agora/db"
	"agora/fault"
)

// MoveID names a move; its time is db.TimeOfID.
type MoveID int64

// Move carries units between accounts of one book.
type Move struct {
	Book    BookID
	Kind    string // what happened: "received"
	Subject int64  // the pledge, package or case that it is about
	Reason  string // in words, where one is wanted
	Lines   []Line
}

// Line is what is added to, or taken from (below zero), an account.
type Line struct {
	Account Account
	Lot     LotID
	Units   int64
}

// ErrUnbalanced is a move whose lines do not sum to zero for each lot, or that names
// what there is not: a bug of the caller.
var ErrUnbalanced = errors.New("goods: lines do not sum to zero")

// maxLines bounds a move: a package holds few lots.
const maxLines = 400

// Post writes a move in tx. Lines of zero are left out. It fails with a Conflict when
// an account would hold less than nothing, or when what is expired or recalled would
// go where it may not.
func Post(tx *db.Tx, m Move) (MoveID, error) { return post(tx, m, 0) }

func post(tx *db.Tx, m Move, reverses MoveID) (MoveID, error) {
	lines, err := balanced(m.Lines)
	if err != nil {
		return 0, fmt.Errorf("%w: %s %v", err, m.Kind, m.Lines)
	}
	m.Lines = lines
	known, err := lots(tx, m.Book, lines)
	if err != nil {
		return 0, err
	}
	if err := m.fresh(known, DayOf(tx.Now)); err != nil {
		return 0, err
	}
	id := MoveID(tx.ID())
	if _, err := tx.Exec("INSERT INTO goods_moves (book_id, move_id, kind, subject, reason, reverses) VALUES "+db.Places(1, 6),
		int64(m.Book), int64(id), m.Kind, m.Subject, m.Reason, int64(reverses)); err != nil {
		return 0, err
	}
	for i, l := range lines {
		if _, err := tx.Exec("INSERT INTO goods_lines (book_id, move_id, line, account, lot_id, units) VALUES "+db.Places(1, 6),
			int64(m.Book), int64(id), i, string(l.Account), int64(l.Lot), l.Units); err != nil {
			return 0, err
		}
		if err := add(tx, m.Book, l); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// balanced drops lines of zero and proves that the rest sum to zero for each lot.
func balanced(lines []Line) ([]Line, error) {
	kept, sums := make([]Line, 0, len(lines)), map[LotID]int64{}
	for _, l := range lines {
		if l.Units == 0 {
			continue
		}
		if _, _, ok := l.Account.parts(); !ok {
			return nil, ErrUnbalanced
		}
		sums[l.Lot] += l.Units
		kept = append(kept, l)
	}
	for _, s := range sums {
		if s != 0 {
			return nil, ErrUnbalanced
		}
	}
	if len(kept) < 2 || len(kept) > maxLines {
		return nil, ErrUnbalanced
	}
	return kept, nil
}

// fresh proves that what is expired or recalled goes only where it may.
func (m Move) fresh(known map[LotID]Lot, today Day) error {
	from := map[LotID]map[Sort]bool{} // the sorts of accounts that a lot leaves
	for _, l := range m.Lines {
		if l.Units < 0 {
			if from[l.Lot] == nil {
				from[l.Lot] = map[Sort]bool{}
			}
			from[l.Lot][l.Account.Sort()] = true
		}
	}
	for _, l := range m.Lines {
		lot := known[l.Lot]
		switch {
		case l.Units < 0 || !lot.Stale(today):
		case !mayCome(l.Account.Sort(), from[l.Lot]):
			key := "fault.goods_expired"
			if lot.Recalled != "" {
				key = "fault.goods_recalled"
			}
			return fault.New(fault.Conflict, key, "batch", lot.Batch)
		case (l.Account.Sort() == Place || l.Account.Sort() == Package) && m.Reason == "":
			return fault.Field("reason", "fault.goods_reason", "batch", lot.Batch)
		}
	}
	return nil
}

// mayCome reports whether stale goods may come to a sort of account from others: they
// are written off, or go back to who gave them; they arrive where they are seen to be
// stale; and a package that is missing, found, or packed anew on its way is so with what
// is in it.
func mayCome(to Sort, from map[Sort]bool) bool {
	switch to {
	case Off, Source:
		return true
	case Missing:
		return from[Package] || from[Off]
	case Place:
		return !from[Place]
	case Package:
		return !from[Place] && !from[Source]
	}
	return false
}

// add adds a line to the stock of its account. The row is made at its first line.
func add(tx *db.Tx, book BookID, l Line) error {
	sort, party, _ := l.Account.parts()
	if l.Units > 0 || sort == Source {
		_, err := tx.Exec(`INSERT INTO goods_stock (book_id, account, lot_id, sort, party, units) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (book_id, account, lot_id) DO UPDATE SET units = goods_stock.units + excluded.units`,
			int64(book), string(l.Account), int64(l.Lot), string(sort), party, l.Units)
		return err
	}
	n, err := tx.Exec("UPDATE goods_stock SET units = units + $4 WHERE book_id = $1 AND account = $2 AND lot_id = $3 AND units + $4 >= 0",
		int64(book), string(l.Account), int64(l.Lot), l.Units)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "fault.goods_short", "units", -l.Units)
	}
	return err
}

// Last gives the last move of a kind about a subject that was not reversed.
func Last(tx *db.Tx, book BookID, kind string, subject int64) (id MoveID, err error) {
	return id, tx.Row(`SELECT COALESCE(MAX(m.move_id), 0) FROM goods_moves m WHERE m.book_id = $1 AND m.kind = $2 AND m.subject = $3 AND m.reverses = 0
		AND NOT EXISTS (SELECT 1 FROM goods_moves r WHERE r.book_id = m.book_id AND r.reverses = m.move_id)`, []any{int64(book), kind, subject}, (*int64)(&id))
}

// Reverse undoes a move by its opposite, with a reason. A move that was reversed is a
// Conflict.
func Reverse(tx *db.Tx, book BookID, id MoveID, reason string) (MoveID, error) {
	m := Move{Book: book, Reason: reason}
	if err := tx.Row("SELECT kind, subject FROM goods_moves WHERE book_id = $1 AND move_id = $2", []any{int64(book), int64(id)}, &m.Kind, &m.Subject); err != nil {
		return 0, err
	}
	var before int64
	if err := tx.Row("SELECT COUNT(*) FROM goods_moves WHERE book_id = $1 AND reverses = $2", []any{int64(book), int64(id)}, &before); err != nil {
		return 0, err
	}
	if before > 0 {
		return 0, fault.New(fault.Conflict, "fault.goods_reversed")
	}
	lines, err := db.List(tx, func(scan db.Scan) (l Line, err error) {
		err = scan((*string)(&l.Account), (*int64)(&l.Lot), &l.Units)
		l.Units = -l.Units
		return l, err
	}, "SELECT account, lot_id, units FROM goods_lines WHERE book_id = $1 AND move_id = $2 ORDER BY line", int64(book), int64(id))
	if err != nil {
		return 0, err
	}
	m.Lines = lines
	return post(tx, m, id)
}
