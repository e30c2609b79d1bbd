package relief

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"unicode/utf8"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// HelperID names somebody who gives time.
type HelperID int64

// Helper is somebody who gives time in a crisis.
type Helper struct {
	ID     HelperID
	Crisis CrisisID
	Person identity.PersonID // 0 for who has no account
	Offer
}

// Offer is what a helper says of herself; those who coordinate read it.
type Offer struct {
	Name    string  `json:"name"`
	Skills  []Skill `json:"skills"`
	Hours   int64   `json:"hours"`          // that she has in a week
	Lang    string  `json:"lang,omitempty"` // in which she is written to
	Contact Contact `json:"contact"`
}

// HelperPurpose is what the signed link of a helper is signed for; the subject is the
// helper.
const HelperPurpose = "helper"

// HelperLink is the mark of an actor who holds the link of a helper.
func HelperLink(id HelperID) string { return HelperPurpose + ":" + strconv.FormatInt(int64(id), 10) }

// Bounds of helpers.
const (
	maxHelpers = 20_000
	maxHours   = 168
	MaxShifts  = 5 // tasks that one helper may have claimed at a time
)

func (h Helper) check() error {
	var bad fault.Fields
	for name, v := range map[string]string{"donor": h.Name, "contact": h.Contact.Email + h.Contact.Phone} {
		switch {
		case v == "":
			bad.Add(name, "fault.required")
		case utf8.RuneCountInString(v) > maxLine:
			bad.Add(name, "fault.too_long", "max", int64(maxLine))
		}
	}
	if len(h.Skills) == 0 || len(h.Skills) > len(Skills) || slices.ContainsFunc(h.Skills, func(s Skill) bool { return !slices.Contains(Skills, s) }) {
		bad.Add("skills", "fault.choice")
	}
	if h.Hours < 1 || h.Hours > maxHours {
		bad.Add("hours", "fault.number_range", "min", int64(1), "max", int64(maxHours))
	}
	return bad.Err()
}

func scanHelper(scan db.Scan) (h Helper, err error) {
	var doc string
	if err := scan((*int64)(&h.Crisis), (*int64)(&h.ID), (*int64)(&h.Person), &doc); err != nil {
		return h, err
	}
	return h, json.Unmarshal([]byte(doc), &h.Offer)
}

// Help writes down somebody who gives time; everybody may. Who is signed in finds her
// tasks by her account, too.
func (s *Service) Help(ctx context.Context, by identity.Actor, h Helper) (Helper, error) {
	if err := h.check(); err != nil {
		return h, err
	}
	h.Person = by.Person
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, h.Crisis); err != nil {
			return err
		}
		var have int64
		if err := tx.Row("SELECT COUNT(*) FROM relief_helpers WHERE crisis_id = $1", []any{int64(h.Crisis)}, &have); err != nil {
			return err
		}
		if have >= maxHelpers {
			return fault.New(fault.TooMany, "fault.relief_many")
		}
		h.ID = HelperID(tx.ID())
		if _, err := tx.Exec("INSERT INTO relief_helpers (crisis_id, helper_id, person_id, doc) VALUES "+db.Places(1, 4), int64(h.Crisis), int64(h.ID), int64(h.Person), text(h.Offer)); err != nil {
			return err
		}
		return event.Append(tx, db.House, Helps, int64(h.ID), In{h.Crisis})
	})
	return h, err
}

// helperIn reads a helper for who holds her link, or is signed in as her; others find
// none.
func helperIn(tx *db.Tx, by identity.Actor, crisis CrisisID, id HelperID) (Helper, error) {
	h, err := db.One(tx, scanHelper, "SELECT crisis_id, helper_id, person_id, doc FROM relief_helpers WHERE crisis_id = $1 AND helper_id = $2", int64(crisis), int64(id))
	if err == nil && by.Link != HelperLink(id) && (by.Person == 0 || by.Person != h.Person) {
		err = errNone
	}
	return h, none(err)
}

// Turn is a task as a helper reads it.
type Turn struct {
	Task
	State ShiftState // "" for one that she did not claim
}

// Turns gives a helper with what she claimed, with the tasks that wait for what she can do,
// and with what she did, each by when they start.
func (s *Service) Turns(ctx context.Context, by identity.Actor, crisis CrisisID, id HelperID) (h Helper, list []Turn, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if h, err = helperIn(tx, by, crisis, id); err != nil {
			return err
		}
		args := []any{int64(crisis), int64(id), PageSize, claimable(tx)}
		in := ""
		for _, skill := range h.Skills {
			args = append(args, string(skill))
			in += ", " + db.Place(len(args))
		}
		list, err = db.List(tx, func(scan db.Scan) (t Turn, err error) {
			t.Task, err = scanTask(func(to ...any) error { return scan(append(to, (*string)(&t.State))...) })
			return t, err
		}, "SELECT "+taskColumns+`, COALESCE(f.state, '') FROM relief_tasks t
			LEFT JOIN relief_shifts f ON f.crisis_id = t.crisis_id AND f.task_id = t.task_id AND f.helper_id = $2 AND f.state <> 'released'
			WHERE t.crisis_id = $1 AND (f.state IS NOT NULL OR t.state = 'open' AND t.taken < t.places AND t.starts > $4 AND t.skill IN (`+in[2:]+`))
			ORDER BY CASE WHEN f.state IS NULL THEN 1 WHEN f.state = 'done' THEN 2 ELSE 0 END, t.starts, t.task_id LIMIT $3`, args...)
		return err
	})
	return h, list, err
}
