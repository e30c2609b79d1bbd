package market_test

import (
	"errors"
	"testing"
	"time"

	"agora/db/dbtest"
	"agora/delivery"
	"agora/event"
	"agora/identity"
	"agora/market"
	"agora/market/markettest"
)

// TestAParcelIsLateThenLostOnce lets time pass over two parcels, of one of
// which something is told.
func TestAParcelIsLateThenLostOnce(t *testing.T) {
	const day = 24 * time.Hour
	terms := market.LateTerms{Late: 3 * day, Lost: 5 * day}
	ahead := time.Duration(0)
	d := dbtest.At(t, func() time.Time { return time.Now().Add(ahead) }, markettest.Schemas()...)
	f := markettest.New(t, d, 1, 1, 10)
	m, ctx, by := f.Market, t.Context(), f.Shops[0].Seller
	var ids []market.OrderID
	for range 2 {
		g, err := m.Place(ctx, identity.Guest(), cart(t, f, "play", f.Shops[0].Variants[0]))
		if err != nil {
			t.Fatal(err)
		}
		id := g.Orders[0].ID
		if err := errors.Join(m.Accept(ctx, by, id), m.Pack(ctx, by, id), m.Ship(ctx, by, id, "Swift", "SW-000"+string(rune('1'+len(ids))))); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	o, _, err := m.Order(ctx, by, ids[0])
	if err != nil || o.Parcel.Due.IsZero() {
		t.Fatalf("%+v, %v", o.Parcel, err)
	}
	to := func(after time.Duration) { ahead = time.Until(o.ArriveBy) + after }
	run := func(want int) {
		t.Helper()
		if n, err := m.Late(ctx, terms, 10); err != nil || n != want {
			t.Errorf("%d are late or lost, want %d; %v", n, want, err)
		}
	}
	to(3*day - time.Hour)
	run(0)
	to(3*day + time.Hour)
	run(2)
	run(0)
	late, err := m.Orders(ctx, markettest.Operator(), market.OrderFilter{Late: true})
	if err != nil || len(late) != 2 {
		t.Errorf("%d late orders, %v", len(late), err)
	}
	to(6 * day)
	if err := m.Track(ctx, by, ids[1], delivery.Tracked{At: time.Now().Add(ahead), What: delivery.Customs}); err != nil {
		t.Fatal(err)
	}
	to(8*day + 2*time.Hour)
	run(1)
	run(0)
	if err := m.Deliver(ctx, by, ids[1]); err != nil {
		t.Fatal(err)
	}
	to(20 * day)
	run(0)
	events, err := event.After(ctx, d, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	told := map[event.Kind][]int64{}
	for _, e := range events {
		told[e.Kind] = append(told[e.Kind], e.Subject)
	}
	if len(told["order.late"]) != 2 || len(told["order.lost"]) != 1 || told["order.lost"][0] != int64(ids[0]) {
		t.Errorf("told %v", told)
	}
	if n, err := m.Late(ctx, market.LateTerms{}, 10); err != nil || n != 0 {
		t.Errorf("without terms %d, %v", n, err)
	}
}
