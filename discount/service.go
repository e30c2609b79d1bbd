package discount

import (
	"context"
	"errors"
	"strconv"

	"agora/audit"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// Service keeps the discounts of one node.
type Service struct{ db *db.DB }

// New keeps the discounts in d.
func New(d *db.DB) *Service { return &Service{d} }

// PageSize bounds a list of discounts.
const PageSize = 50

var errNone = fault.New(fault.NotFound, "fault.page_not_found")

// Save adds a discount of a shop (ID 0) or changes one, for those who run the
// shop; c is the shop's money. What was placed keeps what it was placed for.
// Faults name the field of the form.
func (s *Service) Save(ctx context.Context, by identity.Actor, d Discount, c money.Currency) (ID, error) {
	if !by.Runs(d.Shop) {
		return 0, fault.New(fault.Forbidden, "fault.forbidden")
	}
	d.Off.Currency, d.Least.Currency = c, c
	given := d
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if d, err = given.checked(Day(tx.Now)); err != nil {
			return err
		}
		d.Used, d.Revision, d.Ended = 0, 1, false
		action := "discount.added"
		if d.ID == 0 {
			d.ID = ID(tx.ID())
			if err := roomFor(tx, d.Shop); err != nil {
				return err
			}
		} else {
			was, err := load(tx, d.Shop, d.ID)
			switch {
			case err != nil:
				return err
			case was.Ended:
				return fault.New(fault.Conflict, "fault.discount_ended")
			case d.Most > 0 && d.Most < was.Used:
				return fault.Field("most", "fault.discount_used", "n", was.Used)
			}
			action, d.Used, d.Revision = "discount.changed", was.Used, was.Revision+1
		}
		if d.Code != "" {
			if is, err := taken(tx, d); err != nil || is {
				return errors.Join(err, faultIf(is, fault.Field("code", "fault.discount_taken")))
			}
		}
		if err := put(tx, d); err != nil {
			return err
		}
		return audit.Note(tx, by, d.Shop, action, strconv.FormatInt(int64(d.ID), 10),
			map[string]any{"title": d.Title, "code": d.Code, "percent": d.Percent, "off": d.Off.Minor, "scope": d.Scope, "most": d.Most})
	})
	return d.ID, err
}

func faultIf(is bool, err error) error {
	if is {
		return err
	}
	return nil
}

// roomFor bounds how many discounts a shop has at a time.
func roomFor(tx *db.Tx, shop db.ShopID) error {
	var n int64
	err := tx.Row(`SELECT COUNT(*) FROM discounts WHERE shop_id = $1 AND ended = 0 AND closes = 0 AND (last_day = 0 OR last_day >= $2)`,
		[]any{int64(shop), db.Micro(Day(tx.Now))}, &n)
	if err == nil && n >= MaxInForce {
		err = fault.New(fault.Conflict, "fault.discount_many", "max", int64(MaxInForce))
	}
	return err
}

// End takes a discount back, for those who run the shop. Once is enough.
func (s *Service) End(ctx context.Context, by identity.Actor, shop db.ShopID, id ID) error {
	if !by.Runs(shop) {
		return fault.New(fault.Forbidden, "fault.forbidden")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(`UPDATE discounts SET ended = 1, revision = revision + 1 WHERE discount_id = $1 AND shop_id = $2 AND ended = 0`, int64(id), int64(shop))
		if err != nil || n == 0 {
			return err
		}
		return audit.Note(tx, by, shop, "discount.ended", strconv.FormatInt(int64(id), 10), nil)
	})
}

// Of lists the discounts of a shop but its offers of live sales, newest first,
// older than before (0 for the newest), a page at a time.
func (s *Service) Of(ctx context.Context, by identity.Actor, shop db.ShopID, before ID) (list []Discount, err error) {
	if !by.Runs(shop) {
		return nil, fault.New(fault.Forbidden, "fault.forbidden")
	}
	if before == 0 {
		before = 1<<63 - 1
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scan, "SELECT "+columns+" FROM discounts WHERE shop_id = $1 AND discount_id < $2 AND closes = 0 ORDER BY discount_id DESC LIMIT $3",
			int64(shop), int64(before), PageSize)
		return err
	})
	return list, err
}

// One gives a discount to those who run its shop.
func (s *Service) One(ctx context.Context, by identity.Actor, shop db.ShopID, id ID) (d Discount, err error) {
	if !by.Runs(shop) {
		return d, fault.New(fault.Forbidden, "fault.forbidden")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error { d, err = load(tx, shop, id); return err })
	return d, err
}

func load(tx *db.Tx, shop db.ShopID, id ID) (Discount, error) {
	d, err := db.One(tx, scan, "SELECT "+columns+" FROM discounts WHERE shop_id = $1 AND discount_id = $2 AND closes = 0", int64(shop), int64(id))
	if errors.Is(err, db.ErrNone) {
		err = errNone
	}
	return d, err
}

// Shown gives what is in force for a shop without a code, for its pages.
func (s *Service) Shown(ctx context.Context, shop db.ShopID) (list []Discount, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = For(tx, []db.ShopID{shop})
		return err
	})
	return list, err
}
