package catalog

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/money"
)

// sweep begins a sweep, runs it to its end and gives it.
func (s *shelf) sweep(f ProductFilter, c Change) Sweep {
	s.t.Helper()
	id, _, err := s.BeginSweep(s.t.Context(), s.owner, s.shop.ID, f, c)
	if err == nil {
		err = s.ContinueSweep(s.t.Context(), s.shop.ID, id)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return s.latest()
}

func (s *shelf) latest() Sweep {
	s.t.Helper()
	w, ok, err := s.LatestSweep(s.t.Context(), s.owner, s.shop.ID)
	if err != nil || !ok {
		s.t.Fatal(ok, err)
	}
	return w
}

func TestSweepMakesAllThatAFilterFindsDearerAndTakesItBack(t *testing.T) {
	onBoth(t, func(s *shelf) {
		var list []Product
		for n := range sweepBatch + 3 {
			d := quilt("KGS", fmt.Sprintf("q%d", n))
			if n%2 == 0 {
				d.Status = ProductDraft
			}
			list = append(list, s.save(d))
		}
		active, dearer := ProductFilter{Status: ProductActive}, Change{Kind: PriceBy, N: 1050, Step: 100}
		look, err := s.LookSweep(t.Context(), s.owner, s.shop.ID, active, dearer)
		if err != nil || look.Products != 51 || look.Changed != 153 || look.Refused != 0 || len(look.Samples) != maxSamples || look.Samples[0].Product.Title["en"] != "Jaipur quilt q1" || look.Samples[0].To != 1100 {
			t.Fatalf("%+v, %v", look, err)
		}
		if s.look(list[1].ID).Variants[0].Price.Minor != 1000 {
			t.Fatal("a look changed something")
		}
		w := s.sweep(active, dearer)
		if w.State != Swept || w.Total != 51 || w.Done != 51 || w.Changed != 153 || w.Refused != 0 || !w.CanUndo {
			t.Fatalf("%+v", w)
		}
		if p := s.look(list[1].ID); fmt.Sprint(p.Variants[0].Price.Minor, p.Variants[1].Price.Minor, p.Variants[2].Price.Minor) != "1100 2200 3300" {
			t.Fatalf("%+v", p.Variants)
		}
		if s.look(list[0].ID).Variants[0].Price.Minor != 1000 {
			t.Error("what the filter does not find was changed")
		}
		touched := VariantChange{Variant: list[3].Variants[0].ID, Price: money.Of(5, "KGS")}
		if err := s.ChangeVariants(t.Context(), s.owner, s.shop.ID, 0, []VariantChange{touched}); err != nil {
			t.Fatal(err)
		}
		if err := s.UndoSweep(t.Context(), s.owner, s.shop.ID, w.ID); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.BeginSweep(t.Context(), s.owner, s.shop.ID, active, dearer); !fault.HasKey(err, "fault.sweep_runs") {
			t.Fatal("two at a time", err)
		}
		if err := s.ContinueSweepUndo(t.Context(), s.shop.ID, w.ID); err != nil {
			t.Fatal(err)
		}
		if w = s.latest(); w.State != SweepUndid || w.Refused != 1 || w.CanUndo {
			t.Fatalf("%+v", w)
		}
		if got := []int64{s.look(list[1].ID).Variants[0].Price.Minor, s.look(list[3].ID).Variants[0].Price.Minor, s.look(list[3].ID).Variants[1].Price.Minor}; fmt.Sprint(got) != "[1000 5 2000]" {
			t.Fatal(got)
		}
		if err := s.UndoSweep(t.Context(), s.owner, s.shop.ID, w.ID); !fault.HasKey(err, "fault.sweep_undo") {
			t.Fatal("taken back twice", err)
		}
	})
}

func TestSweepOfStockAndStatus(t *testing.T) {
	onBoth(t, func(s *shelf) {
		p, free := s.save(quilt("KGS", "razai")), quilt("KGS", "gift")
		free.Status, free.Variants[0].Price = ProductDraft, money.Of(0, "KGS")
		gift := s.save(free)
		s.write(func(tx *db.Tx) error {
			_, err := Reserve(tx, []Demand{{s.shop.ID, p.Variants[0].ID, 3}})
			return err
		})
		if w := s.sweep(ProductFilter{Text: "razai"}, Change{Kind: StockSet, N: 2}); w.Changed != 2 || w.Refused != 1 {
			t.Fatalf("%+v", w) // one has less than orders hold
		}
		s.expect(p.Variants[0].ID, 5, 3)
		s.expect(p.Variants[1].ID, 2, 0)
		w := s.sweep(ProductFilter{}, Change{Kind: SweepPublish})
		if w.Changed != 0 || w.Refused != 1 || s.look(gift.ID).Status != ProductDraft {
			t.Fatalf("a thing without a price is for sale: %+v", w)
		}
		w = s.sweep(ProductFilter{}, Change{Kind: SweepArchive})
		if w.Changed != 2 || s.look(p.ID).Status != ProductArchived {
			t.Fatalf("%+v", w)
		}
		if err := s.UndoSweep(t.Context(), s.owner, s.shop.ID, w.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.ContinueSweepUndo(t.Context(), s.shop.ID, w.ID); err != nil {
			t.Fatal(err)
		}
		if a, b := s.look(p.ID).Status, s.look(gift.ID).Status; a != ProductActive || b != ProductDraft {
			t.Fatal(a, b)
		}
		if _, _, err := s.BeginSweep(t.Context(), s.owner, s.shop.ID, ProductFilter{}, Change{Kind: PriceBy, N: -10_000}); !fault.HasKey(err, "fault.sweep_percent") {
			t.Error("a price of nothing", err)
		}
	})
}

// A part that a sweep takes off the shelf breaks the sets it is in, as it does
// when it is taken off alone.
func TestSweepTellsWhatItBreaks(t *testing.T) {
	onBoth(t, func(s *shelf) {
		part, gift := s.save(goods(s.shop, "one", "felt")), s.save(goods(s.shop, "gift", "set"))
		if err := s.SetParts(t.Context(), s.owner, s.shop.ID, gift.Variants[0].ID, []Part{{Variant: part.Variants[0].ID, Quantity: 1}}); err != nil {
			t.Fatal(err)
		}
		s.sweep(ProductFilter{Text: "felt"}, Change{Kind: SweepHide})
		list, err := event.After(t.Context(), s.db, 0, 1000)
		if err != nil || !s.look(gift.ID).Broken() {
			t.Fatal("the set is whole", err)
		}
		if !slices.ContainsFunc(list, func(e event.Event) bool { return e.Kind == SetBroken && e.Subject == int64(gift.ID) }) {
			t.Error("nobody is told that a set is broken")
		}
	})
}

// What nothing cost and is on sale by now does not go back to costing nothing.
func TestSweepGoesBackToNoPriceThatCannotBe(t *testing.T) {
	onBoth(t, func(s *shelf) {
		d := goods(s.shop, "gift", "felt")
		d.Status, d.Variants[0].Price = ProductDraft, money.Of(0, s.shop.Currency)
		p := s.save(d)
		w := s.sweep(ProductFilter{}, Change{Kind: PriceSet, N: 500})
		d = s.look(p.ID).Draft()
		d.Status = ProductActive
		s.save(d)
		if err := s.UndoSweep(t.Context(), s.owner, s.shop.ID, w.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.ContinueSweepUndo(t.Context(), s.shop.ID, w.ID); err != nil {
			t.Fatal(err)
		}
		if w = s.latest(); s.look(p.ID).Variants[0].Price.Minor != 500 || w.Refused != 1 {
			t.Errorf("%+v", w)
		}
	})
}

// A sweep that is killed goes on where it stood and changes nothing twice.
func TestSweepGoesOn(t *testing.T) {
	onBoth(t, func(s *shelf) {
		for n := range sweepBatch + 5 {
			d := quilt("KGS", fmt.Sprintf("q%d", n))
			d.Options, d.Variants = nil, []VariantDraft{{Price: money.Of(100, "KGS"), OnHand: 1}}
			s.save(d)
		}
		id, n, err := s.BeginSweep(t.Context(), s.owner, s.shop.ID, ProductFilter{}, Change{Kind: PriceAdd, N: 7})
		if err != nil || n != sweepBatch+5 {
			t.Fatal(n, err)
		}
		ctx, kill := context.WithCancel(t.Context())
		steps := 0
		err = s.sweepOn(ctx, s.shop.ID, id, Sweeping, func(tx *db.Tx, shop Shop, w *Sweep) error {
			if steps++; steps == 1 {
				defer kill()
			}
			return sweepOnce(tx, shop, w)
		})
		if err == nil || steps != 1 {
			t.Fatal("it was not killed", steps, err)
		}
		if w := s.latest(); w.State != Sweeping {
			t.Fatalf("%+v", w)
		}
		for range 2 {
			if err := s.ContinueSweep(t.Context(), s.shop.ID, id); err != nil {
				t.Fatal(err)
			}
		}
		if w := s.latest(); w.State != Swept || w.Done != w.Total || w.Changed != sweepBatch+5 {
			t.Fatalf("%+v", w)
		}
		err = s.EachProduct(t.Context(), s.owner, s.shop.ID, func(p Product) error {
			if p.Variants[0].Price.Minor != 107 {
				t.Error(p.Handle, p.Variants[0].Price)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestChangeOfAPrice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was := rapid.Int64Range(1, MaxPrice).Draw(t, "was")
		c := Change{Kind: PriceBy, N: rapid.Int64Range(-9_999, maxPercent).Draw(t, "percent"), Step: rapid.SampledFrom([]int64{0, 1, 5, 100, 1000}).Draw(t, "step")}
		got := c.price(was)
		if want := float64(was) * (1 + float64(c.N)/10_000); got < MaxPrice && (float64(got) < want-float64(c.Step)/2-2-want/1e12 || float64(got) > max(want, float64(c.Step))+float64(c.Step)/2+2+want/1e12) {
			t.Fatalf("%d by %d in steps of %d: %d", was, c.N, c.Step, got)
		}
		if c.Step > 1 && got%c.Step != 0 || got < 0 {
			t.Fatalf("%d is no multiple of %d", got, c.Step)
		}
	})
}
