package landed

import (
	"testing"

	"pgregory.net/rapid"

	"agora/country"
	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/money"
)

// taxed is a view in which KG has a VAT and shop 1 pays it.
func taxed(rate money.Bps, p Prices) *View {
	v := newView(today, []Rule{{ID: "home", Kind: VAT, Destination: "KG", Rate: rate, Status: Guaranteed, Source: "test"},
		{ID: "no-vat", Kind: VAT, Destination: "TR", Status: Guaranteed, Source: "test"}, {ID: "no-duty", Kind: Duty, Destination: "TR", Status: Guaranteed, Source: "test"}}, nil, nil)
	v.sellers = map[db.ShopID]Prices{1: p}
	return v
}

// TestTaxIsInsideThePrice are the vectors that broke other systems' cents: what
// is asked is what stood on the shelf, and net and tax make it up.
func TestTaxIsInsideThePrice(t *testing.T) {
	for name, c := range map[string]struct {
		rate       money.Bps
		lines      [][2]int64 // price in minor units with tax, pieces
		freight    int64
		total, tax int64
	}{
		"woocommerce#20440: 45 + 49 incl. 21 %, shipping of 4.96 net is 6.00":       {2100, [][2]int64{{45_00, 1}, {49_00, 1}}, 6_00, 100_00, 17_36},
		"woocommerce#23917: 599 incl. 18 %, net 507.63":                             {1800, [][2]int64{{599_00, 1}}, 0, 599_00, 91_37},
		"cubecart#4197: 325 + 10 incl. 10 %":                                        {1000, [][2]int64{{325_00, 1}, {10_00, 1}}, 0, 335_00, 30_45},
		"cubecart#515: 6.99 incl. 20 %":                                             {2000, [][2]int64{{6_99, 1}}, 0, 6_99, 1_16},
		"currency.js#469: 40 incl. 5 %":                                             {500, [][2]int64{{40_00, 1}}, 0, 40_00, 1_90},
		"odoo#34842: 8.01 incl. 20 %":                                               {2000, [][2]int64{{8_01, 1}}, 0, 8_01, 1_33},
		"vendure#3047: two of 399.00 incl. 9 %; ours is by line: net 732.11":        {900, [][2]int64{{399_00, 2}}, 0, 798_00, 65_89},
		"vendure#2662: ten of 38.23 incl. 20 %: net 318.58 and tax 63.72":           {2000, [][2]int64{{38_23, 10}}, 0, 382_30, 63_72},
		"Sylius#10155: 9,999 pieces are one line":                                   {2000, [][2]int64{{1_20, 9_999}}, 0, 11_998_80, 1_999_80},
		"bagisto#6501: 30.2550 net at 19 % is 36.00 on the shelf; it stays 36.00":   {1900, [][2]int64{{36_00, 1}}, 0, 36_00, 5_75},
		"craftcms#697: 1.41 net at 20 % is 1.69 on the shelf; a hundred are 169.00": {2000, [][2]int64{{1_69, 100}}, 0, 169_00, 28_17},
	} {
		p := Parcel{Shop: 1, From: "KG", Freight: money.Of(c.freight, "KGS")}
		for i, l := range c.lines {
			p.Lines = append(p.Lines, Line{Key: int64(i), Unit: money.Of(l[0], "KGS"), Quantity: l[1]})
		}
		q := quoted(t, taxed(c.rate, GrossKept), Request{To: "KG", Currency: "KGS", Parcels: []Parcel{p}})
		if q.DoorTotal.Minor != c.total || q.Inside.Minor != c.tax || !q.VAT.IsZero() {
			t.Errorf("%s: %s with %s inside; want %d with %d", name, q.DoorTotal, q.Inside, c.total, c.tax)
		}
	}
}

func TestGrossOrNetStaysAbroad(t *testing.T) {
	for _, c := range []struct {
		name string
		keep Prices
		to   country.Code
		unit int64
	}{
		{"saleor#2287: 23.00 incl. 7 % is 21.50 for who lives abroad", NetKept, "TR", 21_50},
		{"at home it is 23.00", NetKept, "KG", 23_00},
		{"solidus#3448: who keeps the gross asks 23.00 everywhere", GrossKept, "TR", 23_00},
		{"who pays no VAT asks 23.00 everywhere", Untaxed, "TR", 23_00},
	} {
		p := Parcel{Shop: 1, From: "KG", Incoterm: DDP, Freight: money.Of(0, "KGS"), Lines: []Line{{Unit: money.Of(23_00, "KGS"), Quantity: 3}}}
		v := taxed(700, c.keep)
		q := quoted(t, v, Request{To: c.to, Currency: "KGS", Parcels: []Parcel{p}})
		got := q.Parcels[0]
		if got.Lines[0].ShopUnit.Minor != c.unit || got.ShopGoods.Minor != 3*c.unit || q.DoorTotal.Minor != 3*c.unit || q.Status != Guaranteed {
			t.Errorf("%s: %s, goods %s, in all %s, %s", c.name, got.Lines[0].ShopUnit, got.ShopGoods, q.DoorTotal, q.Status)
		}
	}
	v := taxed(700, NetKept)
	delete(v.rules, place{"KG", VAT})
	q := quoted(t, v, Request{To: "TR", Currency: "KGS", Parcels: []Parcel{{Shop: 1, From: "KG", Freight: money.Of(0, "KGS"), Lines: []Line{{Unit: money.Of(23_00, "KGS"), Quantity: 1}}}}})
	if q.Status != Unknown || q.Goods.Minor != 23_00 {
		t.Errorf("a tax of home that nobody read: %s, %s", q.Goods, q.Status)
	}
}

func TestNetAndTaxMakeTheGross(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		gross := money.Of(rapid.Int64Range(0, greatest).Draw(r, "gross"), "KGS")
		rate := money.Bps(rapid.Int64Range(0, 100_000).Draw(r, "rate"))
		net, tax, err := Inside(gross, rate, money.HalfUp)
		if err != nil || net.Minor+tax.Minor != gross.Minor || net.Minor < 0 || tax.Minor < 0 {
			r.Fatalf("%s at %d: %s and %s, %v", gross, rate, net, tax, err)
		}
		back, err := money.HalfUp.MulDiv(net.Minor, int64(10_000+rate), 10_000)
		if d := back - gross.Minor; err != nil || max(d, -d) > 1+int64(rate)/10_000 {
			r.Fatalf("%s at %d: %s with its tax is %d", gross, rate, net, back)
		}
	})
}

func TestAShopSaysHowItsPricesStandToVAT(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema}, func(t *testing.T, d *db.DB) {
		s := New(d)
		set := func(p Prices) error {
			return d.Write(t.Context(), func(tx *db.Tx) error { return s.SetPrices(tx, 7, p) })
		}
		for _, p := range []Prices{NetKept, GrossKept, Untaxed} {
			if err := set(p); err != nil {
				t.Fatal(err)
			}
			if v, err := s.View(t.Context()); err != nil || v.Prices(7) != p {
				t.Errorf("%q is %q, %v", p, v.Prices(7), err)
			}
		}
		if err := set("half"); !fault.Is(err, fault.Invalid) {
			t.Errorf("half: %v", err)
		}
	})
}
