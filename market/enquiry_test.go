package market_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/landed"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
)

// asker is a buyer with an account, stranger another.
var (
	asker    = identity.Actor{Person: 7001, Name: "Saima Rafiq", Email: "saima@example.org", Lang: "ur", Country: "PK"}
	stranger = identity.Actor{Person: 7002, Name: "Somebody", Email: "who@example.org"}
)

// enquire asks the first shop of a market for so many of its variants.
func enquire(t testing.TB, f *markettest.Fixture, by identity.Actor, of ...int64) market.Enquiry {
	t.Helper()
	n := market.NewEnquiry{Shop: f.Shops[0].ID, To: "PK", Note: "For our workshop.", Lang: "en"}
	if !by.SignedIn() {
		n.Email = "guest@example.org"
	}
	for i, q := range of {
		n.Lines = append(n.Lines, market.EnquiryLine{Variant: f.Shops[0].Variants[i], Quantity: q})
	}
	e, err := f.Market.Ask(t.Context(), by, n)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// answer makes the shop's quotation: one price for all, good for thirty days.
func answer(t testing.TB, f *markettest.Fixture, e market.Enquiry, unit int64, freight *money.Amount, lead int) error {
	t.Helper()
	q := market.Quote{Freight: freight, Lead: lead, Until: now(t, f.DB).AddDate(0, 0, 30), Note: "Undyed."}
	for range e.Lines {
		q.Units = append(q.Units, money.Of(unit, e.Currency))
	}
	return f.Market.AnswerEnquiry(t.Context(), f.Shops[0].Seller, e.Shop, e.ID, q)
}

func now(t testing.TB, d *db.DB) (at time.Time) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx *db.Tx) error { at = tx.Now; return nil }); err != nil {
		t.Fatal(err)
	}
	return at
}

// quotedOrder is the command by which a quotation is ordered.
func quotedOrder(t testing.TB, f *markettest.Fixture, by identity.Actor, id market.EnquiryID, key string) market.PlaceOrder {
	t.Helper()
	e, err := f.Market.Enquiry(t.Context(), by, id)
	if err != nil {
		t.Fatal(err)
	}
	c, err := f.Quoted(t.Context(), f.Market.QuotedCart(by, e), "play")
	if err != nil {
		t.Fatal(err)
	}
	c.Key = key
	return c
}

func enquiryState(t testing.TB, f *markettest.Fixture, id market.EnquiryID) market.Enquiry {
	t.Helper()
	e, err := f.Market.Enquiry(t.Context(), identity.System(), id)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestAQuotationBecomesAnOrder(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 2, 500)
		ctx, s := t.Context(), f.Shops[0]
		terms(t, f, catalog.Terms{Least: 4, Step: 2, Breaks: []catalog.Break{{From: 10, Price: 9_000}}})
		e := enquire(t, f, asker, 3, 200) // fewer than the shop sells, and many
		freight := money.Of(77_700, s.Currency)
		if err := answer(t, f, e, 6_543, &freight, 25); err != nil {
			t.Fatal(err)
		}
		c := quotedOrder(t, f, asker, e.ID, "first")
		g, err := f.Market.Place(ctx, asker, c)
		if err != nil {
			t.Fatal(err)
		}
		o := g.Orders[0]
		if o.Goods.Minor != 203*6_543 || o.Freight != freight || o.LeadDays != 25 || o.Enquiry != e.ID || len(o.Lines) != 2 {
			t.Errorf("goods %s, freight %s, %d days, of enquiry %d, %d lines", o.Goods, o.Freight, o.LeadDays, o.Enquiry, len(o.Lines))
		}
		if o.Commission.Minor >= o.Goods.Minor || len(o.Rates) != 1 || o.Rates[0].Goods != o.Goods.Minor {
			t.Errorf("the commission is taken of %v, not of %s", o.Rates, o.Goods)
		}
		if got := enquiryState(t, f, e.ID); got.State != market.EnquiryAccepted || got.Group != g.ID || got.Order != o.ID || !got.Deadline.IsZero() {
			t.Errorf("the enquiry is %s with group %d until %s", got.State, got.Group, got.Deadline)
		}
		again, err := f.Market.Place(ctx, asker, c)
		if err != nil || again.ID != g.ID {
			t.Errorf("the same key gives %d, %v", again.ID, err)
		}
		c.Key = "second"
		if _, err := f.Market.Place(ctx, asker, c); !fault.HasKey(err, "fault.enquiry_accepted") || !fault.Is(err, fault.Conflict) {
			t.Errorf("another key: %v", err)
		}
		sound(t, d)
	})
}

