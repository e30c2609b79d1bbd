package relief_test

import (
	"testing"
	"time"

	. "agora/relief"
)

// TestConsignmentsByTheirIDs gives those that are named, each once, and no other's.
func TestConsignmentsByTheirIDs(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		list := "number,item,units,value,batch,expires\n1,mask-iir,2000,1.00,,\n"
		one, two := a.consigns(list), a.consigns(list)
		a.consigns(list)
		found, err := a.ConsignmentsNamed(a.Context(), a.crisis.ID, one.ID, 0, two.ID, two.ID, 7)
		a.must(err)
		if len(found) != 2 || found[one.ID] != one || found[two.ID] != two {
			a.Errorf("%+v", found)
		}
		for _, ids := range [][]ConsignmentID{nil, {0}, {7}} {
			if found, err := a.ConsignmentsNamed(a.Context(), a.crisis.ID, ids...); err != nil || len(found) != 0 {
				a.Errorf("%v: %v %v", ids, found, err)
			}
		}
		if found, err := a.ConsignmentsNamed(a.Context(), a.crisis.ID+1, one.ID); err != nil || len(found) != 0 {
			a.Errorf("of another crisis: %v %v", found, err)
		}
	})
}
