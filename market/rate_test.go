package market_test

import (
	"testing"

	"agora/commission"
	"agora/db"
	"agora/db/dbtest"
	"agora/identity"
	"agora/market/markettest"
)

func TestCommissionIsFrozenAtPlacement(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 2, 10)
		rules, boss := commission.New(d), markettest.Operator()
		if err := rules.Add(t.Context(), boss, commission.Rule{Scope: commission.OfShop, Shop: f.Shops[0].ID, Rate: 725},
			commission.Rule{Scope: commission.OfTax, Country: "KG", Rate: 1200}); err != nil {
			t.Fatal(err)
		}
		token, err := f.Fill(t.Context(), f.Shops[0].Variants...)
		if err != nil {
			t.Fatal(err)
		}
		c, err := f.Quoted(t.Context(), token, "play")
		if err != nil {
			t.Fatal(err)
		}
		g, err := f.Market.Place(t.Context(), identity.Guest(), c)
		if err != nil {
			t.Fatal(err)
		}
		if err := rules.Add(t.Context(), boss, commission.Rule{Scope: commission.OfShop, Shop: f.Shops[0].ID, Rate: 100}); err != nil {
			t.Fatal(err)
		}
		o, _, err := f.Market.Order(t.Context(), boss, g.Orders[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		if o.Goods.Minor != 20_000 || o.Commission.Minor != 1_450 || o.Tax.Minor != 174 || o.TaxRate != 1200 || len(o.Rates) != 1 || o.Rates[0].Rate != 725 || o.Lines[1].Rule != o.Rates[0].Rule {
			t.Errorf("goods %s, commission %s, tax %s, %+v", o.Goods, o.Commission, o.Tax, o.OrderSnapshot)
		}
	})
}
