package assembly

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// SessionID names a session of an event.
type SessionID int64

// SessionState is how far a session is.
type SessionState string

// States of a session, in their order.
const (
	Planned SessionState = "planned"
	Live    SessionState = "live"
	Over    SessionState = "over"
)

// Session is one item of an agenda.
type Session struct {
	ID           SessionID
	Event        EventID
	State        SessionState
	Starts, Ends time.Time
	Topic
}

// Topic is what hosts write about a session.
type Topic struct {
	Title    catalog.Texts `json:"title"`
	About    catalog.Texts `json:"about,omitempty"`
	Track    string        `json:"track,omitempty"` // "" when the event has one only
	Speakers []SpeakerID   `json:"speakers,omitempty"`
	Break    bool          `json:"break,omitempty"`  // nobody speaks: tea, lunch
	Slow     int64         `json:"slow,omitempty"`   // seconds between two messages of one person; 0 for none
	Closed   bool          `json:"closed,omitempty"` // nobody writes in the chat
	Replay   bool          `json:"replay,omitempty"` // it was recorded, and can be looked at
	Series   SessionID     `json:"series,omitempty"` // the first of those that come again, itself included; 0 for none
}

// Bounds of an agenda.
const (
	maxSessions = 300
	maxSlow     = 600
)

const sessionColumns = "event_id, session_id, state, starts, ends, doc"

func scanSession(scan db.Scan) (s Session, err error) { return s, read(scan, s.row()) }

func (s *Session) row() row {
	var starts, ends int64
	var doc string
	return row{[]any{(*int64)(&s.Event), (*int64)(&s.ID), (*string)(&s.State), &starts, &ends, &doc}, func() error {
		s.Starts, s.Ends = db.Time(starts), db.Time(ends)
		return json.Unmarshal([]byte(doc), &s.Topic)
	}}
}

func sessionIn(tx *db.Tx, e EventID, id SessionID) (Session, error) {
	s, err := db.One(tx, scanSession, "SELECT "+sessionColumns+" FROM assembly_sessions WHERE event_id = $1 AND session_id = $2", int64(e), int64(id))
	return s, none(err)
}

// Sessions lists the agenda of an event by time; it is bounded.
func (s *Service) Sessions(ctx context.Context, e EventID) (list []Session, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = sessionsIn(tx, e)
		return err
	})
	return list, err
}

func sessionsIn(tx *db.Tx, e EventID) ([]Session, error) {
	return db.List(tx, scanSession, "SELECT "+sessionColumns+" FROM assembly_sessions WHERE event_id = $1 ORDER BY starts, session_id LIMIT $2", int64(e), maxSessions)
}

func (s Session) insert(tx *db.Tx) error {
	_, err := tx.Exec("INSERT INTO assembly_sessions ("+sessionColumns+") VALUES "+db.Places(1, 6),
		int64(s.Event), int64(s.ID), string(s.State), db.Micro(s.Starts), db.Micro(s.Ends), text(s.Topic))
	return err
}

// reword keeps what hosts wrote about a session.
func (s Session) reword(tx *db.Tx) error {
	_, err := tx.Exec("UPDATE assembly_sessions SET doc = $3 WHERE event_id = $1 AND session_id = $2", int64(s.Event), int64(s.ID), text(s.Topic))
	return err
}

// Session finds a session of an event.
func (s *Service) Session(ctx context.Context, e EventID, id SessionID) (out Session, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out, err = sessionIn(tx, e, id)
		return err
	})
	return out, err
}

// Schedule puts a session on the agenda, or changes the one with its ID.
func (s *Service) Schedule(ctx context.Context, by identity.Actor, in Session) (Session, error) {
	in.Starts, in.Ends = in.Starts.UTC().Truncate(time.Microsecond), in.Ends.UTC().Truncate(time.Microsecond)
	out := in
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		out = in
		e, err := hosted(tx, by, in.Event)
		if err != nil {
			return err
		}
		if err := in.check(e); err != nil {
			return err
		}
		if err := known(tx, e.ID, in.Speakers); err != nil {
			return err
		}
		if in.ID != 0 {
			was, err := sessionIn(tx, e.ID, in.ID)
			if err != nil {
				return err
			}
			out.State, out.Replay, out.Series = was.State, was.Replay, was.Series
			_, err = tx.Exec("UPDATE assembly_sessions SET starts = $3, ends = $4, doc = $5 WHERE event_id = $1 AND session_id = $2",
				int64(e.ID), int64(in.ID), db.Micro(in.Starts), db.Micro(in.Ends), text(out.Topic))
			if err == nil && out.Series != 0 && e.State == Published && !was.Starts.Equal(out.Starts) {
				err = e.remindSession(tx, out)
			}
			return e.turned(tx, err)
		}
		var have int64
		if err := tx.Row("SELECT COUNT(*) FROM assembly_sessions WHERE event_id = $1", []any{int64(e.ID)}, &have); err != nil {
			return err
		}
		if have >= maxSessions {
			return fault.Field("title", "fault.at_most", "max", int64(maxSessions))
		}
		out.ID, out.State, out.Series = SessionID(tx.ID()), Planned, 0
		return e.turned(tx, out.insert(tx))
	})
	return out, err
}

