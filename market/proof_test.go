package market_test

import (
	"errors"
	"strings"
	"testing"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/market"
	"agora/market/markettest"
)

// TestAParcelIsHandedOverForItsCode tries wrong codes, then the right one; a
// code that was tried too often is good no more, a name is.
func TestAParcelIsHandedOverForItsCode(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 1, 10)
		m, ctx, by := f.Market, t.Context(), f.Shops[0].Seller
		ship := func() (market.Group, market.OrderID) {
			t.Helper()
			g, err := m.Place(ctx, identity.Guest(), cart(t, f, "play", f.Shops[0].Variants[0]))
			if err != nil {
				t.Fatal(err)
			}
			id := g.Orders[0].ID
			if err := errors.Join(m.Accept(ctx, by, id), m.Pack(ctx, by, id), m.Ship(ctx, by, id, "Swift", "")); err != nil {
				t.Fatal(err)
			}
			if g, err = m.Group(ctx, guest(g), g.ID); err != nil {
				t.Fatal(err)
			}
			return g, id
		}
		g, id := ship()
		code := m.HandCode(guest(g), g, g.Orders[0])
		if len(code) != 6 || m.HandCode(by, g, g.Orders[0]) != "" {
			t.Fatalf("code %q, the seller sees %q", code, m.HandCode(by, g, g.Orders[0]))
		}
		wrong := strings.Map(func(c rune) rune { return '0' + (c-'0'+1)%10 }, code)
		if err := m.HandOverWith(ctx, by, id, market.Handing{Code: wrong}); !fault.Is(err, fault.Invalid) || fault.List(err)[0].Key != "fault.hand_wrong" {
			t.Errorf("a wrong code: %v", err)
		}
		if err := m.HandOverWith(ctx, identity.Guest(), id, market.Handing{Code: code}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a guest handed it over: %v", err)
		}
		if err := m.HandOverWith(ctx, by, id, market.Handing{Code: code[:3] + " " + code[3:]}); err != nil {
			t.Fatal(err)
		}
		if o, _, err := m.Order(ctx, by, id); err != nil || o.State != market.Delivered || !o.Parcel.Proof.Code || o.Parcel.Proof.At.IsZero() {
			t.Errorf("%s, %+v, %v", o.State, o.Parcel.Proof, err)
		}

		g, id = ship()
		code = m.HandCode(guest(g), g, g.Orders[0])
		wrong = strings.Map(func(c rune) rune { return '0' + (c-'0'+1)%10 }, code)
		for range 5 {
			_ = m.HandOverWith(ctx, by, id, market.Handing{Code: wrong})
		}
		if err := m.HandOverWith(ctx, by, id, market.Handing{Code: code}); !fault.Is(err, fault.Invalid) || fault.List(err)[0].Key != "fault.hand_spent" {
			t.Errorf("after five wrong codes: %v", err)
		}
		if err := m.HandOverWith(ctx, by, id, market.Handing{Name: " Guard  "}); err != nil {
			t.Fatal(err)
		}
		if o, _, err := m.Order(ctx, by, id); err != nil || o.State != market.Delivered || o.Parcel.Proof.Name != "Guard" || o.Parcel.Proof.Code {
			t.Errorf("%s, %+v, %v", o.State, o.Parcel.Proof, err)
		}
		if err := m.HandOverWith(ctx, by, id, market.Handing{Name: "Another"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("handed over twice: %v", err)
		}
		sound(t, d)
	})
}
