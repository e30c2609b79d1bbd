package academy

import (
	"cmp"
	"slices"
	"strings"

	"agora/country"
)

// few is the smallest group of which a figure is told.
const few = 5

// Cell is a figure as it is published. It is rounded down to a multiple of few, so that
// neither a total less its parts, nor a measure less another, nor this report less the one
// before tells how many a small group has.
type Cell int64

// What a cell says when it says no number.
const (
	Few    Cell = 0  // fewer than five, or none
	Hidden Cell = -1 // its row, its column and their sum would tell too much
)

// Cells are the figures of one group, by Measure.
type Cells [measures]Cell

type counts [measures]int64

func (c *counts) places() (to []any) {
	for i := range c {
		to = append(to, &c[i])
	}
	return to
}

func (c *counts) add(o counts) {
	for i := range c {
		c[i] += o[i]
	}
}

func (c counts) shown() (out Cells) {
	for i, n := range c {
		out[i] = Cell(n / few * few)
	}
	return out
}

// countedRow is a row before it is published.
type countedRow struct {
	key    string
	counts counts
}

// shownRows rounds rows.
func shownRows(list []countedRow) (out []Row) {
	for _, r := range list {
		out = append(out, Row{Key: r.key, Cells: r.counts.shown()})
	}
	bySize(out)
	return out
}

// bySize puts large rows first, by what is published of them: an order by more would tell
// which of two is larger. The rest comes last.
func bySize(rows []Row) {
	slices.SortFunc(rows, func(a, b Row) int {
		if (a.Key == "") != (b.Key == "") {
			return cmp.Compare(b.Key, a.Key)
		}
		return cmp.Or(cmp.Compare(b.Cells[Enrolled], a.Cells[Enrolled]), cmp.Compare(a.Key, b.Key))
	})
}

// part publishes rows that add up to all. Each cell left out of rounding between 0 and
// few-1 people. Where the published sum says that nearly all cells left out nearly that
// much, the measure is hidden in all rows: each keeps few-1 numbers that it may have, at
// least.
func part(by string, all Cells, rows []Row) Split {
	for m := range all {
		sum := Cell(0)
		for _, r := range rows {
			sum += r.Cells[m]
		}
		if all[m] == Hidden || all[m]-sum <= Cell((few-1)*len(rows)-(few-2)) {
			continue
		}
		for i := range rows {
			rows[i].Cells[m] = Hidden
		}
	}
	return Split{by, rows}
}

// publish parts people by what they say of themselves.
func publish(people []tally) (f Figures) {
	var all counts
	for _, t := range people {
		all.add(t.counts)
	}
	f.All = all.shown()
	f.Splits = []Split{
		part("gender", f.All, listed(people, Genders, func(t tally) string { return t.said.Gender })),
		part("age", f.All, listed(people, Ages, func(t tally) string { return t.age })),
		part("country", f.All, known(people, func(t tally) string { return string(t.said.Country) })),
	}
	return f
}

// countryRow finds the row of a country in what publish made.
func (f Figures) countryRow(c country.Code) (Row, bool) {
	rows := f.Splits[len(f.Splits)-1].Rows
	i := slices.IndexFunc(rows, func(r Row) bool { return r.Key == string(c) && c != "" })
	if i < 0 {
		return Row{}, false
	}
	return rows[i], true
}

// partRegions parts the row of a country by its regions.
func partRegions(of Row, people []tally) Split {
	return part("region", of.Cells, known(people, func(t tally) string { return t.said.Region }))
}

// listed gives a row to each of keys, whether it has people or not, and one to the rest.
func listed(people []tally, keys []string, key func(tally) string) []Row {
	sums := map[string]counts{}
	for _, t := range people {
		c := sums[key(t)]
		c.add(t.counts)
		sums[key(t)] = c
	}
	var rows []Row
	for _, k := range append(slices.Clone(keys), "") {
		rows = append(rows, Row{Key: k, Cells: sums[k].shown()})
	}
	return rows
}

// known gives a row to each key of few people or more, and one to the rest: that a place
// is named at all says something of who is there. A key may be written with small or
// large letters.
func known(people []tally, key func(tally) string) []Row {
	sums, written := map[string]counts{}, map[string]string{}
	for _, t := range people {
		k := key(t)
		same := strings.ToLower(k)
		if was, ok := written[same]; !ok || k < was {
			written[same] = k
		}
		c := sums[same]
		c.add(t.counts)
		sums[same] = c
	}
	var rest counts
	var list []countedRow
	for same, c := range sums {
		if same == "" || c[Enrolled] < few {
			rest.add(c)
			continue
		}
		list = append(list, countedRow{written[same], c})
	}
	return shownRows(append(list, countedRow{"", rest}))
}
