package relief

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"agora/db"
	"agora/goods"
)

// Overview is what everybody may read about a crisis, as it was at one moment.
type Overview struct {
	Crisis
	Items      []Item
	Pledged    map[goods.ItemID]int64 // taken, and not sent yet
	Totals     []Total
	Facilities []Facility    // all that were not refused
	Sent       []Consignment // a page of them, the newest first
	Tallies    map[ConsignmentID]Tally
}

// Overview reads a crisis with a page of its consignments; before is the last of the page
// before, 0 for none.
func (s *Service) Overview(ctx context.Context, id CrisisID, before ConsignmentID) (o Overview, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		o = Overview{}
		if o.Crisis, err = crisisIn(tx, id); err != nil {
			return err
		}
		if err := o.readItems(tx); err != nil {
			return err
		}
		needs, err := openNeeds(tx, id)
		if err != nil {
			return err
		}
		if o.Totals, err = totalsIn(tx, id, needs); err != nil {
			return err
		}
		if o.Facilities, err = facilitiesIn(tx, id); err != nil {
			return err
		}
		o.Facilities = slices.DeleteFunc(o.Facilities, func(f Facility) bool { return f.State == Refused })
		return o.readSent(tx, before, SentPage+1)
	})
	return o, err
}

// readItems reads the items, each with what is pledged of it.
func (o *Overview) readItems(tx *db.Tx) error {
	o.Pledged = map[goods.ItemID]int64{}
	return tx.Each(func(scan db.Scan) error {
		var pledged int64
		i, err := scanItem(func(to ...any) error { return scan(append(to, &pledged)...) })
		if o.Items = append(o.Items, i); pledged > 0 {
			o.Pledged[i.ID] = pledged
		}
		return err
	}, `SELECT i.crisis_id, i.item_id, i.code, i.doc, COALESCE(p.units, 0) FROM relief_items i
		LEFT JOIN (SELECT item_id, CAST(SUM(units - sent - declined) AS BIGINT) AS units FROM relief_pledges WHERE crisis_id = $1 AND state = 'taken' GROUP BY item_id) p ON p.item_id = i.item_id
		WHERE i.crisis_id = $1 ORDER BY i.code LIMIT $2`, int64(o.ID), maxItems)
}

// SentPage bounds the consignments of an overview.
const SentPage = 10

// readSent reads consignments with their tallies: one more than a page has, so that it is
// known whether there is another.
func (o *Overview) readSent(tx *db.Tx, before ConsignmentID, most int) (err error) {
	if before == 0 {
		before = 1<<63 - 1
	}
	if o.Sent, err = db.List(tx, scanConsignment, "SELECT "+consignmentColumns+" FROM relief_consignments WHERE crisis_id = $1 AND consignment_id < $2 ORDER BY consignment_id DESC LIMIT $3",
		int64(o.ID), int64(before), most); err != nil || len(o.Sent) == 0 {
		return err
	}
	o.Tallies, err = talliesIn(tx, o.ID, o.Sent[len(o.Sent)-1].ID, o.Sent[0].ID)
	return err
}

// At is a facility with what everybody may read about it.
type At struct {
	Case Crisis
	Facility
	Items  []Item
	Needs  []Need  // that are open
	Totals []Total // by item
}

// At reads a facility that was not refused, with its needs and totals.
func (s *Service) At(ctx context.Context, crisis CrisisID, id FacilityID) (a At, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		a, err = atIn(tx, crisis, id)
		if err != nil {
			return err
		}
		if a.Items, err = itemsIn(tx, crisis); err != nil {
			return err
		}
		needs, err := db.List(tx, scanShort, shortOf+"AND facility_id = $2 AND state = 'open' ORDER BY need_id LIMIT $3",
			int64(crisis), int64(id), maxItems)
		if err != nil {
			return err
		}
		for _, n := range needs {
			a.Needs = append(a.Needs, n.Need)
		}
		all, err := totalsIn(tx, crisis, needs)
		a.Totals = slices.DeleteFunc(all, func(t Total) bool { return t.Facility != id })
		return err
	})
	return a, err
}

func atIn(tx *db.Tx, crisis CrisisID, id FacilityID) (a At, err error) {
	a, err = db.One(tx, func(scan db.Scan) (a At, err error) {
		var about string
		a.Facility, err = scanFacility(func(to ...any) error {
			return scan(append([]any{(*string)(&a.Case.State), &about}, to...)...)
		})
		a.Case.ID = crisis
		return a, errors.Join(err, json.Unmarshal([]byte(cmp.Or(about, "{}")), &a.Case.Case))
	}, `SELECT x.state, x.doc, f.crisis_id, f.facility_id, f.state, f.kind, f.doc FROM relief_facilities f JOIN relief_crises x ON x.crisis_id = f.crisis_id
		WHERE f.crisis_id = $1 AND f.facility_id = $2`, int64(crisis), int64(id))
	if err == nil && a.Facility.State == Refused {
		err = errNone
	}
	return a, none(err)
}

// DaysLeftOn is for how long the stock lasts at a time after it was said; -1 when that is
// not known.
func (n Need) DaysLeftOn(now time.Time) int64 {
	left := n.DaysLeft()
	if left < 0 {
		return left
	}
	return max(left-days(n.Confirmed, now), 0)
}
