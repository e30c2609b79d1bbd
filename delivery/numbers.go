package delivery

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"agora/audit"
	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// RangeID names a range of numbers.
type RangeID int64

// Range is numbers that a post gave to a shop for its parcels: serials of one
// service of one country, handed out one after another.
type Range struct {
	ID                RangeID
	Shop              db.ShopID
	Service           string // two letters, "RR"
	Country           country.Code
	First, Last, Next int64 // serials; Next is above Last when none is left
}

// Number gives the number that is next; "" when none is left.
func (r Range) Number() string {
	if r.Next > r.Last {
		return ""
	}
	return S10(r.Service, r.Next, string(r.Country))
}

// Left counts the numbers that are left.
func (r Range) Left() int64 { return r.Last - r.Next + 1 }

// maxRanges bounds the ranges of a shop.
const maxRanges = 50

func (r Range) check() error {
	var f fault.Fields
	switch {
	case !s10Service.MatchString(r.Service):
		f.Add("service", "fault.range_service")
	case strings.Contains(reserved, r.Service[:1]):
		f.Add("service", "fault.tracking_service", "letter", r.Service[:1])
	}
	if !s10Country(string(r.Country)) {
		f.Add("country", "fault.tracking_country", "code", string(r.Country))
	}
	if r.First < 0 || r.First > s10Most {
		f.Add("first", "fault.range_serial")
	}
	if r.Last < r.First || r.Last > s10Most {
		f.Add("last", "fault.range_serial")
	}
	return f.Err()
}

const rangeColumns = "range_id, shop_id, service, country, first, last, next"

func scanRange(scan db.Scan) (r Range, err error) {
	err = scan(&r.ID, &r.Shop, &r.Service, &r.Country, &r.First, &r.Last, &r.Next)
	return r, err
}

// AddRange gives a shop the numbers from First to Last, for those who run it
// and for operators. No two shops may hold the same number.
func (s *Service) AddRange(ctx context.Context, by identity.Actor, r Range) error {
	if !by.Runs(r.Shop) && !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.forbidden")
	}
	r.Service, r.Country = strings.ToUpper(strings.TrimSpace(r.Service)), country.Code(strings.ToUpper(strings.TrimSpace(string(r.Country))))
	if err := r.check(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		var same, mine int64
		if err := tx.Row(`SELECT CAST(COALESCE(SUM(CASE WHEN service = $2 AND country = $3 AND first <= $5 AND last >= $4 THEN 1 ELSE 0 END), 0) AS BIGINT),
			CAST(COALESCE(SUM(CASE WHEN shop_id = $1 THEN 1 ELSE 0 END), 0) AS BIGINT) FROM parcel_ranges
			WHERE shop_id = $1 OR service = $2 AND country = $3`,
			[]any{int64(r.Shop), r.Service, string(r.Country), r.First, r.Last}, &same, &mine); err != nil {
			return err
		}
		switch {
		case same > 0:
			return fault.Field("first", "fault.range_taken")
		case mine >= maxRanges:
			return fault.Field("first", "fault.range_many", "max", maxRanges)
		}
		if _, err := tx.Exec(`INSERT INTO parcel_ranges (range_id, shop_id, service, country, first, last, next) VALUES ($1, $2, $3, $4, $5, $6, $5)`,
			tx.ID(), int64(r.Shop), r.Service, string(r.Country), r.First, r.Last); err != nil {
			return err
		}
		return audit.Note(tx, by, r.Shop, "shop.numbers", r.Service+string(r.Country), map[string]int64{"first": r.First, "last": r.Last})
	})
}

// Ranges gives the ranges of a shop, the oldest first.
func (s *Service) Ranges(ctx context.Context, shop db.ShopID) (list []Range, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanRange, "SELECT "+rangeColumns+" FROM parcel_ranges WHERE shop_id = $1 ORDER BY range_id", int64(shop))
		return err
	})
	return list, err
}

// TakeNumber gives the next number of a range of a shop, and nobody gets it again.
func TakeNumber(tx *db.Tx, shop db.ShopID, id RangeID) (string, error) {
	r, err := db.One(tx, scanRange, "UPDATE parcel_ranges SET next = next + 1 WHERE shop_id = $1 AND range_id = $2 AND next <= last RETURNING "+rangeColumns,
		int64(shop), int64(id))
	if err == nil {
		r.Next--
		return r.Number(), nil
	}
	if !errors.Is(err, db.ErrNone) {
		return "", err
	}
	r, err = db.One(tx, scanRange, "SELECT "+rangeColumns+" FROM parcel_ranges WHERE shop_id = $1 AND range_id = $2", int64(shop), int64(id))
	switch {
	case errors.Is(err, db.ErrNone):
		return "", fault.Field("range", "fault.choice")
	case err != nil:
		return "", err
	}
	return "", fault.Field("range", "fault.range_used_up", "last", S10(r.Service, r.Last, string(r.Country)))
}

// passNumber moves the ranges of a shop past a number of theirs that was
// typed, so that it is not handed out besides.
func passNumber(tx *db.Tx, shop db.ShopID, tracking string) error {
	if !s10Form.MatchString(tracking) {
		return nil
	}
	serial, err := strconv.ParseInt(tracking[2:10], 10, 64)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE parcel_ranges SET next = $4 + 1 WHERE shop_id = $1 AND service = $2 AND country = $3
		AND first <= $4 AND last >= $4 AND next <= $4`, int64(shop), tracking[:2], tracking[11:], serial)
	return err
}
