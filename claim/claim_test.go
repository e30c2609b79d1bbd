package claim_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"agora/blob"
	"agora/claim"
	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
)

// court is a market with claims, in which the test turns the clock.
type court struct {
	*testing.T
	*markettest.Fixture
	claims *claim.Service
	now    *time.Time
}

// each holds court on every engine.
func each(t *testing.T, do func(c court)) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	dbtest.EachAt(t, func() time.Time { return now }, append(markettest.Schemas(), claim.Schema), func(t *testing.T, d *db.DB) {
		now = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
		files, err := blob.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		f := markettest.New(t, d, 2, 1, 10)
		do(court{t, f, claim.New(d, f.Market, files, claim.Deadlines{}), &now})
	})
}

func (c court) must(err error) {
	c.Helper()
	if err != nil {
		c.Fatal(err)
	}
}

func (c court) wait(days int) { *c.now = c.now.Add(time.Duration(days) * 24 * time.Hour) }

func buyerOf(g market.Group) identity.Actor {
	return identity.Actor{Link: market.LinkSubject(g.ID)}
}

func arbiter(n identity.PersonID) identity.Actor {
	return identity.Actor{Person: n, Name: "Arbiter", Roles: []identity.Role{identity.Operator}}
}

// bought is an order of the first shop that came, or is on its way.
func (c court) bought(pay string, to market.OrderState) (market.Group, market.Order) {
	c.Helper()
	ctx, s := c.Context(), c.Shops[0]
	token, err := c.Fill(ctx, s.Variants[0])
	c.must(err)
	p, err := c.Quoted(ctx, token, pay)
	c.must(err)
	g, err := c.Market.Place(ctx, identity.Guest(), p)
	c.must(err)
	o := g.Orders[0]
	c.must(c.Market.Accept(ctx, s.Seller, o.ID))
	c.must(c.Market.Pack(ctx, s.Seller, o.ID))
	c.must(c.Market.Ship(ctx, s.Seller, o.ID, "", "TRACK12345"))
	if to == market.Delivered || to == market.Completed {
		c.must(c.Market.Deliver(ctx, s.Seller, o.ID))
	}
	if to == market.Completed {
		c.must(c.Market.Receive(ctx, buyerOf(g), o.ID))
	}
	return g, o
}

// claimed is a claim on it, with the wish for all of the money.
func (c court) claimed(g market.Group, o market.Order) claim.Claim {
	c.Helper()
	n, err := c.claims.Open(c.Context(), buyerOf(g), claim.NewClaim{Order: o.ID, Reason: claim.Damaged, Words: "It is torn.",
		Wish: claim.Offer{Kind: claim.Refund, Policy: market.BackAll}})
	c.must(err)
	return n
}

func (c court) do(by identity.Actor, n claim.Claim, m claim.Move) error {
	return c.claims.Do(c.Context(), by, n.Shop, n.ID, m)
}

// stands proves where claim and order are, and that the books are sound.
func (c court) stands(n claim.Claim, want claim.State, order market.OrderState) (claim.Claim, market.Order) {
	c.Helper()
	got, err := c.claims.Claim(c.Context(), c.Shops[0].Seller, claim.Shop, n.Shop, n.ID)
	c.must(err)
	o, _, err := c.Market.Order(c.Context(), c.Shops[0].Seller, n.Order)
	c.must(err)
	if got.State != want || o.State != order || got.Ended() != got.Deadline.IsZero() {
		c.Fatalf("the claim is %s (deadline %s) and the order %s, want %s and %s", got.State, got.Deadline, o.State, want, order)
	}
	problems, err := market.Check(c.Context(), c.DB)
	r, err2 := ledger.Check(c.Context(), c.DB)
	if err != nil || err2 != nil || len(problems)+len(r.Problems) > 0 {
		c.Fatal(err, err2, problems, r.Problems)
	}
	return got, o
}

func (c court) expire() {
	c.Helper()
	_, err := c.claims.Expire(c.Context(), 100)
	c.must(err)
	_, err = c.Market.Expire(c.Context(), 100)
	c.must(err)
}

