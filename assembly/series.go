package assembly

import (
	"context"
	"encoding/json"
	"errors"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Series tells how a session comes again; false when it does not, or was made by
// another that does.
func (s *Service) Series(ctx context.Context, e EventID, id SessionID) (r Repeat, ok bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var doc string
		err := tx.Row("SELECT doc FROM assembly_series WHERE event_id = $1 AND session_id = $2", []any{int64(e), int64(id)}, &doc)
		if errors.Is(err, db.ErrNone) {
			return nil
		}
		if err == nil {
			ok, err = true, json.Unmarshal([]byte(doc), &r)
		}
		return err
	})
	return r, ok, err
}

// Repeat makes a session come again as r says: as sessions of their own, each with
// its words, which are changed one by one. Said anew, it takes the place of what it
// made before and has not begun; Once ends it. made is how many sessions it made.
func (s *Service) Repeat(ctx context.Context, by identity.Actor, id EventID, session SessionID, r Repeat) (made int64, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		made = 0
		e, err := hosted(tx, by, id)
		if err != nil {
			return err
		}
		first, err := sessionIn(tx, id, session)
		if err != nil {
			return err
		}
		if first.Series != 0 && first.Series != session {
			return fault.Field("every", "fault.repeat_second")
		}
		kept, err := e.unrepeat(tx, first)
		if err != nil {
			return err
		}
		if r.Every != Once {
			if made, err = e.repeat(tx, first, r, kept); err != nil {
				return err
			}
		}
		if e.State == Published {
			if err := e.turned(tx, e.remind(tx)); err != nil {
				return err
			}
		}
		return e.note(tx, by, "session.repeated")
	})
	return made, err
}

// unrepeat takes back what a session made and nobody began, and gives the times at
// which something of it stays.
func (e Event) unrepeat(tx *db.Tx, first Session) (kept map[int64]bool, err error) {
	list, err := sessionsIn(tx, e.ID)
	if err != nil {
		return nil, err
	}
	kept = map[int64]bool{}
	for _, s := range list {
		switch {
		case s.Series != first.ID || s.ID == first.ID:
			continue
		case s.State != Planned:
			kept[db.Micro(s.Starts)] = true
			continue
		}
		if _, err := tx.Exec("DELETE FROM assembly_sessions WHERE event_id = $1 AND session_id = $2", int64(e.ID), int64(s.ID)); err != nil {
			return nil, err
		}
		if err := strikeDecks(tx, e, s.ID); err != nil {
			return nil, err
		}
	}
	_, err = tx.Exec("DELETE FROM assembly_series WHERE event_id = $1 AND session_id = $2", int64(e.ID), int64(first.ID))
	if err != nil || first.Series == 0 {
		return kept, err
	}
	first.Series = 0
	return kept, first.reword(tx)
}

// repeat makes the sessions of a series.
func (e Event) repeat(tx *db.Tx, first Session, r Repeat, kept map[int64]bool) (made int64, err error) {
	times, err := r.Times(first.Starts, e.Location())
	if err != nil {
		return 0, err
	}
	field := "until"
	if r.Count > 0 {
		field = "count"
	}
	var have int64
	if err := tx.Row("SELECT COUNT(*) FROM assembly_sessions WHERE event_id = $1", []any{int64(e.ID)}, &have); err != nil {
		return 0, err
	}
	if have+int64(len(times)) > maxSessions {
		return 0, fault.Field(field, "fault.at_most", "max", int64(maxSessions))
	}
	first.Series = first.ID
	if err := first.reword(tx); err != nil {
		return 0, err
	}
	for _, at := range times {
		next := Session{Event: e.ID, State: Planned, Starts: at, Ends: at.Add(first.Ends.Sub(first.Starts)), Topic: Topic{Title: first.Title, About: first.About,
			Track: first.Track, Speakers: first.Speakers, Slow: first.Slow, Closed: first.Closed, Series: first.ID}} // its words; what was done in one stays there
		if !at.After(first.Starts) || kept[db.Micro(at)] {
			continue
		}
		if next.Ends.After(e.Ends) {
			return 0, fault.Field(field, "fault.session_outside")
		}
		next.ID = SessionID(tx.ID())
		if err := next.insert(tx); err != nil {
			return 0, err
		}
		made++
	}
	_, err = tx.Exec("INSERT INTO assembly_series (event_id, session_id, doc) VALUES "+db.Places(1, 3), int64(e.ID), int64(first.ID), text(r))
	return made, err
}

// serial reports whether an event has a series: then each of its sessions has a
// reminder, and not the event.
func (e Event) serial(tx *db.Tx) (bool, error) {
	var n int64
	err := tx.Row("SELECT COUNT(*) FROM assembly_series WHERE event_id = $1", []any{int64(e.ID)}, &n)
	return n > 0, err
}
