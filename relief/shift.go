package relief

import (
	"context"
	"errors"
	"time"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// ShiftState is how far somebody is with a task that she claimed.
type ShiftState string

// States of a shift.
const (
	Claimed  ShiftState = "claimed"
	Done     ShiftState = "done"
	Unfilled ShiftState = "released" // given up, or not done in time: its place is free again
)

// shiftFor is how long after its start a task that was claimed may be done.
const shiftFor = 24 * time.Hour

// claimable is after when a task has to start that may be claimed now.
func claimable(tx *db.Tx) int64 { return db.Micro(tx.Now.Add(-shiftFor)) }

// Claim takes one place of a task for a helper. A task has never more people than places,
// and a helper never more than MaxShifts tasks before her.
func (s *Service) Claim(ctx context.Context, by identity.Actor, crisis CrisisID, id HelperID, task TaskID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		h, err := helperIn(tx, by, crisis, id)
		if err != nil {
			return err
		}
		var mine int64
		if err := tx.Row("SELECT COUNT(*) FROM relief_shifts WHERE crisis_id = $1 AND helper_id = $2 AND state = 'claimed'", []any{int64(crisis), int64(id)}, &mine); err != nil {
			return err
		}
		if mine >= MaxShifts {
			return fault.New(fault.Conflict, "fault.relief_shifts", "max", int64(MaxShifts))
		}
		if was, err := shiftIn(tx, crisis, task, h.ID); err != nil || was == Claimed || was == Done {
			return err // it is hers already
		}
		var starts int64
		err = tx.Row("UPDATE relief_tasks SET taken = taken + 1 WHERE crisis_id = $1 AND task_id = $2 AND state = 'open' AND taken < places AND starts > $3 RETURNING starts", []any{int64(crisis), int64(task), claimable(tx)}, &starts)
		if errors.Is(err, db.ErrNone) {
			return fault.New(fault.Conflict, "fault.relief_task_full")
		}
		if err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO relief_shifts (crisis_id, task_id, helper_id, state, until) VALUES `+db.Places(1, 5)+`
			ON CONFLICT (crisis_id, task_id, helper_id) DO UPDATE SET state = excluded.state, until = excluded.until`,
			int64(crisis), int64(task), int64(id), string(Claimed), max(starts, db.Micro(tx.Now))+shiftFor.Microseconds())
		return err
	})
}

// shiftIn gives how far a helper is with a task; "" for one that she never claimed.
func shiftIn(tx *db.Tx, crisis CrisisID, task TaskID, helper HelperID) (state ShiftState, err error) {
	err = tx.Row("SELECT state FROM relief_shifts WHERE crisis_id = $1 AND task_id = $2 AND helper_id = $3", []any{int64(crisis), int64(task), int64(helper)}, (*string)(&state))
	if errors.Is(err, db.ErrNone) {
		err = nil
	}
	return state, err
}

// Finish says that a helper did what she claimed; she may, and who coordinates.
func (s *Service) Finish(ctx context.Context, by identity.Actor, crisis CrisisID, id HelperID, task TaskID) error {
	return s.shift(ctx, by, crisis, id, task, Done)
}

// GiveUpShift gives the place of a helper free again; she may, and who coordinates.
func (s *Service) GiveUpShift(ctx context.Context, by identity.Actor, crisis CrisisID, id HelperID, task TaskID) error {
	return s.shift(ctx, by, crisis, id, task, Unfilled)
}

func (s *Service) shift(ctx context.Context, by identity.Actor, crisis CrisisID, id HelperID, task TaskID, to ShiftState) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		if !Coordinates(by) {
			if _, err := helperIn(tx, by, crisis, id); err != nil {
				return err
			}
		}
		moved, err := moveShift(tx, crisis, task, id, to)
		if err == nil && !moved {
			err = errJudged
		}
		return err
	})
}

// moveShift ends a shift that is claimed; one that is given up frees its place.
func moveShift(tx *db.Tx, crisis CrisisID, task TaskID, helper HelperID, to ShiftState) (bool, error) {
	n, err := tx.Exec("UPDATE relief_shifts SET state = $4 WHERE crisis_id = $1 AND task_id = $2 AND helper_id = $3 AND state = 'claimed'", int64(crisis), int64(task), int64(helper), string(to))
	if err != nil || n == 0 || to != Unfilled {
		return n > 0, err
	}
	_, err = tx.Exec("UPDATE relief_tasks SET taken = taken - 1 WHERE crisis_id = $1 AND task_id = $2", int64(crisis), int64(task))
	return true, err
}

// ReleaseShifts frees the places of up to limit shifts that were not done in time, and
// gives how many there were.
func (s *Service) ReleaseShifts(ctx context.Context, limit int) (n int, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		n = 0
		type key struct {
			crisis CrisisID
			task   TaskID
			helper HelperID
		}
		late, err := db.List(tx, func(scan db.Scan) (k key, err error) {
			return k, scan((*int64)(&k.crisis), (*int64)(&k.task), (*int64)(&k.helper))
		}, "SELECT crisis_id, task_id, helper_id FROM relief_shifts WHERE state = 'claimed' AND until < $1 ORDER BY until LIMIT $2", db.Micro(tx.Now), limit)
		for _, k := range late {
			if err == nil {
				_, err = moveShift(tx, k.crisis, k.task, k.helper, Unfilled)
				n++
			}
		}
		return err
	})
	return n, err
}
