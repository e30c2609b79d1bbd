package relief

import (
	"context"
	"errors"
	"time"

	"agora/db"
	"agora/goods"
)

// KeepAfterClose is for how long what is known of people stays after a crisis was closed:
// time enough to account for goods and to answer questions.
const KeepAfterClose = 180 * 24 * time.Hour

// forgetPortion is how many rows are read and blanked in one transaction.
const forgetPortion = 200

// Forget blanks what is known of people in crises that were closed long enough ago, and
// of what was refused KeepRefused ago in all of them. It may run as often as it likes:
// what is blank stays as it is.
func (s *Service) Forget(ctx context.Context) error {
	return errors.Join(s.forgetRefused(ctx), s.forgetClosed(ctx))
}

func (s *Service) forgetClosed(ctx context.Context) error {
	var due []CrisisID
	err := s.db.Write(ctx, func(tx *db.Tx) error { // those closed before the day was kept are closed from now on
		_, err := tx.Exec("UPDATE relief_crises SET closed = $1 WHERE state = 'closed' AND closed = 0", db.Micro(tx.Now))
		return err
	})
	if err != nil {
		return err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		due, err = db.List(tx, func(scan db.Scan) (id CrisisID, err error) { return id, scan((*int64)(&id)) },
			"SELECT crisis_id FROM relief_crises WHERE state = 'closed' AND forgotten = 0 AND closed <= $1 ORDER BY crisis_id LIMIT $2", db.Micro(tx.Now.Add(-KeepAfterClose)), PageSize)
		return err
	})
	for _, id := range due {
		if err == nil {
			err = s.forgetCrisis(ctx, id)
		}
	}
	return err
}

// forgetCrisis forgets the people of one crisis. Should the node stop before its end, all
// of it is done the next time.
func (s *Service) forgetCrisis(ctx context.Context, id CrisisID) error {
	for gone := int64(forgetPortion); gone == forgetPortion; {
		var err error
		if gone, err = s.forgetPictures(ctx, forgetPortion, func(*db.Tx) (string, int64) { return "crisis_id = $1", int64(id) }); err != nil {
			return err
		}
	}
	if err := s.forgetGivers(ctx, id); err != nil {
		return err
	}
	for _, t := range traces() {
		if err := s.forget(ctx, id, t); err != nil {
			return err
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := goods.Forget(tx, book(id)); err != nil { // the wards to which goods went, and why
			return err
		}
		_, err := tx.Exec("UPDATE relief_crises SET forgotten = $2 WHERE crisis_id = $1", int64(id), db.Micro(tx.Now))
		return err
	})
}

// forget blanks one table of a crisis: row by row where people are in a doc.
func (s *Service) forget(ctx context.Context, id CrisisID, t trace) error {
	if t.key == "" {
		do := "UPDATE " + t.table + " SET " + t.set
		if t.gone {
			do = "DELETE FROM " + t.table
		}
		return s.db.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(do+" WHERE crisis_id = $1", int64(id))
			return err
		})
	}
	where := "crisis_id = $1"
	if t.only != "" {
		where += " AND " + t.only
	}
	return s.blankRows(ctx, t, where, []any{int64(id)}, "")
}

// row is a row of which people are forgotten.
type row struct {
	crisis CrisisID
	key    int64
	doc    string
}

// blankRows blanks the rows of a table that are where, so many in a transaction, and sets
// some columns besides.
func (s *Service) blankRows(ctx context.Context, t trace, where string, args []any, set string) error {
	for after := int64(0); ; {
		var next int64
		err := s.db.Write(ctx, func(tx *db.Tx) error {
			next = 0
			n := len(args)
			list, err := db.List(tx, func(scan db.Scan) (r row, err error) { return r, scan((*int64)(&r.crisis), &r.key, &r.doc) },
				"SELECT crisis_id, "+t.key+", doc FROM "+t.table+" WHERE "+where+" AND "+t.key+" > "+db.Place(n+1)+" ORDER BY "+t.key+" LIMIT "+db.Place(n+2),
				append(append([]any{}, args...), after, forgetPortion)...)
			for _, r := range list {
				if err == nil {
					err = t.blankRow(tx, r, set)
				}
			}
			if len(list) == forgetPortion {
				next = list[len(list)-1].key
			}
			return err
		})
		if err != nil || next == 0 {
			return err
		}
		after = next
	}
}

// blankRow blanks one row.
func (t trace) blankRow(tx *db.Tx, r row, set string) error {
	doc, err := t.blank(r.doc)
	if err != nil {
		return err
	}
	sets := "doc = $3"
	for _, more := range []string{t.set, set} {
		if more != "" {
			sets += ", " + more
		}
	}
	_, err = tx.Exec("UPDATE "+t.table+" SET "+sets+" WHERE crisis_id = $1 AND "+t.key+" = $2", int64(r.crisis), r.key, doc)
	return err
}
