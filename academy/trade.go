package academy

import (
	"context"
	"time"

	"agora/db"
	"agora/identity"
)

// Trade is what a learner reaches with a shop of her own.
type Trade string

// What she reaches: a shop of hers was opened to buyers; an order of real money was
// completed in it.
const (
	ShopOpened Trade = "opened"
	FirstSale  Trade = "sold"
)

// Traded notes when a person reached something, for the courses that she had begun by then:
// what was there before she learned is no fruit of it. The first time counts, in whatever
// order they are told.
func (s *Service) Traded(ctx context.Context, person identity.PersonID, what Trade, at time.Time) error {
	column := "opened"
	if what == FirstSale {
		column = "sold"
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE academy_learners SET "+column+" = $2 WHERE person_id = $1 AND began <= $2 AND ("+column+" = 0 OR "+column+" > $2)", int64(person), db.Micro(at))
		return err
	})
}

// IsLearner reports whether a person ever began a course.
func (s *Service) IsLearner(ctx context.Context, person identity.PersonID) (is bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var n int64
		err := tx.Row("SELECT COUNT(*) FROM academy_learners WHERE person_id = $1", []any{int64(person)}, &n)
		is = n > 0
		return err
	})
	return is, err
}
