package academy

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"agora/country"
)

// span is what a reader of reports may know of a number.
type span struct{ lo, hi int64 }

func spanOf(c Cell) span {
	if c == Hidden {
		return span{0, math.MaxInt32}
	}
	return span{int64(c), int64(c) + few - 1}
}

// reader is somebody who reads two reports and calculates: parts add up to their total, a
// measure is no more than all, and nobody is taken out of what only grows.
type reader struct {
	spans map[[2]string]*[measures]span // by report and group
	sums  [][2][]string                 // a report and total, and its parts
}

func (r *reader) take(report string, f Figures, regionsOf country.Code) {
	note := func(group string, c Cells) {
		var s [measures]span
		for m := range c {
			s[m] = spanOf(c[m])
		}
		r.spans[[2]string{report, group}] = &s
	}
	note("all", f.All)
	for _, split := range f.Splits {
		total, parts := "all", []string(nil)
		if split.By == "region" {
			total = "country " + string(regionsOf)
		}
		for _, row := range split.Rows {
			parts = append(parts, split.By+" "+row.Key)
			note(split.By+" "+row.Key, row.Cells)
		}
		r.sums = append(r.sums, [2][]string{{report, total}, parts})
	}
}

// calculate narrows what may be until nothing more follows.
func (r *reader) calculate() {
	for changed := true; changed; {
		changed = false
		narrow := func(s *span, lo, hi int64) {
			if lo > s.lo {
				s.lo, changed = lo, true
			}
			if hi < s.hi {
				s.hi, changed = hi, true
			}
		}
		for _, sum := range r.sums {
			for m := range Measures {
				r.add(sum, m, narrow)
			}
		}
		for at, s := range r.spans {
			for m := 1; m < int(measures); m++ {
				narrow(&s[m], 0, s[Enrolled].hi)
				narrow(&s[Enrolled], s[m].lo, math.MaxInt32)
			}
			later := r.spans[[2]string{"second", at[1]}]
			if at[0] != "first" || later == nil || later == s || at[1] == "country " || at[1] == "region " {
				continue
			}
			for m := range Measures {
				if Measure(m) != Active {
					narrow(&later[m], s[m].lo, math.MaxInt32)
					narrow(&s[m], 0, later[m].hi)
				}
			}
		}
	}
}

func (r *reader) add(sum [2][]string, m int, narrow func(s *span, lo, hi int64)) {
	total, report := &r.spans[[2]string{sum[0][0], sum[0][1]}][m], sum[0][0]
	var all span
	for _, p := range sum[1] {
		s := r.spans[[2]string{report, p}][m]
		all.lo, all.hi = all.lo+s.lo, all.hi+s.hi
	}
	narrow(total, all.lo, all.hi)
	for _, p := range sum[1] {
		s := &r.spans[[2]string{report, p}][m]
		was := *s
		narrow(s, total.lo-(all.hi-was.hi), total.hi-(all.lo-was.lo))
	}
}

// TestNoSmallGroupIsTold has a reader calculate with two reports of people of whom a few
// joined and did something in between: every number stays open, so that no group and no
// difference of two is known.
func TestNoSmallGroupIsTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people, homes := drawPeople(t), country.Code("KG")
		first := reported(people, homes)
		for range rapid.IntRange(0, 6).Draw(t, "more") {
			p := people[rapid.IntRange(0, len(people)-1).Draw(t, "like")]
			people = append(people, p)
		}
		for i := range people {
			if rapid.IntRange(0, 9).Draw(t, "does") == 0 {
				people[i].counts[rapid.IntRange(2, 4).Draw(t, "what")] = 1
			}
		}
		second := reported(people, homes)
		r := reader{spans: map[[2]string]*[measures]span{}}
		r.take("first", first, homes)
		r.take("second", second, homes)
		r.calculate()
		for at, s := range r.spans {
			for m, known := range s {
				if known.lo >= known.hi {
					t.Fatalf("%v of measure %d is known to be %d", at, m, known.lo)
				}
			}
		}
		for _, f := range []Figures{first, second} {
			for _, split := range f.Splits {
				for _, row := range split.Rows {
					if row.Key != "" && row.Cells[Enrolled] == Few && (split.By == "country" || split.By == "region") {
						t.Fatalf("%s %q is named for fewer than %d", split.By, row.Key, few)
					}
				}
			}
		}
	})
}

// drawPeople draws groups whose sizes are near the edge of what is told.
func drawPeople(t *rapid.T) (list []tally) {
	size := rapid.SampledFrom([]int{4, 9, 4, 9, 14, 0, 1, 3, 5, 8, 10, 12})
	add := func(said Said) {
		for range size.Draw(t, "size") {
			p := tally{said: said, age: rapid.SampledFrom(append([]string{""}, Ages...)).Draw(t, "age")}
			p.said.Gender = rapid.SampledFrom(append([]string{""}, Genders...)).Draw(t, "gender")
			p.counts[Enrolled] = 1
			for m := Active; m < measures; m++ {
				p.counts[m] = int64(rapid.IntRange(0, 1).Draw(t, "did"))
			}
			list = append(list, p)
		}
	}
	for i := range rapid.IntRange(0, 5).Draw(t, "regions") {
		add(Said{Country: "KG", Region: "r" + strconv.Itoa(i)})
	}
	for _, c := range []country.Code{"KG", "TJ", "UZ", "KZ", ""} {
		add(Said{Country: c})
	}
	if len(list) == 0 {
		list = append(list, tally{counts: counts{1}})
	}
	return list
}

// reported is the report of people, with the regions of a country.
func reported(people []tally, of country.Code) Figures {
	f := publish(people)
	if row, ok := f.countryRow(of); ok {
		var there []tally
		for _, t := range people {
			if t.said.Country == of {
				there = append(there, t)
			}
		}
		f.Splits = append(f.Splits, partRegions(row, there))
	}
	return f
}

// TestCellsNearTheirSumAreHidden has five groups of nine and four: the sum would tell each.
func TestCellsNearTheirSumAreHidden(t *testing.T) {
	rows := make([]Row, 5)
	var all counts
	for i := range rows {
		c := counts{9, 4, 3, 0, 9}
		rows[i].Cells = c.shown()
		all.add(c)
	}
	got := part("country", all.shown(), rows)
	want := Cells{Hidden, Hidden, Few, Few, Hidden}
	for _, r := range got.Rows {
		if r.Cells != want {
			t.Errorf("%v is told, want %v", r.Cells, want)
		}
	}
}

// TestAlike has what people say of themselves survive as one number.
func TestAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		said := Said{Country: country.Code(rapid.StringMatching(`([A-Z][A-Z])?`).Draw(t, "country")),
			Gender: rapid.SampledFrom(append([]string{""}, Genders...)).Draw(t, "gender"), Born: rapid.Int64Range(0, manyYears-1).Draw(t, "born")}
		if got := saidAlike(said.alike()); got != said {
			t.Fatalf("%v is read as %v", said, got)
		}
	})
}
