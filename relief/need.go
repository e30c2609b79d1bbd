package relief

import (
	"context"
	"encoding/json"
	"errors"
	"time"
	"unicode/utf8"

	"agora/db"
	"agora/fault"
	"agora/goods"
	"agora/identity"
)

// NeedID names a need.
type NeedID int64

// NeedState is how far a need is.
type NeedState string

// States of a need. A facility has one open need of an item.
const (
	Reported  NeedState = "reported" // by somebody; nobody who coordinates looked at it yet
	Wanted    NeedState = "open"
	Withdrawn NeedState = "withdrawn" // refused, or not needed any more
)

// Need is that a facility lacks an item.
type Need struct {
	ID       NeedID
	Crisis   CrisisID
	Facility FacilityID
	Item     goods.ItemID
	State    NeedState
	Want
}

// Want is how much is needed, as the facility says it. Units, when there are any, is the
// number; else it is Daily × Days − Stock.
type Want struct {
	Units    int64     `json:"units,omitempty"`
	Daily    int64     `json:"daily,omitempty"` // units used in a day
	Days     int64     `json:"days,omitempty"`  // for which it should last
	Stock    int64     `json:"stock,omitempty"` // units that are there
	Staff    int64     `json:"staff,omitempty"` // people who are exposed without it
	Deadline time.Time `json:"deadline,omitzero"`
	Note     string    `json:"note,omitempty"`
	Reporter Contact   `json:"reporter"` // told to those who coordinate only
}

// Gap is what is lacking, in units, before what is on its way there.
func (w Want) Gap() int64 {
	if w.Units > 0 {
		return w.Units
	}
	return max(w.Daily*w.Days-w.Stock, 0)
}

// DaysLeft is for how long the stock lasts; -1 when that is not known.
func (w Want) DaysLeft() int64 {
	if w.Daily == 0 {
		return -1
	}
	return w.Stock / w.Daily
}

// Bounds of needs.
const (
	maxDays     = 365
	maxReported = 2_000 // of a crisis that nobody looked at
	maxNote     = 600   // characters
)

func (n Need) check(i Item) error {
	var bad fault.Fields
	within := func(field string, v, least, most int64) {
		if v < least || v > most {
			bad.Add(field, "fault.number_range", "min", least, "max", most)
		}
	}
	within("units", n.Units, 0, i.most())
	within("daily", n.Daily, 0, i.most())
	within("days", n.Days, 0, maxDays)
	within("stock", n.Stock, 0, i.most())
	within("staff", n.Staff, 0, 1_000_000)
	if bad.Err() == nil && n.Gap() == 0 {
		bad.Add("units", "fault.relief_gap_none")
	}
	if bad.Err() == nil && n.Gap() > i.most() {
		bad.Add("units", "fault.number_range", "min", int64(1), "max", i.most())
	}
	if utf8.RuneCountInString(n.Note) > maxNote {
		bad.Add("note", "fault.too_long", "max", int64(maxNote))
	}
	return bad.Err()
}

const needColumns = "crisis_id, need_id, facility_id, item_id, state, doc"

func scanNeed(scan db.Scan) (n Need, err error) {
	var doc string
	if err := scan((*int64)(&n.Crisis), (*int64)(&n.ID), (*int64)(&n.Facility), (*int64)(&n.Item), (*string)(&n.State), &doc); err != nil {
		return n, err
	}
	return n, json.Unmarshal([]byte(doc), &n.Want)
}

// Report writes down that a facility needs something. From who coordinates, or answers
// the telephone, it counts at once, in the place of what was open
// of that item there; from others when somebody has looked at it.
func (s *Service) Report(ctx context.Context, by identity.Actor, n Need) (Need, error) {
	if !Answers(by) && n.Reporter == (Contact{}) {
		return n, fault.Field("contact", "fault.required")
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, n.Crisis); err != nil {
			return err
		}
		f, err := facilityIn(tx, n.Crisis, n.Facility)
		if err != nil || f.State == Refused {
			return fault.Field("facility", "fault.choice")
		}
		i, err := itemIn(tx, n.Crisis, n.Item)
		if err != nil {
			return fault.Field("item", "fault.choice")
		}
		if !f.Accepts(i.ID) {
			return fault.Field("item", "fault.relief_not_taken")
		}
		if err := n.check(i); err != nil {
			return err
		}
		n.ID, n.State = NeedID(tx.ID()), Reported
		if Answers(by) {
			n.State = Wanted
			return n.open(tx)
		}
		var waiting int64
		if err := tx.Row("SELECT COUNT(*) FROM relief_needs WHERE crisis_id = $1 AND state = 'reported'", []any{int64(n.Crisis)}, &waiting); err != nil {
			return err
		}
		if waiting >= maxReported {
			return fault.New(fault.TooMany, "fault.relief_many")
		}
		return n.insert(tx)
	})
	return n, err
}

func (n Need) insert(tx *db.Tx) error {
	_, err := tx.Exec("INSERT INTO relief_needs ("+needColumns+") VALUES "+db.Places(1, 6), int64(n.Crisis), int64(n.ID), int64(n.Facility), int64(n.Item), string(n.State), text(n.Want))
	return err
}

// open makes a need that which is open, in the place of the one before.
func (n Need) open(tx *db.Tx) error {
	if _, err := tx.Exec("UPDATE relief_needs SET state = 'withdrawn' WHERE crisis_id = $1 AND facility_id = $2 AND item_id = $3 AND state = 'open'",
		int64(n.Crisis), int64(n.Facility), int64(n.Item)); err != nil {
		return err
	}
	return n.insert(tx)
}

// Judge opens a need that was reported, or withdraws one; who coordinates may.
func (s *Service) Judge(ctx context.Context, by identity.Actor, crisis CrisisID, id NeedID, wanted bool) error {
	if !Coordinates(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		n, err := db.One(tx, scanNeed, "SELECT "+needColumns+" FROM relief_needs WHERE crisis_id = $1 AND need_id = $2", int64(crisis), int64(id))
		if err != nil {
			return none(err)
		}
		if n.State == Withdrawn || wanted && n.State != Reported {
			return fault.New(fault.Conflict, "fault.relief_judged")
		}
		if wanted {
			if _, err := tx.Exec("UPDATE relief_needs SET state = 'withdrawn' WHERE crisis_id = $1 AND facility_id = $2 AND item_id = $3 AND state = 'open'",
				int64(crisis), int64(n.Facility), int64(n.Item)); err != nil {
				return err
			}
		}
		n.State = Withdrawn
		if wanted {
			n.State = Wanted
		}
		_, err = tx.Exec("UPDATE relief_needs SET state = $3 WHERE crisis_id = $1 AND need_id = $2", int64(crisis), int64(id), string(n.State))
		return err
	})
}

// Needs lists those of a crisis in a state by when they came; after is the last of the
// page before, 0 for none.
func (s *Service) Needs(ctx context.Context, crisis CrisisID, in NeedState, after NeedID) (list []Need, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanNeed, "SELECT "+needColumns+" FROM relief_needs WHERE crisis_id = $1 AND state = $2 AND need_id > $3 ORDER BY need_id LIMIT $4", int64(crisis), string(in), int64(after), PageSize)
		return err
	})
	return list, err
}

func itemIn(tx *db.Tx, crisis CrisisID, id goods.ItemID) (Item, error) {
	i, err := db.One(tx, scanItem, "SELECT "+itemColumns+" FROM relief_items WHERE crisis_id = $1 AND item_id = $2", int64(crisis), int64(id))
	if errors.Is(err, db.ErrNone) {
		return i, errNone
	}
	return i, err
}
