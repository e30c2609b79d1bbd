package relief

import (
	"context"
	"time"

	"agora/db"
	"agora/fault"
	"agora/goods"
	"agora/identity"
)

// intoStock is the kind of the moves by which goods come into the stock of a facility.
const intoStock = "received"

// Receive takes what was scanned of a consignment into the stock of its facility. What
// is expired or recalled comes in only with a reason. Who expects it does not.
func (s *Service) Receive(ctx context.Context, by identity.Actor, crisis CrisisID, id ConsignmentID, reason string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := open(tx, crisis, id)
		if err != nil {
			return err
		}
		if _, err := c.admits(tx, by, PassWard); err != nil {
			return err
		}
		if err := c.counts(by); err != nil {
			return err
		}
		if c.State != Counted {
			return fault.New(fault.Conflict, "fault.relief_not_counted")
		}
		if err := c.cameInstead(tx); err != nil {
			return err
		}
		arrived, err := packagesIn(tx, crisis, id, Arrived)
		if err != nil {
			return err
		}
		for _, p := range arrived {
			if err := c.move(tx, intoStock, reason, c.inside(p), goods.In(int64(c.To))); err != nil {
				return err
			}
			if err := c.turn(tx, p, Stored); err != nil {
				return err
			}
		}
		return c.become(tx, Received)
	})
}

// Tally is how many packages of a consignment are in which state.
type Tally map[PackageState]int64

// Came counts those that were seen where they were to arrive.
func (t Tally) Came() int64 { return t[Arrived] + t[Stored] }

// talliesIn counts the packages of consignments from one to another.
func talliesIn(tx *db.Tx, crisis CrisisID, least, most ConsignmentID) (map[ConsignmentID]Tally, error) {
	list := map[ConsignmentID]Tally{}
	return list, tx.Each(func(scan db.Scan) error {
		var id ConsignmentID
		var state PackageState
		var n int64
		err := scan((*int64)(&id), (*string)(&state), &n)
		if list[id] == nil {
			list[id] = Tally{}
		}
		list[id][state] = n
		return err
	}, "SELECT consignment_id, state, COUNT(*) FROM relief_packages WHERE crisis_id = $1 AND consignment_id BETWEEN $2 AND $3 GROUP BY consignment_id, state",
		int64(crisis), int64(least), int64(most))
}

// Total is units of an item for a facility, as the public page has them. Needed is what
// is lacking still: what was said, without what is on its way and what came since; the
// others are sums of entries of goods.
type Total struct {
	Facility FacilityID
	Item     goods.ItemID
	Needed   int64     // that facilities lack, after what is on its way and what came
	Since    time.Time // when its facility confirmed the need; zero for none
	DaysLeft int64     // for how long its stock lasts, where there is a need; -1 when that is not known
	OnTheWay int64     // in packages that are not missing
	Missing  int64     // in packages that were not there when they were counted
	Received int64     // that came into stock, ever
	Lost     int64     // written off, whatever the reason
}

// maxOpen bounds the open needs that are added up: each facility has one of an item.
const maxOpen = 50_000

// totalsIn adds up a crisis by facility and item; Needed is that of some open needs, read
// with shortOf.
func totalsIn(tx *db.Tx, id CrisisID, needs []Shortage) (list []Total, err error) {
	sums, came, err := goods.Totals(tx, book(id), intoStock)
	if err != nil {
		return nil, err
	}
	at := map[[2]int64]int{}
	total := func(s goods.Sum) *Total {
		key := [2]int64{s.Party, int64(s.Item)}
		if _, ok := at[key]; !ok {
			at[key], list = len(list), append(list, Total{Facility: FacilityID(s.Party), Item: s.Item})
		}
		return &list[at[key]]
	}
	for _, s := range sums {
		switch s.Sort {
		case goods.Package:
			total(s).OnTheWay += s.Units
		case goods.Missing:
			total(s).Missing += s.Units
		case goods.Off:
			total(s).Lost += s.Units
		}
	}
	for _, s := range came {
		total(s).Received += s.Units
	}
	for _, n := range needs {
		t := total(goods.Sum{Party: int64(n.Facility), Item: n.Item})
		t.Since, t.DaysLeft = n.Confirmed, n.DaysLeftOn(tx.Now)
		n.pipe(t.OnTheWay, t.Received)
		t.Needed += n.Left()
	}
	return list, nil
}

// openNeeds reads all open needs of a crisis, by when they came.
func openNeeds(tx *db.Tx, id CrisisID) ([]Shortage, error) {
	return db.List(tx, scanShort, shortOf+"AND state = 'open' ORDER BY need_id LIMIT $2", int64(id), maxOpen)
}
