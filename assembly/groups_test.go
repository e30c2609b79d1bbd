package assembly

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// TestSponsorsHearOfNoSmallGroup folds groups of any sizes, where one may be in
// several: none that is told has fewer than three people, and all minutes are told
// unless there were too few people.
func TestSponsorsHearOfNoSmallGroup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g, everybody, minutes := groups{}, map[SeatID]bool{}, int64(0)
		crowd := rapid.Int64Range(1, 12).Draw(t, "crowd")
		for i := range rapid.IntRange(0, 8).Draw(t, "groups") {
			for range rapid.IntRange(1, 6).Draw(t, "people") {
				seat := SeatID(rapid.Int64Range(1, crowd).Draw(t, "seat"))
				g.add(fmt.Sprint(i), seat, 10)
				everybody[seat], minutes = true, minutes+10
			}
		}
		told, sum := g.folded(), int64(0)
		for _, s := range told {
			people := map[SeatID]bool{}
			for of, who := range g {
				if of == s.Of || s.Of == Others && !named(told, of) {
					for seat := range who {
						people[seat] = true
					}
				}
			}
			if sum += s.Minutes; len(people) < 3 || s.People != int64(len(people)) {
				t.Fatalf("%v is told of %v", s, g)
			}
		}
		if sum != minutes && (len(everybody) >= 3 || sum != 0) {
			t.Fatalf("%d of %d minutes of %v are told", sum, minutes, g)
		}
	})
}

func named(told []Share, of string) bool {
	for _, s := range told {
		if s.Of == of {
			return true
		}
	}
	return false
}
