package relief

import (
	"context"
	"encoding/json"
	"unicode/utf8"

	"agora/db"
	"agora/fault"
	"agora/goods"
	"agora/identity"
)

// PledgeID names a pledge.
type PledgeID int64

// PledgeState is how far a pledge is.
type PledgeState string

// States of a pledge.
const (
	Recorded PledgeState = "recorded" // read from another system's list: nobody asked the donor yet
	Promised PledgeState = "promised"
	Taken    PledgeState = "taken"    // who coordinates took it, and asks for it
	Sent     PledgeState = "sent"     // it is packed: a consignment has it
	Declined PledgeState = "declined" // not wanted, or it did not come
)

// Pledge is what somebody would give: first comes the offer, or the need.
type Pledge struct {
	ID     PledgeID
	Crisis CrisisID
	Item   goods.ItemID
	Units  int64
	State  PledgeState
	Gift
}

// Gift is what a donor says about a pledge. Donor is read by everybody where she wants
// that; Contact by those who coordinate only.
type Gift struct {
	Donor    string  `json:"donor"`
	Public   bool    `json:"public,omitempty"`
	Place    string  `json:"place"` // where the goods are
	Note     string  `json:"note,omitempty"`
	Homemade bool    `json:"homemade,omitempty"`
	Contact  Contact `json:"contact"`
}

// maxPromised bounds the pledges of a crisis that nobody looked at.
const maxPromised = 2_000

func (p Pledge) check(i Item) error {
	var bad fault.Fields
	if p.Units < 1 || p.Units > i.most() {
		bad.Add("units", "fault.number_range", "min", int64(1), "max", i.most())
	}
	for name, v := range map[string]string{"donor": p.Donor, "place": p.Place, "contact": p.Contact.Email + p.Contact.Phone} {
		switch {
		case v == "":
			bad.Add(name, "fault.required")
		case utf8.RuneCountInString(v) > maxLine:
			bad.Add(name, "fault.too_long", "max", int64(maxLine))
		}
	}
	if utf8.RuneCountInString(p.Note) > maxNote {
		bad.Add("note", "fault.too_long", "max", int64(maxNote))
	}
	return bad.Err()
}

const pledgeColumns = "crisis_id, pledge_id, item_id, units, state, doc"

func scanPledge(scan db.Scan) (p Pledge, err error) {
	var doc string
	if err := scan((*int64)(&p.Crisis), (*int64)(&p.ID), (*int64)(&p.Item), &p.Units, (*string)(&p.State), &doc); err != nil {
		return p, err
	}
	return p, json.Unmarshal([]byte(doc), &p.Gift)
}

// Pledge writes down what somebody would give; everybody may.
func (s *Service) Pledge(ctx context.Context, p Pledge) (Pledge, error) {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, p.Crisis); err != nil {
			return err
		}
		i, err := itemIn(tx, p.Crisis, p.Item)
		if err != nil {
			return fault.Field("item", "fault.choice")
		}
		if err := p.check(i); err != nil {
			return err
		}
		var waiting int64
		if err := tx.Row("SELECT COUNT(*) FROM relief_pledges WHERE crisis_id = $1 AND state = 'promised'", []any{int64(p.Crisis)}, &waiting); err != nil {
			return err
		}
		if waiting >= maxPromised {
			return fault.New(fault.TooMany, "fault.relief_many")
		}
		p.ID, p.State = PledgeID(tx.ID()), Promised
		_, err = tx.Exec("INSERT INTO relief_pledges ("+pledgeColumns+") VALUES "+db.Places(1, 6), int64(p.Crisis), int64(p.ID), int64(p.Item), p.Units, string(p.State), text(p.Gift))
		return err
	})
	return p, err
}

// Take takes a pledge that was made, or declines one that was not sent; who coordinates
// may.
func (s *Service) Take(ctx context.Context, by identity.Actor, crisis CrisisID, id PledgeID, take bool) error {
	if !Coordinates(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		to, from := Taken, Promised
		if !take {
			to, from = Declined, Taken
		}
		n, err := tx.Exec("UPDATE relief_pledges SET state = $3 WHERE crisis_id = $1 AND pledge_id = $2 AND state IN ('promised', 'recorded', $4)", int64(crisis), int64(id), string(to), string(from))
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, "fault.relief_judged")
		}
		return err
	})
}

// PledgeOf gives one pledge.
func (s *Service) PledgeOf(ctx context.Context, crisis CrisisID, id PledgeID) (p Pledge, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = db.One(tx, scanPledge, "SELECT "+pledgeColumns+" FROM relief_pledges WHERE crisis_id = $1 AND pledge_id = $2", int64(crisis), int64(id))
		return none(err)
	})
	return p, err
}

// Pledges lists those of a crisis in a state by when they came.
func (s *Service) Pledges(ctx context.Context, crisis CrisisID, in PledgeState, after PledgeID) (list []Pledge, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanPledge, "SELECT "+pledgeColumns+" FROM relief_pledges WHERE crisis_id = $1 AND state = $2 AND pledge_id > $3 ORDER BY pledge_id LIMIT $4",
			int64(crisis), string(in), int64(after), PageSize)
		return err
	})
	return list, err
}

// Send packs a pledge that was taken into so many packages for a facility, as evenly as
// can be: it is a consignment from then on, and promised no longer.
func (s *Service) Send(ctx context.Context, by identity.Actor, crisis CrisisID, id PledgeID, c Consignment, packages int64) (Consignment, error) {
	if !Coordinates(by) {
		return c, errNotMe
	}
	c.Crisis = crisis
	if err := c.check(); err != nil {
		return c, err
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		p, err := db.One(tx, scanPledge, "SELECT "+pledgeColumns+" FROM relief_pledges WHERE crisis_id = $1 AND pledge_id = $2", int64(crisis), int64(id))
		switch {
		case err != nil:
			return none(err)
		case p.State != Taken:
			return fault.New(fault.Conflict, "fault.relief_judged")
		case packages < 1 || packages > min(p.Units, MaxPackages):
			return fault.Field("packages", "fault.number_range", "min", int64(1), "max", min(p.Units, MaxPackages))
		}
		if _, err := tx.Exec("UPDATE relief_pledges SET state = 'sent' WHERE crisis_id = $1 AND pledge_id = $2", int64(crisis), int64(id)); err != nil {
			return err
		}
		c, err = c.write(tx, by, p.split(packages))
		return err
	})
	return c, err
}

// split gives the contents of so many packages: none has two units more than another.
func (p Pledge) split(packages int64) (list []Content) {
	for i := range packages {
		list = append(list, Content{Lines: []LineItem{{Item: p.Item, Units: (i+1)*p.Units/packages - i*p.Units/packages}}})
	}
	return list
}
