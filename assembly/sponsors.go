package assembly

import (
	"context"
	"encoding/csv"
	"io"

	"agora/db"
	"agora/identity"
	"agora/sheet"
)

// Others is the name of the group that small ones are folded into.
const Others = "others"

// shares counts who came to an event by country, by language and by the channel that
// she listened to. Nobody is named outside of this package.
type shares struct{ countries, langs, channels groups }

func (s *Service) shares(ctx context.Context, by identity.Actor, id EventID) (all shares, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all = shares{countries: groups{}, langs: groups{}}
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
		}, "SELECT seat_id, CAST(SUM(n) AS BIGINT) FROM "+stays("")+" GROUP BY seat_id", int64(id)); err != nil {
			return err
		}
		if all.channels, err = channelsOf(tx, id); err != nil {
			return err
		}
		return tx.Each(func(scan db.Scan) error {
			seat, err := scanSeat(scan)
			if n := minutes[seat.ID]; err == nil && n > 0 {
				all.countries.add(seat.Country, seat.ID, n)
				all.langs.add(seat.Lang, seat.ID, n)
			}
			return err
		}, "SELECT "+seatColumns+" FROM assembly_seats WHERE event_id = $1", int64(id))
	})
	return all, err
}

// ExportShares writes for sponsors how many came from where, in which languages and to
// which channels they listened, and for how long, as CSV: only groups in which nobody
// can be known.
func (s *Service) ExportShares(ctx context.Context, by identity.Actor, id EventID, w io.Writer) error {
	all, err := s.shares(ctx, by, id)
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	rows := [][]string{{"by", "of", "people", "minutes"}}
	for _, group := range []struct {
		by string
		of groups
	}{{"country", all.countries}, {"language", all.langs}, {"channel", all.channels}} {
		for _, s := range group.of.folded() {
			rows = append(rows, []string{group.by, sheet.Guard(s.Of), number(s.People), number(s.Minutes)})
		}
	}
	return out.WriteAll(rows)
}
