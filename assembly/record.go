package assembly

import (
	"context"
	"time"

	"agora/audit"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// RecordingState is how far the recording of a session is.
type RecordingState string

// States of a recording. "" is that of a session without one.
const (
	Rolling RecordingState = "on"      // what is sent is taken down
	Paused  RecordingState = "paused"  // by who moderates
	Done    RecordingState = "done"    // the session is over
	Dropped RecordingState = "dropped" // its files are gone, or going
)

// Recording is what is taken down of a session: kept for a replay, or only passed
// on to those who watch the stream. Its pieces lie in a row on one clock, from
// which the time is left out in which nothing was taken down.
type Recording struct {
	Event   EventID
	Session SessionID
	State   RecordingState
	Keeps   bool          // for a replay; else each piece is dropped after a minute
	Began   time.Time     //
	Until   time.Time     // when it was paused, went on or ended last; zero before
	Pieces  int64         // so many there were, numbered from 1
	Bytes   int64         // of their files
	Length  time.Duration // of all
}

// Watched reports whether people in the room are taken down, now or as soon as it
// goes on.
func (r RecordingState) Watched() bool { return r == Rolling || r == Paused }

// Taped reports whether what happens in the sessions of an event is taken down.
func (p Plan) Taped() bool { return p.Record || p.Broadcast }

var errNoRecording = fault.New(fault.NotFound, "fault.recording_none")

const recordingColumns = "event_id, session_id, state, keeps, began, until, pieces, bytes, length"

func scanRecording(scan db.Scan) (r Recording, err error) { return r, read(scan, r.row()) }

func (r *Recording) row() row {
	var keeps, began, until, length int64
	return row{[]any{(*int64)(&r.Event), (*int64)(&r.Session), (*string)(&r.State), &keeps, &began, &until, &r.Pieces, &r.Bytes, &length}, func() error {
		r.Keeps, r.Began, r.Length = keeps == 1, db.Time(began), duration(length)
		if until > 0 {
			r.Until = db.Time(until)
		}
		return nil
	}}
}

func recordingIn(tx *db.Tx, e EventID, id SessionID) (Recording, error) {
	r, err := db.One(tx, scanRecording, "SELECT "+recordingColumns+" FROM assembly_recordings WHERE event_id = $1 AND session_id = $2", int64(e), int64(id))
	if fault.Is(none(err), fault.NotFound) {
		err = errNoRecording
	}
	return r, err
}

// Recording finds the recording of a session.
func (s *Service) Recording(ctx context.Context, e EventID, id SessionID) (r Recording, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err = recordingIn(tx, e, id)
		return err
	})
	return r, err
}

// Taping is a recording that runs now, with the channels that it has.
type Taping struct {
	Recording
	Channels []string
}

// maxTapings bounds how many sessions one node records at once.
const maxTapings = 200

// OpenRecordings lists what is taken down now, for the program that does it.
func (s *Service) OpenRecordings(ctx context.Context) (list []Taping, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, func(scan db.Scan) (t Taping, err error) {
			var e Event
			err = read(scan, t.row(), e.row())
			t.Channels = e.Channels()
			return t, err
		}, "SELECT "+of("r", recordingColumns)+", "+of("e", eventColumns)+` FROM assembly_recordings r JOIN assembly_events e ON e.event_id = r.event_id
			WHERE r.state = 'on' ORDER BY r.event_id, r.session_id LIMIT $1`, maxTapings)
		return err
	})
	return list, err
}

// roll begins the recording of a session that becomes live, where its event wants
// one.
func (at Seated) roll(tx *db.Tx) error {
	e, err := eventIn(tx, at.Event.ID)
	if err != nil || !e.Taped() {
		return err
	}
	keeps := int64(0)
	if e.Record {
		keeps = 1
	}
	_, err = tx.Exec("INSERT INTO assembly_recordings ("+recordingColumns+") VALUES "+db.Places(1, 9)+" ON CONFLICT DO NOTHING",
		int64(e.ID), int64(at.Session.ID), string(Rolling), keeps, db.Micro(tx.Now), int64(0), int64(0), int64(0), int64(0))
	return err
}

