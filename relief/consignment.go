package relief

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"agora/db"
	"agora/fault"
	"agora/goods"
	"agora/identity"
	"agora/money"
)

// ConsignmentID names a consignment of a crisis.
type ConsignmentID int64

// ConsignmentState is how far a consignment is.
type ConsignmentState string

// States of a consignment, in their order.
const (
	Packed   ConsignmentState = "packed"   // its packages are closed
	Moving   ConsignmentState = "moving"   // somebody signed for them
	Counting ConsignmentState = "counting" // packages are scanned where they arrive
	Counted  ConsignmentState = "counted"  // what was not scanned is missing
	Received ConsignmentState = "received" // what came is in the stock of its facility
)

// Consignment is goods that travel together to one facility, in numbered packages.
type Consignment struct {
	ID       ConsignmentID
	Crisis   CrisisID
	To       FacilityID
	Origin   FacilityID // from whose stock it is packed; 0 for from outside
	State    ConsignmentState
	Packages int64             // how many there are, numbered from 1
	Expects  identity.PersonID // who wrote it down, and so does not count it
	Letter
}

// Letter is what is written about a consignment.
type Letter struct {
	Number   string         `json:"number"` // as its papers have it
	From     string         `json:"from"`   // who gives it, as the public may read; "" for who is not named
	Place    string         `json:"place"`  // where it was packed
	Currency money.Currency `json:"currency"`
}

// Whence is where it was packed, as the public may read: who is not named is not found by
// her place either.
func (l Letter) Whence() string {
	if l.From == "" {
		return ""
	}
	return l.Place
}

// MaxPackages bounds a consignment.
const MaxPackages = 5_000

// check looks at what is written; From may be left out, where who gives is not named.
func (c Consignment) check() error {
	var bad fault.Fields
	for name, v := range map[string]string{"number": c.Number, "from": c.From, "place": c.Place} {
		switch {
		case v == "" && name != "from":
			bad.Add(name, "fault.required")
		case utf8.RuneCountInString(v) > maxLine:
			bad.Add(name, "fault.too_long", "max", int64(maxLine))
		}
	}
	if !c.Currency.Valid() {
		bad.Add("currency", "fault.choice")
	}
	return bad.Err()
}

const consignmentColumns = "crisis_id, consignment_id, facility_id, origin, state, packages, expects, doc"

func scanConsignment(scan db.Scan) (c Consignment, err error) {
	var doc string
	if err := scan((*int64)(&c.Crisis), (*int64)(&c.ID), (*int64)(&c.To), (*int64)(&c.Origin), (*string)(&c.State), &c.Packages, (*int64)(&c.Expects), &doc); err != nil {
		return c, err
	}
	return c, json.Unmarshal([]byte(doc), &c.Letter)
}

// Consign writes down a consignment with its packages: from then on their contents are
// goods of the crisis, on their way.
func (s *Service) Consign(ctx context.Context, by identity.Actor, c Consignment, packages []Content) (Consignment, error) {
	if !Coordinates(by) {
		return c, errNotMe
	}
	if err := c.check(); err != nil {
		return c, err
	}
	if c.From == "" {
		return c, fault.Field("from", "fault.required")
	}
	if len(packages) == 0 {
		return c, fault.Field("file", "fault.required")
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, c.Crisis); err != nil {
			return err
		}
		made, err := c.write(tx, by, packages)
		if err == nil {
			c = made
		}
		return err
	})
	return c, err
}

// write adds a consignment with its packages.
func (c Consignment) write(tx *db.Tx, by identity.Actor, packages []Content) (Consignment, error) {
	to, err := facilityIn(tx, c.Crisis, c.To)
	if errors.Is(err, errNone) || err == nil && (to.State == Refused || c.To == c.Origin) {
		err = fault.Field("facility", "fault.choice")
	}
	if err != nil {
		return c, err
	}
	if c.Origin != 0 { // what lies at a place that was refused may leave it
		if _, err := facilityIn(tx, c.Crisis, c.Origin); errors.Is(err, errNone) {
			return c, fault.Field("origin", "fault.choice")
		} else if err != nil {
			return c, err
		}
	}
	c.ID, c.State, c.Packages, c.Expects = ConsignmentID(tx.ID()), Packed, int64(len(packages)), by.Person
	if _, err := tx.Exec("INSERT INTO relief_consignments ("+consignmentColumns+") VALUES "+db.Places(1, 8),
		int64(c.Crisis), int64(c.ID), int64(c.To), int64(c.Origin), string(c.State), c.Packages, int64(c.Expects), text(c.Letter)); err != nil {
		return c, err
	}
	for i, p := range packages {
		if err := c.pack(tx, int64(i+1), p); err != nil {
			return c, err
		}
	}
	return c, nil
}

