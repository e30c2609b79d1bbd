package assembly

import (
	"context"

	"agora/db"
	"agora/identity"
)

// Turnout are what a host tells of an event afterwards.
type Turnout struct {
	Came     int64                 // seats that were in a session
	Minutes  int64                 // all their minutes together
	Sessions map[SessionID]int64   // seats that came, by session
	Channels []Share               // that were listened to, the one with most people first
	Answers  int64                 // to the survey
	Score    int64                 // of all answers together; on average Score/Answers
	Reacted  Reacted               // in sessions that are over
	Busiest  map[SessionID]Busiest // where there were any
}

// Turnout counts who came to an event and what they thought of it, for its hosts.
func (s *Service) Turnout(ctx context.Context, by identity.Actor, id EventID) (f Turnout, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		f = Turnout{Sessions: map[SessionID]int64{}}
		if _, err := hosted(tx, by, id); err != nil {
			return err
		}
		if err := tx.Row(`SELECT COUNT(*), COALESCE(CAST(SUM(n) AS BIGINT), 0),
				(SELECT COUNT(*) FROM assembly_answers WHERE event_id = $1), COALESCE((SELECT CAST(SUM(score) AS BIGINT) FROM assembly_answers WHERE event_id = $1), 0)
			FROM (SELECT seat_id, SUM(n) AS n FROM `+stays("")+` GROUP BY seat_id) AS people`,
			[]any{int64(id)}, &f.Came, &f.Minutes, &f.Answers, &f.Score); err != nil {
			return err
		}
		if err := tx.Each(func(scan db.Scan) error {
			var session SessionID
			var n int64
			if err := scan((*int64)(&session), &n); err != nil {
				return err
			}
			f.Sessions[session] = n
			return nil
		}, "SELECT session_id, COUNT(DISTINCT seat_id) FROM "+visits("")+" GROUP BY session_id LIMIT $2", int64(id), maxSessions); err != nil {
			return err
		}
		channels, err := channelsOf(tx, id)
		if err != nil {
			return err
		}
		f.Channels = channels.list()
		f.Reacted, f.Busiest, err = reacted(tx, id)
		return err
	})
	return f, err
}
