package assembly

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestDealtGroupsAreEven deals any people into any number of groups: everybody is in
// one, and neither groups nor the people of a country in them differ by more than one.
func TestDealtGroupsAreEven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		countries := rapid.SliceOfN(rapid.SampledFrom([]string{"KG", "KZ", "PK", "CN", "IR", ""}), 0, 60).Draw(t, "countries")
		groups := rapid.IntRange(leastGroups, MaxGroups).Draw(t, "groups")
		var people []dealt
		for i, c := range countries {
			people = append(people, dealt{SeatID(i + 1), c})
		}
		into := deal(people, groups, rand.Shuffle)
		var all []SeatID
		for _, seats := range into {
			all = append(all, seats...)
		}
		slices.Sort(all)
		if len(into) != groups || len(all) != len(people) || len(slices.Compact(all)) != len(people) {
			t.Fatalf("%d of %d people in %d of %d groups", len(all), len(people), len(into), groups)
		}
		for _, c := range append([]string{"any"}, countries...) {
			least, most := len(people), 0
			for _, seats := range into {
				n := 0
				for _, s := range seats {
					if c == "any" || countries[s-1] == c {
						n++
					}
				}
				least, most = min(least, n), max(most, n)
			}
			if most-least > 1 {
				t.Fatalf("of %q between %d and %d are in a group: %v", c, least, most, into)
			}
		}
	})
}
