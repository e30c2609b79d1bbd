package relief

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"agora/db"
	"agora/goods"
	"agora/search"
)

// Bounds of what is shown to who reports, so that nothing is reported twice.
const (
	maxAlike   = 5
	leastAlike = 0.5 // of two facilities: how much of their names and towns is the same
	nearWord   = 0.2 // of two words: how much differs at most, by letter
)

// Known gives what is known already of the needs of a facility, of one item or, with 0,
// of all, the newest at the end. It is for everybody: who said so, and what else she
// said, is left out.
func (s *Service) Known(ctx context.Context, crisis CrisisID, f FacilityID, item goods.ItemID) (list []Need, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanNeed, "SELECT "+needColumns+` FROM relief_needs WHERE crisis_id = $1 AND facility_id = $2
			AND (CAST($3 AS BIGINT) = 0 OR item_id = $3) AND state <> 'withdrawn' ORDER BY need_id`, int64(crisis), int64(f), int64(item))
		for i := range list {
			w := list[i].Want
			list[i].Want = Want{Units: w.Units, Daily: w.Daily, Days: w.Days, Stock: w.Stock, Staff: w.Staff, Deadline: w.Deadline}
			list[i].Earlier, list[i].Holder = nil, Claim{}
		}
		return err
	})
	return list, err
}

// Similar gives facilities whose names and towns are nearly those that somebody typed,
// the likest first, without their contacts: it may be one of them.
func (s *Service) Similar(ctx context.Context, crisis CrisisID, name, town string) (list []Facility, err error) {
	typed := spelling(name, town)
	like := map[FacilityID]float64{}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list = nil
		return tx.Each(func(scan db.Scan) error {
			f, err := scanFacility(scan)
			if err != nil {
				return err
			}
			if l := alike(typed, spelling(f.Name, f.Town)); l >= leastAlike {
				f.Contact = Contact{}
				list, like[f.ID] = append(list, f), l
			}
			return nil
		}, "SELECT "+facilityColumns+" FROM relief_facilities WHERE crisis_id = $1 AND state <> 'refused' ORDER BY facility_id LIMIT $2", int64(crisis), maxFacilities)
	})
	slices.SortStableFunc(list, func(a, b Facility) int { return cmp.Compare(like[b.ID], like[a.ID]) })
	return list[:min(len(list), maxAlike)], err
}

// spelling gives the words of a name and a town, each once, in Latin letters where they
// can be read so: what is written in two alphabets is the same.
func spelling(name, town string) (words []string) {
	for _, w := range search.Words(name + " " + town) {
		if word := cmp.Or(w.Latin, w.Exact); !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

// alike gives the share of words that two facilities have in common, from 0 to 1. Words
// that are only parted otherwise ("air port") are the same.
func alike(a, b []string) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	if nearly(strings.Join(a, ""), strings.Join(b, "")) {
		return 1
	}
	return float64(common(a, b)+common(b, a)) / float64(len(a)+len(b))
}

// common counts the words of a that b has, or nearly has.
func common(a, b []string) (n int) {
	for _, w := range a {
		if slices.ContainsFunc(b, func(o string) bool { return nearly(w, o) }) {
			n++
		}
	}
	return n
}

// nearly reports whether two words are the same but for a slip.
func nearly(a, b string) bool {
	return a == b || search.Distance(a, b) <= nearWord*float64(min(len(a), len(b)))
}
