package discount_test

import (
	"testing"

	"pgregory.net/rapid"

	"agora/discount"
	"agora/money"
)

func TestTheBuyerGetsTheBestOfWhatMayStandTogether(t *testing.T) {
	percent := func(id discount.ID, n int64, combines bool) discount.Discount {
		return discount.Discount{ID: id, Percent: n, Combines: combines}
	}
	off := func(id discount.ID, n int64, combines bool) discount.Discount {
		return discount.Discount{ID: id, Off: money.Of(n, "UZS"), Combines: combines}
	}
	code := func(d discount.Discount) discount.Discount { d.Code = "NAVRUZ10"; return d }
	for _, c := range []struct {
		name string
		unit int64
		fit  []discount.Discount
		want int64
		ids  []discount.ID
	}{
		{"nothing", 1_000, nil, 1_000, nil},
		{"half up", 105, []discount.Discount{percent(1, 10, false)}, 95, []discount.ID{1}}, // 94.5
		{"never free", 1, []discount.Discount{percent(1, 90, false)}, 1, nil},
		{"never below one", 100, []discount.Discount{off(1, 500, false)}, 1, []discount.ID{1}},
		{"the better alone", 1_000, []discount.Discount{percent(1, 10, false), percent(2, 20, false)}, 800, []discount.ID{2}},
		{"percent first", 1_000, []discount.Discount{off(1, 100, true), percent(2, 10, true)}, 800, []discount.ID{2, 1}},
		{"together against alone", 1_000, []discount.Discount{percent(1, 10, true), percent(2, 10, true), percent(3, 19, false)}, 810, []discount.ID{1, 2}},
		{"alone against together", 1_000, []discount.Discount{percent(1, 10, true), percent(2, 10, true), percent(3, 20, false)}, 800, []discount.ID{3}},
		{"equal: without a code", 1_000, []discount.Discount{code(percent(1, 10, false)), off(2, 100, false)}, 900, []discount.ID{2}},
	} {
		got, offs := discount.Lower(money.Of(c.unit, "UZS"), c.fit)
		same := len(offs) == len(c.ids)
		for i := range offs {
			same = same && offs[i].ID == c.ids[i]
		}
		if got.Minor != c.want || !same {
			t.Errorf("%s: %d by %v, want %d by %v", c.name, got.Minor, offs, c.want, c.ids)
		}
	}
}

// TestLowerIsSound: to the unit, never below one, and whatever the order in which
// discounts are given.
func TestLowerIsSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := money.Of(rapid.Int64Range(1, 1e12).Draw(t, "unit"), "UZS")
		var fit []discount.Discount
		for i := range rapid.IntRange(0, 6).Draw(t, "n") {
			d := discount.Discount{ID: discount.ID(i + 1), Combines: rapid.Bool().Draw(t, "combines")}
			if rapid.Bool().Draw(t, "percent") {
				d.Percent = rapid.Int64Range(1, discount.MaxPercent).Draw(t, "p")
			} else {
				d.Off = money.Of(rapid.Int64Range(1, 2*unit.Minor).Draw(t, "off"), "UZS")
			}
			if rapid.Bool().Draw(t, "coded") {
				d.Code = "CODE"
			}
			fit = append(fit, d)
		}
		price, offs := discount.Lower(unit, fit)
		sum := price.Minor
		for _, o := range offs {
			if sum += o.Amount; o.Amount <= 0 {
				t.Fatalf("takes off %d", o.Amount)
			}
		}
		if sum != unit.Minor || price.Minor < 1 {
			t.Fatalf("%d of %d and %v", price.Minor, unit.Minor, offs)
		}
		for _, d := range fit {
			if alone, _ := discount.Lower(unit, []discount.Discount{d}); alone.Minor < price.Minor {
				t.Fatalf("%v alone is better: %d", d, alone.Minor)
			}
		}
		again, others := discount.Lower(unit, rapid.Permutation(fit).Draw(t, "order"))
		if again != price || len(others) != len(offs) {
			t.Fatalf("in another order %d by %v, not %d by %v", again.Minor, others, price.Minor, offs)
		}
		for i := range offs {
			if offs[i].ID != others[i].ID || offs[i].Amount != others[i].Amount {
				t.Fatalf("in another order by %v, not %v", others, offs)
			}
		}
	})
}
