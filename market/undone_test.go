package market_test

import (
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/identity"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
)

// TestAnOrderWhoseMoneyWentBackStillEnds: a shop gave all of it back and let
// the order lie; its deadline ends it, and that of no other order is held up.
func TestAnOrderWhoseMoneyWentBackStillEnds(t *testing.T) {
	ahead := time.Duration(0)
	d := dbtest.At(t, func() time.Time { return time.Now().Add(ahead) }, markettest.Schemas()...)
	ended(t, d, &ahead)
	pg := dbtest.Postgres(t, markettest.Schemas()...)
	ended(t, pg, nil)
}

// ended is the test on one engine; the clock of PostgreSQL is not turned, there
// the shop declines.
func ended(t *testing.T, d *db.DB, ahead *time.Duration) {
	t.Helper()
	f := markettest.New(t, d, 2, 1, 10)
	ctx := t.Context()
	var lying, other market.Group
	for i, g := range []*market.Group{&lying, &other} {
		var err error
		if *g, err = f.Market.Place(ctx, identity.Guest(), cart(t, f, "play", f.Shops[i].Variants[0])); err != nil {
			t.Fatal(err)
		}
	}
	o, by := lying.Orders[0], f.Shops[0].Seller
	if err := f.Market.Accept(ctx, by, o.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Market.GiveBack(ctx, by, o.ID, market.BackAll, money.Of(0, o.Goods.Currency), "a moth"); err != nil {
		t.Fatal(err)
	}
	if ahead != nil {
		*ahead = 20 * 24 * time.Hour
		if n, err := f.Market.Expire(ctx, 10); n != 2 || err != nil {
			t.Errorf("%d orders ended, %v", n, err)
		}
	} else if err := f.Market.Decline(ctx, by, o.ID, "none left"); err != nil {
		t.Error(err)
	}
	g, err := f.Market.Group(ctx, identity.System(), lying.ID)
	if err != nil || g.Orders[0].State != market.Cancelled || g.Orders[0].Refunded != g.Orders[0].Captured {
		t.Errorf("%+v, %v", g.Orders, err)
	}
	if list, err := f.Market.Refunds(ctx, identity.System(), g); err != nil || len(list) != 1 {
		t.Errorf("%d refunds, %v", len(list), err)
	}
	sound(t, d)
}

// TestABrokenOrderHoldsUpNoOther: the row of one order can't be read any more;
// the deadlines of the others are kept all the same, and the error is told.
func TestABrokenOrderHoldsUpNoOther(t *testing.T) {
	ahead := time.Duration(0)
	d := dbtest.At(t, func() time.Time { return time.Now().Add(ahead) }, markettest.Schemas()...)
	f := markettest.New(t, d, 2, 1, 10)
	var groups []market.Group
	for i := range 2 {
		g, err := f.Market.Place(t.Context(), identity.Guest(), cart(t, f, "transfer", f.Shops[i].Variants[0]))
		if err != nil {
			t.Fatal(err)
		}
		groups = append(groups, g)
	}
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE orders SET doc = '{' WHERE order_id = $1`, int64(groups[0].Orders[0].ID))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	ahead = 50 * time.Hour
	if n, err := f.Market.Expire(t.Context(), 10); n != 1 || err == nil {
		t.Errorf("%d orders ended, %v", n, err)
	}
	if g, err := f.Market.Group(t.Context(), identity.System(), groups[1].ID); err != nil || g.Orders[0].State != market.Cancelled {
		t.Errorf("the other is %s, %v", g.Orders[0].State, err)
	}
}
