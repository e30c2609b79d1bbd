package paymenttest

import (
	"fmt"
	"sync"
	"testing"

	"agora/db"
	"agora/db/dbtest"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
	"agora/payment"
)

// Notice is what a way is told: money that came in.
type Notice struct {
	Key    string // the provider's name of it: the same key is the same money
	Ref    string
	Amount money.Amount
}

// Driver is a way to pay with its provider.
type Driver struct {
	Way      payment.Handler
	Currency money.Currency
	// Exact: the provider asks before it takes money, and what does not fit the
	// bill never comes in. Without it, such money is parked.
	Exact bool
	// Tell gives the function that tells of money through the edge of the way,
	// and reports whether the way took it. It may be called at once from many
	// sides. Nil for a way that is paid when the order is placed.
	Tell func(s Stand) func(Notice) bool
}

// many is how often one notification comes at once.
const many = 20

// Drive proves a way on real markets on every engine: what its provider tells
// has one effect, however often, late, wrong or at whatever moment it comes.
func Drive(t *testing.T, extra []db.Schema, open func(t *testing.T, d *db.DB) Driver) {
	t.Helper()
	dbtest.Each(t, append(markettest.Schemas(), extra...), func(t *testing.T, d *db.DB) {
		way := open(t, d)
		s := NewStand(t, d, way.Way, way.Currency)
		c := course{s, way, nil}
		if way.Tell == nil {
			c.atOnce()
			c.refund()
			c.Sound()
			return
		}
		c.tell = way.Tell(s)
		for _, part := range []struct {
			name string
			run  func(course)
		}{
			{"told many times at once", course.again}, {"in parts and too much", course.parts},
			{"out of order and late", course.late}, {"what fits no order", course.strange}, {"for a cancelled order", course.cancelled},
			{"at the moment of the cancel", course.race}, {"refund in parts", course.refund},
		} {
			t.Run(part.name, func(t *testing.T) {
				c := c
				c.T = t
				part.run(c)
				c.Sound()
			})
		}
	})
}

// course is one way being driven.
type course struct {
	Stand
	way  Driver
	tell func(Notice) bool
}

// counts are the receipts and accounts that a step may change.
type counts struct{ matched, parked, unmatched, came int64 }

func (c course) counts() (n counts) {
	c.Helper()
	n.matched, n.parked, _ = c.Receipts()
	for _, currency := range []money.Currency{c.Currency, "RUB"} {
		n.unmatched += c.Stands(ledger.Unmatched, currency)
		n.came -= c.Stands(ledger.Way(c.Way.Kind()), currency)
	}
	return n
}

// wants compares what changed.
func (c course) wants(what string, before, want counts) {
	c.Helper()
	now := c.counts()
	got := counts{now.matched - before.matched, now.parked - before.parked, now.unmatched - before.unmatched, now.came - before.came}
	if got != want {
		c.Errorf("%s: changed %+v, want %+v", what, got, want)
	}
}

func (c course) sum(minor int64) money.Amount { return money.Of(minor, c.Currency) }

// atOnce: the order is paid when it is placed.
func (c course) atOnce() {
	g := c.Place(2)
	if g.PayState != string(payment.Captured) || g.Orders[0].State != market.Placed || -c.Stands(ledger.Way(c.Way.Kind()), c.Currency) != g.Total.Minor {
		c.Errorf("placed: %s, %s", g.PayState, g.Orders[0].State)
	}
}

// again: one notification comes twenty times at once, and once more.
func (c course) again() {
	g, before := c.Place(2), c.counts()
	n := Notice{"again", g.Ref, g.Total}
	var all sync.WaitGroup
	for range many {
		all.Go(func() { c.tell(n) })
	}
	all.Wait()
	if !c.tell(n) {
		c.Error("told again, it was refused")
	}
	g = c.Now(g)
	if g.PayState != string(payment.Captured) || g.Orders[0].State != market.Placed || g.Orders[1].State != market.Placed {
		c.Errorf("paid: %s, %s, %s", g.PayState, g.Orders[0].State, g.Orders[1].State)
	}
	c.wants("one notification", before, counts{matched: 1, came: g.Total.Minor})
	before = c.counts()
	c.stray("paid already", before, Notice{"again-2", g.Ref, g.Total})
}

// stray tells of money that fits nothing: it is refused, or parked.
func (c course) stray(what string, before counts, n Notice) {
	c.Helper()
	for range 2 {
		if c.tell(n) == c.way.Exact {
			c.Errorf("%s: taken is %v", what, !c.way.Exact)
		}
	}
	want := counts{parked: 1, unmatched: n.Amount.Minor, came: n.Amount.Minor}
	if c.way.Exact {
		want = counts{}
	}
	c.wants(what, before, want)
}

// parts: less than all, then more than the rest.
func (c course) parts() {
	g, before := c.Place(1), c.counts()
	if c.way.Exact {
		for i, minor := range []int64{1, g.Total.Minor - 1, g.Total.Minor + 1} {
			c.stray("a wrong sum", before, Notice{fmt.Sprint("parts-", i), g.Ref, c.sum(minor)})
		}
		return
	}
	if !c.tell(Notice{"part", g.Ref, c.sum(1000)}) || c.Now(g).PayState != string(payment.Part) {
		c.Errorf("a part: %s", c.Now(g).PayState)
	}
	c.tell(Notice{"rest", g.Ref, c.sum(g.Total.Minor)})
	if g = c.Now(g); g.PayState != string(payment.Captured) || g.Orders[0].State != market.Placed {
		c.Errorf("all: %s, %s", g.PayState, g.Orders[0].State)
	}
	c.wants("two parts", before, counts{matched: 2, came: g.Total.Minor + 1000})
	if list := c.Refunds(g); len(list) != 1 || list[0].Amount != c.sum(1000) || list[0].Reason != market.RefundExcess {
		c.Errorf("too much is owed back as %+v", list)
	}
}