func TestAQuotationIsForWhoAskedAndWhereSheSaid(t *testing.T) {
	f := markettest.New(t, dbtest.SQLite(t, markettest.Schemas()...), 2, 1, 100)
	ctx := t.Context()
	e := enquire(t, f, asker, 10)
	if _, err := f.Market.Enquiry(ctx, stranger, e.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("a stranger reads it: %v", err)
	}
	if _, err := f.Market.Enquiry(ctx, f.Shops[1].Seller, e.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("another shop reads it: %v", err)
	}
	if err := f.Market.DeclineEnquiry(ctx, f.Shops[1].Seller, e.Shop, e.ID, "No."); !fault.Is(err, fault.NotFound) {
		t.Errorf("another shop declines it: %v", err)
	}
	if err := answer(t, f, e, 5_000, nil, 0); err != nil {
		t.Fatal(err)
	}
	c := quotedOrder(t, f, asker, e.ID, "k")
	if _, err := f.Market.Place(ctx, stranger, c); !fault.Is(err, fault.NotFound) {
		t.Errorf("a stranger orders by it: %v", err)
	}
	elsewhere := c
	elsewhere.Address.Country, elsewhere.Address.Phone = "KG", "+996 555 123456"
	if _, err := f.Market.Place(ctx, asker, elsewhere); !fault.Is(err, fault.Invalid) {
		t.Errorf("it goes to another country: %v", err)
	}
	// the lines are those of the quotation, whatever is put beside them
	if _, err := f.Market.AddLine(ctx, c.Cart, f.Shops[1].Variants[0], 5); err != nil {
		t.Fatal(err)
	}
	g, err := f.Market.Place(ctx, asker, c)
	if err != nil || len(g.Orders) != 1 || g.Orders[0].Goods.Minor != 10*5_000 || g.Orders[0].Freight.Minor != 5_000 {
		t.Errorf("%+v %v", g.Orders, err)
	}
	sound(t, f.DB)
}

