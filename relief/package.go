package relief

import (
	"context"

	"agora/country"
	"agora/db"
	"agora/goods"
)

// PackageState is where a package is, as far as is known.
type PackageState string

// States of a package.
const (
	Sealed  PackageState = "sealed"  // closed, and on its way
	Arrived PackageState = "arrived" // scanned where it was to arrive
	Absent  PackageState = "missing" // not scanned when the count was closed
	Stored  PackageState = "stored"  // its contents are in stock
	Wasted  PackageState = "lost"    // given up
)

// Content is what is in a package, as a manifest says.
type Content struct {
	Value int64 // minor units of the consignment's currency; 0 for not stated
	Lines []LineItem
}

// LineItem is units of one item, batch, expiry and origin.
type LineItem struct {
	Item    goods.ItemID
	Batch   string
	Expires goods.Day
	Origin  country.Code // in which it was made; "" where nobody said
	Units   int64
}

// Package is one of a consignment.
type Package struct {
	Number  int64
	ID      int64
	State   PackageState
	Value   int64
	Custody CustodyID // who signed for it last; 0 for nobody
	Scan    ScanID    // that saw it arrive; 0 for none
}

const packageColumns = "number, package_id, state, value, custody_id, scan_id"

func scanPackage(scan db.Scan) (p Package, err error) {
	return p, scan(&p.Number, &p.ID, (*string)(&p.State), &p.Value, (*int64)(&p.Custody), (*int64)(&p.Scan))
}

// Packages lists all packages of a consignment by number, at most MaxPackages.
func (s *Service) Packages(ctx context.Context, crisis CrisisID, id ConsignmentID) (list []Package, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = packagesIn(tx, crisis, id, "")
		return err
	})
	return list, err
}

// packagesIn reads those of a state; "" for all.
func packagesIn(tx *db.Tx, crisis CrisisID, id ConsignmentID, in PackageState) ([]Package, error) {
	return db.List(tx, scanPackage, "SELECT "+packageColumns+" FROM relief_packages WHERE crisis_id = $1 AND consignment_id = $2 AND (state = $3 OR $3 = '') ORDER BY number LIMIT $4",
		int64(crisis), int64(id), string(in), MaxPackages)
}

// move carries all that is in a package from one account to another.
func (c Consignment) move(tx *db.Tx, kind, reason string, from, to goods.Account) error {
	return c.carry(tx, kind, int64(c.ID), reason, from, to)
}

// carry is move with another subject.
func (c Consignment) carry(tx *db.Tx, kind string, subject int64, reason string, from, to goods.Account) error {
	list, err := goods.Holds(tx, book(c.Crisis), from)
	if err != nil {
		return err
	}
	m := goods.Move{Book: book(c.Crisis), Kind: kind, Subject: subject, Reason: reason}
	for _, s := range list {
		m.Lines = append(m.Lines, goods.Line{Account: from, Lot: s.Lot.ID, Units: -s.Units}, goods.Line{Account: to, Lot: s.Lot.ID, Units: s.Units})
	}
	_, err = goods.Post(tx, m)
	return err
}

// turn gives a package another state.
func (c Consignment) turn(tx *db.Tx, p Package, to PackageState) error {
	_, err := tx.Exec("UPDATE relief_packages SET state = $4 WHERE crisis_id = $1 AND consignment_id = $2 AND number = $3", int64(c.Crisis), int64(c.ID), p.Number, string(to))
	return err
}

func (c Consignment) inside(p Package) goods.Account { return goods.Inside(int64(c.To), p.ID) }
func (c Consignment) lost(p Package) goods.Account   { return goods.Lost(int64(c.To), p.ID) }