// late: two orders are told of in the opposite order, each again after the
// other; what is told of the first after it was refunded changes nothing.
func (c course) late() {
	first, second := c.Place(1), c.Place(1)
	a, b := Notice{"late-a", first.Ref, first.Total}, Notice{"late-b", second.Ref, second.Total}
	before := c.counts()
	for _, n := range []Notice{b, a, b, a} {
		if !c.tell(n) {
			c.Errorf("%s was not taken", n.Key)
		}
	}
	if err := c.Market.Cancel(c.Context(), Buyer(first), first.Orders[0].ID, ""); err != nil {
		c.Fatal(err)
	}
	c.tell(a)
	c.wants("two payments", before, counts{matched: 2, came: first.Total.Minor + second.Total.Minor})
	if list := c.Refunds(first); len(list) != 1 || list[0].Amount != first.Total {
		c.Errorf("owed back: %+v", list)
	}
	if got := c.Now(second).Orders[0].State; got != market.Placed {
		c.Errorf("the other order is %s", got)
	}
}

// strange: references that fit nothing, and another currency.
func (c course) strange() {
	g := c.Place(1)
	for i, ref := range []string{"", "AG-0000000", "' OR 1=1 --", g.Ref[:len(g.Ref)-1]} {
		c.stray("reference "+ref, c.counts(), Notice{fmt.Sprint("strange-", i), ref, g.Total})
	}
	if !c.way.Exact {
		c.stray("another currency", c.counts(), Notice{"rouble", g.Ref, money.Of(g.Total.Minor, "RUB")})
	}
	if now := c.Now(g); now.PayState != g.PayState || now.Orders[0].State != market.AwaitingPayment {
		c.Errorf("the order is %s, %s", now.PayState, now.Orders[0].State)
	}
}

func (c course) cancelled() {
	g := c.Place(1)
	if err := c.Market.Cancel(c.Context(), Buyer(g), g.Orders[0].ID, ""); err != nil {
		c.Fatal(err)
	}
	c.stray("a cancelled order", c.counts(), Notice{"cancelled", g.Ref, g.Total})
	if g = c.Now(g); g.Orders[0].State != market.Cancelled {
		c.Errorf("the order is %s", g.Orders[0].State)
	}
}

// race: the notification, many times, and the buyer's cancel at one moment.
// Whoever wins, the money is in one place.
func (c course) race() {
	rounds := 10
	if testing.Short() {
		rounds = 3
	}
	for i := range rounds {
		g, before := c.Place(1), c.counts()
		var all sync.WaitGroup
		for k := range many {
			all.Go(func() { c.tell(Notice{fmt.Sprint("race-", i), g.Ref, g.Total}) })
			if k == i%many {
				all.Go(func() {
					if err := c.Market.Cancel(c.Context(), Buyer(g), g.Orders[0].ID, ""); err != nil {
						c.Errorf("the buyer's cancel: %v", err)
					}
				})
			}
		}
		all.Wait()
		if g = c.Now(g); g.Orders[0].State != market.Cancelled {
			c.Errorf("round %d: the order is %s", i, g.Orders[0].State)
		}
		var owed int64
		for _, r := range c.Refunds(g) {
			owed += r.Amount.Minor
		}
		now := c.counts()
		switch came := now.came - before.came; {
		case came != 0 && came != g.Total.Minor, came == 0 && !c.way.Exact:
			c.Errorf("round %d: %d came in of %s", i, came, g.Total)
		case came != owed+now.unmatched-before.unmatched:
			c.Errorf("round %d: %d came in, %d is owed back, %d parked", i, came, owed, now.unmatched-before.unmatched)
		}
	}
}

// refund: of two paid orders one is cancelled, then the other; each part goes
// back once.
func (c course) refund() {
	g := c.Place(2)
	if c.tell != nil && !c.tell(Notice{"refund", g.Ref, g.Total}) {
		c.Fatal("not taken")
	}
	before := -c.Stands(ledger.Way(c.Way.Kind()), c.Currency)
	var back int64
	for i, o := range c.Now(g).Orders {
		if err := c.Market.Cancel(c.Context(), Buyer(g), o.ID, ""); err != nil {
			c.Fatal(err)
		}
		list := c.Refunds(g)
		if len(list) != i+1 {
			c.Fatalf("%d refunds", len(list))
		}
		r := list[i]
		back += r.Amount.Minor
		for range 2 {
			if err := c.Market.SendRefund(c.Context(), r.Shop, r.ID); err != nil {
				c.Fatal(err)
			}
		}
		if _, byHand := c.Way.(payment.ByHand); byHand || c.Refunds(g)[i].State == market.RefundOwed {
			if err := c.Market.RefundByHand(c.Context(), markettest.Operator(), r.Shop, r.ID, "", "bank 17"); err != nil {
				c.Fatal(err)
			}
		}
		if r = c.Refunds(g)[i]; r.State != market.RefundSent || r.Amount != o.Charged {
			c.Errorf("refund %d: %+v", i, r)
		}
	}
	if after := -c.Stands(ledger.Way(c.Way.Kind()), c.Currency); before-after != back || back != g.Total.Minor {
		c.Errorf("%d of %s went back, the way gave %d", back, g.Total, before-after)
	}
	if err := c.Market.RefundByHand(c.Context(), identity.System(), c.Refunds(g)[0].Shop, c.Refunds(g)[0].ID, "", "twice"); err == nil {
		c.Error("a refund was sent twice")
	}
}