func TestBothAgreeOnAPartOfTheMoney(t *testing.T) {
	each(t, func(c court) {
		g, o := c.bought("play", market.Delivered)
		n := c.claimed(g, o)
		seller, buyer := c.Shops[0].Seller, buyerOf(g)
		c.wait(10)
		_, err := c.Market.Expire(c.Context(), 100)
		c.must(err)
		c.stands(n, claim.Open, market.Disputed) // no clock of the order runs

		half := claim.Offer{Kind: claim.Refund, Policy: market.BackPrice, Goods: money.Of(5_000, o.Goods.Currency)}
		if err := c.do(c.Shops[1].Seller, n, claim.Move{Event: claim.Offers, Side: claim.Shop, Offer: half}); !fault.Is(err, fault.NotFound) {
			t := c.T
			t.Errorf("another shop: %v", err)
		}
		for name, bad := range map[string]claim.Offer{
			"amount": {Kind: claim.Refund, Policy: market.BackPrice, Goods: money.Of(10_001, o.Goods.Currency)},
			"policy": {Kind: claim.Refund, Goods: half.Goods},
			"kind":   {Kind: "praise"},
		} {
			err := c.do(seller, n, claim.Move{Event: claim.Offers, Side: claim.Shop, Offer: bad})
			if list := fault.List(err); len(list) != 1 || list[0].Field != name {
				c.Errorf("bad %s: %v", name, err)
			}
		}
		c.must(c.do(seller, n, claim.Move{Event: claim.Offers, Side: claim.Shop, Offer: half, Words: "Half?"}))
		if err := c.do(seller, n, claim.Move{Event: claim.Agree, Side: claim.Shop}); !fault.Is(err, fault.Conflict) {
			c.Errorf("the seller agreed with herself: %v", err)
		}
		c.must(c.do(buyer, n, claim.Move{Event: claim.Agree, Side: claim.Buyer}))
		got, after := c.stands(n, claim.Settled, market.Completed)
		if after.Back.Goods != half.Goods || after.Refunded.IsZero() || len(got.Steps) != 3 {
			c.Errorf("back %s, refunded %s, %d steps", after.Back.Goods, after.Refunded, len(got.Steps))
		}
		if err := c.do(seller, n, claim.Move{Event: claim.Say, Side: claim.Shop, Words: "thanks"}); !fault.Is(err, fault.Conflict) {
			c.Errorf("said after the end: %v", err)
		}
	})
}

func TestTheGoodsGoBackAndTheMoneyWithThem(t *testing.T) {
	each(t, func(c court) {
		g, o := c.bought("play", market.Completed) // paid to the seller's balance already
		n := c.claimed(g, o)
		seller, buyer := c.Shops[0].Seller, buyerOf(g)
		back := claim.Offer{Kind: claim.Return, Policy: market.BackGoods, Goods: o.Goods}
		c.must(c.do(seller, n, claim.Move{Event: claim.Offers, Side: claim.Shop, Offer: back}))
		c.must(c.do(buyer, n, claim.Move{Event: claim.Agree, Side: claim.Buyer}))
		c.stands(n, claim.Returning, market.Completed)
		c.must(c.do(buyer, n, claim.Move{Event: claim.SendBack, Side: claim.Buyer, Words: "BACK12345"}))
		if err := c.do(buyer, n, claim.Move{Event: claim.Receive, Side: claim.Buyer}); !fault.Is(err, fault.Forbidden) {
			c.Errorf("the buyer received what she sent: %v", err)
		}
		c.must(c.do(seller, n, claim.Move{Event: claim.Receive, Side: claim.Shop}))
		_, after := c.stands(n, claim.Settled, market.Completed)
		if after.Back.Goods != o.Goods || !after.Back.Freight.IsZero() {
			c.Errorf("back: %+v", after.Back)
		}
		list, err := c.Market.Refunds(c.Context(), identity.System(), g)
		if err != nil || len(list) != 1 || list[0].Reason != market.RefundReturned {
			c.Errorf("refunds %v, %v", list, err)
		}
		if _, err := c.claims.Open(c.Context(), buyer, claim.NewClaim{Order: o.ID, Reason: claim.Damaged, Words: "again",
			Wish: claim.Offer{Kind: claim.Refund, Policy: market.BackGoods, Goods: o.Goods}}); !fault.Is(err, fault.Invalid) {
			c.Errorf("more than is left was claimed: %v", err)
		}
	})
}

