package assembly

import (
	"cmp"
	"maps"
	"slices"

	"agora/db"
)

// Share is how many people of one country, language or channel came, and all their
// minutes.
type Share struct {
	Of              string // "" for not said
	People, Minutes int64
}

// groups are who came, and for how many minutes each, by what they have in common. One
// may be in several.
type groups map[string]map[SeatID]int64

func (g groups) add(of string, seat SeatID, minutes int64) {
	if g[of] == nil {
		g[of] = map[SeatID]int64{}
	}
	g[of][seat] += minutes
}

// share counts a group.
func (g groups) share(of string) Share {
	s := Share{Of: of, People: int64(len(g[of]))}
	for _, n := range g[of] {
		s.Minutes += n
	}
	return s
}

// list has the groups with most people first.
func (g groups) list() (list []Share) {
	for of := range maps.Keys(g) {
		list = append(list, g.share(of))
	}
	slices.SortFunc(list, func(a, b Share) int { return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(a.Of, b.Of)) })
	return list
}

// fewest is how many people a group has that others than hosts hear of: in a smaller
// one somebody could be known.
const fewest = 3

// folded is the list with groups of fewer than three people together as others, which
// come last. Where those are fewer than three in all, the smallest other group goes
// with them, and where nothing is left to go with, nothing is told. Who is in several
// small groups is one of the others.
func (g groups) folded() (out []Share) {
	others := groups{}
	for _, s := range slices.Backward(g.list()) {
		if n := len(others[Others]); s.People >= fewest && (n == 0 || n >= fewest) {
			out = append(out, s)
			continue
		}
		for seat, n := range g[s.Of] {
			others.add(Others, seat, n)
		}
	}
	slices.Reverse(out)
	if s := others.share(Others); s.People >= fewest {
		out = append(out, s)
	}
	return out
}

// channelsOf gives who listened to which channel of an event. A minute in two halls
// counts once for a channel.
func channelsOf(tx *db.Tx, id EventID) (groups, error) {
	g := groups{}
	return g, tx.Each(func(scan db.Scan) error {
		var seat SeatID
		var channel string
		var n int64
		err := scan((*int64)(&seat), &channel, &n)
		g.add(channel, seat, n)
		return err
	}, `SELECT seat_id, channel, COUNT(DISTINCT minute) FROM assembly_presence WHERE event_id = $1 AND channel <> '' GROUP BY seat_id, channel
		UNION ALL SELECT seat_id, channel, minutes FROM assembly_attended WHERE event_id = $1 AND session_id = 0 AND channel <> ''`, int64(id))
}
