package relief

import (
	"cmp"
	"context"
	"encoding/json"
	"unicode/utf8"

	"agora/country"
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
	Sent     PledgeState = "sent"     // it is packed: consignments have what was not declined
	Declined PledgeState = "declined" // not wanted, or it did not come
)

// Pledge is what somebody would give: first comes the offer, or the need. Of its units
// some are allotted to facilities, some sent, some declined; the rest is promised.
type Pledge struct {
	ID       PledgeID
	Crisis   CrisisID
	Item     goods.ItemID
	Units    int64
	State    PledgeState
	Allotted int64
	Sent     int64
	Declined int64
	Gift
}

// Rest is what is promised still, and allotted to nobody.
func (p Pledge) Rest() int64 { return p.Units - p.Allotted - p.Sent - p.Declined }

// Gift is what a donor says about a pledge. Donor is read by everybody where she wants
// that; Contact by those who coordinate only.
type Gift struct {
	Donor     string       `json:"donor"`
	Public    bool         `json:"public,omitempty"`
	Place     string       `json:"place"` // where the goods are
	Note      string       `json:"note,omitempty"`
	Homemade  bool         `json:"homemade,omitempty"`
	Certified string       `json:"certified,omitempty"` // Certified or Uncertified; "" for not asked
	Expires   goods.Day    `json:"expires,omitempty"`   // the last day on which all of it is good; 0 for no expiry
	Origin    country.Code `json:"origin,omitempty"`    // in which it was made; "" where nobody said
	Lat       int64        `json:"lat,omitempty"`       // of the place, as those of a facility
	Lon       int64        `json:"lon,omitempty"`
	Lang      string       `json:"lang,omitempty"` // in which the donor is written to
	Contact   Contact      `json:"contact"`
}

// Named is who gives, as everybody may read; "" for who is not named.
func (g Gift) Named() string {
	if g.Public {
		return g.Donor
	}
	return ""
}

func onEarth(lat, lon int64) bool {
	return lat >= -90*degree && lat <= 90*degree && lon >= -180*degree && lon <= 180*degree
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
	if p.Origin != "" && !p.Origin.Real() {
		bad.Add("origin", "fault.relief_origin")
	}
	if !onEarth(p.Lat, p.Lon) {
		bad.Add("point", "fault.number_range", "min", int64(-180), "max", int64(180))
	}
	return bad.Err()
}

// A pledge is written by pledgeColumns: nothing of it is allotted, sent or declined yet.
const (
	pledgeColumns = "crisis_id, pledge_id, item_id, units, state, doc"
	pledgeWhole   = pledgeColumns + ", allotted, sent, declined"
)

func scanPledge(scan db.Scan) (p Pledge, err error) {
	var doc string
	if err := scan((*int64)(&p.Crisis), (*int64)(&p.ID), (*int64)(&p.Item), &p.Units, (*string)(&p.State), &doc, &p.Allotted, &p.Sent, &p.Declined); err != nil {
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
		if err := p.checkExpiry(i, goods.DayOf(tx.Now)); err != nil {
			return err
		}
		if err := p.fits(tx, i); err != nil {
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

// Take takes a pledge that was made, or declines what was not sent of one; who
// coordinates may.
func (s *Service) Take(ctx context.Context, by identity.Actor, crisis CrisisID, id PledgeID, take bool) error {
	if !Coordinates(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		if !take {
			return decline(tx, crisis, id)
		}
		n, err := tx.Exec("UPDATE relief_pledges SET state = 'taken' WHERE crisis_id = $1 AND pledge_id = $2 AND state IN ('promised', 'recorded')", int64(crisis), int64(id))
		return judged(n, err)
	})
}

// decline ends a pledge: what was allotted of it goes to nobody, and what was sent stays
// sent.
func decline(tx *db.Tx, crisis CrisisID, id PledgeID) error {
	n, err := tx.Exec(`UPDATE relief_pledges SET declined = units - sent, allotted = 0, state = CASE WHEN sent > 0 THEN 'sent' ELSE 'declined' END
		WHERE crisis_id = $1 AND pledge_id = $2 AND state IN ('promised', 'recorded', 'taken')`, int64(crisis), int64(id))
	if err := judged(n, err); err != nil {
		return err
	}
	lines, err := allottedOf(tx, crisis, "pledge_id", int64(id))
	if err != nil {
		return err
	}
	return free(tx, crisis, lines)
}

// judged is a Conflict when nothing was in the state that a deed wants.
func judged(changed int64, err error) error {
	if err == nil && changed == 0 {
		err = errJudged
	}
	return err
}

// PledgeOf gives one pledge.
func (s *Service) PledgeOf(ctx context.Context, crisis CrisisID, id PledgeID) (p Pledge, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = pledgeIn(tx, crisis, id)
		return err
	})
	return p, err
}

