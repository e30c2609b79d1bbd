package market_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/market"
	"agora/market/markettest"
)

// placed places one thing of each of some shops, paid at the door.
func placed(t *testing.T, f *markettest.Fixture, shops int, email string) market.Group {
	t.Helper()
	c := cart(t, f, "cash", f.Shops[0].Variants[0])
	if shops == 2 {
		c = cart(t, f, "cash", f.Shops[0].Variants[0], f.Shops[1].Variants[0])
	}
	c.Contact.Email = email
	g, err := f.Market.Place(t.Context(), identity.Guest(), c)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// newest gives the code that the buyer was sent last.
func newest(t *testing.T, m *market.Service, g market.Group, n int64) string {
	t.Helper()
	_, code, err := m.Code(t.Context(), identity.System(), g.ID, n)
	if err != nil || len(code) != 6 {
		t.Fatalf("code %d: %q, %v", n, code, err)
	}
	return code
}

// other gives a code that differs from another.
func other(code string) string { return fmt.Sprintf("%c%s", '0'+(code[0]-'0'+1)%10, code[1:]) }

func stateOf(t *testing.T, m *market.Service, g market.Group) (states []market.OrderState) {
	t.Helper()
	g, err := m.Group(t.Context(), identity.System(), g.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range g.Orders {
		states = append(states, o.State)
	}
	return states
}

func TestACodeConfirmsWhatIsPaidAtTheDoor(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 2, 1, 10)
		f.Cash.Confirm = true
		m, ctx := f.Market, t.Context()
		g := placed(t, f, 2, "saima@example.org")
		if got := stateOf(t, m, g); got[0] != market.Unconfirmed || got[1] != market.Unconfirmed {
			t.Fatalf("placed as %v", got)
		}
		for _, s := range f.Shops {
			for i, o := range g.Orders {
				if err := m.Accept(ctx, s.Seller, o.ID); err == nil {
					t.Errorf("order %d is accepted before it is confirmed", i)
				}
				if err := m.Vouch(ctx, s.Seller, o.ID); !fault.Is(err, fault.Forbidden) {
					t.Errorf("a shop vouches for a buyer who has mail: %v", err)
				}
			}
		}
		code := newest(t, m, g, 1)
		if _, _, err := m.Code(ctx, guest(g), g.ID, 1); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the buyer reads the code: %v", err)
		}
		if err := m.Confirm(ctx, identity.Guest(), g.ID, code); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger confirms: %v", err)
		}
		for left := 4; left >= 0; left-- {
			err := m.Confirm(ctx, guest(g), g.ID, other(code))
			if list := fault.List(err); len(list) != 1 || list[0].Key != "fault.code_wrong" || list[0].Field != "code" {
				t.Fatalf("a wrong code: %v", err)
			}
		}
		if err := m.Confirm(ctx, guest(g), g.ID, code); !fault.HasKey(err, "fault.code_spent") {
			t.Errorf("the sixth try: %v", err)
		}
		if err := m.SendCode(ctx, guest(g), g.ID, 1); err != nil {
			t.Fatal(err)
		}
		if _, old, err := m.Code(ctx, identity.System(), g.ID, 1); err != nil || old != "" {
			t.Errorf("the first code is still sent: %q, %v", old, err)
		}
		if err := m.Confirm(ctx, guest(g), g.ID, code); !fault.HasKey(err, "fault.code_wrong") {
			t.Errorf("the first code after the second was sent: %v", err)
		}
		code = newest(t, m, g, 2)
		if err := m.Confirm(ctx, guest(g), g.ID, " "+code[:3]+" "+code[3:]); err != nil {
			t.Fatal(err)
		}
		if got := stateOf(t, m, g); got[0] != market.Placed || got[1] != market.Placed {
			t.Errorf("confirmed: %v", got)
		}
		if err := m.Confirm(ctx, guest(g), g.ID, code); err != nil {
			t.Errorf("confirmed again: %v", err)
		}
		if n := number(t, d, `SELECT COUNT(*) FROM events WHERE kind = 'group.confirmed'`); n != 1 {
			t.Errorf("%d events of it", n)
		}
		for i, o := range g.Orders {
			if err := m.Accept(ctx, f.Shops[i].Seller, o.ID); err != nil {
				t.Error(err)
			}
		}
		sound(t, d)
	})
}

func TestCodesAreSentFourTimesAtMost(t *testing.T) {
	d := dbtest.SQLite(t, markettest.Schemas()...)
	f := markettest.New(t, d, 1, 1, 10)
	f.Cash.Confirm = true
	g := placed(t, f, 1, "saima@example.org")
	for n := int64(1); n <= 3; n++ {
		if err := f.Market.SendCode(t.Context(), guest(g), g.ID, n); err != nil {
			t.Fatalf("again %d: %v", n, err)
		}
	}
	if err := f.Market.SendCode(t.Context(), guest(g), g.ID, 4); !fault.HasKey(err, "fault.code_sends") {
		t.Errorf("a fifth code: %v", err)
	}
	if err := f.Market.SendCode(t.Context(), identity.Guest(), g.ID, 4); !fault.Is(err, fault.NotFound) {
		t.Errorf("a stranger asks for one: %v", err)
	}
}

func TestWithoutMailTheShopCalls(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 2, 1, 10)
		f.Cash.Confirm = true
		g := placed(t, f, 2, "")
		if err := f.Market.Vouch(t.Context(), f.Shops[1].Seller, g.Orders[0].ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another shop vouches: %v", err)
		}
		if err := f.Market.Vouch(t.Context(), guest(g), g.Orders[0].ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the buyer vouches for herself: %v", err)
		}
		for i, o := range g.Orders {
			if err := f.Market.Vouch(t.Context(), f.Shops[i].Seller, o.ID); err != nil {
				t.Fatal(err)
			}
		}
		if got := stateOf(t, f.Market, g); got[0] != market.Placed || got[1] != market.Placed {
			t.Errorf("vouched for: %v", got)
		}
		if n := number(t, d, `SELECT COUNT(*) FROM events WHERE kind = 'group.confirmed'`); n != 1 {
			t.Errorf("%d events of it", n)
		}
		sound(t, d)
	})
}

func TestWhatNobodyConfirmsEnds(t *testing.T) {
	now := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	d := dbtest.At(t, func() time.Time { return now }, markettest.Schemas()...)
	f := markettest.New(t, d, 1, 1, 10)
	f.Cash.Confirm = true
	g := placed(t, f, 1, "saima@example.org")
	code := newest(t, f.Market, g, 1)
	now = now.Add(24*time.Hour + time.Second)
	if n, err := f.Market.Expire(context.WithoutCancel(t.Context()), 10); err != nil || n != 1 {
		t.Fatalf("%d ended, %v", n, err)
	}
	if err := f.Market.Confirm(t.Context(), guest(g), g.ID, code); !fault.Is(err, fault.Conflict) {
		t.Errorf("confirmed afterwards: %v", err)
	}
	if got := stateOf(t, f.Market, g); got[0] != market.Cancelled {
		t.Errorf("it stands %v", got)
	}
	sound(t, d)
}
