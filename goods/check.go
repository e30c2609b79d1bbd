package goods

import (
	"context"
	"fmt"

	"agora/db"
)

// Report is what Check found.
type Report struct {
	Moves, Lines int
	Problems     []string // empty when all books are sound
}

// enough bounds how many problems are told.
const enough = 100

func (r *Report) problem(format string, args ...any) {
	if len(r.Problems) < enough {
		r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
	}
}

// Check adds up all lines anew: each move sums to zero by lot, and each stock is the
// sum of its lines and not below zero where it may not be.
func Check(ctx context.Context, d *db.DB) (r Report, err error) {
	err = d.Read(ctx, func(tx *db.Tx) error {
		r = Report{}
		if err := tx.Row("SELECT (SELECT COUNT(*) FROM goods_moves), (SELECT COUNT(*) FROM goods_lines)", nil, &r.Moves, &r.Lines); err != nil {
			return err
		}
		if err := tx.Each(func(scan db.Scan) error {
			var book, move, lot, sum int64
			err := scan(&book, &move, &lot, &sum)
			r.problem("book %d: move %d makes %d units of lot %d", book, move, sum, lot)
			return err
		}, "SELECT book_id, move_id, lot_id, CAST(SUM(units) AS BIGINT) FROM goods_lines GROUP BY book_id, move_id, lot_id HAVING SUM(units) <> 0 LIMIT $1", enough); err != nil {
			return err
		}
		return tx.Each(func(scan db.Scan) error {
			var book, lot, kept, sum int64
			var account string
			err := scan(&book, &account, &lot, &kept, &sum)
			r.problem("book %d: %s holds %d units of lot %d, and its lines say %d", book, account, kept, lot, sum)
			return err
		}, `SELECT book_id, account, lot_id, CAST(SUM(kept) AS BIGINT), CAST(SUM(moved) AS BIGINT) FROM (
				SELECT book_id, account, lot_id, units AS kept, 0 AS moved FROM goods_stock
				UNION ALL SELECT book_id, account, lot_id, 0, units FROM goods_lines) t
			GROUP BY book_id, account, lot_id HAVING SUM(kept) <> SUM(moved) OR (SUM(kept) < 0 AND account NOT LIKE 'source:%') LIMIT $1`, enough)
	})
	return r, err
}
