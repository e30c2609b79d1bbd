package market

import (
	"context"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
)

// Money is a shop's money as its seller sees it, all in the shop's currency.
type Money struct {
	Held    money.Amount // escrow: paid by buyers, not yet the seller's
	Free    money.Amount // the seller's, in the next payout
	Owed    money.Amount // what she owes the house; her next sales pay it first
	Payout  time.Time    // day of the next payout
	Lines   []MoneyLine  // newest first
	Waiting []Order      // orders whose money is still held or on its way, oldest first
	More    ledger.TransferID
}

// MoneyLine is one entry of the seller's statement.
type MoneyLine struct {
	ledger.Entry
	At    time.Time
	Order string    // reference
	Pays  time.Time // payout day, for money that became the seller's
}

// Money gives a shop's balance and statement, older than before (0 for the
// newest), to those who run it and to the operator.
func (s *Service) Money(ctx context.Context, by identity.Actor, shop catalog.Shop, before ledger.TransferID) (m Money, err error) {
	if !by.Runs(shop.ID) && !by.IsOperator() {
		return m, fault.New(fault.Forbidden, "fault.forbidden")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		purse, err := ledger.Purse(tx, shop.ID, shop.Currency)
		if err != nil {
			return err
		}
		zero := money.Of(0, shop.Currency)
		m.Held, m.Free, m.Payout = zero, zero, PayoutDay(tx.Now)
		m.Held.Minor, m.Free.Minor = purse[ledger.Escrow].Minor, purse[ledger.Payable].Minor
		m.Owed = money.Of(-purse[ledger.Debt].Minor, shop.Currency)
		entries, err := ledger.Statement(tx, shop.ID, ledger.Payable, before, pageSize)
		if err != nil {
			return err
		}
		if m.Lines, err = moneyLines(tx, shop.ID, entries); err != nil {
			return err
		}
		if len(entries) == pageSize {
			m.More = entries[len(entries)-1].Transfer
		}
		m.Waiting, err = waiting(tx, shop.ID, 0, pageSize)
		return err
	})
	return m, err
}

// Waiting gives the orders of a shop whose money is still held or on its way,
// oldest first, newer than after (0 for the oldest), to those who run it and to
// the operator.
func (s *Service) Waiting(ctx context.Context, by identity.Actor, shop catalog.ShopID, after OrderID, limit int) (list []Order, err error) {
	if !by.Runs(shop) && !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.forbidden")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = waiting(tx, shop, after, limit)
		return err
	})
	return list, err
}

func waiting(tx *db.Tx, shop catalog.ShopID, after OrderID, limit int) ([]Order, error) {
	return db.List(tx, scanOrder, "SELECT "+orderColumns+orderJoin+
		`WHERE o.shop_id = $1 AND o.order_id > $2 AND o.state NOT IN ('completed', 'cancelled', 'refused') ORDER BY o.order_id LIMIT $3`,
		int64(shop), int64(after), limit)
}

// moneyLines adds to each entry the order it is about.
func moneyLines(tx *db.Tx, shop catalog.ShopID, entries []ledger.Entry) ([]MoneyLine, error) {
	lines := make([]MoneyLine, len(entries))
	if len(entries) == 0 {
		return lines, nil
	}
	subjects := make([]int64, len(entries))
	for i, e := range entries {
		at := db.TimeOfID(int64(e.Transfer))
		lines[i] = MoneyLine{Entry: e, At: at}
		if e.Amount.Minor > 0 {
			lines[i].Pays = PayoutDay(at)
		}
		subjects[i] = e.Subject
	}
	refs, err := Refs(tx, shop, subjects)
	for i := range lines {
		lines[i].Order = refs[lines[i].Subject]
	}
	return lines, err
}

// Refs gives the references of those of the ids that are orders of a shop,
// in one statement.
func Refs(tx *db.Tx, shop catalog.ShopID, ids []int64) (map[int64]string, error) {
	args := []any{int64(shop)}
	in := listed(&args, ids)
	refs := map[int64]string{}
	return refs, tx.Each(func(scan db.Scan) error {
		var id, number int64
		var seq int
		if err := scan(&id, &number, &seq); err != nil {
			return err
		}
		refs[id] = orderRef(ref(number), seq)
		return nil
	}, `SELECT o.order_id, g.number, o.seq FROM orders o JOIN order_groups g ON g.group_id = o.group_id
		WHERE o.shop_id = $1 AND o.order_id IN `+in, args...)
}

// Counts are how many orders of a shop are in each state.
type Counts map[OrderState]int

// Counts gives a shop's orders by state; every shop's for db.House and an
// operator.
func (s *Service) Counts(ctx context.Context, by identity.Actor, shop catalog.ShopID) (Counts, error) {
	if !by.IsOperator() && !(shop != db.House && by.Runs(shop)) {
		return nil, fault.New(fault.Forbidden, "fault.forbidden")
	}
	c := Counts{}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(scan db.Scan) error {
			var state OrderState
			var n int
			err := scan(&state, &n)
			c[state] = n
			return err
		}, `SELECT state, COUNT(*) FROM orders WHERE shop_id = $1 OR $1 = 0 GROUP BY state`, int64(shop))
	})
	return c, err
}
