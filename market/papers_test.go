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

func TestWhatAShopSaysOfAParcel(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 2, 2, 10)
		m, ctx, s := f.Market, t.Context(), f.Shops[0]
		var ids []market.OrderID
		for range 2 {
			g, err := m.Place(ctx, identity.Guest(), cart(t, f, "play", s.Variants...))
			if err != nil {
				t.Fatal(err)
			}
			o := g.Orders[0]
			if err := m.Accept(ctx, s.Seller, o.ID); err != nil {
				t.Fatal(err)
			}
			if err := m.Pack(ctx, s.Seller, o.ID); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, o.ID)
		}
		before, err := m.Outgoing(ctx, s.Seller, ids[0])
		if err != nil || len(before.Lines) != 2 || before.Address.City == "" || before.Declared.Gross != 0 {
			t.Fatalf("nothing said yet: %+v, %v", before, err)
		}
		said := market.Declared{Gross: 5000, Number: "rr 473 362 372 kg", Lines: []market.DeclaredLine{{HS: "6405.20", Origin: "kg", Grams: 77}}}
		if err := m.DeclareParcel(ctx, s.Seller, ids[0], said); err != nil {
			t.Fatal(err)
		}
		said.Gross = 6000
		if err := m.DeclareParcel(ctx, markettest.Operator(), ids[0], said); err != nil {
			t.Fatal(err)
		}
		list, err := m.Heap(ctx, s.Seller, s.ID)
		if err != nil || len(list) != 2 || list[0].ID != ids[0] || list[1].Declared.Gross != 0 {
			t.Fatalf("heap: %+v, %v", list, err)
		}
		got, err := m.Outgoing(ctx, s.Seller, ids[0])
		if err != nil || got.Declared.Gross != 6000 || got.Declared.Number != "RR473362372KG" || got.Declared.Lines[0].HS != "640520" || got.Declared.Lines[0].Origin != "KG" {
			t.Errorf("declared: %+v, %v", got.Declared, err)
		}
		for i, l := range got.Lines { // what the snapshot has is never replaced
			was := got.Promised[i]
			if was.Grams > 0 && l.Grams != was.Grams || len(was.HS) >= 6 && l.HS != was.HS || was.Origin != "" && l.Origin != was.Origin {
				t.Errorf("line %d: %+v over %+v", i, l, was)
			}
		}
		for field, bad := range map[string]market.Declared{
			"gross":          {Gross: -1},
			"tracking":       {Number: "RR473362379KG"},
			"lines.0.hs":     {Lines: []market.DeclaredLine{{HS: "64x520"}}},
			"lines.0.origin": {Lines: []market.DeclaredLine{{Origin: "Kirgizia"}}},
			"lines.0.grams":  {Lines: []market.DeclaredLine{{Grams: 1 << 40}}},
		} {
			err := m.DeclareParcel(ctx, s.Seller, ids[0], bad)
			if list := fault.List(err); len(list) == 0 || list[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		if err := m.DeclareParcel(ctx, s.Seller, ids[0], market.Declared{Gross: 1}); !fault.Is(err, fault.Invalid) {
			t.Errorf("lighter than its goods: %v", err)
		}
		other := f.Shops[1].Seller
		if err := m.DeclareParcel(ctx, other, ids[0], said); !fault.Is(err, fault.NotFound) {
			t.Errorf("another seller declares: %v", err)
		}
		if _, err := m.Outgoing(ctx, other, ids[0]); !fault.Is(err, fault.NotFound) {
			t.Errorf("another seller reads: %v", err)
		}
		if err := m.Ship(ctx, s.Seller, ids[0], "post", "RR473362372KG"); err != nil {
			t.Fatal(err)
		}
		if list, err := m.Heap(ctx, s.Seller, s.ID); err != nil || len(list) != 1 || list[0].ID != ids[1] {
			t.Errorf("what was sent is in the heap still: %v", err)
		}
	})
}