// packed is the kind of the moves by which goods come into packages; their subject is the
// consignment.
const packed = "packed"

// pack closes a package with its contents.
func (c Consignment) pack(tx *db.Tx, number int64, p Content) error {
	id := tx.ID()
	if _, err := tx.Exec("INSERT INTO relief_packages (crisis_id, consignment_id, number, package_id, state, value, custody_id, scan_id) VALUES "+db.Places(1, 8),
		int64(c.Crisis), int64(c.ID), number, id, string(Sealed), p.Value, int64(0), int64(0)); err != nil {
		return err
	}
	m := goods.Move{Book: book(c.Crisis), Kind: packed, Subject: int64(c.ID)}
	for _, l := range p.Lines {
		taken, from, err := c.take(tx, l)
		if err != nil {
			return err
		}
		for _, s := range taken {
			m.Lines = append(m.Lines, goods.Line{Account: from, Lot: s.Lot.ID, Units: -s.Units}, goods.Line{Account: goods.Inside(int64(c.To), id), Lot: s.Lot.ID, Units: s.Units})
		}
	}
	_, err := goods.Post(tx, m)
	return err
}

// take gives what is packed for a line, and from where: what the manifest says, from
// outside; or what expires first of the stock that it comes from.
func (c Consignment) take(tx *db.Tx, l LineItem) ([]goods.Stock, goods.Account, error) {
	if c.Origin != 0 {
		from := goods.In(int64(c.Origin))
		taken, err := goods.Pick(tx, book(c.Crisis), from, l.Item, l.Units)
		return taken, from, err
	}
	lot, err := goods.LotOf(tx, book(c.Crisis), goods.Lot{Item: l.Item, Batch: l.Batch, Expires: l.Expires, Origin: l.Origin})
	return []goods.Stock{{Lot: goods.Lot{ID: lot}, Units: l.Units}}, goods.From(int64(c.ID)), err
}

// Consignments lists those of a crisis, the newest first; before is the last of the page
// before, 0 for none.
func (s *Service) Consignments(ctx context.Context, id CrisisID, before ConsignmentID) (list []Consignment, err error) {
	if before == 0 {
		before = 1<<63 - 1
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanConsignment, "SELECT "+consignmentColumns+" FROM relief_consignments WHERE crisis_id = $1 AND consignment_id < $2 ORDER BY consignment_id DESC LIMIT $3",
			int64(id), int64(before), PageSize)
		return err
	})
	return list, err
}

// At is when it was written down.
func (c Consignment) At() time.Time { return db.TimeOfID(int64(c.ID)) }

// Consignment gives one.
func (s *Service) Consignment(ctx context.Context, crisis CrisisID, id ConsignmentID) (c Consignment, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err = consignmentIn(tx, crisis, id)
		return err
	})
	return c, err
}

// ConsignmentsNamed gives some by their IDs, in one statement: those that a page names. What
// there is not, and 0, is left out.
func (s *Service) ConsignmentsNamed(ctx context.Context, crisis CrisisID, ids ...ConsignmentID) (found map[ConsignmentID]Consignment, err error) {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id ConsignmentID) bool { return id == 0 })
	if len(ids) == 0 {
		return nil, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		found = map[ConsignmentID]Consignment{}
		in, args := among(2, ids)
		list, err := db.List(tx, scanConsignment, "SELECT "+consignmentColumns+" FROM relief_consignments WHERE crisis_id = $1 AND consignment_id IN ("+in+")", append([]any{int64(crisis)}, args...)...)
		for _, c := range list {
			found[c.ID] = c
		}
		return err
	})
	return found, err
}

func consignmentIn(tx *db.Tx, crisis CrisisID, id ConsignmentID) (Consignment, error) {
	c, err := db.One(tx, scanConsignment, "SELECT "+consignmentColumns+" FROM relief_consignments WHERE crisis_id = $1 AND consignment_id = $2", int64(crisis), int64(id))
	return c, none(err)
}

// open reads a consignment that something is done with, of a crisis that goes on.
func open(tx *db.Tx, crisis CrisisID, id ConsignmentID) (Consignment, error) {
	if _, err := openCrisis(tx, crisis); err != nil {
		return Consignment{}, err
	}
	return consignmentIn(tx, crisis, id)
}

// become moves a consignment on.
func (c *Consignment) become(tx *db.Tx, to ConsignmentState) error {
	c.State = to
	_, err := tx.Exec("UPDATE relief_consignments SET state = $3 WHERE crisis_id = $1 AND consignment_id = $2", int64(c.Crisis), int64(c.ID), string(to))
	return err
}
