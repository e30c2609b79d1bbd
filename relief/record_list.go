package relief

import (
	"context"

	"agora/db"
	"agora/goods"
)

// RecordSum is what good records of a kind and a status add up to.
type RecordSum struct {
	Kind   RecordKind
	Status PastStatus
	Item   goods.ItemID
	Lines  int64
	Units  int64
}

// RecordSums adds up the good records of a crisis: they are in no total of it.
func (s *Service) RecordSums(ctx context.Context, crisis CrisisID) (list []RecordSum, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, func(scan db.Scan) (r RecordSum, err error) {
			return r, scan((*string)(&r.Kind), (*string)(&r.Status), (*int64)(&r.Item), &r.Lines, &r.Units)
		}, `SELECT kind, status, item_id, COUNT(*), CAST(SUM(units) AS BIGINT) FROM relief_past WHERE crisis_id = $1 AND verdict = 'good'
			GROUP BY kind, status, item_id ORDER BY kind DESC, status, item_id`, int64(crisis))
		return err
	})
	return list, err
}

// RecordCounts counts the records of a crisis by verdict.
func (s *Service) RecordCounts(ctx context.Context, crisis CrisisID) (counts map[RecordKind]map[Verdict]int64, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		counts = map[RecordKind]map[Verdict]int64{}
		for _, k := range RecordKinds {
			counts[k] = map[Verdict]int64{}
		}
		return tx.Each(func(scan db.Scan) error {
			var k RecordKind
			var v Verdict
			var n int64
			if err := scan((*string)(&k), (*string)(&v), &n); err != nil {
				return err
			}
			counts[k][v] = n
			return nil
		}, "SELECT kind, verdict, COUNT(*) FROM relief_past WHERE crisis_id = $1 GROUP BY kind, verdict", int64(crisis))
	})
	return counts, err
}

// Records lists those of a kind and a verdict by their line; after is the last of the
// page before.
func (s *Service) Records(ctx context.Context, crisis CrisisID, kind RecordKind, in Verdict, after Record) (list []Record, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanRecord, "SELECT "+recordColumns+` FROM relief_past WHERE crisis_id = $1 AND kind = $2 AND verdict = $3
			AND (line > $4 OR line = $4 AND line_id > $5) ORDER BY line, line_id LIMIT $6`, int64(crisis), string(kind), string(in), after.Row, after.Key, PageSize)
		return err
	})
	return list, err
}

// EachRecord goes through all records of a kind and a verdict, page by page.
func (s *Service) EachRecord(ctx context.Context, crisis CrisisID, kind RecordKind, in Verdict, do func(Record) error) error {
	for after := (Record{}); ; {
		list, err := s.Records(ctx, crisis, kind, in, after)
		if err != nil {
			return err
		}
		for _, r := range list {
			if err := do(r); err != nil {
				return err
			}
			after = r
		}
		if len(list) < PageSize {
			return nil
		}
	}
}
