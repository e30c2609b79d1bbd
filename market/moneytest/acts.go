package moneytest

import (
	"fmt"

	"agora/claim"
	"agora/db"
	"agora/identity"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
	"agora/payment"
	"agora/treasury"
)

// act is one thing that people do.
type act struct {
	name string
	do   func(*life, market.Group) error
}

// acts are all of them. What does not fit the order's state is refused, and
// changes nothing.
var acts = []act{
	{"pay", func(l *life, g market.Group) error { return l.take(l.receipt(g.Ref, l.outstanding(g))) }},
	{"pay all", func(l *life, g market.Group) error { return l.take(l.receipt(g.Ref, g.Total)) }},
	{"part-pay", func(l *life, g market.Group) error {
		return l.take(l.receipt(g.Ref, money.Of(1+l.rnd.Int64N(g.Total.Minor), g.Total.Currency)))
	}},
	{"over-pay", func(l *life, g market.Group) error {
		return l.take(l.receipt(g.Ref, money.Of(g.Total.Minor+1+l.rnd.Int64N(5000), g.Total.Currency)))
	}},
	{"wrong currency", func(l *life, g market.Group) error { return l.take(l.receipt(g.Ref, money.Of(700, "RUB"))) }},
	{"unknown", func(l *life, g market.Group) error { return l.take(l.receipt("AG-", money.Of(900, "PKR"))) }},
	{"tell again", func(l *life, _ market.Group) error {
		if len(l.receipts) == 0 {
			return nil
		}
		return l.take(l.receipts[l.rnd.IntN(len(l.receipts))])
	}},
	{"reverse", func(l *life, _ market.Group) error {
		const rarely = 5 // or few orders would live to be shipped
		if len(l.receipts) == 0 || l.rnd.IntN(rarely) > 0 {
			return nil
		}
		r := l.receipts[l.rnd.IntN(len(l.receipts))]
		return l.DB.Write(l.ctx, func(tx *db.Tx) error { return l.Market.Reverse(tx, r.Way, r.Key, "5") })
	}},
	{"match", func(l *life, g market.Group) error { return l.withParked(g, true) }},
	{"match", func(l *life, g market.Group) error { return l.withParked(g, true) }},
	{"match", func(l *life, g market.Group) error { return l.withParked(g, true) }},
	{"send back", func(l *life, g market.Group) error { return l.withParked(g, false) }},

	{"accept", func(l *life, g market.Group) error { o := l.order(g); return l.Market.Accept(l.ctx, l.seller(o), o.ID) }},
	{"ship", (*life).ship},
	{"ship", (*life).ship},
	{"ship", (*life).ship},
	{"ship what is paid at the door", func(l *life, g market.Group) error {
		o := l.atDoor(g, market.Placed)
		g.Orders = []market.Order{o}
		return l.ship(g)
	}},
	{"ship what is paid at the door", func(l *life, g market.Group) error {
		o := l.atDoor(g, market.Placed)
		g.Orders = []market.Order{o}
		return l.ship(g)
	}},
	{"deliver", func(l *life, g market.Group) error {
		o := l.order(g)
		return l.Market.Deliver(l.ctx, l.seller(o), o.ID)
	}},
	{"confirm", func(l *life, g market.Group) error { return l.Market.Receive(l.ctx, guest(g), l.order(g).ID) }},
	{"cancel", func(l *life, g market.Group) error { return l.Market.Cancel(l.ctx, guest(g), l.order(g).ID, "") }},
	{"decline", func(l *life, g market.Group) error {
		o := l.order(g)
		return l.Market.Decline(l.ctx, l.seller(o), o.ID, "none left")
	}},
	{"confirm by code", (*life).confirm},
	{"confirm by code", (*life).confirm},
	{"hand over", func(l *life, g market.Group) error {
		o := l.atDoor(g, market.Shipped)
		return l.Market.HandOver(l.ctx, l.agent, o.ID, o.Charged)
	}},
	{"refuse at the counter", func(l *life, g market.Group) error {
		return l.Market.RefuseAtDoor(l.ctx, l.agent, l.atDoor(g, market.Shipped).ID, "too small")
	}},
	{"remit", func(l *life, _ market.Group) error { return l.remit(l.agent.Person) }},
	{"remit for a carrier", func(l *life, _ market.Group) error { return l.remit(0) }},
	{"settle a remittance", func(l *life, _ market.Group) error { return l.settleCash(true) }},
	{"miss a remittance", func(l *life, _ market.Group) error { return l.settleCash(false) }},
	{"cost of a way back", func(l *life, g market.Group) error {
		o := l.atDoor(g, market.Refused)
		l.Cash.HouseReturns = l.rnd.IntN(3) == 0
		return l.Market.SetWayBack(l.ctx, markettest.Operator(), o.ID, money.Of(l.rnd.Int64N(o.WayBackMost().Minor+1), o.Goods.Currency))
	}},
	{"pay carriers", func(l *life, _ market.Group) error {
		list, err := l.Market.WaysBack(l.ctx, markettest.Operator(), 0)
		if err != nil || len(list) == 0 {
			return nothing(err)
		}
		return l.Market.PayWaysBack(l.ctx, markettest.Operator(), []market.OrderID{list[l.rnd.IntN(len(list))].ID}, "B-2")
	}},
	{"deliver what is paid at the door", func(l *life, g market.Group) error {
		o := l.atDoor(g, market.Shipped)
		return l.Market.Deliver(l.ctx, l.seller(o), o.ID)
	}},
	{"refuse", func(l *life, g market.Group) error {
		o := l.atDoor(g, market.Shipped)
		return l.Market.Refuse(l.ctx, l.seller(o), o.ID, "not at home")
	}},
	{"give back", func(l *life, g market.Group) error {
		o := l.order(g)
		p := market.Policies[l.rnd.IntN(len(market.Policies))]
		_, err := l.Market.GiveBack(l.ctx, l.seller(o), o.ID, p, money.Of(1+l.rnd.Int64N(o.Goods.Minor), o.Goods.Currency), "a flaw")
		return err
	}},
	{"give back", func(l *life, g market.Group) error {
		o := l.order(g)
		_, err := l.Market.GiveBack(l.ctx, l.seller(o), o.ID, market.BackGoods, money.Of(1+l.rnd.Int64N(500), o.Goods.Currency), "a flaw")
		return err
	}},
	{"pay out", func(l *life, _ market.Group) error { return l.payOut() }},
	{"settle", func(l *life, _ market.Group) error { return l.bank(treasury.Sent, true) }},
	{"return", func(l *life, _ market.Group) error { return l.bank(treasury.Sent, false) }},
	{"return what was settled", func(l *life, _ market.Group) error { return l.bank(treasury.Settled, false) }},
	{"claim", (*life).complain},
	{"claim", (*life).complain},
	{"offer", inClaim(claim.Offers)},
	{"offer", inClaim(claim.Offers)},
	{"agree", inClaim(claim.Agree)},
	{"agree", inClaim(claim.Agree)},
	{"escalate", inClaim(claim.Escalate)},
	{"send the goods back", inClaim(claim.SendBack)},
	{"send the goods back", inClaim(claim.SendBack)},
	{"receive in a claim", inClaim(claim.Receive)},
	{"receive in a claim", inClaim(claim.Receive)},
	{"decide", inClaim(claim.Decide)},
	{"appeal", inClaim(claim.Appeal)},
	{"let claims expire", func(l *life, _ market.Group) error { _, err := l.claims.Expire(l.ctx, 100); return err }},
	{"expire", func(l *life, _ market.Group) error {
		_, err := l.Market.Expire(l.ctx, 100)
		if err != nil {
			err = fmt.Errorf("the clock is never refused: %v", err) //nolint:errorlint // or it would read as a no that people may get
		}
		return err
	}},
	{"fine", (*life).fine},
	{"appeal against a fine", func(l *life, g market.Group) error {
		return l.judge(treasury.FineAnnounced, func(f treasury.Fine, _ identity.Actor) error {
			return l.treasury.Appeal(l.ctx, l.seller(market.Order{Shop: f.Shop}), f.Shop, f.ID, "it was not me")
		})
	}},
	{"uphold", func(l *life, _ market.Group) error {
		return l.judge(treasury.FineAppealed, func(f treasury.Fine, by identity.Actor) error {
			return l.treasury.Uphold(l.ctx, by, f.Shop, f.ID, "it was")
		})
	}},
	{"lift a charged fine", func(l *life, _ market.Group) error {
		return l.judge(treasury.FineCharged, func(f treasury.Fine, by identity.Actor) error {
			return l.treasury.Lift(l.ctx, by, f.Shop, f.ID, "a mistake")
		})
	}},
	{"charge fines", func(l *life, _ market.Group) error { _, err := l.treasury.ChargeFines(l.ctx, 100); return err }},
	{"refund", func(l *life, g market.Group) error { return l.sendRefunds(g, false) }},
	{"refund by hand", func(l *life, g market.Group) error { return l.sendRefunds(g, true) }},
}

