package ui

import (
	"cmp"
	"slices"
)

// place is where the tile of a country stands on the map.
type place struct {
	code     string
	col, row int
}

// places18 are the countries of the market roughly as on a map, west to east
// and north to south. A map does not turn in right-to-left pages.
var places18 = [...]place{
	{"BY", 1, 0}, {"RU", 3, 0},
	{"KZ", 3, 1}, {"MN", 5, 1},
	{"TR", 0, 2}, {"AM", 1, 2}, {"AZ", 2, 2}, {"UZ", 3, 2}, {"KG", 4, 2}, {"CN", 5, 2},
	{"IR", 2, 3}, {"AF", 3, 3}, {"TJ", 4, 3},
	{"PK", 3, 4}, {"IN", 4, 4}, {"NP", 5, 4},
	{"LK", 4, 5}, {"KH", 6, 5},
}

// tileSide and tileStep are the size of a tile and the way to the next one.
const (
	tileSide = 44
	tileStep = 48
)

// tile is a country as it is drawn: filled from below by its share of the
// greatest value.
type tile struct {
	place
	nation Nation
	some   bool
	fill   int // height of the filling
}

func (t tile) x() int { return t.col * tileStep }
func (t tile) y() int { return t.row * tileStep }

// tiles gives all countries with what the list says of them.
func tiles(list []Nation) []tile {
	var most int64
	for _, n := range list {
		most = max(most, n.Value)
	}
	out := make([]tile, len(places18))
	for i, p := range places18 {
		out[i] = tile{place: p}
		at := slices.IndexFunc(list, func(n Nation) bool { return n.Code == p.code })
		if at < 0 || list[at].Value <= 0 {
			continue
		}
		out[i].nation, out[i].some = list[at], true
		out[i].fill = max(4, int(share(list[at].Value, most)*tileSide/10_000))
	}
	return out
}

// ranked gives the nations that have a value, greatest first.
func ranked(list []Nation) []Nation {
	out := slices.DeleteFunc(slices.Clone(list), func(n Nation) bool { return n.Value <= 0 })
	slices.SortStableFunc(out, func(a, b Nation) int { return cmp.Compare(b.Value, a.Value) })
	return out
}
