package market_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/catalog"
	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
)

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
