package assembly

import (
	"context"
	"slices"

	"agora/certificate"
	"agora/db"
	"agora/identity"
)

// Attendance is how long somebody was there, in minutes.
type Attendance struct {
	Total    int64 // minutes in which she was in any hall
	Sessions map[SessionID]int64
}

// Attend notes that a person is in a session now: what her page does while it is
// open, at least once a minute. Within a minute it may come again. What is not live,
// what is a break, and who has no seat or has not agreed, leaves no trace; that is
// no fault.
func (s *Service) Attend(ctx context.Context, at Seated) error { return s.Hear(ctx, at, "") }

// Hear notes the same of one who listens to a channel: the floor or a language. Of
// several in a minute the last counts; "" is none, and changes none.
func (s *Service) Hear(ctx context.Context, at Seated, channel string) error {
	if at.Session.Break {
		return nil
	}
	if !slices.Contains(at.Event.Channels(), channel) {
		channel = ""
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO assembly_presence (event_id, seat_id, session_id, minute, channel)
			SELECT s.event_id, s.seat_id, t.session_id, CAST($4 AS BIGINT), CAST($5 AS TEXT) FROM assembly_seats s JOIN assembly_sessions t ON t.event_id = s.event_id
			WHERE s.event_id = $1 AND s.seat_id = $2 AND s.state = 'admitted' AND s.agreed > 0 AND t.session_id = $3 AND t.state = 'live'
			ON CONFLICT (event_id, seat_id, session_id, minute) DO UPDATE SET channel = excluded.channel
				WHERE excluded.channel <> '' AND excluded.channel <> assembly_presence.channel`,
			int64(at.Event.ID), int64(at.Seat.ID), int64(at.Session.ID), tx.Now.Unix()/60, channel)
		return err
	})
}

// Attended gives how long a person was there, to herself and to hosts.
func (s *Service) Attended(ctx context.Context, by identity.Actor, id EventID, seat SeatID) (a Attendance, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		at, err := seatOf(tx, by, id, seat)
		if err != nil && (at.Seat.ID == 0 || !Hosts(by, at.Event.Host)) {
			return err
		}
		a, err = attended(tx, id, seat)
		return err
	})
	return a, err
}

func attended(tx *db.Tx, id EventID, seat SeatID) (a Attendance, err error) {
	a.Sessions = map[SessionID]int64{}
	if err := tx.Each(func(scan db.Scan) error {
		var session SessionID
		var minutes int64
		if err := scan((*int64)(&session), &minutes); err != nil {
			return err
		}
		a.Sessions[session] = minutes
		return nil
	}, "SELECT session_id, CAST(SUM(n) AS BIGINT) FROM "+visits(" AND seat_id = $2")+" GROUP BY session_id LIMIT $3", int64(id), int64(seat), maxSessions); err != nil {
		return a, err
	}
	a.Total, err = minutesOf(tx, id, seat)
	return a, err
}

// minutesOf counts the minutes in which a seat was in any hall.
func minutesOf(tx *db.Tx, id EventID, seat SeatID) (n int64, err error) {
	err = tx.Row("SELECT COALESCE(CAST(SUM(n) AS BIGINT), 0) FROM "+stays(" AND seat_id = $2"), []any{int64(id), int64(seat)}, &n)
	return n, err
}

// Presence is what hosts see of one who registered.
type Presence struct {
	Minutes     int64              // in any hall
	Certificate certificate.Number // "" for none yet
}

// Presences gives hosts how long those of a page of Seats were there.
func (s *Service) Presences(ctx context.Context, by identity.Actor, id EventID, page []Seat) (list map[SeatID]Presence, err error) {
	if len(page) == 0 {
		return nil, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list = map[SeatID]Presence{}
		if _, err := hosted(tx, by, id); err != nil {
			return err
		}
		if err := tx.Each(func(scan db.Scan) error {
			var seat SeatID
			var p Presence
			if err := scan((*int64)(&seat), &p.Minutes); err != nil {
				return err
			}
			list[seat] = p
			return nil
		}, "SELECT seat_id, CAST(SUM(n) AS BIGINT) FROM "+stays(" AND seat_id BETWEEN $2 AND $3")+" GROUP BY seat_id LIMIT $4",
			int64(id), int64(page[0].ID), int64(page[len(page)-1].ID), PageSize+1); err != nil {
			return err
		}
		holders := make([]string, len(page))
		for i, seat := range page {
			holders[i] = holder(seat.ID)
		}
		numbers, err := certificate.Numbers(tx, source(id), holders)
		for _, seat := range page {
			if n := numbers[holder(seat.ID)]; n != "" {
				list[seat.ID] = Presence{list[seat.ID].Minutes, n}
			}
		}
		return err
	})
	return list, err
}
