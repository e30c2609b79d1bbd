package relief

import (
	"context"
	"slices"
	"unicode/utf8"

	"agora/db"
	"agora/fault"
	"agora/goods"
	"agora/identity"
)

// Handing is what a facility gives to those for whom it is.
type Handing struct {
	Item  goods.ItemID // of which what expires first goes first
	Lot   goods.LotID  // that goes, and no other; 0 for any of the item
	Units int64
	To    string // the ward, or which other part of the facility; nobody's name
}

// handed is the kind of the moves by which a facility gives on; its subject is the
// facility, its reason to what.
const handed = "given"

func (h Handing) check() error {
	switch {
	case h.Item == 0 && h.Lot == 0:
		return fault.Field("item", "fault.required")
	case h.To == "":
		return fault.Field("to", "fault.required")
	case utf8.RuneCountInString(h.To) > maxLine:
		return fault.Field("to", "fault.too_long", "max", int64(maxLine))
	}
	return nil
}

// pick chooses what goes.
func (h Handing) pick(tx *db.Tx, crisis CrisisID, id FacilityID) ([]goods.Stock, error) {
	if h.Lot == 0 {
		return goods.Pick(tx, book(crisis), goods.In(int64(id)), h.Item, h.Units)
	}
	one, err := suffices(tx, crisis, id, h.Lot, h.Units)
	one.Units = h.Units
	return []goods.Stock{one}, err
}

// HandOut notes what a facility gave to a ward. What is expired or recalled does not go.
func (s *Service) HandOut(ctx context.Context, by identity.Actor, crisis CrisisID, id FacilityID, h Handing) error {
	return s.stock(ctx, by, crisis, id, h.Units, func(tx *db.Tx) error {
		if err := h.check(); err != nil {
			return err
		}
		picked, err := h.pick(tx, crisis, id)
		if err != nil {
			return ofUnits(err)
		}
		m := goods.Move{Book: book(crisis), Kind: handed, Subject: int64(id), Reason: h.To}
		for _, s := range picked {
			m.Lines = append(m.Lines, goods.Line{Account: goods.In(int64(id)), Lot: s.Lot.ID, Units: -s.Units}, goods.Line{Account: goods.GivenBy(int64(id)), Lot: s.Lot.ID, Units: s.Units})
		}
		_, err = goods.Post(tx, m)
		return ofUnits(err)
	})
}

// suffices reads what a facility has of a lot, and proves that it has so many units.
func suffices(tx *db.Tx, crisis CrisisID, id FacilityID, lot goods.LotID, units int64) (goods.Stock, error) {
	held, err := goods.Held(tx, book(crisis), goods.In(int64(id)), lot)
	if err == nil && held.Units < units {
		err = ofUnits(fault.New(fault.Conflict, "fault.goods_short", "units", units))
	}
	return held, none(err)
}

// ofUnits names the field of a fault of goods that names none: how many are to go.
func ofUnits(err error) error {
	list := fault.List(err)
	if len(list) != 1 || list[0].Field != "" {
		return err
	}
	e := *list[0]
	e.Field = "units"
	return &e
}

// WriteOff takes units of a lot out of the stock of a facility, for a reason.
func (s *Service) WriteOff(ctx context.Context, by identity.Actor, crisis CrisisID, id FacilityID, lot goods.LotID, units int64, r goods.Reason) error {
	return s.stock(ctx, by, crisis, id, units, func(tx *db.Tx) error {
		switch {
		case r == "":
			return fault.Field("reason", "fault.required")
		case !slices.Contains(goods.Reasons, r):
			return fault.Field("reason", "fault.choice")
		}
		if _, err := suffices(tx, crisis, id, lot, units); err != nil {
			return err
		}
		_, err := goods.Post(tx, goods.Move{Book: book(crisis), Kind: "written_off", Subject: int64(id), Lines: []goods.Line{
			{Account: goods.In(int64(id)), Lot: lot, Units: -units}, {Account: goods.WrittenOff(int64(id), r), Lot: lot, Units: units}}})
		return err
	})
}

func (s *Service) stock(ctx context.Context, by identity.Actor, crisis CrisisID, id FacilityID, units int64, do func(*db.Tx) error) error {
	switch {
	case !Coordinates(by):
		return errNotMe
	case units < 1 || units > MostUnits:
		return fault.Field("units", "fault.number_range", "min", int64(1), "max", int64(MostUnits))
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		if _, err := facilityIn(tx, crisis, id); err != nil {
			return err
		}
		return do(tx)
	})
}

// Recall stops all goods of a batch, wherever they are: from then on they are only
// written off. It gives how many lots of it there are.
func (s *Service) Recall(ctx context.Context, by identity.Actor, crisis CrisisID, item goods.ItemID, batch, why string) (lots int64, err error) {
	switch {
	case !Coordinates(by):
		return 0, errNotMe
	case batch == "":
		return 0, fault.Field("batch", "fault.required")
	case why == "":
		return 0, fault.Field("why", "fault.required")
	case utf8.RuneCountInString(why) > maxLine:
		return 0, fault.Field("why", "fault.too_long", "max", int64(maxLine))
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		if lots, err = goods.Recall(tx, book(crisis), item, batch, why); err == nil && lots == 0 {
			err = fault.Field("batch", "fault.relief_batch")
		}
		return err
	})
	return lots, err
}
