package market_test

import (
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/delivery"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
)

// TestParcelsOfATownCrossTheBorderTogether gathers parcels of two shops, sends
// what is packed, shares the cost to the last tyiyn, and pays the carrier.
func TestParcelsOfATownCrossTheBorderTogether(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 5, 1, 20) // the first and the fifth are in Kyrgyzstan
		m, ctx, op := f.Market, t.Context(), markettest.Operator()
		near, far := f.Shops[0], f.Shops[4]
		order := func(s markettest.Shop, pack bool) market.Order {
			g, err := m.Place(ctx, identity.Guest(), cart(t, f, "cash", s.Variants[0]))
			if err != nil {
				t.Fatal(err)
			}
			o := g.Orders[0]
			if err := m.Accept(ctx, s.Seller, o.ID); err != nil {
				t.Fatal(err)
			}
			if pack {
				if err := m.Pack(ctx, s.Seller, o.ID); err != nil {
					t.Fatal(err)
				}
			}
			return o
		}
		a, b, c, alien := order(near, true), order(far, true), order(far, false), order(f.Shops[1], true)
		if err := m.DeclareParcel(ctx, near.Seller, a.ID, market.Declared{Number: "RR473124829KG"}); err != nil {
			t.Fatal(err)
		}

		plan := market.Consolidation{Home: "KG", To: "PK", City: "Bishkek", Place: "Chuy 136, weekdays 9 to 17", Carrier: "Silk Cargo", Closes: time.Now().Add(20 * time.Hour)}
		if _, err := m.Gather(ctx, near.Seller, plan); !fault.Is(err, fault.Forbidden) {
			t.Errorf("by a shop: %v", err)
		}
		if _, err := m.Gather(ctx, op, market.Consolidation{Home: "KG", To: "KG", City: "Osh", Place: "x", Carrier: "y"}); !fault.HasKey(err, "fault.closes") || !fault.HasKey(err, "fault.choice") {
			t.Errorf("over no border, closed at once: %v", err)
		}
		id, err := m.Gather(ctx, op, plan)
		if err != nil {
			t.Fatal(err)
		}
		later := plan
		later.Closes = time.Now().Add(60 * 24 * time.Hour)
		slow, err := m.Gather(ctx, op, later)
		if err != nil {
			t.Fatal(err)
		}

		for _, bad := range []struct {
			in    market.ConsolidationID
			by    identity.Actor
			order market.OrderID
			grams int64
			want  string
		}{
			{id, near.Seller, a.ID, 0, "fault.number_range"}, {id, far.Seller, a.ID, 500, "fault.order_unknown"},
			{id, f.Shops[1].Seller, alien.ID, 500, "fault.consolidation_other"}, {slow, near.Seller, a.ID, 500, "fault.consolidation_late"},
		} {
			if err := m.Join(ctx, bad.by, bad.in, bad.order, bad.grams); !fault.HasKey(err, bad.want) {
				t.Errorf("%s: %v", bad.want, err)
			}
		}
		for _, err := range []error{m.Join(ctx, near.Seller, id, a.ID, 400), m.Join(ctx, near.Seller, id, a.ID, 500),
			m.Join(ctx, far.Seller, id, b.ID, 250), m.Join(ctx, far.Seller, id, c.ID, 700)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		seen, err := m.Crossings(ctx, far.Seller, far.Shop)
		if err != nil || len(seen) != 2 || len(seen[0].Mine) != 2 || len(seen[0].May) != 0 || seen[0].City != "Bishkek" {
			t.Fatalf("%+v, %v", seen, err)
		}
		if err := m.Leave(ctx, far.Seller, id, b.ID); err != nil {
			t.Fatal(err)
		}
		if seen, err = m.Crossings(ctx, far.Seller, far.Shop); err != nil || len(seen[0].Mine) != 1 || len(seen[0].May) != 1 || seen[0].May[0].ID != b.ID {
			t.Fatalf("%+v, %v", seen, err)
		}
		if err := m.Join(ctx, far.Seller, id, b.ID, 250); err != nil {
			t.Fatal(err)
		}

		if err := m.SendConsolidation(ctx, op, id, market.Sending{Number: "AWB 172 0042", Cost: "-1"}); !fault.HasKey(err, "fault.number") {
			t.Errorf("for less than nothing: %v", err)
		}
		err = m.SendConsolidation(ctx, op, id, market.Sending{Number: "AWB1720042", Cost: "1000.01", Grams: map[market.OrderID]int64{b.ID: 300}})
		if err != nil {
			t.Fatal(err)
		}
		if err := m.SendConsolidation(ctx, op, id, market.Sending{Cost: "1"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("sent twice: %v", err)
		}
		gone, list, err := m.Consolidation(ctx, op, id)
		if err != nil || len(list) != 2 || list[0].State != market.Shipped || list[0].Parcel.Tracking != "RR473124829KG" || list[0].Parcel.Carrier != "Silk Cargo" || list[1].Parcel.Tracking != "" {
			t.Fatalf("%+v, %v", list, err)
		}
		if list[0].Share.Minor != 62501 || list[1].Share.Minor != 37500 || gone.Cost.Minor != 100001 { // 500 of 800 grams: 625.00625
			t.Errorf("shares %v and %v", list[0].Share, list[1].Share)
		}
		if got := ofShop(t, f, ledger.Payable) + ofShop(t, f, ledger.Debt); got != -62501 {
			t.Errorf("the first shop stands at %d", got)
		}
		if got := again(t, m, c); got.State != market.Accepted {
			t.Errorf("what was not packed is %s", got.State)
		}
		if seen, err = m.Crossings(ctx, far.Seller, far.Shop); err != nil || len(seen) != 1 {
			t.Errorf("%+v, %v", seen, err)
		}

		news := delivery.Tracked{At: time.Now(), What: delivery.Customs, Place: "Sost"}
		if err := m.TrackConsolidation(ctx, op, id, delivery.Tracked{At: time.Now(), What: delivery.Delivered}); !fault.HasKey(err, "fault.choice") {
			t.Errorf("all of it delivered: %v", err)
		}
		if err := m.TrackConsolidation(ctx, op, id, news); err != nil {
			t.Fatal(err)
		}
		if p := again(t, m, b).Parcel; p == nil || len(p.Events) != 1 || p.Events[0].Place != "Sost" {
			t.Errorf("%+v", p)
		}

		if err := m.PayConsolidation(ctx, op, id, "B-7"); err != nil {
			t.Fatal(err)
		}
		if err := m.PayConsolidation(ctx, op, id, "B-8"); !fault.HasKey(err, "fault.consolidation_paid") {
			t.Errorf("paid twice: %v", err)
		}
		if got := ofShop(t, f, ledger.Carriers); got != 0 {
			t.Errorf("carriers are still owed %d", got)
		}
		sound(t, d)
	})
}
