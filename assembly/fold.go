package assembly

import (
	"context"
	"time"

	"agora/db"
)

// minutesFor is how long after its end the minutes of an event are kept one by one:
// until nobody asks any more when exactly somebody was there.
const minutesFor = 30 * 24 * time.Hour

const (
	foldEvents = 200       // that are looked at at once
	foldSeats  = 50        // of which minutes are folded in one transaction
	settled    = time.Hour // how old a minute is of which no more comes
)

// FoldPresence folds the minutes of events that were over for long: instead of a row a
// minute, each seat has one for a session and one for the event, and the same by
// channel. Whoever asks afterwards is told the same. It may be broken off, and come
// again.
func (s *Service) FoldPresence(ctx context.Context, now time.Time) error {
	for after := int64(0); ; {
		events, err := s.unfolded(ctx, now, after)
		if err != nil || len(events) == 0 {
			return err
		}
		for _, after = range events {
			for more := true; more; {
				if more, err = s.fold(ctx, after, now.Add(-settled).Unix()/60); err != nil {
					return err
				}
			}
		}
	}
}

// unfolded lists events that were over for long and have minutes, after an id.
func (s *Service) unfolded(ctx context.Context, now time.Time, after int64) (list []int64, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, func(scan db.Scan) (id int64, err error) { return id, scan(&id) },
			`SELECT e.event_id FROM assembly_events e WHERE e.event_id > $1 AND e.ends < $2
				AND EXISTS (SELECT 1 FROM assembly_presence p WHERE p.event_id = e.event_id) ORDER BY e.event_id LIMIT $3`,
			after, db.Micro(now.Add(-minutesFor)), foldEvents)
		return err
	})
	return list, err
}

// fold folds the minutes before one of some seats, and reports whether there may be
// more. In assembly_attended session 0 is the whole event, in which a minute in two
// halls counts once, and channel "" is all of them. Minutes that come later are added.
func (s *Service) fold(ctx context.Context, e, before int64) (more bool, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		seats, err := db.List(tx, func(scan db.Scan) (id int64, err error) { return id, scan(&id) },
			"SELECT DISTINCT seat_id FROM assembly_presence WHERE event_id = $1 AND minute < $2 ORDER BY seat_id LIMIT $3", e, before, foldSeats)
		if more = len(seats) == foldSeats; err != nil || len(seats) == 0 {
			return err
		}
		const these = " FROM assembly_presence WHERE event_id = $1 AND minute < $2 AND seat_id BETWEEN $3 AND $4"
		args := []any{e, before, seats[0], seats[len(seats)-1]}
		if _, err := tx.Exec(`INSERT INTO assembly_attended (event_id, seat_id, session_id, channel, minutes) SELECT event_id, seat_id, session_id, channel, n FROM (
				SELECT event_id, seat_id, session_id, '' AS channel, COUNT(*) AS n`+these+` GROUP BY event_id, seat_id, session_id
				UNION ALL SELECT event_id, seat_id, session_id, channel, COUNT(*)`+these+` AND channel <> '' GROUP BY event_id, seat_id, session_id, channel
				UNION ALL SELECT event_id, seat_id, 0, '', COUNT(DISTINCT minute)`+these+` GROUP BY event_id, seat_id
				UNION ALL SELECT event_id, seat_id, 0, channel, COUNT(DISTINCT minute)`+these+` AND channel <> '' GROUP BY event_id, seat_id, channel) AS sums
			WHERE n > 0 ON CONFLICT (event_id, seat_id, session_id, channel) DO UPDATE SET minutes = assembly_attended.minutes + excluded.minutes`, args...); err != nil {
			return err
		}
		_, err = tx.Exec("DELETE"+these, args...)
		return err
	})
	return more, err
}

// stays is a table of how many minutes seats were in any hall of event $1, by rows
// that are to be added; only is a further condition.
func stays(only string) string {
	return `(SELECT seat_id, COUNT(DISTINCT minute) AS n FROM assembly_presence WHERE event_id = $1` + only + ` GROUP BY seat_id
		UNION ALL SELECT seat_id, minutes FROM assembly_attended WHERE event_id = $1 AND session_id = 0 AND channel = ''` + only + `) AS stays`
}

// visits is the same by session.
func visits(only string) string {
	return `(SELECT session_id, seat_id, COUNT(*) AS n FROM assembly_presence WHERE event_id = $1` + only + ` GROUP BY session_id, seat_id
		UNION ALL SELECT session_id, seat_id, minutes FROM assembly_attended WHERE event_id = $1 AND session_id > 0 AND channel = ''` + only + `) AS visits`
}
