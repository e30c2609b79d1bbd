package market_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/delivery"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/market"
	"agora/market/markettest"
)

// TestACarrierMovesAnOrder lets a carrier tell of a parcel, again and in the
// wrong order, and others tell of it who may not.
func TestACarrierMovesAnOrder(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 1, 10)
		m, ctx, by := f.Market, t.Context(), f.Shops[0].Seller
		g, err := m.Place(ctx, identity.Guest(), cart(t, f, "play", f.Shops[0].Variants[0]))
		if err != nil {
			t.Fatal(err)
		}
		id := g.Orders[0].ID
		if err := errors.Join(m.Accept(ctx, by, id), m.Pack(ctx, by, id), m.Ship(ctx, by, id, "Swift", "SW-0001")); err != nil {
			t.Fatal(err)
		}
		swift, other := delivery.Carrier{Key: "swift", Name: "Swift"}, delivery.Carrier{Key: "slow", Name: "Slow", Pattern: "SL.*"}
		at := time.Now().Add(-time.Minute)
		told := []delivery.Tracked{{Number: "sw-0001", At: at, What: delivery.Customs}, {Number: "SW-0001", At: at.Add(time.Second), What: delivery.Delivered, Place: "Lahore"},
			{Number: "SW-0002", At: at, What: delivery.Customs}}
		if r, err := m.TrackAll(ctx, identity.System(), other, told); err != nil || r.Taken != 0 || len(r.Unknown) != 3 {
			t.Errorf("a carrier told of another's parcel: %+v, %v", r, err)
		}
		if _, err := m.TrackAll(ctx, by, swift, told); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a seller spoke for a carrier: %v", err)
		}
		for i, want := range []delivery.Report{{Taken: 2, Unknown: []string{"SW-0002"}}, {Known: 2, Unknown: []string{"SW-0002"}}} {
			r, err := m.TrackAll(ctx, identity.System(), swift, told)
			if err != nil || r.Taken != want.Taken || r.Known != want.Known || !slices.Equal(r.Unknown, want.Unknown) {
				t.Errorf("call %d: %+v, %v", i, r, err)
			}
		}
		if r, err := m.TrackAll(ctx, identity.System(), swift, []delivery.Tracked{{Number: "SW-0001", At: at.Add(-time.Hour), What: delivery.InTransit}}); err != nil || r.Taken != 1 {
			t.Errorf("late: %+v, %v", r, err)
		}
		o, _, err := m.Order(ctx, by, id)
		if err != nil || o.State != market.Delivered || o.Parcel.Delivered.IsZero() || len(o.Parcel.Events) != 3 {
			t.Fatalf("%s, %+v, %v", o.State, o.Parcel, err)
		}
		events, err := event.After(ctx, d, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		news := 0
		for _, e := range events {
			if e.Kind == "order.tracked" {
				news++
			}
		}
		if news != 2 {
			t.Errorf("the buyer is told %d times", news)
		}
		if err := m.Track(ctx, f.Shops[0].Seller, id, delivery.Tracked{At: at, What: delivery.Returned}); err != nil {
			t.Error(err)
		}
		if err := m.Track(ctx, identity.Guest(), id, delivery.Tracked{At: at, What: delivery.Returned}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a guest told of a parcel: %v", err)
		}
		sound(t, d)
	})
}

// TestAnOrderIsDeliveredWithItsLastParcel sends one under two numbers.
func TestAnOrderIsDeliveredWithItsLastParcel(t *testing.T) {
	d := dbtest.SQLite(t, markettest.Schemas()...)
	f := markettest.New(t, d, 1, 1, 10)
	m, ctx, by := f.Market, t.Context(), f.Shops[0].Seller
	g, err := m.Place(ctx, identity.Guest(), cart(t, f, "play", f.Shops[0].Variants[0]))
	if err != nil {
		t.Fatal(err)
	}
	id := g.Orders[0].ID
	if err := errors.Join(m.Accept(ctx, by, id), m.Pack(ctx, by, id), m.Ship(ctx, by, id, "Swift", "SW-0001, SW-0002")); err != nil {
		t.Fatal(err)
	}
	for i, want := range []market.OrderState{market.Shipped, market.Delivered} {
		number := []string{"SW-0002", "SW-0001"}[i]
		if err := m.Track(ctx, by, id, delivery.Tracked{Number: number, At: time.Now(), What: delivery.Delivered}); err != nil {
			t.Fatal(err)
		}
		if o, _, err := m.Order(ctx, by, id); err != nil || o.State != want {
			t.Errorf("after %s: %s, %v", number, o.State, err)
		}
	}
}
