package assembly_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"agora/assembly"
	"agora/identity"
)

// TestWhoWasThereForHalfAttended has people stay for different times: with an account and
// for half as long as who stayed longest, one attended, and no less after the minutes were
// folded.
func TestWhoWasThereForHalfAttended(t *testing.T) {
	eachDay(t, func(d day) {
		ctx := context.Background()
		seats := []assembly.Seat{d.seat} // who has no account
		for n := 2; n <= 5; n++ {
			seat, _, err := d.Register(ctx, identity.Actor{Person: identity.PersonID(n)}, d.event.ID, applicant(n))
			if err != nil {
				t.Fatal(err)
			}
			seats = append(seats, seat)
		}
		d.begin(0, 1)
		for i, minutes := range []int{8, 8, 4, 3} { // the last of five never comes
			d.stays(seats[i], minutes, 0)
		}
		d.stays(seats[4], 1, 1) // but to another session
		ended := func() int {
			list, err := d.EndedSessions(ctx, d.event.ID)
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		if n := ended(); n != 0 {
			t.Errorf("%d sessions ended while they run", n)
		}
		if err := d.End(ctx, assembly.Seated{Event: d.event, Session: d.sessions[0], Seat: assembly.Seat{Role: assembly.HostRole}}); err != nil {
			t.Fatal(err)
		}
		if n := ended(); n != 1 {
			t.Errorf("%d sessions ended", n)
		}
		asked := func() []identity.PersonID {
			list, last, err := d.Attenders(ctx, d.event.ID, d.sessions[0].ID, 0)
			if err != nil || last != 0 {
				t.Fatal(last, err)
			}
			return list
		}
		want := []identity.PersonID{2, 3}
		if got := asked(); !slices.Equal(got, want) {
			t.Errorf("attended: %v, want %v", got, want)
		}
		*d.at = d.event.Ends.Add(40 * 24 * time.Hour)
		if err := d.FoldPresence(ctx, *d.at); err != nil {
			t.Fatal(err)
		}
		if got := asked(); !slices.Equal(got, want) {
			t.Errorf("folded: %v, want %v", got, want)
		}
		if n := ended(); n != 2 { // the second was never put over, but its time is
			t.Errorf("%d sessions ended at last", n)
		}
	})
}
