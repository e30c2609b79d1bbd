package market_test

import (
	"testing"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/market"
	"agora/market/markettest"
)

func TestADayAtAGlance(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 2, 1, 10)
		m, ctx, s := f.Market, t.Context(), f.Shops[0]
		var goods int64
		for i := range 3 {
			g, err := m.Place(ctx, identity.Guest(), cart(t, f, "play", s.Variants[0]))
			if err != nil {
				t.Fatal(err)
			}
			if i == 2 {
				if err := m.Decline(ctx, s.Seller, g.Orders[0].ID, "sold out"); err != nil {
					t.Fatal(err)
				}
				continue
			}
			goods += g.Orders[0].Goods.Minor
		}
		got, err := m.Today(ctx, s.Seller, s.Shop, 14)
		if err != nil {
			t.Fatal(err)
		}
		last := got.Days[13]
		if len(got.Days) != 14 || last.Orders != 2 || last.Sold.Minor != goods || last.Sold.Currency != s.Shop.Currency || got.Days[12].Orders != 0 {
			t.Errorf("days %+v, want 2 orders and %d", got.Days, goods)
		}
		if len(got.Open) != 2 || got.Held.Minor == 0 || got.Free.Minor != 0 {
			t.Errorf("today %+v", got)
		}
		where, err := m.Destinations(ctx, s.Seller, s.Shop.ID)
		if err != nil || len(where) != 1 || where[0].Orders != 2 {
			t.Errorf("destinations %+v, %v", where, err)
		}
		operator := identity.Actor{Person: 7, Roles: []identity.Role{identity.Operator}}
		p, err := m.Pulse(ctx, operator, 7)
		if err != nil || p.Counts[market.Placed] != 2 || p.Counts[market.Cancelled] != 1 || p.Days[6].Orders != 2 {
			t.Errorf("pulse %+v, %v", p, err)
		}
		if _, err := m.Pulse(ctx, s.Seller, 7); !fault.Is(err, fault.Forbidden) {
			t.Error("a seller feels the pulse of all")
		}
		if _, err := m.Today(ctx, f.Shops[1].Seller, s.Shop, 7); !fault.Is(err, fault.Forbidden) {
			t.Error("another shop looks on")
		}
	})
}
