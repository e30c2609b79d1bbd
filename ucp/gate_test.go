package ucp

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
)

// TestWhoHasComeFurthestGoesFirst, but nobody waits for ever, and who has gone is
// not waited for.
func TestWhoHasComeFurthestGoesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(1)
		if err := g.enter(t.Context(), looking); err != nil {
			t.Fatal(err)
		}
		gone, leave := context.WithCancel(t.Context())
		var order []int
		wait := func(ctx context.Context, urgency int) {
			go func() {
				if err := g.enter(ctx, urgency); err != nil {
					if !errors.Is(err, context.Canceled) {
						t.Error(err)
					}
					return
				}
				order = append(order, urgency) // who has the one place
				g.leave()
			}()
			synctest.Wait()
		}
		for range 3 {
			wait(t.Context(), looking)
		}
		wait(gone, finishing)
		for range 8 {
			wait(t.Context(), choosing)
			wait(t.Context(), finishing)
		}
		leave()
		synctest.Wait()
		g.leave()
		synctest.Wait()
		want := append(slices.Repeat([]int{finishing}, 7), looking, finishing)
		if len(order) != 19 || !slices.Equal(order[:9], want) || g.free != 1 {
			t.Errorf("order %v, %d free", order, g.free)
		}
		if order[15] != looking || order[18] != looking {
			t.Errorf("who waits longest has no place of its own: %v", order)
		}
	})
}

// TestOperationsKnowHowUrgentTheyAre: names are those of the operations.
func TestOperationsKnowHowUrgentTheyAre(t *testing.T) {
	count := map[int]int{}
	for _, o := range Operations() {
		count[urgency(o.Name)]++
	}
	if count[finishing] != 2 || count[choosing] != 1 {
		t.Error(count)
	}
}
