package market_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

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
		if got := enquiryState(t, f, e.ID); got.State != market.EnquiryAccepted || got.Group != g.ID || !got.Deadline.IsZero() {
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

// TestADraftIsSentOnce gathers things of two shops, and asks one of them.
func TestADraftIsSentOnce(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 2, 2, 10)
		ctx, v, shop := t.Context(), f.Shops[0].Variants, f.Shops[0].ID
		token := ""
		for _, one := range []struct {
			v catalog.VariantID
			n int64
		}{{v[0], 500}, {v[1], 3}, {f.Shops[1].Variants[0], 9}, {v[0], 700}, {v[1], 0}} {
			var err error
			if token, _, err = f.Market.AskFor(ctx, asker, token, market.EnquiryLine{Variant: one.v, Quantity: one.n}); err != nil {
				t.Fatal(err)
			}
		}
		lines, err := f.Market.Draft(ctx, token, shop)
		if err != nil || len(lines) != 1 || lines[0].Quantity != 700 || lines[0].Variant.ID != v[0] {
			t.Fatal(lines, err)
		}
		if c, err := f.Market.Cart(ctx, token); err != nil || len(c.Shops) != 0 {
			t.Errorf("the cart has %v %v", c.Shops, err)
		}
		n := market.NewEnquiry{Cart: token, Shop: shop, To: "PK", Lines: []market.EnquiryLine{{Variant: v[0], Quantity: 700}}}
		if _, err := f.Market.Ask(ctx, asker, n); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Market.Ask(ctx, asker, n); !fault.HasKey(err, "fault.enquiry_sent") {
			t.Errorf("sent again: %v", err)
		}
		if lines, err := f.Market.Draft(ctx, token, f.Shops[1].ID); err != nil || len(lines) != 1 {
			t.Errorf("the other shop's: %v %v", lines, err)
		}
	})
}

func TestAnEnquiryHasBounds(t *testing.T) {
	f := markettest.New(t, dbtest.SQLite(t, markettest.Schemas()...), 2, 2, 100)
	ctx, v, at := t.Context(), f.Shops[0].Variants, now(t, f.DB)
	good := func() market.NewEnquiry {
		return market.NewEnquiry{Shop: f.Shops[0].ID, To: "PK", Lines: []market.EnquiryLine{{Variant: v[0], Quantity: 5}}}
	}
	for key, spoil := range map[string]func(*market.NewEnquiry){
		"fault.enquiry_lines": func(n *market.NewEnquiry) { n.Lines = nil },
		"fault.quantity":      func(n *market.NewEnquiry) { n.Lines[0].Quantity = 0 },
		"fault.enquiry_twice": func(n *market.NewEnquiry) { n.Lines = append(n.Lines, n.Lines[0]) },
		"fault.no_variant":    func(n *market.NewEnquiry) { n.Lines[0].Variant = f.Shops[1].Variants[0] },
		"fault.choice":        func(n *market.NewEnquiry) { n.To = "XX" },
		"fault.enquiry_day":   func(n *market.NewEnquiry) { n.Wanted = at.AddDate(0, 0, -2) },
	} {
		n := good()
		spoil(&n)
		if _, err := f.Market.Ask(ctx, asker, n); !fault.HasKey(err, key) {
			t.Errorf("want %s: %v", key, err)
		}
	}
	e := enquire(t, f, asker, 5)
	price := money.Of(100, e.Currency)
	for key, q := range map[string]market.Quote{
		"fault.form_broken":     {Until: at},
		"fault.enquiry_price":   {Until: at, Units: []money.Amount{money.Of(0, e.Currency)}},
		"fault.enquiry_until":   {Until: at.AddDate(0, 0, 61), Units: []money.Amount{price}},
		"fault.enquiry_lead":    {Until: at, Lead: 366, Units: []money.Amount{price}},
		"fault.enquiry_freight": {Until: at, Units: []money.Amount{price}, Freight: &money.Amount{Minor: 5, Currency: "USD"}},
	} {
		if err := f.Market.AnswerEnquiry(ctx, f.Shops[0].Seller, e.Shop, e.ID, q); !fault.HasKey(err, key) {
			t.Errorf("want %s: %v", key, err)
		}
	}
	for range 19 {
		enquire(t, f, asker, 5)
	}
	if _, err := f.Market.Ask(ctx, asker, good()); !fault.HasKey(err, "fault.enquiry_many") {
		t.Errorf("the twenty-first: %v", err)
	}
}