// TestAGuestFollowsHerLink asks, takes back, and orders without an account.
func TestAGuestFollowsHerLink(t *testing.T) {
	f := markettest.New(t, dbtest.SQLite(t, markettest.Schemas()...), 1, 1, 100)
	ctx := t.Context()
	e, back := enquire(t, f, identity.Guest(), 10), enquire(t, f, identity.Guest(), 2)
	link := func(e market.Enquiry) identity.Actor {
		return identity.Actor{Link: markettest.LinkTo(market.EnquiryPurpose, int64(e.ID))}
	}
	if err := f.Market.WithdrawEnquiry(ctx, link(e), back.Shop, back.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("the link to one opens another: %v", err)
	}
	if err := f.Market.WithdrawEnquiry(ctx, link(back), back.Shop, back.ID); err != nil {
		t.Error(err)
	}
	if err := answer(t, f, back, 5_000, nil, 0); !fault.HasKey(err, "fault.enquiry_withdrawn") {
		t.Errorf("answered what was taken back: %v", err)
	}
	if err := answer(t, f, e, 5_000, nil, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Market.Place(ctx, link(e), quotedOrder(t, f, link(e), e.ID, "guest")); err != nil {
		t.Error(err)
	}
	if _, err := f.Market.Ask(ctx, identity.Guest(), market.NewEnquiry{Shop: e.Shop, To: "PK", Lines: e.Lines}); !fault.HasKey(err, "fault.required") {
		t.Errorf("a guest without an address: %v", err)
	}
	sound(t, f.DB)
}

func TestWhatIsMissingIsSaidAtThePlacement(t *testing.T) {
	f := markettest.New(t, dbtest.SQLite(t, markettest.Schemas()...), 1, 1, 5)
	e := enquire(t, f, asker, 6)
	if err := answer(t, f, e, 5_000, nil, 0); err != nil {
		t.Fatal(err)
	}
	c := quotedOrder(t, f, asker, e.ID, "k")
	if _, err := f.Market.Place(t.Context(), asker, c); !fault.HasKey(err, "fault.sold_out") {
		t.Errorf("six of five: %v", err)
	}
	s := f.Shops[0]
	if err := f.Catalog.SetStock(t.Context(), s.Seller, s.ID, s.Variants[0], 6); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Market.Place(t.Context(), asker, c); err != nil {
		t.Errorf("after it came: %v", err)
	}
	sound(t, f.DB)
}

// TestASetHasAQuotedPrice divides the price of a quotation among the parts.
func TestASetHasAQuotedPrice(t *testing.T) {
	f := markettest.New(t, dbtest.SQLite(t, markettest.Schemas()...), 1, 3, 50)
	set := bundle(t, f, 10_000, 2, 1)
	n := market.NewEnquiry{Shop: f.Shops[0].ID, To: "PK", Lines: []market.EnquiryLine{{Variant: set, Quantity: 7}}}
	e, err := f.Market.Ask(t.Context(), asker, n)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer(t, f, e, 7_777, nil, 3); err != nil {
		t.Fatal(err)
	}
	g, err := f.Market.Place(t.Context(), asker, quotedOrder(t, f, asker, e.ID, "k"))
	if err != nil {
		t.Fatal(err)
	}
	if o := g.Orders[0]; o.Goods.Minor != 7*7_777 || o.Lines[0].Set == nil || o.Lines[0].Set.Unit != 7_777 || o.LeadDays != 3 {
		t.Errorf("%s, %+v", o.Goods, o.Lines)
	}
	sound(t, f.DB)
}

// TestARehearsalIsQuotedInPlayMoney: who rehearses asks herself and answers.
func TestARehearsalIsQuotedInPlayMoney(t *testing.T) {
	f := markettest.New(t, dbtest.SQLite(t, markettest.Schemas()...), 1, 1, 50)
	ctx, owner := t.Context(), f.Shops[0].Seller
	shop, err := f.Market.OpenRehearsal(ctx, owner, f.Shops[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	owner.Shops = map[db.ShopID]identity.Role{shop.ID: identity.ShopOwner, f.Shops[0].ID: identity.ShopOwner}
	owner.Email = "owner@example.org"
	p, _, err := f.Catalog.Product(ctx, shop.Handle, "thing")
	if err != nil {
		t.Fatal(err)
	}
	n := market.NewEnquiry{Shop: shop.ID, To: "PK", Lines: []market.EnquiryLine{{Variant: p.Variants[0].ID, Quantity: 4}}}
	if _, err := f.Market.Ask(ctx, asker, n); !fault.Is(err, fault.NotFound) {
		t.Errorf("a stranger asks in a rehearsal: %v", err)
	}
	e, err := f.Market.Ask(ctx, owner, n)
	if err != nil {
		t.Fatal(err)
	}
	q := market.Quote{Units: []money.Amount{money.Of(9_000, money.Play)}, Until: now(t, f.DB)}
	if err := f.Market.AnswerEnquiry(ctx, owner, shop.ID, e.ID, q); err != nil {
		t.Fatal(err)
	}
	g, err := f.Market.Place(ctx, owner, quotedOrder(t, f, owner, e.ID, "k"))
	if err != nil || g.Orders[0].Goods != money.Of(36_000, money.Play) {
		t.Errorf("%v %v", g.Orders, err)
	}
	sound(t, f.DB)
}

// TestOneQuotationIsOrderedOnce lets many order by one at once.
func TestOneQuotationIsOrderedOnce(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 1, 1000)
		e := enquire(t, f, asker, 3)
		if err := answer(t, f, e, 5_000, nil, 0); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		results := make([]error, 8)
		for i := range results {
			c := quotedOrder(t, f, asker, e.ID, "key-"+string(rune('a'+i)))
			wg.Go(func() { _, results[i] = f.Market.Place(context.WithoutCancel(t.Context()), asker, c) })
		}
		wg.Wait()
		placed := 0
		for _, err := range results {
			if err == nil {
				placed++
			} else if !fault.HasKey(err, "fault.enquiry_accepted") {
				t.Error(err)
			}
		}
		if n := number(t, d, "SELECT COUNT(*) FROM orders"); placed != 1 || n != 1 {
			t.Errorf("%d said yes, %d orders", placed, n)
		}
		sound(t, d)
	})
}

func TestAShopThatKeepsItsNetQuotesAsOnItsShelf(t *testing.T) {
	f := markettest.New(t, dbtest.SQLite(t, markettest.Schemas()...), 1, 1, 100)
	if err := f.DB.Write(t.Context(), func(tx *db.Tx) error { return f.Landed.SetPrices(tx, f.Shops[0].ID, landed.NetKept) }); err != nil {
		t.Fatal(err)
	}
	e := enquire(t, f, asker, 1)
	if err := answer(t, f, e, 10_000, nil, 0); err != nil {
		t.Fatal(err)
	}
	g, err := f.Market.Place(t.Context(), asker, quotedOrder(t, f, asker, e.ID, "k"))
	if err != nil || g.Orders[0].Lines[0].Unit.Minor >= 10_000 {
		t.Errorf("%v %v", g.Orders, err)
	}
}
