package node

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/money"
)

// box is an event of a demo's shop with one seat for money, on a clock that the
// test sets.
type box struct {
	*testing.T
	node   *Node
	site   string
	ahead  *atomic.Int64
	shop   catalog.Shop
	seller identity.Actor
	event  assembly.Event
	ticket assembly.Ticket
	read   int64 // events that were followed
}

func openBox(t *testing.T) *box {
	t.Helper()
	b := &box{T: t, ahead: new(atomic.Int64)}
	s := settings(t, t.TempDir())
	s.Clock = func() time.Time { return time.Now().Add(time.Duration(b.ahead.Load())) }
	b.node, b.site = demoSite(t, s)
	var err error
	b.shop, err = b.node.Catalog.Shop(t.Context(), "felt")
	b.must(err)
	token, err := b.node.Identity.SignIn(t.Context(), "aizada@demo.agora.example", "bazaar-2026", "test")
	b.must(err)
	b.seller, err = b.node.Identity.Actor(t.Context(), token)
	b.must(err)
	now := time.Now().Truncate(time.Second)
	b.event, err = b.node.Assembly.Save(t.Context(), b.seller, assembly.Event{Host: b.shop.ID, Starts: now.Add(240 * time.Hour), Ends: now.Add(248 * time.Hour), Capacity: 1,
		Plan: assembly.Plan{Kind: assembly.Class, Listed: true, Title: catalog.Texts{"en": "Felt in a day"}, Zone: "Asia/Bishkek", Langs: []string{"en"}, Refund: 3}})
	b.must(err)
	b.must(b.node.Assembly.Publish(t.Context(), b.seller, b.event.ID))
	return b
}

func (b *box) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// follow does what the jobs do about seats: all that is due, each twice.
func (b *box) follow() {
	b.Helper()
	kinds := b.node.reactions()
	for range 5 { // what follows from what follows
		list, err := event.After(b.Context(), b.node.DB, b.read, 100_000)
		b.must(err)
		for _, e := range list {
			if e.Due.After(b.node.settings.Clock()) {
				continue
			}
			for _, r := range kinds[e.Kind] {
				if strings.Contains(r.Name, "seat") && !strings.HasPrefix(r.Name, "mail") {
					b.must(r.Do(b.Context(), e))
					b.must(r.Do(b.Context(), e))
				}
			}
		}
	}
}

func (b *box) registers(v *visit, who string) (seat assembly.SeatID, to string) {
	b.Helper()
	to = v.post("/events/"+number(b.event.ID)+"/register", url.Values{"name": {who}, "email": {who + "@example.org"}, "country": {"KG"}, "agreed": {"1"}, "ticket": {number(b.ticket.ID)}})
	id, err := strconv.ParseInt(strings.Split(to, "/")[3][:strings.IndexAny(strings.Split(to, "/")[3]+"?", "?")], 10, 64)
	b.must(err)
	return assembly.SeatID(id), to
}

func number[T ~int64](n T) string { return strconv.FormatInt(int64(n), 10) }

func (b *box) state(seat assembly.SeatID) assembly.Seat {
	b.Helper()
	at, err := b.node.Assembly.Sit(b.Context(), identity.System(), b.event.ID, seat)
	b.must(err)
	return at.Seat
}

// pays goes from the page of a seat through the checkout, with a way to pay.
func (b *box) pays(v *visit, page, way string) (order string) {
	b.Helper()
	_, body := v.read(page)
	form := sent(b.T, body, page)
	form.Set("contact.email", "buyer@example.org")
	form.Set("pay", way)
	form.Set("do", "place")
	return v.post(page, form)
}

