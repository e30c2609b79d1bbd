package relief

import (
	"context"
	"encoding/json"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// PassID names a pass.
type PassID int64

// PassPurpose is what the signed link of a pass is signed for; the subject is the pass.
const PassPurpose = "pass"

// PassRole is what the holder of a pass does with its consignment.
type PassRole string

// Roles of passes.
const (
	PassSender   PassRole = "sender"   // follows it, and is told what is missing
	PassDriver   PassRole = "driver"   // takes packages over
	PassReceiver PassRole = "receiver" // scans what arrives, and counts it
	PassWard     PassRole = "ward"     // takes what was counted into stock
)

// PassRoles are all roles, in the order of the way.
var PassRoles = []PassRole{PassSender, PassDriver, PassReceiver, PassWard}

// Pass is a link by which somebody without an account does one thing with one
// consignment. Nothing of the link itself is kept: its key is signed anew when it is
// shown, and a pass that is revoked or over opens nothing.
type Pass struct {
	ID          PassID
	Crisis      CrisisID
	Consignment ConsignmentID
	Role        PassRole
	Ends        time.Time // UTC
	Revoked     bool
	Code        string // who hands over reads it to the holder, who types it
	Tries       int64  // how often it was typed wrong
	Holder
}

// Holder is who a pass is for.
type Holder struct {
	Name         string `json:"name"`
	Organisation string `json:"organisation"`
	Email        string `json:"email,omitempty"`
	Lang         string `json:"lang,omitempty"`   // in which the page opens
	Closes       bool   `json:"closes,omitempty"` // a receiver who may close the count
	By           string `json:"by"`               // who made it
}

// Bounds of passes.
const (
	maxPasses   = 60 // of a consignment
	MaxPassDays = 92
	maxTries    = 5
)

// Over reports whether a pass opens nothing any more.
func (p Pass) Over(now time.Time) bool { return p.Revoked || !now.Before(p.Ends) }

// Locked reports whether its code was typed wrong too often.
func (p Pass) Locked() bool { return p.Tries >= maxTries }

// signed names its holder in what is written down of her deeds.
func (p Pass) signed() string {
	return "link:" + PassPurpose + ":" + number(int64(p.ID)) + " " + p.Name + ", " + p.Organisation
}

func (p Pass) check(now time.Time) error {
	var bad fault.Fields
	if !slices.Contains(PassRoles, p.Role) {
		bad.Add("role", "fault.choice")
	}
	for name, v := range map[string]string{"name": p.Name, "organisation": p.Organisation} {
		switch {
		case v == "":
			bad.Add(name, "fault.required")
		case utf8.RuneCountInString(v) > maxLine:
			bad.Add(name, "fault.too_long", "max", int64(maxLine))
		}
	}
	if _, err := mail.ParseAddress(p.Email); p.Email != "" && err != nil || len(p.Email) > maxLine {
		bad.Add("email", "fault.email")
	}
	if !p.Ends.After(now) || p.Ends.After(now.AddDate(0, 0, MaxPassDays)) {
		bad.Add("days", "fault.number_range", "min", int64(1), "max", int64(MaxPassDays))
	}
	return bad.Err()
}

const passColumns = "crisis_id, pass_id, consignment_id, role, state, ends, code, tries, doc"

func scanPass(scan db.Scan) (p Pass, err error) {
	var state, doc string
	var ends int64
	if err := scan((*int64)(&p.Crisis), (*int64)(&p.ID), (*int64)(&p.Consignment), (*string)(&p.Role), &state, &ends, &p.Code, &p.Tries, &doc); err != nil {
		return p, err
	}
	p.Revoked, p.Ends = state == "revoked", db.Time(ends)
	return p, json.Unmarshal([]byte(doc), &p.Holder)
}

// Issue makes a pass for a consignment, for so many days. Who sends does not count: an
// organisation that gives the consignment, or follows it as its sender, gets no pass to
// count it.
func (s *Service) Issue(ctx context.Context, by identity.Actor, p Pass, days int64) (Pass, error) {
	if !Coordinates(by) {
		return p, errNotMe
	}
	code := newCode()
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		p.Ends, p.Code, p.By = tx.Now.AddDate(0, 0, int(min(max(days, 0), MaxPassDays+1))), code, by.String()
		if err := p.check(tx.Now); err != nil {
			return err
		}
		c, err := open(tx, p.Crisis, p.Consignment)
		if err != nil {
			return err
		}
		others, err := passesIn(tx, p.Crisis, p.Consignment)
		if err != nil {
			return err
		}
		if len(others) >= maxPasses {
			return fault.Field("name", "fault.at_most", "max", int64(maxPasses))
		}
		if err := p.apart(c, others); err != nil {
			return err
		}
		p.ID = PassID(tx.ID())
		_, err = tx.Exec("INSERT INTO relief_passes ("+passColumns+") VALUES "+db.Places(1, 9),
			int64(p.Crisis), int64(p.ID), int64(p.Consignment), string(p.Role), "open", db.Micro(p.Ends), p.Code, int64(0), text(p.Holder))
		return err
	})
	return p, err
}

// apart proves that no organisation both sends and counts.
func (p Pass) apart(c Consignment, others []Pass) error {
	if p.Role == PassReceiver && c.From != "" && same(p.Organisation, c.From) {
		return fault.Field("organisation", "fault.relief_sends")
	}
	for _, o := range others {
		both := p.Role == PassReceiver && o.Role == PassSender || p.Role == PassSender && o.Role == PassReceiver
		if both && !o.Revoked && same(p.Organisation, o.Organisation) {
			return fault.Field("organisation", "fault.relief_sends")
		}
	}
	return nil
}

// same reports whether two names are written alike.
func same(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

// Passes lists those of a consignment, the newest first, to who coordinates.
func (s *Service) Passes(ctx context.Context, by identity.Actor, crisis CrisisID, id ConsignmentID) (list []Pass, err error) {
	if !Coordinates(by) {
		return nil, errNotMe
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = passesIn(tx, crisis, id)
		return err
	})
	return list, err
}

func passesIn(tx *db.Tx, crisis CrisisID, id ConsignmentID) ([]Pass, error) {
	return db.List(tx, scanPass, "SELECT "+passColumns+" FROM relief_passes WHERE crisis_id = $1 AND consignment_id = $2 ORDER BY pass_id DESC LIMIT $3",
		int64(crisis), int64(id), maxPasses)
}

func passIn(tx *db.Tx, crisis CrisisID, id PassID) (Pass, error) {
	p, err := db.One(tx, scanPass, "SELECT "+passColumns+" FROM relief_passes WHERE crisis_id = $1 AND pass_id = $2", int64(crisis), int64(id))
	return p, none(err)
}

// Revoke ends a pass at once.
func (s *Service) Revoke(ctx context.Context, by identity.Actor, crisis CrisisID, id PassID) error {
	return s.onPass(ctx, by, crisis, id, "state = $3", "revoked")
}

// Recode gives a pass another code, which may be typed wrong so often again.
func (s *Service) Recode(ctx context.Context, by identity.Actor, crisis CrisisID, id PassID) error {
	return s.onPass(ctx, by, crisis, id, "code = $3, tries = 0", newCode())
}

func (s *Service) onPass(ctx context.Context, by identity.Actor, crisis CrisisID, id PassID, set, value string) error {
	if !Coordinates(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec("UPDATE relief_passes SET "+set+" WHERE crisis_id = $1 AND pass_id = $2", int64(crisis), int64(id), value)
		if err == nil && n == 0 {
			err = errNone
		}
		return err
	})
}
