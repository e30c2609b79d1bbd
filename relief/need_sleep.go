package relief

import (
	"context"
	"strconv"
	"time"

	"agora/db"
	"agora/event"
	"agora/identity"
)

// NeedPurpose is what the signed link to a need is signed for; the subject is the need.
const NeedPurpose = "need"

// NeedUnconfirmed is that a need was not confirmed for so many days as its Unconfirmed
// says: who reported it and its facility are asked.
const NeedUnconfirmed event.Kind = "need.unconfirmed"

// Days after which a need that nobody confirmed is asked about, and falls asleep.
const (
	AskAfter   = 5
	SleepAfter = 7
)

// Unconfirmed is what is told with NeedUnconfirmed.
type Unconfirmed struct {
	Crisis CrisisID `json:"crisis"`
	Day    int64    `json:"day"` // AskAfter or SleepAfter
}

// Sleep has needs of open crises asked about that were not confirmed for AskAfter days,
// and puts those to sleep that were not for SleepAfter. It looks at so many at most, and
// gives how many it found; it may run again at any time.
func (s *Service) Sleep(ctx context.Context, most int64) (found int, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		ago := func(days int) int64 { return db.Micro(tx.Now.AddDate(0, 0, -days)) }
		list, err := db.List(tx, scanNeed, "SELECT "+needColumns+` FROM relief_needs WHERE state = 'open' AND confirmed <= $1 AND (reminded = 0 OR confirmed <= $2)
			AND crisis_id IN (SELECT crisis_id FROM relief_crises WHERE state = 'open') ORDER BY confirmed LIMIT $3`, ago(AskAfter), ago(SleepAfter), most)
		for _, n := range list {
			n.reminded = AskAfter
			if db.Micro(n.Confirmed) <= ago(SleepAfter) {
				n.reminded, n.State = SleepAfter, Asleep
			}
			if err := n.keep(tx); err != nil {
				return err
			}
			if err := event.Append(tx, db.House, NeedUnconfirmed, int64(n.ID), Unconfirmed{n.Crisis, n.reminded}); err != nil {
				return err
			}
		}
		found = len(list)
		return err
	})
	return found, err
}

// Question is a need with all that is said to those who are asked about it.
type Question struct {
	Shortage
	Of   Crisis
	At   Facility
	What Item
}

// Asking reads a need for who is asked about it: by its signed link, or who
// coordinates.
func (s *Service) Asking(ctx context.Context, by identity.Actor, crisis CrisisID, id NeedID) (a Question, err error) {
	if !mayConfirm(by, id) {
		return a, errNotMe
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		n, err := db.One(tx, scanShort, shortOf+"AND need_id = $2", int64(crisis), int64(id))
		if err != nil {
			return none(err)
		}
		list := []Shortage{n}
		if err := addPipeline(tx, crisis, list); err != nil {
			return err
		}
		a.Shortage = list[0]
		if a.Of, err = crisisIn(tx, crisis); err != nil {
			return err
		}
		if a.At, err = facilityIn(tx, crisis, n.Facility); err != nil {
			return err
		}
		a.What, err = itemIn(tx, crisis, n.Item)
		return err
	})
	return a, err
}

// mayConfirm reports whether somebody answers for a need.
func mayConfirm(by identity.Actor, id NeedID) bool {
	return Coordinates(by) || by.Link == NeedPurpose+":"+strconv.FormatInt(int64(id), 10)
}

// Confirm says that a need stands, with the numbers of today: it counts for SleepAfter
// days anew, and one that was asleep is open; so is one that was reported, when who
// coordinates says so. The same numbers as before leave what came
// since they were first said counted. With numbers of none it is not needed any more.
func (s *Service) Confirm(ctx context.Context, by identity.Actor, crisis CrisisID, id NeedID, today *Want) (n Need, err error) {
	if !mayConfirm(by, id) {
		return n, errNotMe
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		if n, err = needIn(tx, crisis, id); err != nil {
			return err
		}
		if n.State == Withdrawn || n.State == Reported && !Coordinates(by) {
			return errJudged
		}
		if Coordinates(by) {
			if err := n.Holder.other(by, tx.Now); err != nil {
				return err
			}
		}
		n.Holder = Claim{}
		if today == nil {
			return n.end(tx)
		}
		return n.said(tx, *today)
	})
	return n, err
}

// said makes a need open with the numbers of today.
func (n *Need) said(tx *db.Tx, today Want) error {
	i, err := itemIn(tx, n.Crisis, n.Item)
	if err != nil {
		return err
	}
	if today.Deadline.Equal(n.Deadline) && n.Deadline.Before(tx.Now) {
		today.Deadline = time.Time{} // it passed, and the need stands
	}
	if err := today.check(i, tx.Now); err != nil {
		return err
	}
	if !n.Same(today) {
		came, err := arrivals(tx, n.Crisis)
		if err != nil {
			return err
		}
		n.Had = came[wants{n.Facility, n.Item}]
	}
	today.Reporter, today.Lang = n.Reporter, n.Lang
	fresh := n.State == Reported
	n.Want, n.State, n.Confirmed, n.RunsOut, n.reminded = today, Wanted, tx.Now, today.runsOut(tx.Now), 0
	if fresh {
		return n.open(tx, (Need).keep)
	}
	return n.keep(tx)
}
