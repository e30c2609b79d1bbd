package relief

import (
	"context"
	"errors"

	"agora/db"
	"agora/fault"
	"agora/goods"
	"agora/identity"
)

// Stock writes down an item of a crisis, or, with an ID, rewrites it; without one that
// of the same code, if there is one. What goods, needs and pledges count in stays as it
// is. Who coordinates may.
func (s *Service) Stock(ctx context.Context, by identity.Actor, i Item) (Item, error) {
	if !Coordinates(by) {
		return i, errNotMe
	}
	if err := i.check(); err != nil {
		return i, err
	}
	given := i
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		i = given
		if _, err := openCrisis(tx, i.Crisis); err != nil {
			return err
		}
		for _, other := range i.Instead {
			if _, err := itemIn(tx, i.Crisis, other); err != nil {
				return fault.Field("instead", "fault.relief_item", "code", "")
			}
		}
		same, err := itemCalled(tx, i.Crisis, i.Code)
		if err != nil && !errors.Is(err, db.ErrNone) {
			return err
		}
		switch {
		case i.ID == 0 && same.ID == 0:
			return i.insert(tx)
		case i.ID != 0 && same.ID != 0 && same.ID != i.ID:
			return fault.Field("code", "fault.relief_code_taken")
		case i.ID == 0:
			i.ID = same.ID
		}
		return i.rewrite(tx)
	})
	return i, err
}

func itemCalled(tx *db.Tx, crisis CrisisID, code string) (Item, error) {
	return db.One(tx, scanItem, "SELECT "+itemColumns+" FROM relief_items WHERE crisis_id = $1 AND code = $2", int64(crisis), code)
}

func (i *Item) insert(tx *db.Tx) error {
	var have int64
	if err := tx.Row("SELECT COUNT(*) FROM relief_items WHERE crisis_id = $1", []any{int64(i.Crisis)}, &have); err != nil {
		return err
	}
	if have >= maxItems {
		return fault.Field("code", "fault.at_most", "max", int64(maxItems))
	}
	i.ID = goods.ItemID(tx.ID())
	_, err := tx.Exec("INSERT INTO relief_items ("+itemColumns+") VALUES "+db.Places(1, 4), int64(i.Crisis), int64(i.ID), i.Code, text(i.Sort))
	return err
}

// rewrite changes an item. Its unit and its code say what was counted and listed, so
// that they change only while nothing was.
func (i *Item) rewrite(tx *db.Tx) error {
	old, err := itemIn(tx, i.Crisis, i.ID)
	if err != nil {
		return err
	}
	if old.Unit != i.Unit || old.Code != i.Code {
		used, err := itemUsed(tx, old)
		switch {
		case err != nil:
			return err
		case used && old.Unit != i.Unit:
			return fault.Field("unit", "fault.relief_used")
		case used:
			return fault.Field("code", "fault.relief_used")
		}
	}
	_, err = tx.Exec("UPDATE relief_items SET code = $3, doc = $4 WHERE crisis_id = $1 AND item_id = $2", int64(i.Crisis), int64(i.ID), i.Code, text(i.Sort))
	return err
}

// itemUsed reports whether goods, needs or pledges count in an item.
func itemUsed(tx *db.Tx, i Item) (bool, error) {
	var used int64
	if err := tx.Row(`SELECT CASE WHEN EXISTS (SELECT 1 FROM relief_needs WHERE crisis_id = $1 AND item_id = $2)
		OR EXISTS (SELECT 1 FROM relief_pledges WHERE crisis_id = $1 AND item_id = $2) THEN 1 ELSE 0 END`, []any{int64(i.Crisis), int64(i.ID)}, &used); err != nil || used == 1 {
		return used == 1, err
	}
	return goods.Known(tx, book(i.Crisis), i.ID)
}

// ItemUsed reports whether goods, needs or pledges count in an item: its unit and its
// code stay as they are then.
func (s *Service) ItemUsed(ctx context.Context, i Item) (used bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		used, err = itemUsed(tx, i)
		return err
	})
	return used, err
}
