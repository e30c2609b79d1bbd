package relief

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/goods"
	"agora/identity"
)

// DiscrepancyID names a discrepancy.
type DiscrepancyID int64

// Discrepancy is what a count found missing: an owner answers for it by a day. What is
// found later closes its part; nothing of it is overwritten.
type Discrepancy struct {
	ID          DiscrepancyID
	Consignment ConsignmentID
	Settled     bool // none of its packages is missing any more
	Owner       identity.PersonID
	Due         time.Time
	Finding
}

// Finding is what was missing when the count was closed.
type Finding struct {
	Numbers  []int64 `json:"numbers"`
	Of       int64   `json:"of"`                 // packages of the consignment
	Value    int64   `json:"value"`              // of those whose value is known
	Unvalued int64   `json:"unvalued,omitempty"` // packages whose value nobody stated
	Strange  []int64 `json:"strange,omitempty"`  // numbers that were scanned and are not on the list
	ClosedBy string  `json:"closed_by"`
}

// answerIn is how long an owner has.
const answerIn = 72 * time.Hour

// Missed is the event of a discrepancy that was opened, and MissedDue that of the day on
// which its owner has to answer: their subject is the consignment, their body a Shortfall.
const (
	Missed    event.Kind = "relief.missed"
	MissedDue event.Kind = "relief.missed_due"
)

// Shortfall is a discrepancy with the crisis it is of.
type Shortfall struct {
	Crisis CrisisID
	Discrepancy
}

// CloseCount ends the count of a consignment: what was not scanned is missing from then
// on. Who expects it does not count it, and answers for what is missing.
func (s *Service) CloseCount(ctx context.Context, by identity.Actor, crisis CrisisID, id ConsignmentID) (d Discrepancy, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		d = Discrepancy{}
		c, err := open(tx, crisis, id)
		if err != nil {
			return err
		}
		w, err := c.admits(tx, by, PassReceiver)
		if err == nil {
			err = w.closes()
		}
		if err != nil {
			return err
		}
		if err := c.counts(by); err != nil {
			return err
		}
		if c.State != Counting {
			return fault.New(fault.Conflict, "fault.relief_not_counting")
		}
		missing, err := packagesIn(tx, crisis, id, Sealed)
		if err != nil {
			return err
		}
		if err := c.become(tx, Counted); err != nil || len(missing) == 0 {
			return err
		}
		d = Discrepancy{ID: DiscrepancyID(tx.ID()), Consignment: id, Owner: c.Expects, Due: tx.Now.Add(answerIn), Finding: Finding{Of: c.Packages, ClosedBy: w.who}}
		var lost Worth
		for _, p := range missing {
			d.Numbers = append(d.Numbers, p.Number)
			lost.Add(p)
			if err := c.turn(tx, p, Absent); err != nil {
				return err
			}
			if err := c.move(tx, missed, "", c.inside(p), c.lost(p)); err != nil {
				return err
			}
		}
		d.Value, d.Unvalued = lost.Sum, lost.Unvalued
		if d.Strange, err = strangeIn(tx, c); err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO relief_discrepancies (crisis_id, consignment_id, discrepancy_id, state, owner, due, doc) VALUES "+db.Places(1, 7),
			int64(crisis), int64(id), int64(d.ID), "open", int64(d.Owner), db.Micro(d.Due), text(d.Finding)); err != nil {
			return err
		}
		told := Shortfall{crisis, d}
		told.ClosedBy = "" // events are kept for longer than people are known
		if err := event.Append(tx, db.House, Missed, int64(id), told); err != nil {
			return err
		}
		return event.AppendDue(tx, db.House, MissedDue, int64(id), d.Due, told)
	})
	return d, err
}

// strangeIn lists the numbers that were scanned and are not on the list.
func strangeIn(tx *db.Tx, c Consignment) ([]int64, error) {
	return db.List(tx, func(scan db.Scan) (n int64, err error) { return n, scan(&n) },
		"SELECT DISTINCT number FROM relief_scans WHERE crisis_id = $1 AND consignment_id = $2 AND number > $3 ORDER BY number LIMIT $4", int64(c.Crisis), int64(c.ID), c.Packages, PageSize)
}

