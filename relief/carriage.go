package relief

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"unicode/utf8"

	"agora/db"
	"agora/fault"
	"agora/goods"
	"agora/identity"
)

// CarriageID names an offer of carriage.
type CarriageID int64

// CarriageState is how far an offer of carriage is.
type CarriageState string

// States of carriage.
const (
	Offered   CarriageState = "offered"
	Entrusted CarriageState = "entrusted" // a consignment is to go with it
	Unwanted  CarriageState = "declined"  // not wanted, or it does not go
)

// Vehicle is with what goods are carried.
type Vehicle string

// Vehicles are all of them, in the order in which they are offered.
var Vehicles = []Vehicle{"lorry", "van", "aircraft", "boat"}

// Carriage is room on a vehicle that somebody offers. Entrusted with a consignment, who
// offers it is expected to take that over.
type Carriage struct {
	ID          CarriageID
	Crisis      CrisisID
	Consignment ConsignmentID // that it is to carry; 0 for none
	State       CarriageState
	Day         goods.Day // on which it goes
	Room
}

// Room is what is said about a carriage. Contact is told to those who coordinate only.
type Room struct {
	Vehicle  Vehicle `json:"vehicle"`
	From     string  `json:"from"`
	To       string  `json:"to"`
	Kilos    int64   `json:"kilos,omitempty"`    // 0 for not said
	Packages int64   `json:"packages,omitempty"` // 0 for not said
	Carrier  string  `json:"carrier"`
	Note     string  `json:"note,omitempty"`
	Contact  Contact `json:"contact"`
}

// maxKilos bounds what one vehicle takes: a ship is not offered by a form.
const maxKilos = 1_000_000

func (c Carriage) check(today goods.Day) error {
	var bad fault.Fields
	for name, v := range map[string]string{"from": c.From, "to": c.To, "donor": c.Carrier, "contact": c.Contact.Email + c.Contact.Phone} {
		switch {
		case v == "":
			bad.Add(name, "fault.required")
		case utf8.RuneCountInString(v) > maxLine:
			bad.Add(name, "fault.too_long", "max", int64(maxLine))
		}
	}
	if !slices.Contains(Vehicles, c.Vehicle) {
		bad.Add("vehicle", "fault.choice")
	}
	if c.Day < today {
		bad.Add("day", "fault.relief_past")
	}
	for name, n := range map[string][2]int64{"kilos": {c.Kilos, maxKilos}, "packages": {c.Packages, MaxPackages}} {
		if n[0] < 0 || n[0] > n[1] {
			bad.Add(name, "fault.number_range", "min", int64(0), "max", n[1])
		}
	}
	if c.Kilos == 0 && c.Packages == 0 {
		bad.Add("kilos", "fault.relief_room")
	}
	if utf8.RuneCountInString(c.Note) > maxNote {
		bad.Add("note", "fault.too_long", "max", int64(maxNote))
	}
	return bad.Err()
}

const carriageColumns = "crisis_id, carriage_id, consignment_id, state, day, doc"

func scanCarriage(scan db.Scan) (c Carriage, err error) {
	var doc string
	if err := scan((*int64)(&c.Crisis), (*int64)(&c.ID), (*int64)(&c.Consignment), (*string)(&c.State), (*int64)(&c.Day), &doc); err != nil {
		return c, err
	}
	return c, json.Unmarshal([]byte(doc), &c.Room)
}

// Offer writes down room on a vehicle; everybody may.
func (s *Service) Offer(ctx context.Context, c Carriage) (Carriage, error) {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, c.Crisis); err != nil {
			return err
		}
		if err := c.check(goods.DayOf(tx.Now)); err != nil {
			return err
		}
		var waiting int64
		if err := tx.Row("SELECT COUNT(*) FROM relief_carriages WHERE crisis_id = $1 AND state = 'offered' AND day >= $2", []any{int64(c.Crisis), int64(goods.DayOf(tx.Now))}, &waiting); err != nil {
			return err
		}
		if waiting >= maxPromised {
			return fault.New(fault.TooMany, "fault.relief_many")
		}
		c.ID, c.Consignment, c.State = CarriageID(tx.ID()), 0, Offered
		_, err := tx.Exec("INSERT INTO relief_carriages ("+carriageColumns+") VALUES "+db.Places(1, 6), int64(c.Crisis), int64(c.ID), int64(c.Consignment), string(c.State), int64(c.Day), text(c.Room))
		return err
	})
	return c, err
}