// TestEnquiriesMoveByTheirTable lets everybody try everything, while days pass.
func TestEnquiriesMoveByTheirTable(t *testing.T) {
	at := time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)
	dbtest.EachAt(t, func() time.Time { return at }, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 1, 1_000_000)
		ctx, seller, shop := t.Context(), f.Shops[0].Seller, f.Shops[0].ID
		tries := 0
		rapid.Check(t, func(r *rapid.T) {
			e := enquire(t, f, asker, 1)
			defer func() { // leave room for the next
				at = at.AddDate(0, 0, 15)
				_, _ = f.Market.LapseEnquiries(ctx, 1000)
			}()
			state, due := market.EnquiryAsked, at.AddDate(0, 0, 14)
			for range rapid.IntRange(1, 6).Draw(r, "moves") {
				who := rapid.SampledFrom([]identity.Actor{asker, seller, stranger}).Draw(r, "who")
				want, err, in := state, error(nil), at.Before(due)
				does := func(from, to market.EnquiryState, by identity.Actor) {
					if state == from && who.Person == by.Person && in {
						want = to
					}
				}
				switch rapid.SampledFrom([]string{"answer", "decline", "withdraw", "revoke", "place", "wait", "lapse"}).Draw(r, "move") {
				case "answer":
					does(market.EnquiryAsked, market.EnquiryAnswered, seller)
					err = f.Market.AnswerEnquiry(ctx, who, shop, e.ID, market.Quote{Until: at.AddDate(0, 0, 10), Units: []money.Amount{money.Of(5_000, e.Currency)}})
				case "decline":
					does(market.EnquiryAsked, market.EnquiryDeclined, seller)
					err = f.Market.DeclineEnquiry(ctx, who, shop, e.ID, "We make none.")
				case "withdraw":
					does(market.EnquiryAsked, market.EnquiryWithdrawn, asker)
					does(market.EnquiryAnswered, market.EnquiryWithdrawn, asker)
					err = f.Market.WithdrawEnquiry(ctx, who, shop, e.ID)
				case "revoke":
					does(market.EnquiryAnswered, market.EnquiryRevoked, seller)
					err = f.Market.RevokeQuotation(ctx, who, shop, e.ID, "The wool is gone.")
				case "place":
					mine, _ := f.Market.Enquiry(ctx, asker, e.ID)
					cart := f.Market.QuotedCart(asker, mine)
					if cart == "" {
						continue
					}
					does(market.EnquiryAnswered, market.EnquiryAccepted, asker)
					tries++
					c, e := f.Quoted(ctx, cart, "play")
					if e != nil {
						t.Fatal(e)
					}
					c.Key = "try-" + time.Duration(tries).String()
					_, err = f.Market.Place(ctx, who, c)
				case "wait":
					at = at.Add(time.Duration(rapid.IntRange(1, 8).Draw(r, "days")) * 24 * time.Hour)
					continue
				case "lapse":
					if _, err = f.Market.LapseEnquiries(ctx, 1000); err != nil {
						t.Fatal(err)
					}
					if !in && (state == market.EnquiryAsked || state == market.EnquiryAnswered) {
						want = market.EnquiryLapsed
					}
					if state = want; enquiryState(t, f, e.ID).State != want {
						r.Fatalf("the clock left it %s, not %s", enquiryState(t, f, e.ID).State, want)
					}
					continue
				}
				if moved := want != state; moved != (err == nil) {
					r.Fatalf("from %s to %s: %v", state, want, err)
				}
				if want == market.EnquiryAnswered && state != want {
					due = at.Truncate(24*time.Hour).AddDate(0, 0, 11)
				}
				got := enquiryState(t, f, e.ID)
				if state = want; got.State != want || got.Deadline.IsZero() != (want != market.EnquiryAsked && want != market.EnquiryAnswered) ||
					(got.Group != 0) != (want == market.EnquiryAccepted) {
					r.Fatalf("it is %s until %s with group %d, want %s", got.State, got.Deadline, got.Group, want)
				}
			}
		})
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
