package relief

import (
	"context"
	"time"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// claimFor is how long a task is of who claimed it: then it is free again.
const claimFor = 30 * time.Minute

// Claim is who works on a need that waits: one that was reported is to be verified, one
// that is asleep is to be called.
type Claim struct {
	Person identity.PersonID // 0 for nobody
	Name   string
	Until  time.Time
}

// Held reports whether somebody works on it at a time.
func (c Claim) Held(now time.Time) bool { return c.Person != 0 && now.Before(c.Until) }

// other fails for who does not work on a task on which somebody else does.
func (c Claim) other(by identity.Actor, now time.Time) error {
	if c.Held(now) && c.Person != by.Person {
		return fault.New(fault.Conflict, "fault.relief_claimed", "name", c.Name)
	}
	return nil
}

// ClaimNeed makes a task that of one person for a while; who has it claims it anew. When
// two claim it at once one gets it, and the other is told who has it.
func (s *Service) ClaimNeed(ctx context.Context, by identity.Actor, crisis CrisisID, id NeedID) (n Need, err error) {
	if !Coordinates(by) || by.Person == 0 {
		return n, errNotMe
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if n, err = taskIn(tx, by, crisis, id); err != nil {
			return err
		}
		n.Holder = Claim{by.Person, by.Name, tx.Now.Add(claimFor)}
		return n.keep(tx)
	})
	return n, err
}

// ReleaseNeed gives a task back to all.
func (s *Service) ReleaseNeed(ctx context.Context, by identity.Actor, crisis CrisisID, id NeedID) error {
	if !Coordinates(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := taskIn(tx, by, crisis, id)
		if err != nil {
			return err
		}
		n.Holder = Claim{}
		return n.keep(tx)
	})
}

// ClaimNext claims the most urgent task that nobody works on; NotFound when there is
// none.
func (s *Service) ClaimNext(ctx context.Context, by identity.Actor, crisis CrisisID) (n Need, err error) {
	if !Coordinates(by) || by.Person == 0 {
		return n, errNotMe
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		n, err = db.One(tx, scanNeed, "SELECT "+needColumns+` FROM relief_needs WHERE crisis_id = $1 AND state <> 'withdrawn' AND state IN ('reported', 'asleep')
			AND (holder = 0 OR held <= $2) ORDER BY runs_out, need_id LIMIT 1`, int64(crisis), db.Micro(tx.Now))
		if err != nil {
			return none(err)
		}
		n.Holder = Claim{by.Person, by.Name, tx.Now.Add(claimFor)}
		return n.keep(tx)
	})
	return n, err
}

// taskIn reads a need that waits for somebody, and on which nobody else works.
func taskIn(tx *db.Tx, by identity.Actor, crisis CrisisID, id NeedID) (Need, error) {
	if _, err := openCrisis(tx, crisis); err != nil {
		return Need{}, err
	}
	n, err := needIn(tx, crisis, id)
	switch {
	case err != nil:
		return n, err
	case n.State != Reported && n.State != Asleep:
		return n, errJudged
	}
	return n, n.Holder.other(by, tx.Now)
}
