package assembly

import (
	"context"

	"agora/db"
)

// NowIn gives who is in a session that runs, and whether she was called up, for
// the engine that carries its sound: what her seat says now, not what it said when
// she got her ticket. fault.NotFound when she has no seat there, or the session does
// not run.
func (s *Service) NowIn(ctx context.Context, session SessionID, seat SeatID) (at Seated, called bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var up int64
		at, err = db.One(tx, func(scan db.Scan) (at Seated, err error) {
			return at, read(scan, at.Event.row(), at.Seat.row(), at.Session.row(), at.Recorded.row(), at.Grouped.row(), one(&up))
		}, "SELECT "+of("e", eventColumns)+", "+of("s", seatColumns)+", "+of("t", sessionColumns)+", "+recordedColumns+", "+groupedColumns+`,
			COALESCE((SELECT h.called FROM assembly_hands h WHERE h.event_id = t.event_id AND h.session_id = t.session_id AND h.seat_id = s.seat_id), 0)
			FROM assembly_sessions t JOIN assembly_events e ON e.event_id = t.event_id JOIN assembly_seats s ON s.event_id = t.event_id
			`+recordedJoins+groupedJoins+`
			WHERE t.state = 'live' AND t.session_id = $1 AND s.seat_id = $2 AND s.state = $3`, int64(session), int64(seat), string(Admitted), db.Micro(tx.Now))
		called = up > 0
		if err == nil {
			at.Speaking, err = at.speaking(tx)
		}
		return none(err)
	})
	return at, called, err
}