func TestAnotherIsSentInExchange(t *testing.T) {
	each(t, func(c court) {
		g, o := c.bought("cash", market.Delivered)
		n := c.claimed(g, o)
		seller, buyer := c.Shops[0].Seller, buyerOf(g)
		c.must(c.do(seller, n, claim.Move{Event: claim.Offers, Side: claim.Shop, Offer: claim.Offer{Kind: claim.Exchange}}))
		c.must(c.do(buyer, n, claim.Move{Event: claim.Agree, Side: claim.Buyer}))
		c.must(c.do(buyer, n, claim.Move{Event: claim.SendBack, Side: claim.Buyer, Words: "BACK12345"}))
		c.must(c.do(seller, n, claim.Move{Event: claim.Receive, Side: claim.Shop}))
		c.stands(n, claim.Replacing, market.Disputed)
		c.must(c.do(seller, n, claim.Move{Event: claim.Replace, Side: claim.Shop, Words: "NEW12345"}))
		c.must(c.do(buyer, n, claim.Move{Event: claim.Receive, Side: claim.Buyer}))
		if _, after := c.stands(n, claim.Settled, market.Completed); !after.Refunded.IsZero() {
			c.Errorf("refunded %s", after.Refunded)
		}
	})
}

func TestAnArbiterWithoutTiesDecidesAndAnotherHearsTheAppeal(t *testing.T) {
	each(t, func(c court) {
		g, o := c.bought("play", market.Delivered)
		n := c.claimed(g, o)
		seller, buyer := c.Shops[0].Seller, buyerOf(g)
		escalate := claim.Move{Event: claim.Escalate, Side: claim.Buyer, Words: "no answer"}
		if err := c.do(buyer, n, escalate); !fault.Is(err, fault.Conflict) {
			c.Errorf("escalated before the shop could answer: %v", err)
		}
		c.must(c.do(seller, n, claim.Move{Event: claim.Offers, Side: claim.Shop, Offer: claim.Offer{Kind: claim.Nothing}, Words: "It was whole."}))
		c.must(c.do(buyer, n, escalate))
		c.stands(n, claim.Escalated, market.Disputed)

		tied := arbiter(7)
		tied.Shops = map[db.ShopID]identity.Role{n.Shop: identity.ShopStaff}
		same := arbiter(8)
		same.Email = "saima@example.org"
		verdict := claim.Move{Event: claim.Decide, Side: claim.Bench, Words: "The picture shows it.",
			Offer: claim.Offer{Kind: claim.Refund, Policy: market.BackPrice, Goods: money.Of(3_000, o.Goods.Currency)}}
		for _, by := range []identity.Actor{tied, same, seller, buyer} {
			if err := c.do(by, n, verdict); err == nil || fault.KindOf(err) == fault.Internal {
				c.Errorf("%s decided: %v", by, err)
			}
		}
		c.must(c.do(arbiter(9), n, claim.Move{Event: claim.Take, Side: claim.Bench}))
		if err := c.do(arbiter(10), n, verdict); !fault.Is(err, fault.Conflict) {
			c.Errorf("decided what another had taken: %v", err)
		}
		c.must(c.do(arbiter(9), n, verdict))
		if got, after := c.stands(n, claim.Decided, market.Disputed); !after.Refunded.IsZero() || got.Arbiter != 9 {
			c.Errorf("refunded %s before the appeal's days were over, by %d", after.Refunded, got.Arbiter)
		}
		c.must(c.do(seller, n, claim.Move{Event: claim.Appeal, Side: claim.Shop, Words: "Not by us."}))
		verdict.Offer = claim.Offer{Kind: claim.Nothing}
		if err := c.do(arbiter(9), n, verdict); !fault.Is(err, fault.Forbidden) {
			c.Errorf("heard an appeal against himself: %v", err)
		}
		c.must(c.do(arbiter(10), n, verdict))
		if got, after := c.stands(n, claim.Settled, market.Completed); !after.Refunded.IsZero() || got.First != 9 || got.Arbiter != 10 {
			c.Errorf("refunded %s, decided by %d and %d", after.Refunded, got.First, got.Arbiter)
		}
	})
}