func pledgeIn(tx *db.Tx, crisis CrisisID, id PledgeID) (Pledge, error) {
	p, err := db.One(tx, scanPledge, "SELECT "+pledgeWhole+" FROM relief_pledges WHERE crisis_id = $1 AND pledge_id = $2", int64(crisis), int64(id))
	return p, none(err)
}

// Pledges lists those of a crisis in a state by when they came.
func (s *Service) Pledges(ctx context.Context, crisis CrisisID, in PledgeState, after PledgeID) (list []Pledge, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanPledge, "SELECT "+pledgeWhole+" FROM relief_pledges WHERE crisis_id = $1 AND state = $2 AND pledge_id > $3 ORDER BY pledge_id LIMIT $4",
			int64(crisis), string(in), int64(after), PageSize)
		return err
	})
	return list, err
}

// Send packs what a pledge that was taken promises still into so many packages for a
// facility, as evenly as can be: it is a consignment from then on, and promised no
// longer. Where it was made is what the pledge says, unless who packs says it better. What
// is allotted goes by SendAllotted.
func (s *Service) Send(ctx context.Context, by identity.Actor, crisis CrisisID, id PledgeID, c Consignment, packages int64, made country.Code) (Consignment, error) {
	if made != "" && !made.Real() {
		return c, fault.Field("origin", "fault.relief_origin")
	}
	return s.send(ctx, by, crisis, c, func(tx *db.Tx, c Consignment) (Consignment, error) {
		p, err := pledgeIn(tx, crisis, id)
		if err != nil {
			return c, err
		}
		if p.State != Taken || p.Rest() == 0 {
			return c, errJudged
		}
		if err := packagesFit(packages, p.Rest()); err != nil {
			return c, err
		}
		if err := p.goesTo(tx, c.To); err != nil {
			return c, err
		}
		if err := p.leaves(tx, p.Rest(), 0); err != nil {
			return c, err
		}
		return c.write(tx, by, p.split(p.Rest(), packages, made))
	})
}

// send writes a consignment by what pack does.
func (s *Service) send(ctx context.Context, by identity.Actor, crisis CrisisID, c Consignment, pack func(*db.Tx, Consignment) (Consignment, error)) (Consignment, error) {
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
		made, err := pack(tx, c)
		if err == nil {
			c = made
		}
		return err
	})
	return c, err
}

// packagesFit refuses more packages than there are units, or than a consignment has.
func packagesFit(packages, units int64) error {
	if most := min(units, MaxPackages); packages < 1 || packages > most {
		return fault.Field("packages", "fault.number_range", "min", int64(1), "max", most)
	}
	return nil
}

// leaves notes that so many units of a pledge are sent, of which some were allotted. The
// last ones end it.
func (p Pledge) leaves(tx *db.Tx, units, allotted int64) error {
	n, err := tx.Exec(`UPDATE relief_pledges SET sent = sent + $3, allotted = allotted - $4, state = CASE WHEN sent + declined + $3 = units THEN 'sent' ELSE state END
		WHERE crisis_id = $1 AND pledge_id = $2 AND state = 'taken' AND allotted >= $4 AND units >= allotted - $4 + sent + $3 + declined`, int64(p.Crisis), int64(p.ID), units, allotted)
	return judged(n, err)
}

// split gives the contents of so many packages: none has two units more than another.
func (p Pledge) split(units, packages int64, made country.Code) (list []Content) {
	for i := range packages {
		list = append(list, Content{Lines: []LineItem{{Item: p.Item, Expires: p.Expires, Origin: cmp.Or(made, p.Origin), Units: (i+1)*units/packages - i*units/packages}}})
	}
	return list
}
