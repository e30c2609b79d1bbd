package landed

import (
	"testing"

	"pgregory.net/rapid"

	"agora/money"
)

// TestAMarginNeverCostsTheMarket charges random currencies at random rates: what
// is charged is at least the rate of the day and what the margin asks, and there
// and back nobody gains.
func TestAMarginNeverCostsTheMarket(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.Int64Range(1_000, 5_000_000*money.RateScale/100)
		v := newView(today, nil, nil, []money.Rate{{From: "USD", To: "PKR", Value: value.Draw(t, "pkr"), Day: today}, {From: "USD", To: "KGS", Value: value.Draw(t, "kgs"), Day: today}})
		v.margin = money.Bps(10 * rapid.Int64Range(1, 200).Draw(t, "tenths"))
		mid, known := v.Rate("KGS", "PKR")
		there, margin, ok := v.Charged("KGS", "PKR")
		back, _, okBack := v.Charged("PKR", "KGS")
		if !known || !ok || !okBack {
			t.Skip("beyond what a rate can say")
		}
		if margin != v.margin || there.Value < mid.Value {
			t.Fatalf("charged %s at a rate of %s", there, mid)
		}
		sum := money.Of(rapid.Int64Range(1, greatest).Draw(t, "sum"), "KGS")
		// who is charged rounded up, as the rates are, pays for a sum at least what it is worth
		paid, err := money.Up.Convert(sum, there)
		if err != nil {
			t.Skip("too much")
		}
		worth, err := money.Up.Convert(paid, back)
		if err != nil {
			t.Skip("too much")
		}
		if worth.Minor < sum.Minor {
			t.Fatalf("%s bought for %s, which buys %s back", sum, paid, worth)
		}
	})
}

// TestAMarginIsOnThePriceAlone looks at one parcel without a margin and with
// one: goods and freight rise by it, a threshold of the border does not move.
func TestAMarginIsOnThePriceAlone(t *testing.T) {
	ask := func(margin money.Bps, dollars int64) ParcelQuote {
		t.Helper()
		v := testView(t)
		v.margin = margin
		p := parcel("KG", dollars, 1_000)
		p.Freight = money.Of(10_000, "KGS")
		q, err := v.Quote(Request{To: "UZ", Currency: "UZS", Parcels: []Parcel{p}})
		if err != nil {
			t.Fatal(err)
		}
		return q.Parcels[0]
	}
	plain, with := ask(0, 80), ask(150, 80)
	if plain.Margin != 0 || with.Margin != 150 {
		t.Errorf("margins %d, %d", plain.Margin, with.Margin)
	}
	if with.Goods.Minor != plain.Goods.Minor*1015/1000 || with.Freight.Minor != plain.Freight.Minor*1015/1000 || with.ShopGoods != plain.ShopGoods {
		t.Errorf("goods %s, with a margin %s; freight %s, %s", plain.Goods, with.Goods, plain.Freight, with.Freight)
	}
	// a hundred dollars are free by post to Uzbekistan: that limit is not raised
	// by the margin, so what costs more than it now is above it
	if free, above := ask(0, 100), ask(150, 100); !free.Duty.IsZero() || above.Duty.IsZero() {
		t.Errorf("duty %s, with a margin %s", free.Duty, above.Duty)
	}
	a, b := Quote{Parcels: []ParcelQuote{plain}}, Quote{Parcels: []ParcelQuote{plain}}
	if b.Parcels[0].Margin = 10; a.Hash() == b.Hash() {
		t.Error("a margin changes nothing of what the buyer agreed to")
	}
}

func TestPlayMoneyBearsNoMargin(t *testing.T) {
	v := testView(t)
	v.margin = 150
	for _, pair := range [][2]money.Currency{{money.Play, money.Play}, {"KGS", money.Play}, {money.Play, "USD"}, {"KGS", "KGS"}} {
		mid, _ := v.Rate(pair[0], pair[1])
		if rate, margin, ok := v.Charged(pair[0], pair[1]); !ok || margin != 0 || rate != mid {
			t.Errorf("%v: %s, margin %d", pair, rate, margin)
		}
	}
}