func TestTheClockMovesWhatNobodyMoves(t *testing.T) {
	for _, story := range []struct {
		name  string
		go_   func(c court, n claim.Claim, buyer, seller identity.Actor)
		state claim.State
		order market.OrderState
		all   bool // of the money goes back
	}{
		{"no answer, no arbiter", func(c court, n claim.Claim, _, _ identity.Actor) {
			c.wait(4)
			c.expire()
			c.stands(n, claim.Escalated, market.Disputed)
			c.wait(61)
		}, claim.Settled, market.Completed, true},
		{"nothing is sent back", func(c court, n claim.Claim, buyer, seller identity.Actor) {
			c.must(c.do(seller, n, claim.Move{Event: claim.Offers, Side: claim.Shop, Offer: claim.Offer{Kind: claim.Exchange}}))
			c.must(c.do(buyer, n, claim.Move{Event: claim.Agree, Side: claim.Buyer}))
			c.wait(11)
		}, claim.Lapsed, market.Delivered, false},
		{"the shop says nothing of what came back", func(c court, n claim.Claim, buyer, seller identity.Actor) {
			c.must(c.do(seller, n, claim.Move{Event: claim.Offers, Side: claim.Shop, Offer: claim.Offer{Kind: claim.Return, Policy: market.BackAll}}))
			c.must(c.do(buyer, n, claim.Move{Event: claim.Agree, Side: claim.Buyer}))
			c.must(c.do(buyer, n, claim.Move{Event: claim.SendBack, Side: claim.Buyer, Words: "BACK12345"}))
			c.wait(46)
		}, claim.Settled, market.Completed, true},
		{"no appeal", func(c court, n claim.Claim, _, _ identity.Actor) {
			c.wait(4)
			c.expire()
			c.must(c.do(arbiter(9), n, claim.Move{Event: claim.Decide, Side: claim.Bench, Words: "so",
				Offer: claim.Offer{Kind: claim.Refund, Policy: market.BackAll}}))
			c.wait(8)
		}, claim.Settled, market.Completed, true},
		{"no second arbiter", func(c court, n claim.Claim, _, seller identity.Actor) {
			c.wait(4)
			c.expire()
			c.must(c.do(arbiter(9), n, claim.Move{Event: claim.Decide, Side: claim.Bench, Words: "so",
				Offer: claim.Offer{Kind: claim.Refund, Policy: market.BackAll}}))
			c.must(c.do(seller, n, claim.Move{Event: claim.Appeal, Side: claim.Shop, Words: "no"}))
			c.wait(61)
		}, claim.Settled, market.Completed, true},
		{"taken back", func(c court, n claim.Claim, buyer, _ identity.Actor) {
			c.must(c.do(buyer, n, claim.Move{Event: claim.Withdraw, Side: claim.Buyer}))
		}, claim.Withdrawn, market.Delivered, false},
	} {
		t.Run(story.name, func(t *testing.T) {
			each(t, func(c court) {
				g, o := c.bought("play", market.Shipped)
				n := c.claimed(g, o)
				story.go_(c, n, buyerOf(g), c.Shops[0].Seller)
				_, err := c.claims.Expire(c.Context(), 100)
				c.must(err)
				if _, after := c.stands(n, story.state, story.order); (after.Refunded == o.Charged) != story.all {
					c.Errorf("refunded %s of %s", after.Refunded, o.Charged)
				}
			})
		})
	}
}

func TestWhatCannotBeClaimedYetIsRefused(t *testing.T) {
	each(t, func(c court) {
		g, o := c.bought("play", market.Shipped)
		wish := claim.Offer{Kind: claim.Refund, Policy: market.BackAll}
		for name, n := range map[string]claim.NewClaim{
			"reason": {Order: o.ID, Reason: "mood", Words: "x", Wish: wish},
			"words":  {Order: o.ID, Reason: claim.Damaged, Words: strings.Repeat("x", 2001), Wish: wish},
			"items":  {Order: o.ID, Reason: claim.Damaged, Words: "x", Wish: wish, Items: []claim.Item{{Variant: c.Shops[0].Variants[0], Quantity: 2}}},
			"files": {Order: o.ID, Reason: claim.Damaged, Words: "x", Wish: wish,
				Files: []claim.Upload{{Name: "a.exe", Data: strings.NewReader("MZ")}}},
		} {
			_, err := c.claims.Open(c.Context(), buyerOf(g), n)
			if list := fault.List(err); len(list) != 1 || list[0].Field != name {
				c.Errorf("bad %s: %v", name, err)
			}
		}
		early := claim.NewClaim{Order: o.ID, Reason: claim.NotArrived, Words: "Where is it?", Wish: wish}
		if _, err := c.claims.Open(c.Context(), buyerOf(g), early); !fault.HasKey(err, "fault.claim_early") {
			c.Errorf("not arrived on the day it left: %v", err)
		}
		c.wait(40)
		if _, err := c.claims.Open(c.Context(), c.Shops[0].Seller, early); err == nil {
			c.Error("the seller claimed")
		}
		if _, err := c.claims.Open(c.Context(), buyerOf(g), early); err != nil {
			c.Error(err)
		}
		if _, err := c.claims.Open(c.Context(), buyerOf(g), early); !fault.Is(err, fault.Conflict) {
			c.Errorf("claimed twice: %v", err)
		}
	})
}

