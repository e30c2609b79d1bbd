package assembly

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"agora/db"
)

// maxDealt bounds how many are dealt when groups are opened; who is beyond, or comes
// later, goes into the smallest group.
const maxDealt = 2000

// lately is how many minutes ago who is dealt was there last: a page says each minute
// that somebody is there.
const lately = 2

// dealt is somebody who is dealt into a group.
type dealt struct {
	seat    SeatID
	country string
}

// deal mixes people into so many groups: none has two more than another, neither of
// all people nor, where that can be, of those of one country. It gives for each group
// who is in it.
func deal(people []dealt, groups int, mix func(n int, swap func(i, j int))) [][]SeatID {
	people = slices.Clone(people)
	mix(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
	slices.SortStableFunc(people, func(a, b dealt) int { return cmp.Compare(a.country, b.country) })
	into := make([][]SeatID, groups)
	for i, p := range people {
		into[i%groups] = append(into[i%groups], p.seat)
	}
	return into
}

// dealAll deals who is in the hall.
func (at Seated) dealAll(tx *db.Tx, b Breakout) error {
	people, err := db.List(tx, func(scan db.Scan) (d dealt, err error) {
		var seat Seat
		err = read(scan, seat.row())
		return dealt{seat.ID, seat.Country}, err
	}, "SELECT "+of("s", seatColumns)+` FROM assembly_seats s WHERE s.event_id = $1 AND s.state = 'admitted' AND s.role NOT IN ($2, $3, $4, $5)
			AND EXISTS (SELECT 1 FROM assembly_presence p WHERE p.event_id = s.event_id AND p.seat_id = s.seat_id AND p.session_id = $6 AND p.minute >= $7)
		ORDER BY s.seat_id LIMIT $8`,
		int64(at.Event.ID), string(HostRole), string(Moderator), string(Interpreter), string(Captioner), int64(at.Session.ID), tx.Now.Unix()/60-lately, maxDealt)
	if err != nil {
		return err
	}
	for i, seats := range deal(people, len(b.Groups), rand.Shuffle) {
		for chunk := range slices.Chunk(seats, 100) {
			var args []any
			for _, seat := range chunk {
				args = append(args, int64(at.Event.ID), int64(at.Session.ID), int64(b.ID), int64(seat), int64(b.Groups[i].ID))
			}
			if _, err := tx.Exec("INSERT INTO assembly_grouped (event_id, session_id, breakout_id, seat_id, group_id) VALUES "+db.Places(len(chunk), 5), args...); err != nil {
				return err
			}
		}
	}
	return nil
}
