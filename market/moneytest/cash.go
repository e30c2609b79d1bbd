package moneytest

import (
	"cmp"
	"fmt"

	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
)

// nothing is the no of a life in which there is nothing to do.
func nothing(err error) error {
	return cmp.Or(err, error(fault.New(fault.Conflict, "fault.nothing_to_remit")))
}

// atDoor looks for an order that is paid at the door and stands in a state, so
// that its life goes on; one of g when there is none.
func (l *life) atDoor(g market.Group, state market.OrderState) market.Order {
	for _, i := range l.rnd.Perm(len(l.groups)) {
		if l.groups[i].Pay != "cash" {
			continue
		}
		now, err := l.Market.Group(l.ctx, identity.System(), l.groups[i].ID)
		if err != nil {
			l.Fatal(err)
		}
		for _, o := range now.Orders {
			if o.State == state {
				return o
			}
		}
	}
	return l.order(g)
}

// confirm gives the newest code of a group, and now and then a wrong one.
func (l *life) confirm(g market.Group) error {
	if o := l.atDoor(g, market.Unconfirmed); o.Group != g.ID {
		g.ID = o.Group
	}
	c, err := l.Market.Confirmation(l.ctx, guest(g), g)
	if err != nil {
		return err
	}
	if l.rnd.IntN(10) == 0 {
		return l.Market.SendCode(l.ctx, guest(g), g.ID, c.Sends)
	}
	_, code, err := l.Market.Code(l.ctx, identity.System(), g.ID, c.Sends)
	if err != nil || code == "" {
		return nothing(err)
	}
	if l.rnd.IntN(5) == 0 {
		code = "x"
	}
	return l.Market.Confirm(l.ctx, guest(g), g.ID, code)
}

// remit declares what somebody holds in one currency, or near it.
func (l *life) remit(agent identity.PersonID) error {
	t, err := l.Market.TillOf(l.ctx, markettest.Operator(), agent)
	if err != nil || len(t.Holds) == 0 {
		return nothing(err)
	}
	sum := t.Holds[l.rnd.IntN(len(t.Holds))]
	_, err = l.Market.Declare(l.ctx, markettest.Operator(), agent, sum, "slip", nil)
	return err
}

// settleCash is what the bank says of a remittance: all of it, less, more, or
// nothing.
func (l *life) settleCash(came bool) error {
	op := markettest.Operator()
	list, err := l.Market.DeclaredRemittances(l.ctx, op, 0)
	if err != nil || len(list) == 0 {
		return nothing(err)
	}
	r := list[l.rnd.IntN(len(list))]
	if !came {
		return l.Market.MissRemittance(l.ctx, op, r.ID, "never came")
	}
	off := []int64{0, 0, -3, 5}[l.rnd.IntN(4)]
	return l.Market.SettleRemittance(l.ctx, op, r.ID, money.Of(r.Declared.Minor+off, r.Declared.Currency), "B-9")
}

// tills prove that what agents and carriers hold by the orders they collected
// for is what the ledger says, over all shops.
func (l *life) tills() error {
	list, err := l.Market.Agents(l.ctx, markettest.Operator(), 0)
	if err != nil {
		return err
	}
	holds := map[place]int64{}
	for _, p := range list {
		account := ledger.Holder("cash", int64(p.Person))
		for _, sum := range p.Holds {
			holds[place{account, sum.Currency}] = -sum.Minor
		}
	}
	return l.DB.Read(l.ctx, func(tx *db.Tx) error {
		totals, err := ledger.Totals(tx)
		for _, b := range totals {
			at := place{b.Account, b.Amount.Currency}
			if b.Account == ledger.Holder("cash", int64(l.agent.Person)) && err == nil && b.Amount.Minor != holds[at] {
				err = fmt.Errorf("%s stands at %s, the till says %d", b.Account, b.Amount, holds[at])
			}
		}
		return err
	})
}
