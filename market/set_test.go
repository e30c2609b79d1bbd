package market_test

import (
	"testing"

	"pgregory.net/rapid"

	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
)

// bundle makes the last variant of the first shop a set of the ones before it,
// so many of each, for a price.
func bundle(t *testing.T, f *markettest.Fixture, price int64, of ...int64) catalog.VariantID {
	t.Helper()
	s := f.Shops[0]
	set := s.Variants[len(s.Variants)-1]
	var parts []catalog.Part
	for i, n := range of {
		parts = append(parts, catalog.Part{Variant: s.Variants[i], Quantity: n})
	}
	if err := f.Catalog.SetParts(t.Context(), s.Seller, s.ID, set, parts); err != nil {
		t.Fatal(err)
	}
	if err := f.Catalog.ChangeVariants(t.Context(), s.Seller, s.ID, 0, []catalog.VariantChange{{Variant: set, Price: money.Of(price, s.Currency)}}); err != nil {
		t.Fatal(err)
	}
	return set
}

// left gives how many of a variant can be had.
func left(t *testing.T, f *markettest.Fixture, v catalog.VariantID) int64 {
	t.Helper()
	lines, err := f.Catalog.Variants(t.Context(), []catalog.VariantID{v})
	if err != nil || len(lines) != 1 {
		t.Fatal(lines, err)
	}
	return lines[0].Variant.Available()
}

func TestASetIsSoldAsItsParts(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 3, 10)
		ctx, v := t.Context(), f.Shops[0].Variants
		set := bundle(t, f, 10_000, 2, 1)
		if n := left(t, f, set); n != 5 {
			t.Fatalf("%d sets of ten and ten, two and one in each", n)
		}
		token, err := f.Market.AddLine(ctx, "", set, 3)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Market.AddLine(ctx, token, v[0], 1); err != nil { // the same thing beside the set
			t.Fatal(err)
		}
		c, err := f.Quoted(ctx, token, "play")
		if err != nil {
			t.Fatal(err)
		}
		g, err := f.Market.Place(ctx, identity.Guest(), c)
		if err != nil {
			t.Fatal(err)
		}
		o := g.Orders[0]
		var sum, pieces int64
		for _, l := range o.Lines {
			pieces += l.Quantity
			switch {
			case l.Set == nil && (l.Variant != v[0] || l.Quantity != 1):
				t.Errorf("alone stands %v", l)
			case l.Set != nil:
				if sum += l.Total().Minor; l.Set.Variant != set || l.Set.Count != 3 || l.Set.Unit != 10_000 {
					t.Errorf("in set %v", l.Set)
				}
			}
		}
		if sum != 30_000 || pieces != 10 || o.Items != 10 {
			t.Errorf("three sets cost %d in %d pieces, the order counts %d", sum, pieces, o.Items)
		}
		if left(t, f, set) != 1 || left(t, f, v[0]) != 3 || left(t, f, v[1]) != 7 {
			t.Errorf("left are %d sets, %d and %d", left(t, f, set), left(t, f, v[0]), left(t, f, v[1]))
		}
		sound(t, d)
		if err := f.Market.Cancel(ctx, guest(g), o.ID, ""); err != nil {
			t.Fatal(err)
		}
		if left(t, f, set) != 5 || left(t, f, v[0]) != 10 {
			t.Errorf("after cancelling %d sets are left", left(t, f, set))
		}
		sound(t, d)
		by := f.Shops[0].Seller
		if g, err = f.Market.Place(ctx, identity.Guest(), cart(t, f, "cash", set)); err != nil {
			t.Fatal(err)
		}
		id := g.Orders[0].ID
		for _, err := range []error{f.Market.Accept(ctx, by, id), f.Market.Pack(ctx, by, id), f.Market.Ship(ctx, by, id, "Post", "")} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if left(t, f, set) != 4 || left(t, f, v[0]) != 8 {
			t.Errorf("a set has left, %d are there", left(t, f, set))
		}
		if err := f.Market.Refuse(ctx, by, id, "not at home"); err != nil {
			t.Fatal(err)
		}
		if left(t, f, set) != 5 || left(t, f, v[0]) != 10 {
			t.Errorf("after it came back %d sets are left", left(t, f, set))
		}
		sound(t, d)
	})
}

func TestTheLastPartTakesTheSetWithIt(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 3, 2)
		ctx, v := t.Context(), f.Shops[0].Variants
		set := bundle(t, f, 9_999, 1, 2)
		wanted := cart(t, f, "play", set)
		alone := cart(t, f, "play", v[1])
		if _, err := f.Market.Place(ctx, identity.Guest(), alone); err != nil {
			t.Fatal(err)
		}
		if left(t, f, set) != 0 {
			t.Error("a set without enough of a part is for sale")
		}
		_, err := f.Market.Place(ctx, identity.Guest(), wanted)
		if !fault.HasKey(err, "fault.sold_out") || fault.List(err)[0].Field != catalog.SoldOutField(set) {
			t.Errorf("the set is sold out: %v", err)
		}
		sound(t, d)
		// a set and its part in one cart want more than there is
		token, err := f.Market.AddLine(ctx, "", v[0], 2)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Catalog.SetStock(ctx, f.Shops[0].Seller, f.Shops[0].ID, v[1], 9); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Market.AddLine(ctx, token, set, 1); err != nil {
			t.Fatal(err)
		}
		c, err := f.Market.Cart(ctx, token)
		if err != nil || c.Shops[0].Lines[1].Problem == nil || c.Shops[0].Lines[1].Variant.ID != set {
			t.Errorf("the cart says nothing of it: %v %v", c, err)
		}
	})
}

