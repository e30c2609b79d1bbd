package catalog

import (
	"testing"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/once"
)

// TestACountIsTakenOnlyForWhatWasSeen counts stock while orders are placed and
// parcels leave.
func TestACountIsTakenOnlyForWhatWasSeen(t *testing.T) {
	dbtest.Each(t, append(schemas(), once.Schema), func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		v := s.save(quilt("KGS", "counted")).Variants[0]
		if err := s.SetStock(t.Context(), s.owner, s.shop.ID, v.ID, 10); err != nil {
			t.Fatal(err)
		}
		var placed []Placed
		write := func(f func(tx *db.Tx) error) func() error {
			return func() error { return d.Write(t.Context(), f) }
		}
		place := write(func(tx *db.Tx) (err error) {
			placed, err = Reserve(tx, []Demand{{s.shop.ID, v.ID, 3}})
			return err
		})
		ship := write(func(tx *db.Tx) error { return Ship(tx, placed) })
		for i, step := range []struct {
			before  func() error
			saw, at int64
			fault   string
			want    int64
		}{
			{nil, 10, 12, "", 12},
			{place, 12, 11, "", 11},                // a sale only holds
			{nil, 11, 2, "fault.stock_held", 11},   // three are sold
			{ship, 11, 10, "fault.stock_moved", 8}, // the parcel left: before or after the count?
			{nil, 11, 8, "", 8},                    // after it
			{nil, 8, -1, "fault.number_range", 8},  // no such number
			{nil, 8, 0, "", 0},                     // sold out
			{nil, 8, 5, "fault.stock_moved", 0},    // a page of yesterday
		} {
			if step.before != nil {
				if err := step.before(); err != nil {
					t.Fatal(err)
				}
			}
			err := s.CountStock(t.Context(), s.owner, s.shop.ID, Count{v.ID, step.saw, step.at})
			if step.fault == "" && err != nil || step.fault != "" && !fault.HasKey(err, step.fault) {
				t.Errorf("step %d: %v, want %q", i, err, step.fault)
			}
			if got := s.look(v.Product).Variants[0].OnHand; got != step.want {
				t.Errorf("step %d: %d on hand, want %d", i, got, step.want)
			}
		}
	})
}
