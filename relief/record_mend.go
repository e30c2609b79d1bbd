package relief

import (
	"bytes"
	"context"
	"encoding/csv"
	"slices"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Mend gives a line that was parked other cells, those that cell knows: it is good from
// then on, if it can be read. sure confirms a number of which nobody is known to have had
// so many.
func (s *Service) Mend(ctx context.Context, by identity.Actor, crisis CrisisID, kind RecordKind, key string, cell func(column int) (string, bool), sure bool) error {
	return s.parked(ctx, by, crisis, kind, key, func(tx *db.Tx, r Record) error {
		cells := slices.Clone(r.Cells)
		for i := range cells {
			if v, ok := cell(i); ok {
				cells[i] = v
			}
		}
		e, err := again(r, cells, tx)
		if err != nil {
			return err
		}
		for _, f := range e.Faults {
			if f.Key != "fault.relief_absurd" || !sure {
				return faultsOf(e.Record).Err()
			}
		}
		row, err := saidAt(tx, r, e.id)
		if err == nil && row != 0 && row != r.Row {
			err = fault.Field(kind.Columns()[kind.shape().subject[0]], "fault.relief_again", "row", row)
		}
		if err != nil {
			return err
		}
		e.Crisis, e.Key, e.Row = crisis, r.Key, r.Row
		items := pastShelf{crisis: crisis}
		if err := items.find(tx, &e); err != nil {
			return err
		}
		r.Mended, r.By = cells, by.String()
		if _, err := tx.Exec("UPDATE relief_past SET said_id = $4, verdict = 'good', item_id = $5, units = $6, status = $7, began = $8, ended = $9, doc = $10 WHERE crisis_id = $1 AND kind = $2 AND line_id = $3",
			int64(crisis), string(kind), key, e.id, int64(e.Item), e.Units, string(e.Status), db.Micro(e.Began), db.Micro(e.Ended), text(r.RecordNote)); err != nil {
			return err
		}
		var pledges rows
		if kind == Offers {
			pledges.add(e.pledge(tx)...)
		}
		return pledges.insert(tx, "relief_pledges", pledgeColumns)
	})
}

// Drop leaves a line out that was parked.
func (s *Service) Drop(ctx context.Context, by identity.Actor, crisis CrisisID, kind RecordKind, key string) error {
	return s.parked(ctx, by, crisis, kind, key, func(tx *db.Tx, r Record) error {
		r.By = by.String()
		_, err := tx.Exec("UPDATE relief_past SET verdict = 'dropped', doc = $4 WHERE crisis_id = $1 AND kind = $2 AND line_id = $3", int64(crisis), string(kind), key, text(r.RecordNote))
		return err
	})
}

// parked does something with a line that nobody looked at yet.
func (s *Service) parked(ctx context.Context, by identity.Actor, crisis CrisisID, kind RecordKind, key string, do func(*db.Tx, Record) error) error {
	if !Coordinates(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		r, err := db.One(tx, scanRecord, "SELECT "+recordColumns+" FROM relief_past WHERE crisis_id = $1 AND kind = $2 AND line_id = $3", int64(crisis), string(kind), key)
		if err != nil {
			return none(err)
		}
		if r.Verdict != LineParked {
			return errJudged
		}
		return do(tx, r)
	})
}

// again reads a line by itself with other cells.
func again(r Record, cells []string, tx *db.Tx) (e entry, err error) {
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	_ = w.Write(r.Kind.Columns()) // into memory
	_ = w.Write(cells)
	w.Flush()
	for e, err = range readRecords(r.Kind, &file, tx.Now) {
		return e, err
	}
	return e, fault.Field("file", "fault.required")
}
