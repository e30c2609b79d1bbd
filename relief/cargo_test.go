package relief_test

import (
	"fmt"
	"testing"
	"time"

	"agora/db"
	"agora/goods"
	. "agora/relief"
)

// packedSums adds a cargo up by item.
func packedSums(c Cargo) string {
	sums := map[string]int64{}
	for _, p := range c.Parcels {
		for _, s := range p.Contents {
			sums[c.Items[s.Lot.Item].Code] += s.Units
		}
	}
	return fmt.Sprint(sums)
}

// TestCargoIsWhatWasPacked: papers sum to the units that goods has in the packages, and
// still do when some are missing and the others in stock.
func TestCargoIsWhatWasPacked(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		c := a.consigns(manifest())
		first, err := a.Cargo(a.Context(), a.crisis.ID, c.ID)
		a.must(err)
		held := map[string]int64{}
		a.must(a.d.Read(a.Context(), func(tx *db.Tx) error {
			sums, _, err := goods.Totals(tx, goods.BookID(a.crisis.ID), "")
			for _, s := range sums {
				if s.Sort == goods.Package {
					held[first.Items[s.Item].Code] += s.Units
				}
			}
			return err
		}))
		if got := packedSums(first); len(first.Parcels) != 697 || got != fmt.Sprint(held) || got != "map[glove-m:6000 mask-iir:1376000 thermometer:300]" {
			t.Errorf("%d packages of %s, in packages are %v", len(first.Parcels), got, held)
		}
		if p := first.Parcels[422]; p.Number != 423 || p.Value != 1210_00 || len(p.Contents) != 1 || p.Contents[0].Units != 1000 || p.Contents[0].Lot.Batch != "G26-044" {
			t.Errorf("%+v", p)
		}
		if first.Asked {
			t.Error("nobody asked for it")
		}
		_, err = a.Sync(a.Context(), counts, a.crisis.ID, c.ID, "phone", []Scan{{Sequence: 1, Number: 7, At: now}})
		a.must(err)
		_, err = a.CloseCount(a.Context(), counts, a.crisis.ID, c.ID)
		a.must(err)
		a.must(a.Receive(a.Context(), counts, a.crisis.ID, c.ID, ""))
		later, err := a.Cargo(a.Context(), a.crisis.ID, c.ID)
		a.must(err)
		if packedSums(later) != packedSums(first) || later.Parcels[6].State != Stored || later.Parcels[7].State != Absent {
			t.Errorf("later it is %s; %+v", packedSums(later), later.Parcels[6])
		}
		*clock = clock.Add(time.Hour)
		_, err = a.Report(a.Context(), expects, Need{Crisis: a.crisis.ID, Facility: a.hospital.ID, Item: a.item("thermometer").ID, Want: Want{Units: 5}})
		a.must(err)
		*clock = clock.Add(time.Hour)
		second := a.consigns(manifest())
		asked, err := a.Cargo(a.Context(), a.crisis.ID, second.ID)
		a.must(err)
		before, err := a.Cargo(a.Context(), a.crisis.ID, c.ID)
		a.must(err)
		if !asked.Asked || before.Asked {
			t.Errorf("asked before: %v, asked after: %v", asked.Asked, before.Asked)
		}
	})
}