// TestATicketIsPaid: a host offers a ticket, a guest registers, pays and has the
// seat; the one who waits gets it when the money goes back; who does not pay in
// time loses it. The seller has the money after the event, and not before.
func TestATicketIsPaid(t *testing.T) {
	b := openBox(t)
	host := newVisit(t, b.node, b.site).signIn("aizada")
	desk := "/host/" + number(b.event.ID) + "/tickets"
	if page := host.refused(desk+"/new", url.Values{"name.en": {"Day"}, "price": {"lots"}, "role": {"attendee"}}); !strings.Contains(page, `value="lots"`) {
		t.Error("what was typed is gone")
	}
	host.post(desk+"/new", url.Values{"name.en": {"Day"}, "about.en": {"Wool and tea"}, "price": {"1500"}, "most": {"5"}, "role": {"attendee"}})
	list, err := b.node.Assembly.Tickets(t.Context(), b.event.ID)
	b.must(err)
	if len(list) != 1 || list[0].Price != money.Of(150000, b.shop.Currency) {
		t.Fatalf("offered: %+v", list)
	}
	b.ticket = list[0]
	if _, _, err := b.node.Assembly.Register(t.Context(), identity.Guest(), b.event.ID, assembly.Applicant{Name: "x", Email: "x@example.org", Agreed: true}); err == nil {
		t.Error("somebody gets in without a ticket")
	}

	one, two := newVisit(t, b.node, b.site), newVisit(t, b.node, b.site)
	first, page := b.registers(one, "saima")
	if got := b.state(first); got.State != assembly.Unpaid || !strings.Contains(page, "/pay?k=") {
		t.Fatalf("registered: %+v, %s", got, page)
	}
	if _, body := one.read(strings.Replace(page, "/pay", "", 1)); !strings.Contains(body, "/pay?k=") {
		t.Error("the seat's page does not lead to its payment")
	}
	_, till := one.read(page)
	b.speaksOfTickets("the checkout", till)
	if !strings.Contains(till, "Felt in a day · Day") || !strings.Contains(till, `href="/events" aria-current="page"`) {
		t.Error("the checkout does not name the ticket, or is not of the events")
	}
	if status, _ := two.read(strings.Split(page, "?")[0]); status == 200 {
		t.Error("somebody without the link pays")
	}
	second, _ := b.registers(two, "nilufar")
	if got := b.state(second); got.State != assembly.Waiting {
		t.Fatalf("the second: %+v", got)
	}
	order := b.pays(one, page, "play")
	b.follow()
	if got := b.state(first); got.State != assembly.Admitted || got.Order == 0 {
		t.Fatalf("paid: %+v", got)
	}
	_, body := one.read(order)
	b.speaksOfTickets("the order", body)
	if !strings.Contains(body, "/attend/") {
		t.Error("the order does not lead to the seat")
	}
	_, body = one.read(strings.Replace(order, "?", "/pay?", 1))
	b.speaksOfTickets("its payment", body)
	takings := func(want market.Takings) {
		t.Helper()
		for _, a := range []*money.Amount{&want.Sold, &want.Returned, &want.Held, &want.Released} {
			a.Currency = b.shop.Currency
		}
		if got, err := b.node.Market.Takings(t.Context(), b.seller, b.shop.ID, int64(b.event.ID)); err != nil || got != want {
			t.Errorf("takings %+v, %v; want %+v", got, err, want)
		}
	}
	goods := b.escrow(b.state(first).Order)
	takings(market.Takings{Paid: 1, Sold: goods, Held: goods})
	host.count(desk, "/events/"+number(b.event.ID))

	// it is given back in time: the money goes back, and the second may pay
	one.post(strings.Replace(page, "/pay", "/leave", 1), nil)
	b.follow()
	if got := b.state(first); got.State != assembly.Left {
		t.Errorf("given back: %+v", got)
	}
	takings(market.Takings{Back: 1, Sold: goods, Returned: goods})
	if at := b.escrow(b.state(first).Order); !at.IsZero() {
		t.Errorf("%v stays in escrow", at)
	}
	if got := b.state(second); got.State != assembly.Unpaid || got.Until.Sub(b.node.settings.Clock()) < 23*time.Hour {
		t.Fatalf("the one who waited: %+v", got)
	}

	// she does not pay in time: a third gets in, who was told that all is taken
	third, thirdPage := b.registers(one, "farida")
	b.ahead.Add(int64(25 * time.Hour))
	b.follow()
	if got := b.state(second); got.State != assembly.Left {
		t.Errorf("unpaid: %+v", got)
	}
	if got := b.state(third); got.State != assembly.Unpaid {
		t.Fatalf("the next: %+v", got)
	}
	thirdPage = strings.Replace(thirdPage, "?", "/pay?", 1)
	b.pays(one, thirdPage, "play")
	b.follow()
	if got := b.state(third); got.State != assembly.Admitted {
		t.Fatalf("paid: %+v", got)
	}

	// the money is the seller's so long after the event as a buyer may object
	expire := func() {
		t.Helper()
		_, err := b.node.Market.Expire(t.Context(), 1000)
		b.must(err)
	}
	b.ahead.Add(int64(9 * 24 * time.Hour)) // it takes place today
	expire()
	takings(market.Takings{Paid: 1, Back: 1, Sold: twice(goods), Returned: goods, Held: goods})
	b.ahead.Add(int64(6 * 24 * time.Hour))
	expire()
	got, err := b.node.Market.Takings(t.Context(), b.seller, b.shop.ID, int64(b.event.ID))
	b.must(err)
	if !got.Held.IsZero() || got.Released.IsZero() || got.Released.Minor > goods.Minor {
		t.Errorf("after the event: %+v", got)
	}
	problems, err := market.Check(t.Context(), b.node.DB)
	if err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
}

