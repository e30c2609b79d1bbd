package relief

import (
	"context"
	"slices"

	"agora/db"
	"agora/fault"
	"agora/goods"
	"agora/identity"
)

// Stocked lists what a facility has, what expires first at the front; it is bounded.
func (s *Service) Stocked(ctx context.Context, crisis CrisisID, id FacilityID) (list []goods.Stock, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = goods.Holds(tx, book(crisis), goods.In(int64(id)))
		return err
	})
	return list, err
}

// HandOut notes that a facility gave so many units of an item to those for whom they
// are, of what expires first, first. Nobody's name is kept.
func (s *Service) HandOut(ctx context.Context, by identity.Actor, crisis CrisisID, id FacilityID, item goods.ItemID, units int64) error {
	return s.stock(ctx, by, crisis, id, units, func(tx *db.Tx) error {
		picked, err := goods.Pick(tx, book(crisis), goods.In(int64(id)), item, units)
		if err != nil {
			return err
		}
		m := goods.Move{Book: book(crisis), Kind: "given", Subject: int64(id)}
		for _, s := range picked {
			m.Lines = append(m.Lines, goods.Line{Account: goods.In(int64(id)), Lot: s.Lot.ID, Units: -s.Units}, goods.Line{Account: goods.GivenBy(int64(id)), Lot: s.Lot.ID, Units: s.Units})
		}
		_, err = goods.Post(tx, m)
		return err
	})
}

// WriteOff takes units of a lot out of the stock of a facility, for a reason.
func (s *Service) WriteOff(ctx context.Context, by identity.Actor, crisis CrisisID, id FacilityID, lot goods.LotID, units int64, r goods.Reason) error {
	if !slices.Contains(goods.Reasons, r) {
		return fault.Field("reason", "fault.choice")
	}
	return s.stock(ctx, by, crisis, id, units, func(tx *db.Tx) error {
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