// Entrust gives a consignment that did not arrive yet to a carriage that is offered: who
// offers it is expected to take it over. With no consignment the offer is free again.
func (s *Service) Entrust(ctx context.Context, by identity.Actor, crisis CrisisID, id CarriageID, consignment ConsignmentID) error {
	if !Coordinates(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		from, to := Offered, Entrusted
		if consignment == 0 {
			from, to = Entrusted, Offered
			if _, err := openCrisis(tx, crisis); err != nil {
				return err
			}
		} else if c, err := open(tx, crisis, consignment); err != nil {
			return err
		} else if c.State != Packed && c.State != Moving {
			return fault.New(fault.Conflict, "fault.relief_arrived")
		}
		n, err := tx.Exec("UPDATE relief_carriages SET state = $3, consignment_id = $4 WHERE crisis_id = $1 AND carriage_id = $2 AND state = $5", int64(crisis), int64(id), string(to), int64(consignment), string(from))
		if err == nil && n == 0 {
			err = errJudged
		}
		return err
	})
}

// DeclineCarriage says that an offer is not wanted, or does not go; who coordinates may.
func (s *Service) DeclineCarriage(ctx context.Context, by identity.Actor, crisis CrisisID, id CarriageID) error {
	if !Coordinates(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		n, err := tx.Exec("UPDATE relief_carriages SET state = 'declined', consignment_id = 0 WHERE crisis_id = $1 AND carriage_id = $2 AND state <> 'declined'", int64(crisis), int64(id))
		if err == nil && n == 0 {
			err = errJudged
		}
		return err
	})
}

// Carriages lists what is offered from today on, and what is entrusted with a consignment
// that did not arrive yet, by day.
func (s *Service) Carriages(ctx context.Context, crisis CrisisID) (list []Carriage, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanCarriage, "SELECT "+carriageColumns+` FROM relief_carriages WHERE crisis_id = $1 AND (state = 'offered' AND day >= $2 OR state = 'entrusted'
			AND consignment_id IN (SELECT consignment_id FROM relief_consignments WHERE crisis_id = $1 AND state IN ('packed', 'moving')))
			ORDER BY day, carriage_id LIMIT $3`, int64(crisis), int64(goods.DayOf(tx.Now)), 4*PageSize)
		return err
	})
	return list, err
}

// Fit is an offer of carriage as it looks from a consignment.
type Fit struct {
	Carriage
	Starts, Ends bool // it goes from where the consignment is, to where it goes
	Whole        bool // it takes all packages, as far as is said
}

// Fitting gives the offers that are of use to a consignment: those that go the whole way
// first, then those that take all packages that still move, then the earliest. At most
// PageSize.
func Fitting(offers []Carriage, j Journey) (list []Fit) {
	from := []spot{spotOf(j.Place, "")}
	if n := len(j.HandOvers); n > 0 {
		from = append(from, spotOf(j.HandOvers[n-1].Place, ""))
	}
	to := []spot{spotOf(j.Facility.Town, j.Facility.Country), spotOf(j.Facility.Name, j.Facility.Country), spotOf(j.Facility.Name+" "+j.Facility.Town, j.Facility.Country)}
	for _, o := range offers {
		f := Fit{Carriage: o, Starts: spotOf(o.From, "").near(from), Ends: spotOf(o.To, "").near(to), Whole: o.Packages == 0 || o.Packages >= j.Tally[Sealed]}
		if o.State == Offered && (f.Starts || f.Ends) {
			list = append(list, f)
		}
	}
	rank := func(f Fit) (n int) {
		for i, yes := range []bool{f.Whole, f.Starts != f.Ends, f.Starts && f.Ends} {
			if yes {
				n |= 1 << i
			}
		}
		return n
	}
	slices.SortStableFunc(list, func(a, b Fit) int { return cmp.Or(cmp.Compare(rank(b), rank(a)), cmp.Compare(a.Day, b.Day)) })
	return list[:min(len(list), PageSize)]
}