// Strike takes a session that has not begun off the agenda.
func (s *Service) Strike(ctx context.Context, by identity.Actor, e EventID, id SessionID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		held, err := hosted(tx, by, e)
		if err != nil {
			return err
		}
		n, err := tx.Exec("DELETE FROM assembly_sessions WHERE event_id = $1 AND session_id = $2 AND state = 'planned'", int64(e), int64(id))
		if err == nil && n == 0 {
			return errStale
		}
		if err == nil { // of a series that began with it the others stay
			_, err = tx.Exec("DELETE FROM assembly_series WHERE event_id = $1 AND session_id = $2", int64(e), int64(id))
		}
		if err == nil {
			err = strikeDecks(tx, held, id)
		}
		return held.turned(tx, err)
	})
}

// strikeDecks takes the slides of a session away that is taken away, and lets their
// files and those that it handed out go.
func strikeDecks(tx *db.Tx, held Event, id SessionID) error {
	if _, err := tx.Exec("DELETE FROM assembly_slides WHERE event_id = $1 AND deck_id IN (SELECT deck_id FROM assembly_decks WHERE event_id = $1 AND session_id = $2)", int64(held.ID), int64(id)); err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM assembly_decks WHERE event_id = $1 AND session_id = $2", int64(held.ID), int64(id)); err != nil {
		return err
	}
	return leaveAll(tx, held, id)
}

// Begin makes a session live, End puts it over. Only who runs the event or
// moderates it may.
func (s *Service) Begin(ctx context.Context, at Seated) error { return s.step(ctx, at, Planned, Live) }

// End puts a live session over.
func (s *Service) End(ctx context.Context, at Seated) error { return s.step(ctx, at, Live, Over) }

func (s *Service) step(ctx context.Context, at Seated, from, to SessionState) error {
	if !at.Moderates() {
		return errNotMe
	}
	if to == Over {
		if err := s.knowReactions(ctx, at.Event.ID, at.Session.ID); err != nil {
			return err
		}
	}
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		n, err := tx.Exec("UPDATE assembly_sessions SET state = $3 WHERE event_id = $1 AND session_id = $2 AND state = $4",
			int64(at.Event.ID), int64(at.Session.ID), string(to), string(from))
		if err == nil && n == 0 {
			err = errStale
		}
		if err == nil && to == Live {
			err = at.roll(tx)
		} else if err == nil {
			err = s.wrap(tx, at)
		}
		if err == nil && to == Over {
			err = s.reactions.keep(tx, at)
		}
		if err == nil && to == Over {
			err = at.leaveGroups(tx)
		}
		if err == nil && to == Over {
			err = event.Append(tx, at.Event.Host, SessionOver, int64(at.Session.ID), OfEvent{at.Event.ID})
		}
		return Told{What: "state"}, err
	})
}

func (s Session) check(e Event) error {
	var bad fault.Fields
	if s.Title.Empty() {
		bad.Add("title", "fault.required")
	}
	texts(&bad, "title", s.Title, maxTitle)
	texts(&bad, "about", s.About, maxAbout)
	long(&bad, "track", s.Track, maxName)
	switch {
	case s.Starts.IsZero():
		bad.Add("starts", "fault.required")
	case s.Starts.Before(e.Starts) || s.Starts.After(e.Ends):
		bad.Add("starts", "fault.session_outside")
	}
	switch {
	case s.Ends.IsZero():
		bad.Add("ends", "fault.required")
	case !s.Ends.After(s.Starts) || s.Ends.After(e.Ends):
		bad.Add("ends", "fault.session_outside")
	}
	if s.Slow < 0 || s.Slow > maxSlow {
		bad.Add("slow", "fault.at_most", "max", int64(maxSlow))
	}
	return bad.Err()
}

// known proves that an event has its session's speakers.
func known(tx *db.Tx, e EventID, ids []SpeakerID) error {
	list, err := speakersIn(tx, e)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if !slices.ContainsFunc(list, func(s Speaker) bool { return s.ID == id }) {
			return fault.Field("speakers", "fault.choice")
		}
	}
	return nil
}