// wrap ends the recording of a session that is over. One of which something is
// kept can be looked at from then on.
func (s *Service) wrap(tx *db.Tx, at Seated) error {
	r, err := recordingIn(tx, at.Event.ID, at.Session.ID)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	until := db.Micro(tx.Now)
	if r.State == Paused { // nothing of what came after
		until = db.Micro(r.Until)
	}
	if err := r.become(tx, Done, until); err != nil {
		return err
	}
	s.onAir(tx, r.Session, func(a *Air) { a.State, a.Until = Done, db.Time(until) })
	if !r.Keeps || r.Pieces == 0 {
		return nil
	}
	return r.replayed(tx, true)
}

// become moves a recording on.
func (r Recording) become(tx *db.Tx, to RecordingState, until int64) error {
	n, err := tx.Exec("UPDATE assembly_recordings SET state = $3, until = $4 WHERE event_id = $1 AND session_id = $2 AND state = $5",
		int64(r.Event), int64(r.Session), string(to), until, string(r.State))
	if err == nil && n == 0 {
		err = errStale
	}
	return err
}

// replayed notes on the agenda that a session can be looked at, or no longer.
func (r Recording) replayed(tx *db.Tx, can bool) error {
	s, err := sessionIn(tx, r.Event, r.Session)
	if err != nil || s.Replay == can {
		return err
	}
	s.Replay = can
	_, err = tx.Exec("UPDATE assembly_sessions SET doc = $3 WHERE event_id = $1 AND session_id = $2", int64(s.Event), int64(s.ID), text(s.Topic))
	return err
}

// Pause stops the recording of a session that runs, and Resume goes on with it; who
// moderates may. What was said between is nowhere.
func (s *Service) Pause(ctx context.Context, at Seated) error {
	return s.reel(ctx, at, Rolling, Paused)
}

// Resume goes on with a recording.
func (s *Service) Resume(ctx context.Context, at Seated) error {
	return s.reel(ctx, at, Paused, Rolling)
}

func (s *Service) reel(ctx context.Context, at Seated, from, to RecordingState) error {
	if !at.Moderates() {
		return errNotMe
	}
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		told := Told{What: "recording"}
		r, err := recordingIn(tx, at.Event.ID, at.Session.ID)
		if err == nil && r.State != from {
			err = errStale
		}
		if err != nil {
			return told, err
		}
		if err := r.become(tx, to, db.Micro(tx.Now)); err != nil {
			return told, err
		}
		s.onAir(tx, r.Session, func(a *Air) { a.State = to })
		return told, nil
	})
}

// AgreeToBeRecorded notes that a person agrees to be taken down when she speaks or
// shows herself. Without it she only hears.
func (s *Service) AgreeToBeRecorded(ctx context.Context, at Seated) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("INSERT INTO assembly_recorded (event_id, session_id, seat_id, agreed) VALUES "+db.Places(1, 4)+" ON CONFLICT DO NOTHING",
			int64(at.Event.ID), int64(at.Session.ID), int64(at.Seat.ID), db.Micro(tx.Now))
		return err
	})
}

// Drop takes a recording that is done away, its files too; who runs the event may,
// and the node itself.
func (s *Service) Drop(ctx context.Context, by identity.Actor, e EventID, id SessionID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		held, err := hosted(tx, by, e)
		if err != nil {
			return err
		}
		r, err := recordingIn(tx, e, id)
		if err != nil || r.State == Dropped {
			return err
		}
		if r.State != Done {
			return errStale
		}
		if err := s.drop(tx, held, r); err != nil {
			return err
		}
		return audit.Note(tx, by, held.Host, "recording.dropped", "assembly:"+number(int64(e)), map[string]int64{"session": int64(id)})
	})
}
