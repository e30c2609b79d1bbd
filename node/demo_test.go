package node

import (
	"errors"
	"testing"
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/db"
	"agora/db/dbtest"
	"agora/delivery"
	"agora/demo"
	words "agora/demo/market"
	"agora/identity"
	"agora/market"
	"agora/treasury"
)

// TestTheDemoIsSoundOnEitherEngine fills the demo market twice and checks it.
func TestTheDemoIsSoundOnEitherEngine(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			s := settings(t, t.TempDir())
			s.Demo = true
			if engine == "postgres" {
				s.Database = dbtest.NewPostgres(t)
			}
			n, err := Open(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			defer n.Close()
			var orders [2]int
			for i := range orders {
				accounts, err := demo.Fill(t.Context(), parts(n))
				if err != nil || len(accounts) != 3 {
					t.Fatal(accounts, err)
				}
				orders[i] = everyState(t, n)
			}
			if orders[0] != orders[1] {
				t.Errorf("%d orders after filling once, %d after filling twice", orders[0], orders[1])
			}
			list, err := n.Check(t.Context())
			if err != nil || !Sound(list) {
				t.Error(list, err)
			}
			written(t, n)
			moneyWaits(t, n)
			byTable(t, n)
			gathered(t, n)
		})
	}
}

// everyState proves that no page about orders of a state is empty, and gives
// the number of all orders.
func everyState(t *testing.T, n *Node) (all int) {
	t.Helper()
	by := operator(t, n)
	count := map[market.OrderState]int{}
	for before := market.OrderID(0); ; {
		page, err := n.Market.Orders(t.Context(), by, market.OrderFilter{Before: before})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range page {
			count[o.State]++
			before = o.ID
		}
		if all += len(page); len(page) == 0 {
			break
		}
	}
	for _, s := range []market.OrderState{market.AwaitingPayment, market.Placed, market.Accepted, market.Packed, market.Shipped,
		market.Delivered, market.Completed, market.Cancelled, market.Refused} {
		if count[s] == 0 {
			t.Errorf("no order is %s", s)
		}
	}
	return all
}

// moneyWaits proves that the operator's pages about money have work, once.
func moneyWaits(t *testing.T, n *Node) {
	t.Helper()
	ctx, by := t.Context(), operator(t, n)
	strays, err := n.Market.Strays(ctx, by, 0)
	refunds, err2 := n.Market.OpenRefunds(ctx, by, 0)
	payouts, err3 := n.Treasury.Payouts(ctx, by, treasury.Planned, 0, 50)
	fines, err4 := n.Treasury.Fines(ctx, by, treasury.FineAppealed, 0)
	if err := errors.Join(err, err2, err3, err4); err != nil {
		t.Fatal(err)
	}
	byHand := 0
	for _, r := range refunds {
		if r.Way == "transfer" {
			byHand++
		}
	}
	if len(strays) != 2 || byHand != 1 || len(payouts) == 0 || len(fines) != 1 {
		t.Errorf("%d strays, %d refunds by hand, %d payouts, %d fines", len(strays), byHand, len(payouts), len(fines))
	}
}

// byTable proves that one shop sends by the table of a carrier, and that its
// buyers have points to choose from, once.
func byTable(t *testing.T, n *Node) {
	t.Helper()
	shop, err := n.Catalog.Shop(t.Context(), "bakir")
	if err != nil {
		t.Fatal(err)
	}
	things := map[db.ShopID][]delivery.Thing{shop.ID: {{Quantity: 1, Grams: 400}}}
	offers, _, err := n.Delivery.For(t.Context(), []db.ShopID{shop.ID}, delivery.Place{Country: "TR"}, things)
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, o := range offers[shop.ID] {
		if o.Option.Service != delivery.Pickup {
			continue
		}
		points, err := n.Delivery.PointsFor(t.Context(), "TR", "Gaziantep", map[db.ShopID]delivery.Option{shop.ID: o.Option})
		if err != nil {
			t.Fatal(err)
		}
		count[o.Option.Table] = len(points[shop.ID])
	}
	if count[""] != 2 || count["kervan"] != 3 {
		t.Errorf("points by table: %v", count)
	}
	if best, ok := delivery.Preferred(offers[shop.ID]); !ok || best.Option.Table != "" {
		t.Errorf("an invented carrier is preferred: %+v", best)
	}
}

// gathered proves that there is a conference to come, with its agenda and those
// who come to it, once.
func gathered(t *testing.T, n *Node) {
	t.Helper()
	ctx, by := t.Context(), operator(t, n)
	coming, err := n.Assembly.Coming(ctx, time.Now(), assembly.Event{})
	if err != nil || len(coming) != 4 {
		t.Fatalf("%d events to come, %v", len(coming), err)
	}
	for _, e := range coming {
		sessions, err := n.Assembly.Sessions(ctx, e.ID)
		speakers, err2 := n.Assembly.Speakers(ctx, e.ID)
		if err := errors.Join(err, err2); err != nil || len(sessions) == 0 || len(speakers) == 0 {
			t.Errorf("%s: %d sessions, %d speakers, %v", e.Title["en"], len(sessions), len(speakers), err)
		}
		switch e.Kind {
		case assembly.Conference:
			f, err := n.Assembly.Figures(ctx, by, e.ID)
			if err != nil || len(f.Countries) < 45 || e.Admitted != 62 || len(sessions) != 14 || len(speakers) != 7 {
				t.Errorf("%d countries, %d seats, %d sessions, %d speakers, %v", len(f.Countries), e.Admitted, len(sessions), len(speakers), err)
			}
		case assembly.Class:
			tickets, err := n.Assembly.Tickets(ctx, e.ID)
			if err != nil || len(tickets) == 0 && (e.Waiting == 0 || len(sessions) != 8) || len(tickets) > 0 && (len(tickets) != 2 || e.Admitted < 9) {
				t.Errorf("%s: %d tickets, %d seats, %d wait, %d sessions, %v", e.Title["en"], len(tickets), e.Admitted, e.Waiting, len(sessions), err)
			}
		}
	}
	held, err := n.Assembly.Held(ctx, by, db.House, 0)
	if err != nil || len(held) != 3 {
		t.Errorf("the house holds %d events, %v", len(held), err)
	}
}

// written proves that what the demo has in words was written, once.
func written(t *testing.T, n *Node) {
	t.Helper()
	m, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	page, err := n.Catalog.AllRemarks(t.Context(), operator(t, n), "", 500)
	if err != nil {
		t.Fatal(err)
	}
	count, replies := map[catalog.RemarkKind]int{}, 0
	for _, r := range page.Items {
		count[r.Kind]++
		if r.Reply != "" {
			replies++
		}
	}
	if count[catalog.Review] != len(m.Remarks.Reviews) || count[catalog.Question] != len(m.Remarks.Questions) {
		t.Errorf("%v written of %d reviews and %d questions", count, len(m.Remarks.Reviews), len(m.Remarks.Questions))
	}
	if replies == 0 || replies == len(page.Items) {
		t.Errorf("%d of %d have a reply", replies, len(page.Items))
	}
}

func operator(t *testing.T, n *Node) identity.Actor {
	t.Helper()
	p, err := n.Identity.ByLogin(t.Context(), identity.System(), "operator@demo.agora.example")
	if err != nil {
		t.Fatal(err)
	}
	return p.Actor()
}
