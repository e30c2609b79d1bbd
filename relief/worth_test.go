package relief_test

import (
	"testing"
	"time"

	. "agora/relief"
)

// TestWhatNobodyValuedIsNotWorthNothing loses packages of which some have no value: the
// discrepancy and what is missing say so, beside the sum of those that have one.
func TestWhatNobodyValuedIsNotWorthNothing(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		c := a.consigns("number,item,units,value\n1,mask-iir,10,12.50\n2,mask-iir,10,\n3,mask-iir,10,7.50\n4,mask-iir,10,\n")
		a.syncs(c, "phone", scans(1, 1))
		d, err := a.CloseCount(a.Context(), counts, a.crisis.ID, c.ID)
		a.must(err)
		if d.Value != 750 || d.Unvalued != 2 {
			t.Errorf("%+v", d.Finding)
		}
		if w := a.gap(c).Worth(); w != (Worth{Sum: 750, Unvalued: 2}) {
			t.Errorf("%+v", w)
		}
		a.syncs(c, "other", scans(2, 2))
		a.must(a.GiveUp(a.Context(), expects, a.crisis.ID, c.ID, []int64{3}, "sunk"))
		if w := a.gap(c).Worth(); w != (Worth{Unvalued: 1}) {
			t.Errorf("%+v", w)
		}
		a.syncs(c, "other", []Scan{{Sequence: 9, Number: 4, At: now}})
		if w := a.gap(c).Worth(); w != (Worth{}) {
			t.Errorf("%+v", w)
		}
	})
}
