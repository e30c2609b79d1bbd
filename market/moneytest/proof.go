package moneytest

import (
	"fmt"

	"agora/db"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/money"
)

// proof is what must hold after every step: each currency sums to zero over the
// house, nothing is below zero that may not be, shards owe each other nothing.
func (l *life) proof() error {
	return l.DB.Read(l.ctx, func(tx *db.Tx) error {
		list, err := ledger.Totals(tx)
		if err != nil {
			return err
		}
		sums := map[money.Currency]int64{}
		for _, b := range list {
			sums[b.Amount.Currency] += b.Amount.Minor
			if b.Account == ledger.Between && !b.Amount.IsZero() {
				return fmt.Errorf("shards owe each other %s", b.Amount)
			}
		}
		for c, n := range sums {
			if n != 0 {
				return fmt.Errorf("%s sums to %d", c, n)
			}
		}
		return nil
	})
}

// orders proves that the money of every order of the groups at hand is what its
// entries say.
func (l *life) orders() error {
	for _, g := range l.groups {
		g, err := l.Market.Group(l.ctx, identity.System(), g.ID)
		if err != nil {
			return err
		}
		for _, o := range g.Orders {
			if err := l.entriesOf(g, o); err != nil {
				return fmt.Errorf("%s (%s): %w", o.Ref, o.State, err)
			}
		}
	}
	return nil
}

// entriesOf compares an order's own figures with the sums of its entries.
func (l *life) entriesOf(g market.Group, o market.Order) error {
	sums, err := l.sums(o)
	if err != nil {
		return err
	}
	left, paid := o.Left(), !o.Captured.IsZero()
	buyer, shop := o.Charged.Currency, o.Goods.Currency
	kept := left.Goods.Minor + left.Freight.Minor
	want := map[place]int64{
		{ledger.Escrow, shop}:        when(paid && o.State != market.Completed, kept),
		{ledger.Commission, shop}:    when(o.State == market.Completed, left.Commission.Minor),
		{ledger.CommissionTax, shop}: when(o.State == market.Completed, left.Tax.Minor),
		{ledger.Duty, buyer}:         when(paid, left.Duty.Minor),
		{ledger.VAT, buyer}:          when(paid, left.VAT.Minor),
		{ledger.Fees, buyer}:         when(paid, left.Fees.Minor),
		{ledger.Carriers, shop}:      when(o.WayBackPaid.IsZero(), o.WayBack.Minor),
		{ledger.Result, shop}:        -when(o.WayBackHouse, o.WayBack.Minor-o.DepositKept.Minor),
		{ledger.Deposits, buyer}:     o.Deposited.Minor,
		{ledger.Pending, buyer}:      when(!paid && !o.State.Ended(), o.Charged.Minor),
		{ledger.Buyers, buyer}:       when(!paid && !o.State.Ended(), -o.Charged.Minor),
	}
	earned := sums[place{ledger.Payable, shop}] + sums[place{ledger.Debt, shop}]
	if w := when(o.State == market.Completed, o.Earnings().Minor) - when(!o.WayBackHouse, o.WayBack.Minor-o.DepositKept.Minor); earned != w {
		return fmt.Errorf("the seller has %d of it, her earnings are %d", earned, w)
	}
	for at, w := range want {
		if sums[at] != w {
			return fmt.Errorf("%s stands at %d %s, should be %d", at.account, sums[at], at.currency, w)
		}
	}
	return l.owed(g, o, sums[place{ledger.Refunds, buyer}])
}

// owed compares what the ledger owes back of an order with its refunds.
func (l *life) owed(g market.Group, o market.Order, stands int64) error {
	list, err := l.Market.Refunds(l.ctx, identity.System(), g)
	var owed, all int64
	for _, r := range list {
		if r.Order != o.ID {
			continue
		}
		all += r.Amount.Minor
		if r.State != market.RefundSent {
			owed += r.Amount.Minor
		}
	}
	if err == nil && (owed != stands || all != o.Refunded.Minor) {
		err = fmt.Errorf("%d is owed back by refunds and %d by the ledger; refunds sum to %d, the order says %s", owed, stands, all, o.Refunded)
	}
	return err
}

type place struct {
	account  ledger.Account
	currency money.Currency
}

// sums are the entries about an order by account and currency.
func (l *life) sums(o market.Order) (map[place]int64, error) {
	sums := map[place]int64{}
	err := l.DB.Read(l.ctx, func(tx *db.Tx) error {
		list, err := ledger.About(tx, o.Shop, int64(o.ID), ledger.TransferID(o.ID), 1<<62, 1000)
		for _, e := range list {
			sums[place{e.Account, e.Amount.Currency}] += e.Amount.Minor
		}
		return err
	})
	return sums, err
}

func when(holds bool, n int64) int64 {
	if holds {
		return n
	}
	return 0
}
