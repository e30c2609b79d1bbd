package assembly

import (
	"context"

	"agora/db"
	"agora/event"
	"agora/identity"
)

// SessionOver is the event of a session that was put over; its subject is the session.
const SessionOver event.Kind = "session.over"

// OfEvent is the body of events of what lies with an event.
type OfEvent struct {
	Event EventID `json:"event"`
}

// EndedSessions lists the sessions of an event that are over, or should be.
func (s *Service) EndedSessions(ctx context.Context, e EventID) (list []Session, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanSession, "SELECT "+sessionColumns+" FROM assembly_sessions WHERE event_id = $1 AND (state = 'over' OR state = 'live' AND ends <= $2) ORDER BY starts, session_id LIMIT $3",
			int64(e), db.Micro(tx.Now), maxSessions)
		return err
	})
	return list, err
}

// Attenders lists people with an account who were in a session for at least half as long as
// whoever was there longest: a class that ended early is nobody's fault. They are given by
// seats, after one of the page before; last is that of this page, 0 for no more.
func (s *Service) Attenders(ctx context.Context, e EventID, session SessionID, after SeatID) (list []identity.PersonID, last SeatID, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, last = nil, 0
		var longest int64
		if err := tx.Row("SELECT COALESCE(MAX(n), 0) FROM (SELECT CAST(SUM(n) AS BIGINT) AS n FROM "+visits(" AND session_id = $2")+" GROUP BY seat_id) AS each_seat", []any{int64(e), int64(session)}, &longest); err != nil {
			return err
		}
		seats := 0
		err := tx.Each(func(scan db.Scan) error {
			var person identity.PersonID
			var minutes int64
			if err := scan((*int64)(&last), (*int64)(&person), &minutes); err != nil {
				return err
			}
			seats++
			if person > 0 && 2*minutes >= longest {
				list = append(list, person)
			}
			return nil
		}, `SELECT s.seat_id, s.person_id, v.n FROM assembly_seats s JOIN (SELECT seat_id, CAST(SUM(n) AS BIGINT) AS n FROM `+visits(" AND session_id = $2 AND seat_id > $3")+` GROUP BY seat_id) AS v ON v.seat_id = s.seat_id
			WHERE s.event_id = $1 ORDER BY s.seat_id LIMIT $4`, int64(e), int64(session), int64(after), int64(PageSize))
		if seats < PageSize {
			last = 0
		}
		return err
	})
	return list, last, err
}

// Programme is an event with its sessions.
type Programme struct {
	Event
	Sessions []Session // by time
}

// Programmes gives events that are no drafts, the first first, with their sessions.
func (s *Service) Programmes(ctx context.Context, ids []EventID) (list []Programme, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = int64(id)
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		events, err := db.List(tx, scanEvent, "SELECT "+eventColumns+" FROM assembly_events WHERE event_id IN "+db.Places(1, len(ids))+" AND state <> 'draft' ORDER BY starts, event_id", args...)
		if err != nil {
			return err
		}
		sessions := map[EventID][]Session{}
		if err := tx.Each(func(scan db.Scan) error {
			one, err := scanSession(scan)
			sessions[one.Event] = append(sessions[one.Event], one)
			return err
		}, "SELECT "+sessionColumns+" FROM assembly_sessions WHERE event_id IN "+db.Places(1, len(ids))+" ORDER BY starts, session_id", args...); err != nil {
			return err
		}
		list = make([]Programme, len(events))
		for i, e := range events {
			list[i] = Programme{e, sessions[e.ID]}
		}
		return nil
	})
	return list, err
}