func TestASetChangesUnderTheBuyer(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 3, 10)
		set := bundle(t, f, 10_000, 1, 1)
		c := cart(t, f, "play", set)
		bundle(t, f, 10_000, 1, 2)
		if _, err := f.Market.Place(t.Context(), identity.Guest(), c); !fault.HasKey(err, "fault.quote_changed") {
			t.Errorf("another set for the same money: %v", err)
		}
		if number(t, d, "SELECT CAST(SUM(held) AS BIGINT) FROM stock") != 0 {
			t.Error("stock is held for nothing")
		}
	})
}

// TestThePriceOfASetIsSharedToTheUnit divides any price over any parts.
func TestThePriceOfASetIsSharedToTheUnit(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		price, n := rapid.Int64Range(0, 1_000_000).Draw(r, "price"), rapid.Int64Range(1, 50).Draw(r, "sets")
		l := catalog.Line{Variant: catalog.Variant{ID: 99, Price: money.Of(price, "KGS"), Parts: []catalog.Part{}}}
		pieces := map[catalog.VariantID]int64{}
		for i := range rapid.IntRange(1, catalog.MaxParts).Draw(r, "parts") {
			id := catalog.VariantID(i + 1)
			q := rapid.Int64Range(1, catalog.MaxOfPart).Draw(r, "quantity")
			part := catalog.Line{Variant: catalog.Variant{ID: id, Price: money.Of(rapid.Int64Range(0, 100_000).Draw(r, "apart"), "KGS")}}
			l.Parts = append(l.Parts, catalog.PartLine{Line: part, Quantity: q})
			pieces[id] = q * n
		}
		_, lines := market.Content(l, n)
		sum := int64(0)
		low, high := map[int64]int64{}, map[int64]int64{}
		things, _ := market.Content(l, n)
		for i, g := range lines {
			sum += g.Unit.Minor * g.Quantity
			id := things[i].Key
			pieces[catalog.VariantID(id)] -= g.Quantity
			if _, ok := low[id]; !ok {
				low[id] = g.Unit.Minor
			}
			low[id], high[id] = min(low[id], g.Unit.Minor), max(high[id], g.Unit.Minor)
			if g.Key != 99 {
				r.Fatalf("the line is of %d", g.Key)
			}
		}
		if sum != price*n {
			r.Fatalf("%d sets for %d cost %d in parts", n, price, sum)
		}
		for id, rest := range pieces {
			if rest != 0 || high[int64(id)]-low[int64(id)] > 1 {
				r.Fatalf("of part %d %d are missing, they cost %d to %d", id, rest, low[int64(id)], high[int64(id)])
			}
		}
	})
}

// TestPapersNameThePartsOfASet looks at what customs reads of a set of things of
// two kinds.
func TestPapersNameThePartsOfASet(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 2, 10)
		ctx, s := t.Context(), f.Shops[0]
		id, err := f.Catalog.SaveProduct(ctx, s.Seller, s.ID, catalog.Draft{Handle: "bag", Status: catalog.ProductActive, HS: "420292", Origin: "UZ",
			Title: catalog.Texts{"en": "Felt bag"}, Variants: []catalog.VariantDraft{{Price: money.Of(5_000, s.Currency), Grams: 250, OnHand: 4}}})
		if err != nil {
			t.Fatal(err)
		}
		bag, err := f.Catalog.ProductByID(ctx, s.Seller, s.ID, id)
		if err != nil {
			t.Fatal(err)
		}
		set := s.Variants[1]
		parts := []catalog.Part{{Variant: s.Variants[0], Quantity: 1}, {Variant: bag.Variants[0].ID, Quantity: 1}}
		if err := f.Catalog.SetParts(ctx, s.Seller, s.ID, set, parts); err != nil {
			t.Fatal(err)
		}
		g, err := f.Market.Place(ctx, identity.Guest(), cart(t, f, "play", set))
		if err != nil {
			t.Fatal(err)
		}
		out, err := f.Market.Outgoing(ctx, s.Seller, g.Orders[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		list, err := f.Market.Shipments(ctx, []market.Outgoing{out}, []country.Address{s.Origin})
		if err != nil {
			t.Fatal(err)
		}
		// 100.00 for what costs 100.00 and 50.00 apart
		want := map[string]struct {
			unit, grams int64
			origin      country.Code
		}{"640520": {6_667, 400, s.Country}, "420292": {3_333, 250, "UZ"}}
		if len(list[0].Lines) != len(want) || list[0].Goods().Minor != 10_000 || list[0].Discount.Minor != 0 {
			t.Fatalf("the papers have %v", list[0])
		}
		for _, l := range list[0].Lines {
			if w := want[l.HS]; l.Unit.Minor != w.unit || l.Grams != w.grams || l.Origin != w.origin {
				t.Errorf("declared is %v, want %v", l, w)
			}
		}
	})
}
