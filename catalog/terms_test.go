package catalog

import (
	"testing"

	"pgregory.net/rapid"

	"agora/db"
	"agora/fault"
	"agora/money"
)

func TestTermsAreKeptAndSpeakBeforeAnybodyBuys(t *testing.T) {
	onBoth(t, func(s *shelf) {
		d := quilt("KGS", "razai")
		d.Variants[0].Terms = &Terms{Least: 10, Step: 5, Breaks: []Break{{20, 900}, {50, 850}}}
		p := s.save(d)
		v := p.Variants[0]
		if v.Terms.Least != 10 || v.Terms.By() != 5 || len(v.Terms.Breaks) != 2 || p.Variants[1].Terms.Fewest() != 1 {
			t.Fatalf("saved %+v", v.Terms)
		}
		if p = s.save(p.Draft()); len(p.Variants[0].Terms.Breaks) != 2 {
			t.Error("a draft that says nothing of terms took them away")
		}
		var prices map[VariantID]Priced
		s.write(func(tx *db.Tx) (err error) {
			prices, err = Prices(tx, []Demand{{Shop: v.Shop, Variant: v.ID}, {Shop: v.Shop, Variant: p.Variants[1].ID}})
			return err
		})
		if got := prices[v.ID]; got.Terms.UnitOf(got.Price, 60) != 850 || prices[p.Variants[1].ID].Price != 2000 {
			t.Errorf("prices %+v", prices)
		}
		for n, want := range map[int64]string{1: "fault.least", 9: "fault.least", 10: "", 12: "fault.step", 15: "", 20: ""} {
			got := ""
			if e := v.Sells(n, "Quilt"); e != nil {
				got = e.Key
			}
			if got != want {
				t.Errorf("%d: %q", n, got)
			}
		}
		for _, bad := range [][]Break{{{1, 900}}, {{10, 1000}}, {{10, 900}, {10, 800}}, {{10, 900}, {20, 900}}, {{10, 0}}, {{MaxQuantity + 1, 5}}} {
			d.Variants[0].Terms = &Terms{Breaks: bad}
			if _, err := s.SaveProduct(t.Context(), s.owner, s.shop.ID, d); !fault.HasKey(err, "fault.breaks") || fault.List(err)[0].Field != "variants.0.breaks" {
				t.Errorf("%v: %v", bad, err)
			}
		}
		d.Variants[0].Terms = &Terms{}
		if p = s.save(d); p.Variants[0].Terms.Breaks != nil || p.Variants[0].Terms.Fewest() != 1 {
			t.Errorf("taken away: %+v", p.Variants[0].Terms)
		}
	})
}

// TestAPriceByQuantityIsWhatTheTableSays compares with a table read by hand: what
// one costs never rises with the quantity, and is at every quantity what the last
// line that it reaches says.
func TestAPriceByQuantityIsWhatTheTableSays(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		v := Variant{Price: money.Of(rapid.Int64Range(2, 100_000).Draw(r, "price"), "KGS")}
		v.Terms.Least, v.Terms.Step = rapid.Int64Range(0, 30).Draw(r, "least"), rapid.Int64Range(0, 7).Draw(r, "step")
		from := int64(1)
		for range rapid.IntRange(0, MaxBreaks).Draw(r, "breaks") {
			from += rapid.Int64Range(1, 40).Draw(r, "more")
			v.Terms.Breaks = append(v.Terms.Breaks, Break{from, rapid.Int64Range(1, 100_000).Draw(r, "at")}) // also such as no form takes
		}
		steps, before := v.Steps(), v.Price.Minor
		for n := v.Terms.Fewest(); n < 500; n++ {
			want := int64(0)
			for _, b := range steps {
				if n >= b.From {
					want = b.Price
				}
			}
			got := v.UnitOf(n).Minor
			if got != want || got > before || got <= 0 {
				r.Fatalf("%d of %+v cost %d each, the table says %d", n, v, got, want)
			}
			before = got
			if next := v.Sells(n, ""); (next == nil) != ((n-v.Terms.Fewest())%v.Terms.By() == 0) {
				r.Fatalf("%d: %v", n, next)
			} else if next != nil && v.Sells(next.Args[5].(int64), "") != nil {
				r.Fatalf("the cure is none: %v", next)
			}
		}
	})
}
