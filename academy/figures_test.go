package academy_test

import (
	"strings"
	"testing"
	"time"

	. "agora/academy"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

var officer = identity.Actor{Person: 9, Roles: []identity.Role{identity.Officer}}

// splitBy gives the rows of one split, by key.
func splitBy(f Figures, by string) map[string]Cells {
	rows := map[string]Cells{}
	for _, s := range f.Splits {
		for _, r := range s.Rows {
			if s.By == by {
				rows[r.Key] = r.Cells
			}
		}
	}
	return rows
}

// TestFigures has twelve women and three men learn, finish and sell, and an officer read
// of it.
func TestFigures(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time) {
		ctx := t.Context()
		for i := range 15 {
			by := identity.Actor{Person: identity.PersonID(100 + i)}
			_, err := s.Join(ctx, by, "felt")
			must(t, err)
			said := Said{Country: "KG", Region: []string{"Naryn", " naryn ", "Osh"}[i%3], Gender: "woman", Born: 2004}
			if i >= 12 {
				said = Said{Country: "TJ", Gender: "man", Born: 1986}
			}
			must(t, s.Say(ctx, by, said))
			if i < 6 {
				must(t, s.Opened(ctx, by, id, "wool", *now))
				must(t, s.Opened(ctx, by, id, "sell", *now))
			}
			if i < 10 {
				must(t, s.Traded(ctx, by.Person, ShopOpened, *now))
				must(t, s.Traded(ctx, by.Person, FirstSale, now.Add(-time.Hour))) // before she learned
			}
		}
		if _, err := s.Figures(ctx, nurai, Ask{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a learner reads the figures: %v", err)
		}
		f, err := s.Figures(ctx, officer, Ask{Country: "KG"})
		must(t, err)
		if want := (Cells{15, 15, Few, 10, Few}); f.All != want {
			t.Errorf("all: %v, want %v", f.All, want)
		}
		for by, want := range map[string]map[string]Cells{
			"gender":  {"woman": {10, 10, 0, 10, 0}, "man": {}, "other": {}, "": {}},
			"age":     {"under18": {}, "18to24": {10, 10, 0, 10, 0}, "25to29": {}, "30to35": {}, "over35": {}, "": {}},
			"country": {"KG": {10, 10, 0, 10, 0}, "": {}},
			"region":  {"Naryn": {5, 5, 0, 5, 0}, "": {}},
			"course":  {"felt": {15, 15, 0, 10, 0}},
		} {
			got := splitBy(f, by)
			if len(got) != len(want) {
				t.Errorf("%s: %v", by, got)
			}
			for key, cells := range want {
				if got[key] != cells {
					t.Errorf("%s %q: %v, want %v", by, key, got[key], cells)
				}
			}
		}
		*now = now.Add(ActiveFor + time.Hour)
		for i := range 5 { // who come back, sell, and one of them twice
			must(t, s.Opened(ctx, identity.Actor{Person: identity.PersonID(100 + i)}, id, "wool", *now))
			must(t, s.Traded(ctx, identity.PersonID(100+i), FirstSale, *now))
			must(t, s.Traded(ctx, identity.PersonID(100), FirstSale, *now))
		}
		f, err = s.Figures(ctx, officer, Ask{Course: id, Quarter: QuarterOf(now.Add(-ActiveFor))})
		must(t, err)
		if want := (Cells{15, 5, Few, 10, 5}); f.All != want || len(splitBy(f, "course")) > 0 || len(splitBy(f, "region")) > 0 {
			t.Errorf("a month later: %v, want %v", f.All, want)
		}
		if f, err = s.Figures(ctx, officer, Ask{Quarter: Quarter{2026, 3}}); err != nil || f.All != (Cells{}) {
			t.Errorf("a quarter in which nobody began: %v, %v", f.All, err)
		}
	})
}

// TestALearnerSays has a learner say, correct and take back what she says of herself.
func TestALearnerSays(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time) {
		ctx, said := t.Context(), Said{Country: "KG", Region: "Talas", Gender: "other", Born: 2001}
		if err := s.Say(ctx, nurai, said); !fault.Is(err, fault.NotFound) {
			t.Errorf("who learns nothing says: %v", err)
		}
		_, err := s.Join(ctx, nurai, "felt")
		must(t, err)
		for field, bad := range map[string]Said{
			"country": {Country: "XX"}, "region": {Country: "KG", Region: strings.Repeat("ы", 61)}, "gender": {Gender: "w"}, "born": {Born: 2024},
		} {
			if f := fault.List(s.Say(ctx, nurai, bad)); len(f) != 1 || f[0].Field != field {
				t.Errorf("%v is refused as %v", bad, f)
			}
		}
		must(t, s.Say(ctx, nurai, Said{Gender: "woman"}))
		must(t, s.Say(ctx, nurai, said))
		if got, err := s.Said(ctx, nurai); err != nil || got != said {
			t.Errorf("she said %v, %v", got, err)
		}
		must(t, s.Say(ctx, nurai, Said{}))
		if got, err := s.Said(ctx, nurai); err != nil || got != (Said{}) {
			t.Errorf("she took it back: %v, %v", got, err)
		}
		must(t, s.Say(ctx, nurai, said))
		must(t, s.Leave(ctx, nurai, id))
		if got, err := s.Said(ctx, nurai); err != nil || got != (Said{}) {
			t.Errorf("she left: %v, %v", got, err)
		}
	})
}

// TestQuarters reads what it writes, and nothing else.
func TestQuarters(t *testing.T) {
	q := QuarterOf(time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC))
	if from, to := q.Bounds(); q.String() != "2026q1" || ParseQuarter("2026q1") != q || q.Before() != (Quarter{2025, 4}) ||
		from.Format(time.DateOnly) != "2026-01-01" || to.Format(time.DateOnly) != "2026-04-01" {
		t.Errorf("%v is from %v to %v", q, from, to)
	}
	for _, bad := range []string{"", "2026q5", "2026q0", "26q1", "2026q1x", "q", "-026q1"} {
		if ParseQuarter(bad) != (Quarter{}) {
			t.Errorf("%q is a quarter", bad)
		}
	}
}