func inClaim(e claim.Event) func(*life, market.Group) error {
	return func(l *life, _ market.Group) error { return l.inClaim(e) }
}

// ship takes an order as far towards the carrier as its state allows.
func (l *life) ship(g market.Group) error {
	o := l.order(g)
	by := l.seller(o)
	l.Market.Accept(l.ctx, by, o.ID) //nolint:errcheck // it may be accepted already
	l.Market.Pack(l.ctx, by, o.ID)   //nolint:errcheck // or packed
	return l.Market.Ship(l.ctx, by, o.ID, "", "")
}

func (l *life) outstanding(g market.Group) money.Amount {
	now, err := l.Market.Group(l.ctx, identity.System(), g.ID)
	if err != nil || now.Outstanding().IsZero() {
		return g.Total
	}
	return now.Outstanding()
}

// withParked settles the oldest parked receipt, for a group or back.
func (l *life) withParked(g market.Group, match bool) error {
	var list []payment.Kept
	if err := l.DB.Read(l.ctx, func(tx *db.Tx) (err error) {
		list, err = payment.ParkedReceipts(tx, 0, 1)
		return err
	}); err != nil || len(list) == 0 {
		return err
	}
	if match {
		_, err := l.Market.Match(l.ctx, markettest.Operator(), list[0].ID, g.Ref)
		return err
	}
	return l.Market.SendBack(l.ctx, markettest.Operator(), list[0].ID, "")
}

// sendRefunds sends what is owed to a group, by its way or by hand.
func (l *life) sendRefunds(g market.Group, byHand bool) error {
	list, err := l.Market.Refunds(l.ctx, identity.System(), g)
	for _, r := range list {
		if err != nil {
			return err
		}
		if byHand {
			err = l.Market.RefundByHand(l.ctx, markettest.Operator(), r.Shop, r.ID, "", "slip")
		} else {
			err = l.Market.SendRefund(l.ctx, r.Shop, r.ID)
		}
	}
	return err
}
