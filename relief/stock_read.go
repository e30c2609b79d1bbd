package relief

import (
	"context"

	"agora/db"
	"agora/goods"
	"agora/identity"
)

// OnShelf lists what is in stock, where, what expires first at the front, PageSize at
// most.
func (s *Service) OnShelf(ctx context.Context, by identity.Actor, crisis CrisisID, f goods.Shelf) (list []goods.Stock, err error) {
	if !Coordinates(by) {
		return nil, errNotMe
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = goods.OnShelf(tx, book(crisis), f, PageSize)
		return err
	})
	return list, err
}

// StockOf gives what a facility has of a lot.
func (s *Service) StockOf(ctx context.Context, by identity.Actor, crisis CrisisID, at FacilityID, lot goods.LotID) (one goods.Stock, err error) {
	if !Coordinates(by) {
		return one, errNotMe
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		one, err = goods.Held(tx, book(crisis), goods.In(int64(at)), lot)
		return none(err)
	})
	return one, err
}

// Trail lists where a batch is and where it went, PageSize at most after the first skip,
// with the consignments in which it came: two statements. A trace of the sort
// goods.Source is of a consignment, every other of a facility.
func (s *Service) Trail(ctx context.Context, by identity.Actor, crisis CrisisID, item goods.ItemID, batch string, skip int64) (list []goods.Trace, with map[ConsignmentID]Consignment, err error) {
	if !Coordinates(by) {
		return nil, nil, errNotMe
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		with = map[ConsignmentID]Consignment{}
		if list, err = goods.Trail(tx, book(crisis), item, batch, packed, handed, skip, PageSize); err != nil {
			return err
		}
		var ids []ConsignmentID
		for _, t := range list {
			if t.Sort == goods.Source {
				ids = append(ids, ConsignmentID(t.Party))
			}
		}
		if len(ids) == 0 {
			return nil
		}
		in, args := among(2, ids)
		came, err := db.List(tx, scanConsignment, "SELECT "+consignmentColumns+" FROM relief_consignments WHERE crisis_id = $1 AND consignment_id IN ("+in+")", append([]any{int64(crisis)}, args...)...)
		for _, c := range came {
			with[c.ID] = c
		}
		return err
	})
	return list, with, err
}
