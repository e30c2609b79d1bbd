package catalog

import (
	"context"
	"errors"
	"strconv"

	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// rehearsals are the third step: which copy a shop rehearses with now.
const rehearsals = `
CREATE TABLE rehearsals (
	shop_id BIGINT NOT NULL,
	rehearsal_id BIGINT NOT NULL,
	round BIGINT NOT NULL,
	PRIMARY KEY (shop_id)
) /*clustered*/;
`

// PlayPrice gives a price as a rehearsal has it: the same number, in play money.
func PlayPrice(a money.Amount) money.Amount {
	if a.Currency == "" {
		return a
	}
	return money.Of(a.Minor, money.Play)
}

// OpenRehearsal makes a copy of a shop for its owner, in play money, that only
// she sees. A copy of before is closed: its orders stay as they are.
func (s *Service) OpenRehearsal(tx *db.Tx, by identity.Actor, of ShopID) (Shop, error) {
	original, err := ShopIn(tx, of)
	if err != nil {
		return original, err
	}
	switch {
	case by.Person == 0 || by.Person != original.Owner:
		return original, ErrForbidden
	case original.Status == ShopRehearsal:
		return original, fault.New(fault.Conflict, "fault.rehearsal_of")
	}
	before, round, err := rehearsalOf(tx, of)
	if err != nil {
		return original, err
	}
	if before != 0 {
		if _, err := tx.Exec(`UPDATE shops SET status = 'closed' WHERE shop_id = $1 AND status = 'rehearsal'`, int64(before)); err != nil {
			return original, err
		}
	}
	round++
	shop := original
	shop.ID, shop.Status, shop.Currency, shop.Payout = ShopID(tx.ID()), ShopRehearsal, money.Play, ""
	// Ids are unique, so the handle is free; it is part of no address that
	// anybody keeps.
	shop.Handle = "rehearsal-" + strconv.FormatInt(int64(shop.ID), 36)
	if err := create(tx, by, shop); err != nil {
		return shop, err
	}
	if err := s.copyProducts(tx, original, shop); err != nil {
		return shop, err
	}
	_, err = tx.Exec(`INSERT INTO rehearsals (shop_id, rehearsal_id, round) VALUES ($1, $2, $3)
		ON CONFLICT (shop_id) DO UPDATE SET rehearsal_id = excluded.rehearsal_id, round = excluded.round`, int64(of), int64(shop.ID), round)
	return shop, err
}

func rehearsalOf(tx *db.Tx, of ShopID) (id ShopID, round int64, err error) {
	err = tx.Row(`SELECT rehearsal_id, round FROM rehearsals WHERE shop_id = $1`, []any{int64(of)}, &id, &round)
	if errors.Is(err, db.ErrNone) {
		err = nil
	}
	return id, round, err
}

// Rehearsal gives the copy that a shop rehearses with now to those who run it;
// ok tells whether there is one.
func (s *Service) Rehearsal(ctx context.Context, by identity.Actor, of ShopID) (shop Shop, ok bool, err error) {
	if !ownerOrOperator(by, of) {
		return shop, false, ErrForbidden
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		shop, err = db.One(tx, s.scanShop, "SELECT "+shopColumns+` FROM rehearsals r JOIN shops s ON s.shop_id = r.rehearsal_id
			WHERE r.shop_id = $1 AND s.status = 'rehearsal'`, int64(of))
		return err
	})
	if errors.Is(err, db.ErrNone) {
		return shop, false, nil
	}
	return shop, err == nil, err
}
