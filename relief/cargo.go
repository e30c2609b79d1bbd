package relief

import (
	"context"

	"agora/db"
	"agora/goods"
)

// Cargo is a consignment as its papers tell of it: what was packed, package by package,
// whatever became of it later.
type Cargo struct {
	Consignment
	Case      Crisis
	Facility  Facility // to which it goes
	HandOvers []Custody
	Parcels   []Parcel // by number
	Items     map[goods.ItemID]Item
	Asked     bool // the facility needed something of it before it was packed
}

// Parcel is a package with what was packed into it.
type Parcel struct {
	Package
	Contents []goods.Stock
}

// Cargo reads a consignment for its papers.
func (s *Service) Cargo(ctx context.Context, crisis CrisisID, id ConsignmentID) (c Cargo, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		j, err := journeyIn(tx, crisis, id)
		if err != nil {
			return err
		}
		c = Cargo{Consignment: j.Consignment, Case: j.Case, Facility: j.Facility, Items: map[goods.ItemID]Item{}}
		if c.HandOvers, err = custodiesIn(tx, crisis, id); err != nil {
			return err
		}
		if c.Parcels, err = parcelsIn(tx, c.Consignment); err != nil {
			return err
		}
		items, err := itemsIn(tx, crisis)
		for _, i := range items {
			c.Items[i.ID] = i
		}
		if err != nil {
			return err
		}
		c.Asked, err = askedIn(tx, c)
		return err
	})
	return c, err
}

// parcelsIn reads the packages of a consignment with what was packed.
func parcelsIn(tx *db.Tx, c Consignment) (list []Parcel, err error) {
	packages, err := packagesIn(tx, c.Crisis, c.ID, "")
	if err != nil {
		return nil, err
	}
	contents, err := goods.Put(tx, book(c.Crisis), packed, int64(c.ID), goods.Package)
	for _, p := range packages {
		list = append(list, Parcel{p, contents[c.inside(p)]})
	}
	return list, err
}

// askedIn reports whether somebody who coordinates had found, before a consignment was
// written down, that its facility lacks something that is in it.
func askedIn(tx *db.Tx, c Cargo) (asked bool, err error) {
	carried := map[goods.ItemID]bool{}
	for _, p := range c.Parcels {
		for _, s := range p.Contents {
			carried[s.Lot.Item] = true
		}
	}
	return asked, tx.Each(func(scan db.Scan) error {
		var item goods.ItemID
		err := scan((*int64)(&item))
		asked = asked || carried[item]
		return err
	}, "SELECT DISTINCT item_id FROM relief_needs WHERE crisis_id = $1 AND facility_id = $2 AND need_id < $3 AND state <> 'reported'", int64(c.Crisis), int64(c.To), int64(c.ID))
}
