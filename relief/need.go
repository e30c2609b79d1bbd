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

// States of a need. A facility has one of an item that is open or asleep, and one that
// was reported.
const (
	Reported  NeedState = "reported" // by somebody; nobody who coordinates looked at it yet
	Wanted    NeedState = "open"
	Asleep    NeedState = "asleep"    // its facility did not confirm it: it does not count until it does
	Withdrawn NeedState = "withdrawn" // refused, or not needed any more
)

// Need is that a facility lacks an item.
type Need struct {
	ID        NeedID
	Crisis    CrisisID
	Facility  FacilityID
	Item      goods.ItemID
	State     NeedState
	Confirmed time.Time // when its facility last said so
	Had       int64     // units that had come to the facility before its numbers were said
	RunsOut   time.Time // until when something has to come: the most urgent are first
	Holder    Claim     // who works on it
	Earlier   []Want    // what was reported of the same need before, the last at the end

	reminded int64 // days after Confirmed on which its facility was asked
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
	Reporter Contact   `json:"reporter"`       // told to those who coordinate only
	Lang     string    `json:"lang,omitempty"` // BCP 47, of the reporter
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

// Same reports whether two say the same numbers.
func (w Want) Same(o Want) bool {
	return w.Units == o.Units && w.Daily == o.Daily && w.Days == o.Days && w.Stock == o.Stock
}

// runsOut is until when something has to come, for who says this at a time: the
// deadline, or the day on which the stock ends; in a year when neither is known.
func (w Want) runsOut(said time.Time) time.Time {
	end := said.AddDate(1, 0, 0)
	if left := w.DaysLeft(); left >= 0 && left < 365 {
		end = said.AddDate(0, 0, int(left))
	}
	if !w.Deadline.IsZero() && w.Deadline.Before(end) {
		end = w.Deadline
	}
	return end
}

// Bounds of needs.
const (
	maxDays     = 365
	maxReported = 2_000 // of a crisis that nobody looked at
	maxNote     = 600   // characters
	maxEarlier  = 5
)

func (w Want) check(i Item, now time.Time) error {
	var bad fault.Fields
	within := func(field string, v, least, most int64) {
		if v < least || v > most {
			bad.Add(field, "fault.number_range", "min", least, "max", most)
		}
	}
	within("units", w.Units, 0, i.most())
	within("daily", w.Daily, 0, i.most())
	within("days", w.Days, 0, maxDays)
	within("stock", w.Stock, 0, i.most())
	within("staff", w.Staff, 0, 1_000_000)
	if bad.Err() == nil && w.Gap() == 0 {
		bad.Add("units", "fault.relief_gap_none")
	}
	if bad.Err() == nil && w.Gap() > i.most() {
		bad.Add("units", "fault.number_range", "min", int64(1), "max", i.most())
	}
	if !w.Deadline.IsZero() && (w.Deadline.Before(now.AddDate(0, 0, -1)) || w.Deadline.After(now.AddDate(2, 0, 0))) {
		bad.Add("deadline", "fault.relief_deadline")
	}
	if utf8.RuneCountInString(w.Note) > maxNote {
		bad.Add("note", "fault.too_long", "max", int64(maxNote))
	}
	if utf8.RuneCountInString(w.Reporter.Name+w.Reporter.Phone+w.Reporter.Email) > 2*maxLine {
		bad.Add("contact", "fault.too_long", "max", int64(maxLine))
	}
	return bad.Err()
}

const needColumns = "crisis_id, need_id, facility_id, item_id, state, confirmed, reminded, runs_out, had, holder, holder_name, held, doc"

// needDoc is what is kept of a need as JSON.
type needDoc struct {
	Want
	Earlier []Want `json:"earlier,omitempty"`
}

func scanNeed(scan db.Scan) (n Need, err error) {
	var doc string
	var confirmed, runsOut, held int64
	if err := scan((*int64)(&n.Crisis), (*int64)(&n.ID), (*int64)(&n.Facility), (*int64)(&n.Item), (*string)(&n.State),
		&confirmed, &n.reminded, &runsOut, &n.Had, (*int64)(&n.Holder.Person), &n.Holder.Name, &held, &doc); err != nil {
		return n, err
	}
	n.Confirmed, n.RunsOut, n.Holder.Until = db.Time(confirmed), db.Time(runsOut), db.Time(held)
	var d needDoc
	err = json.Unmarshal([]byte(doc), &d)
	n.Want, n.Earlier = d.Want, d.Earlier
	return n, err
}

func needIn(tx *db.Tx, crisis CrisisID, id NeedID) (Need, error) {
	n, err := db.One(tx, scanNeed, "SELECT "+needColumns+" FROM relief_needs WHERE crisis_id = $1 AND need_id = $2", int64(crisis), int64(id))
	return n, none(err)
}

func (n Need) insert(tx *db.Tx) error {
	_, err := tx.Exec("INSERT INTO relief_needs ("+needColumns+") VALUES "+db.Places(1, 13), n.row()...)
	return err
}

// keep rewrites a need.
func (n Need) keep(tx *db.Tx) error {
	_, err := tx.Exec(`UPDATE relief_needs SET facility_id = $3, item_id = $4, state = $5, confirmed = $6, reminded = $7, runs_out = $8, had = $9,
		holder = $10, holder_name = $11, held = $12, doc = $13 WHERE crisis_id = $1 AND need_id = $2`, n.row()...)
	return err
}

// row is a need in the order of needColumns.
func (n Need) row() []any {
	return []any{int64(n.Crisis), int64(n.ID), int64(n.Facility), int64(n.Item), string(n.State), db.Micro(n.Confirmed), n.reminded, db.Micro(n.RunsOut), n.Had,
		int64(n.Holder.Person), n.Holder.Name, db.Micro(n.Holder.Until), text(needDoc{n.Want, n.Earlier})}
}

// Judge opens a need that was reported, or withdraws one; who coordinates may, unless
// somebody else works on it.
func (s *Service) Judge(ctx context.Context, by identity.Actor, crisis CrisisID, id NeedID, wanted bool) error {
	if !Coordinates(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		n, err := needIn(tx, crisis, id)
		if err != nil {
			return err
		}
		if n.State == Withdrawn || wanted && n.State != Reported {
			return errJudged
		}
		if err := n.Holder.other(by, tx.Now); err != nil {
			return err
		}
		n.Holder = Claim{}
		if wanted {
			n.Confirmed, n.RunsOut = tx.Now, n.runsOut(tx.Now) // who opens it has asked there
			return n.open(tx, (Need).keep)
		}
		return n.end(tx)
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