func TestEvidenceIsForTheTwoSidesAndTheBench(t *testing.T) {
	each(t, func(c court) {
		g, o := c.bought("play", market.Delivered)
		n := c.claimed(g, o)
		var photo bytes.Buffer
		c.must(png.Encode(&photo, image.NewGray(image.Rect(0, 0, 40, 30))))
		c.must(c.do(buyerOf(g), n, claim.Move{Event: claim.Say, Side: claim.Buyer, Words: "Look.", Files: []claim.Upload{
			{Name: "../torn.png", Data: &photo}, {Name: "bill.pdf", Data: strings.NewReader("%PDF-1.7\n...")}}}))
		got, _ := c.stands(n, claim.Open, market.Disputed)
		if len(got.Files) != 2 || got.Files[0].Name != "torn.png" || !got.Files[0].Picture() || got.Files[1].Picture() {
			c.Fatalf("files: %+v", got.Files)
		}
		for _, f := range got.Files {
			w := httptest.NewRecorder()
			c.must(c.claims.Evidence(w, httptest.NewRequest("GET", "/", nil), arbiter(9), claim.Bench, n.Shop, n.ID, f.ID))
			if w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "no-store") || w.Header().Get("X-Content-Type-Options") != "nosniff" {
				c.Errorf("%s: %d %v", f.Name, w.Code, w.Header())
			}
			for _, side := range []claim.Side{claim.Buyer, claim.Shop, claim.Bench} {
				if err := c.claims.Evidence(w, httptest.NewRequest("GET", "/", nil), c.Shops[1].Seller, side, n.Shop, n.ID, f.ID); !fault.Is(err, fault.NotFound) {
					c.Errorf("a stranger as %s: %v", side, err)
				}
			}
		}
	})
}

func TestAClaimIsNotMadeAgainAndAgain(t *testing.T) {
	each(t, func(c court) {
		g, o := c.bought("play", market.Delivered)
		for range 3 {
			c.must(c.do(buyerOf(g), c.claimed(g, o), claim.Move{Event: claim.Withdraw, Side: claim.Buyer}))
		}
		if _, err := c.claims.Open(c.Context(), buyerOf(g), claim.NewClaim{Order: o.ID, Reason: claim.Damaged, Words: "again",
			Wish: claim.Offer{Kind: claim.Refund, Policy: market.BackAll}}); !fault.Is(err, fault.Conflict) {
			c.Errorf("a fourth claim: %v", err)
		}
	})
}

// Every state but the ends is left by the clock, and no event leads out of an end.
func TestEveryStateEnds(t *testing.T) {
	ends := []claim.State{claim.Settled, claim.Withdrawn, claim.Lapsed}
	for _, s := range []claim.State{claim.Open, claim.Returning, claim.SentBack, claim.Replacing, claim.Replaced, claim.Escalated, claim.Decided, claim.Appealed} {
		if !claim.Expires(s) || slices.Contains(ends, s) {
			t.Errorf("%s may last for ever", s)
		}
	}
	for _, s := range ends {
		for _, side := range []claim.Side{claim.Buyer, claim.Shop, claim.Bench, claim.System} {
			if may := (claim.Claim{State: s}).May(side); len(may) > 0 {
				t.Errorf("after %s a %s may still %v", s, side, may)
			}
		}
	}
}
