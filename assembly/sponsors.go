package assembly

import (
	"cmp"
	"context"
	"encoding/csv"
	"io"
	"slices"

	"agora/db"
	"agora/identity"
)

// Share is how many people of one country or language came, and all their minutes.
type Share struct {
	Of              string // "" for not said
	People, Minutes int64
}

// fewest is how many people a group has that others than hosts hear of: in a smaller
// one somebody could be known.
const fewest = 3

// Others is the name of the group that small ones are folded into.
const Others = "others"

// Shares counts who came to an event by country and by language, the most first, for
// who runs it. Nobody is named.
func (s *Service) Shares(ctx context.Context, by identity.Actor, id EventID) (countries, langs []Share, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := hosted(tx, by, id); err != nil {
			return err
		}
		minutes := map[SeatID]int64{}
		if err := tx.Each(func(scan db.Scan) error {
			var seat SeatID
			var n int64
			err := scan((*int64)(&seat), &n)
			minutes[seat] = n
			return err
		}, "SELECT seat_id, COUNT(DISTINCT minute) FROM assembly_presence WHERE event_id = $1 GROUP BY seat_id", int64(id)); err != nil {
			return err
		}
		from, in := map[string]Share{}, map[string]Share{}
		err := tx.Each(func(scan db.Scan) error {
			seat, err := scanSeat(scan)
			if n := minutes[seat.ID]; err == nil && n > 0 {
				add(from, seat.Country, n)
				add(in, seat.Lang, n)
			}
			return err
		}, "SELECT "+seatColumns+" FROM assembly_seats WHERE event_id = $1", int64(id))
		countries, langs = ordered(from), ordered(in)
		return err
	})
	return countries, langs, err
}

func add(to map[string]Share, of string, minutes int64) {
	s := to[of]
	to[of] = Share{of, s.People + 1, s.Minutes + minutes}
}

func ordered(of map[string]Share) (list []Share) {
	for _, s := range of {
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b Share) int { return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(a.Of, b.Of)) })
	return list
}

// Folded puts groups of fewer than three people together as others, the most first;
// where those are fewer than three in all, the smallest other group goes with them,
// and where nothing is left to go with, nothing is told.
func Folded(list []Share) (out []Share) {
	others := Share{Of: Others}
	for _, s := range slices.Backward(list) {
		if s.People < fewest || others.People > 0 && others.People < fewest {
			others.People += s.People
			others.Minutes += s.Minutes
			continue
		}
		out = append(out, s)
	}
	slices.Reverse(out)
	if others.People >= fewest {
		out = append(out, others)
	}
	return out
}

// ExportShares writes for sponsors how many came from where and in which languages,
// and for how long, as CSV: only groups in which nobody can be known.
func (s *Service) ExportShares(ctx context.Context, by identity.Actor, id EventID, w io.Writer) error {
	countries, langs, err := s.Shares(ctx, by, id)
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	rows := [][]string{{"by", "of", "people", "minutes"}}
	for _, group := range []struct {
		by   string
		list []Share
	}{{"country", countries}, {"language", langs}} {
		for _, s := range Folded(group.list) {
			rows = append(rows, []string{group.by, guard(s.Of), number(s.People), number(s.Minutes)})
		}
	}
	return out.WriteAll(rows)
}
