package relief

import (
	"context"
	"time"

	"agora/db"
)

// KeepRefused is for how long what is known of people stays with what was refused or
// withdrawn: time enough to object, and to take it up again.
const KeepRefused = 30 * 24 * time.Hour

// forgetRefused notes what was refused or withdrawn since the last time, and forgets the
// people of what was so KeepRefused ago. The day is noted here and not by each deed that
// refuses, so that none can leave it out; what is taken up again begins anew.
func (s *Service) forgetRefused(ctx context.Context) error {
	for _, t := range traces() {
		if t.refused == "" {
			continue
		}
		var before int64
		err := s.db.Write(ctx, func(tx *db.Tx) error {
			before = db.Micro(tx.Now.Add(-KeepRefused))
			if _, err := tx.Exec("UPDATE "+t.table+" SET refused = 0, forgotten = 0 WHERE refused > 0 AND state <> $1", t.refused); err != nil {
				return err
			}
			_, err := tx.Exec("UPDATE "+t.table+" SET refused = $2 WHERE refused = 0 AND state = $1", t.refused, db.Micro(tx.Now))
			return err
		})
		if err != nil {
			return err
		}
		if err := s.blankRows(ctx, t, "refused > 0 AND refused <= $1 AND forgotten = 0", []any{before}, "forgotten = 1"); err != nil {
			return err
		}
	}
	return nil
}