// speaksOfTickets proves that a page says nothing of things that are sent or opened.
func (b *box) speaksOfTickets(what, page string) {
	b.Helper()
	for _, word := range []string{"goods", "Goods", "opened", "Opened", "files and keys", "Ready to open", "How it comes"} {
		if strings.Contains(page, word) {
			b.Errorf("%s of a ticket says %q", what, word)
		}
	}
	if !strings.Contains(page, "event is over") {
		b.Errorf("%s does not say until when the money is held", what)
	}
}

func twice(a money.Amount) money.Amount { return money.Of(2*a.Minor, a.Currency) }

// escrow is what stands in escrow for an order.
func (b *box) escrow(order int64) (a money.Amount) {
	b.Helper()
	b.must(b.node.DB.Read(b.Context(), func(tx *db.Tx) error {
		return tx.Row("SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT), COALESCE(MAX(currency), '') FROM ledger_statement WHERE shop_id = $1 AND account = $2 AND subject = $3",
			[]any{int64(b.shop.ID), string(ledger.Escrow), order}, &a.Minor, (*string)(&a.Currency))
	}))
	return a
}

// TestAnEventThatIsCalledOffGivesTheMoneyBack: also of an order that waits for a
// transfer, which is not waited for any more.
func TestAnEventThatIsCalledOffGivesTheMoneyBack(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	e := b.event
	e.Capacity = 3
	e, err := b.node.Assembly.Event(ctx, b.seller, e.ID)
	b.must(err)
	e.Capacity = 3
	b.event, err = b.node.Assembly.Save(ctx, b.seller, e)
	b.must(err)
	b.ticket, err = b.node.Assembly.Offer(ctx, b.seller, assembly.Ticket{Event: e.ID, Price: money.Of(150000, b.shop.Currency),
		Pass: assembly.Pass{Name: catalog.Texts{"en": "Day"}, Role: assembly.Attendee}})
	b.must(err)
	one, two := newVisit(t, b.node, b.site), newVisit(t, b.node, b.site)
	paid, page := b.registers(one, "saima")
	b.pays(one, page, "play")
	waits, page := b.registers(two, "nilufar")
	b.pays(two, page, "transfer")
	b.follow()
	if a, c := b.state(paid), b.state(waits); a.State != assembly.Admitted || c.State != assembly.Unpaid || c.Order == 0 {
		t.Fatalf("%+v\n%+v", a, c)
	}
	b.ahead.Add(int64(2 * time.Hour)) // a transfer is waited for
	_, err = b.node.Market.Expire(ctx, 1000)
	b.must(err)
	b.follow()
	if c := b.state(waits); c.State != assembly.Unpaid {
		t.Errorf("a transfer that is on its way: %+v", c)
	}
	b.must(b.node.Assembly.Cancel(ctx, b.seller, e.ID))
	b.follow()
	for _, id := range []assembly.SeatID{paid, waits} {
		seat := b.state(id)
		_, stand, err := b.node.Market.Stand(ctx, market.OrderID(seat.Order))
		if seat.State != assembly.Left || stand != market.StandEnded || err != nil {
			t.Errorf("%+v stands %s, %v", seat, stand, err)
		}
	}
	if problems, err := market.Check(ctx, b.node.DB); err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
}