// found puts a package that was missing, or given up, back on its way. What is in it may
// have expired meanwhile: that it was found is the reason. Whether that was the last is
// for who calls it.
func (c *Consignment) found(tx *db.Tx, p Package, by ScanID) error {
	if p.State == Wasted {
		up, err := goods.Last(tx, book(c.Crisis), givenUp, p.ID)
		if err == nil {
			_, err = goods.Reverse(tx, book(c.Crisis), up, foundAgain)
		}
		if err != nil {
			return err
		}
	}
	if err := c.move(tx, foundAgain, foundAgain, c.lost(p), c.inside(p)); err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE relief_packages SET state = 'arrived', scan_id = $4 WHERE crisis_id = $1 AND consignment_id = $2 AND number = $3", int64(c.Crisis), int64(c.ID), p.Number, int64(by)); err != nil {
		return err
	}
	if c.State == Received { // what was found is still to be taken into stock
		return c.become(tx, Counted)
	}
	return nil
}

// Kinds of the moves by which packages are missing, and found; their subject is the
// consignment. That it was found is also the reason.
const (
	missed     = "missed"
	foundAgain = "found"
)

// givenUp is the kind of the move by which a missing package is written off; its subject
// is the package.
const givenUp = "given_up"

// GiveUp writes off packages that are missing, with a reason in words; those that expect
// them may, when nobody looks for them any more.
func (s *Service) GiveUp(ctx context.Context, by identity.Actor, crisis CrisisID, id ConsignmentID, numbers []int64, why string) error {
	if !Coordinates(by) {
		return errNotMe
	}
	if why == "" {
		return fault.Field("why", "fault.required")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := open(tx, crisis, id)
		if err != nil {
			return err
		}
		missing, err := packagesIn(tx, crisis, id, Absent)
		if err != nil {
			return err
		}
		for _, n := range numbers {
			i := slices.IndexFunc(missing, func(p Package) bool { return p.Number == n })
			if i < 0 {
				return fault.Field("numbers", "fault.relief_number", "number", n)
			}
			p := missing[i]
			if err := c.carry(tx, givenUp, p.ID, why, c.lost(p), goods.WrittenOff(int64(c.To), goods.Gone)); err != nil {
				return err
			}
			if err := c.turn(tx, p, Wasted); err != nil {
				return err
			}
		}
		return c.settle(tx)
	})
}

// settle closes the discrepancy of a consignment of which nothing is missing any more.
func (c Consignment) settle(tx *db.Tx) error {
	_, err := tx.Exec(`UPDATE relief_discrepancies SET state = 'settled' WHERE crisis_id = $1 AND consignment_id = $2
		AND NOT EXISTS (SELECT 1 FROM relief_packages WHERE crisis_id = $1 AND consignment_id = $2 AND state = $3)`, int64(c.Crisis), int64(c.ID), string(Absent))
	return err
}

func discrepancyIn(tx *db.Tx, crisis CrisisID, id ConsignmentID) (Discrepancy, error) {
	d, err := db.One(tx, func(scan db.Scan) (d Discrepancy, err error) {
		var state, doc string
		var due int64
		if err := scan((*int64)(&d.Consignment), (*int64)(&d.ID), &state, (*int64)(&d.Owner), &due, &doc); err != nil {
			return d, err
		}
		d.Settled, d.Due = state == "settled", db.Time(due)
		return d, json.Unmarshal([]byte(doc), &d.Finding)
	}, "SELECT consignment_id, discrepancy_id, state, owner, due, doc FROM relief_discrepancies WHERE crisis_id = $1 AND consignment_id = $2 ORDER BY discrepancy_id DESC LIMIT 1", int64(crisis), int64(id))
	return d, none(err)
}
