package market_test

import (
	"errors"
	"testing"

	"agora/catalog"
	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
	"agora/once"
)

// TestARehearsalIsInPlayMoneyAlone: whatever the buyer's money and way to pay
// are, a rehearsal is bought with play money, through to the refund; and its
// entries meet no other currency.
func TestARehearsalIsInPlayMoneyAlone(t *testing.T) {
	dbtest.Each(t, append(markettest.Schemas(), once.Schema), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 2, 2, 10)
		ctx, m := t.Context(), f.Market
		owner := f.Shops[0].Seller
		if _, err := m.OpenRehearsal(ctx, f.Shops[1].Seller, f.Shops[0].ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another seller opened it: %v", err)
		}
		shop, err := m.OpenRehearsal(ctx, owner, f.Shops[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.OpenRehearsal(ctx, owner, shop.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("a rehearsal of a rehearsal: %v", err)
		}
		by := owner
		by.Shops = map[db.ShopID]identity.Role{shop.ID: identity.ShopOwner, f.Shops[0].ID: identity.ShopOwner}
		p, _, err := f.Catalog.Product(ctx, shop.Handle, "thing")
		if err != nil || len(p.Variants) != 2 || p.Variants[0].Price != money.Of(10_000, money.Play) {
			t.Fatalf("%+v, %v", p.Variants, err)
		}
		unseen(t, f, shop)

		token, err := f.Fill(ctx, p.Variants[0].ID, f.Shops[1].Variants[0])
		if err != nil {
			t.Fatal(err)
		}
		mixed, err := f.Quoted(ctx, token, "transfer")
		if err == nil {
			_, err = m.Place(ctx, by, mixed)
		}
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("bought together with real goods: %v", err)
		}

		g := rehearse(t, f, by, p.Variants[0].ID)
		o := g.Orders[0]
		if g.Total.Currency != money.Play || g.Pay != "play" || o.State != market.Placed || o.Goods != money.Of(10_000, money.Play) {
			t.Fatalf("%s by %s, %s, %s", g.Total, g.Pay, o.State, o.Goods)
		}
		if err := errors.Join(m.Accept(ctx, by, o.ID), m.Pack(ctx, by, o.ID), m.Ship(ctx, by, o.ID, "", ""), m.Receive(ctx, by, o.ID)); err != nil {
			t.Fatal(err)
		}
		if err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := m.Dispute(tx, by, o.ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := m.GiveBack(ctx, by, o.ID, market.BackGoods, money.Of(4_000, money.Play), "to see how"); err != nil {
			t.Fatal(err)
		}
		taken, err := m.Rehearsed(ctx, by, shop.ID)
		for _, e := range market.RehearsalSteps {
			if err != nil || !taken[e] {
				t.Errorf("%s is not ticked, %v", e, err)
			}
		}
		if _, err := m.Rehearsed(ctx, f.Shops[1].Seller, shop.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another seller looks: %v", err)
		}
		playOnly(t, d, shop.ID)
		sound(t, d)

		fresh, err := m.OpenRehearsal(ctx, owner, f.Shops[0].ID)
		if err != nil || fresh.ID == shop.ID {
			t.Fatalf("again: %v", err)
		}
		if _, err := m.AddLine(ctx, "", p.Variants[0].ID, 1); !fault.Is(err, fault.Conflict) {
			t.Errorf("the old one still sells: %v", err)
		}
	})
}

// rehearse buys one of a variant in the buyer's own money, which turns into play
// money.
func rehearse(t *testing.T, f *markettest.Fixture, by identity.Actor, v catalog.VariantID) market.Group {
	t.Helper()
	token, err := f.Fill(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	order, err := f.Quoted(t.Context(), token, "transfer")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Market.Place(t.Context(), identity.Guest(), order); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a stranger bought in a rehearsal: %v", err)
	}
	g, err := f.Market.Place(t.Context(), by, order)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// unseen proves that no list of the market has a rehearsal.
func unseen(t *testing.T, f *markettest.Fixture, shop catalog.Shop) {
	t.Helper()
	ctx := t.Context()
	found, err := f.Catalog.Search(ctx, catalog.Query{Text: "thing", Limit: 200})
	for _, c := range found.Items {
		if c.ShopHandle == shop.Handle {
			t.Error("the search finds it")
		}
	}
	fresh, err2 := f.Catalog.Fresh(ctx, 100, 100)
	for _, c := range fresh {
		if c.ShopHandle == shop.Handle {
			t.Error("it is among the newest things")
		}
	}
	open, err3 := f.Catalog.Shops(ctx, catalog.ShopOpen, "", 200)
	for _, s := range open.Items {
		if s.ID == shop.ID {
			t.Error("it is among the shops")
		}
	}
	things, err4 := f.Catalog.Addresses(ctx, 0, 1000)
	shops, err5 := f.Catalog.ShopAddresses(ctx, 1000)
	for _, a := range append(things, shops...) {
		if a.ShopHandle == shop.Handle {
			t.Error("it is in the map of the site")
		}
	}
	if err := errors.Join(err, err2, err3, err4, err5); err != nil {
		t.Error(err)
	}
}

// playOnly proves that all entries of a shop are in play money, and that the
// ledger refuses others among them.
func playOnly(t *testing.T, d *db.DB, shop catalog.ShopID) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx *db.Tx) error {
		var all, real int
		err := tx.Row(`SELECT COUNT(*), COALESCE(SUM(CASE WHEN currency <> 'XTS' THEN 1 ELSE 0 END), 0) FROM ledger_entries WHERE shop_id = $1`,
			[]any{int64(shop)}, &all, &real)
		if all == 0 || real != 0 {
			t.Errorf("%d of %d entries are in real money", real, all)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := ledger.Post(tx, ledger.Transfer{Shop: shop, Kind: "test", Subject: 1, Legs: []ledger.Leg{
			{Account: ledger.Way("play"), Amount: money.Of(-1, money.Play)}, {Account: ledger.Payable, Amount: money.Of(1, money.Play)},
			{Account: ledger.Way("play"), Amount: money.Of(-1, "PKR")}, {Account: ledger.Payable, Amount: money.Of(1, "PKR")}}})
		return err
	})
	if !errors.Is(err, ledger.ErrPlayMixed) {
		t.Errorf("play money met real money: %v", err)
	}
}
