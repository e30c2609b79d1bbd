package relief_test

import (
	"fmt"
	"testing"
	"time"

	"agora/fault"
	"agora/goods"
	"agora/identity"
	. "agora/relief"
)

// named fails unless a fault is of this field and has this key.
func (a *aid) named(err error, field, key string) {
	a.Helper()
	if list := fault.List(err); len(list) != 1 || list[0].Field != field || list[0].Key != key {
		a.Errorf("%v, want %s of %q", err, key, field)
	}
}

// stocked sends two batches of masks to the hospital and takes them into stock.
func (a *aid) stocked() (first, second goods.Stock) {
	a.Helper()
	c := a.consigns("number,item,units,value,batch,expires\n1,mask-iir,100,10.00,A,2026-11-30\n2,mask-iir,100,10.00,B,2027-12-31\n")
	_, err := a.Sync(a.Context(), counts, a.crisis.ID, c.ID, "phone", scans(1, 2))
	a.must(err)
	_, err = a.CloseCount(a.Context(), counts, a.crisis.ID, c.ID)
	a.must(err)
	a.must(a.Receive(a.Context(), counts, a.crisis.ID, c.ID, ""))
	list, err := a.OnShelf(a.Context(), counts, a.crisis.ID, goods.Shelf{Place: int64(a.hospital.ID)})
	a.must(err)
	if len(list) != 2 || list[0].Lot.Batch != "A" || list[1].Units != 100 {
		a.Fatalf("%+v", list)
	}
	return list[0], list[1]
}

// TestStockLeavesForAReason hands out, writes off and recalls; each fault names its field.
func TestStockLeavesForAReason(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		first, second := a.stocked()
		masks, at := a.item("mask-iir").ID, a.hospital.ID
		give := func(h Handing) error { return a.HandOut(a.Context(), counts, a.crisis.ID, at, h) }
		off := func(lot goods.LotID, units int64, r goods.Reason) error {
			return a.WriteOff(a.Context(), counts, a.crisis.ID, at, lot, units, r)
		}
		a.named(give(Handing{Item: masks, Units: 201, To: "ward 1"}), "units", "fault.goods_fewer")
		a.named(give(Handing{Lot: first.Lot.ID, Units: 101, To: "ward 1"}), "units", "fault.goods_short")
		a.named(give(Handing{Item: masks, Units: 1}), "to", "fault.required")
		a.named(give(Handing{Units: 1, To: "ward 1"}), "item", "fault.required")
		a.named(give(Handing{Item: masks, To: "ward 1"}), "units", "fault.number_range")
		if err := give(Handing{Lot: 99, Units: 1, To: "ward 1"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a lot that is not here: %v", err)
		}
		a.must(give(Handing{Item: masks, Units: 60, To: "ward 1"}))
		a.must(give(Handing{Lot: second.Lot.ID, Units: 5, To: "ward 2"}))
		*clock = clock.AddDate(0, 0, 20)
		a.named(give(Handing{Lot: first.Lot.ID, Units: 1, To: "ward 1"}), "units", "fault.goods_expired")
		a.named(give(Handing{Item: masks, Units: 96, To: "ward 1"}), "units", "fault.goods_fewer")
		a.named(off(first.Lot.ID, 40, ""), "reason", "fault.required")
		a.named(off(first.Lot.ID, 40, "bored"), "reason", "fault.choice")
		a.named(off(first.Lot.ID, 41, goods.Expired), "units", "fault.goods_short")
		a.must(off(first.Lot.ID, 40, goods.Expired))
		_, err := a.Recall(a.Context(), counts, a.crisis.ID, masks, "B", "seams open")
		a.must(err)
		a.named(give(Handing{Lot: second.Lot.ID, Units: 1, To: "ward 1"}), "units", "fault.goods_recalled")
		for batch, want := range map[string]string{"A": "source 100, given 60 ward 1, off 40, ", "B": "place 95, source 100, given 5 ward 2, "} {
			list, with, err := a.Trail(a.Context(), counts, a.crisis.ID, masks, batch, 0)
			a.must(err)
			got := ""
			for _, t := range list {
				got += fmt.Sprint(t.Sort, " ", t.Units)
				if t.Words != "" {
					got += " " + t.Words
				}
				got += ", "
				if t.Sort == goods.Source && with[ConsignmentID(t.Party)].Number != "CN-697" {
					a.Errorf("%+v has no consignment", t)
				}
			}
			if got != want {
				t.Errorf("batch %s: %s", batch, got)
			}
		}
		nobody := identity.Actor{Person: 9}
		_, err = a.OnShelf(a.Context(), nobody, a.crisis.ID, goods.Shelf{})
		_, _, worse := a.Trail(a.Context(), nobody, a.crisis.ID, masks, "B", 0)
		_, worst := a.StockOf(a.Context(), nobody, a.crisis.ID, at, second.Lot.ID)
		for _, err := range []error{err, worse, worst} {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("somebody reads it: %v", err)
			}
		}
	})
}
