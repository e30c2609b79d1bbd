package assembly

import (
	"context"
	"encoding/json"
	"time"

	"agora/audit"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

const eventColumns = "event_id, host, state, starts, ends, capacity, admitted, waiting, revision, doc"

func scanEvent(scan db.Scan) (e Event, err error) { return e, read(scan, e.row()) }

func (e *Event) row() row {
	var starts, ends int64
	var doc string
	return row{[]any{(*int64)(&e.ID), (*int64)(&e.Host), (*string)(&e.State), &starts, &ends, &e.Capacity, &e.Admitted, &e.Waiting, &e.Revision, &doc}, func() error {
		e.Starts, e.Ends = db.Time(starts), db.Time(ends)
		return json.Unmarshal([]byte(doc), &e.Plan)
	}}
}

func eventIn(tx *db.Tx, id EventID) (Event, error) {
	e, err := db.One(tx, scanEvent, "SELECT "+eventColumns+" FROM assembly_events WHERE event_id = $1", int64(id))
	return e, none(err)
}

// hosted reads an event that the actor runs; others are told that it is not there.
func hosted(tx *db.Tx, by identity.Actor, id EventID) (Event, error) {
	e, err := eventIn(tx, id)
	if err == nil && !Hosts(by, e.Host) {
		err = errNone
	}
	return e, err
}

// Event finds an event: a draft for its hosts only.
func (s *Service) Event(ctx context.Context, by identity.Actor, id EventID) (e Event, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		e, err = eventIn(tx, id)
		return err
	})
	if err == nil && e.State == Draft && !Hosts(by, e.Host) {
		err = errNone
	}
	return e, err
}

// Coming lists events that everybody finds and that are not over, the next first,
// after the one that ends at after with the id of it.
func (s *Service) Coming(ctx context.Context, now time.Time, after Event) (list []Event, err error) {
	from, id := db.Micro(now), int64(0)
	if after.ID != 0 {
		from, id = db.Micro(after.Ends), int64(after.ID)
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanEvent, "SELECT "+eventColumns+` FROM assembly_events WHERE listed = 1 AND (ends, event_id) > ($1, $2)
			ORDER BY ends, event_id LIMIT $3`, from, id, PageSize+1)
		return err
	})
	return list, err
}

// Held lists the events of a host that the actor runs, the newest first, from
// before an id; 0 for the newest.
func (s *Service) Held(ctx context.Context, by identity.Actor, host db.ShopID, before EventID) (list []Event, err error) {
	if !Hosts(by, host) {
		return nil, errNotMe
	}
	if before == 0 {
		before = 1<<63 - 1
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanEvent, "SELECT "+eventColumns+" FROM assembly_events WHERE host = $1 AND event_id < $2 ORDER BY event_id DESC LIMIT $3",
			int64(host), int64(before), PageSize+1)
		return err
	})
	return list, err
}

// turned raises the revision of an event whose agenda changed after people saw it,
// unless there was a fault: their calendars take the newer one.
func (e Event) turned(tx *db.Tx, err error) error {
	if err == nil && e.State == Published {
		_, err = tx.Exec("UPDATE assembly_events SET revision = revision + 1 WHERE event_id = $1", int64(e.ID))
	}
	return err
}

// Save writes an event down: a new one as a draft of its host, or a change of the
// one with its ID, whose Revision must be the one that was read.
func (s *Service) Save(ctx context.Context, by identity.Actor, e Event) (Event, error) {
	if !Hosts(by, e.Host) {
		return e, errNotMe
	}
	e.Starts, e.Ends = e.Starts.UTC().Truncate(time.Microsecond), e.Ends.UTC().Truncate(time.Microsecond)
	if err := e.check(); err != nil {
		return e, err
	}
	e.Organisations = e.Invited()
	out := e
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		out = e
		if e.ID == 0 {
			out.ID, out.State, out.Revision = EventID(tx.ID()), Draft, 1
			_, err := tx.Exec("INSERT INTO assembly_events (event_id, host, state, listed, starts, ends, capacity, admitted, waiting, revision, doc) VALUES "+db.Places(1, 11),
				int64(out.ID), int64(e.Host), string(Draft), int64(0), db.Micro(e.Starts), db.Micro(e.Ends), e.Capacity, int64(0), int64(0), int64(1), text(e.Plan))
			if err != nil {
				return err
			}
			return out.note(tx, by, "event.made")
		}
		was, err := hosted(tx, by, e.ID)
		if err != nil {
			return err
		}
		if was.Revision != e.Revision {
			return errStale
		}
		var outside int64
		if err := tx.Row("SELECT COUNT(*) FROM assembly_sessions WHERE event_id = $1 AND (starts < $2 OR ends > $3)",
			[]any{int64(e.ID), db.Micro(e.Starts), db.Micro(e.Ends)}, &outside); err != nil {
			return err
		}
		if outside > 0 {
			return fault.Field("ends", "fault.sessions_outside")
		}
		out.Host, out.State, out.Admitted, out.Waiting, out.Revision = was.Host, was.State, was.Admitted, was.Waiting, was.Revision+1
		if err := out.keep(tx); err != nil {
			return err
		}
		if err := admitWaiting(tx, &out); err != nil { // there may be more seats now
			return err
		}
		if out.State == Published && db.Micro(out.Starts) != db.Micro(was.Starts) {
			if err := out.remind(tx); err != nil {
				return err
			}
		}
		return out.note(tx, by, "event.changed")
	})
	return out, err
}

// Publish opens an event to people, Cancel calls it off; both are final, but that
// a cancelled event can be published again.
func (s *Service) Publish(ctx context.Context, by identity.Actor, id EventID) error {
	return s.move(ctx, by, id, Published)
}

// Cancel calls an event off; those who registered are told.
func (s *Service) Cancel(ctx context.Context, by identity.Actor, id EventID) error {
	return s.move(ctx, by, id, Cancelled)
}

func (s *Service) move(ctx context.Context, by identity.Actor, id EventID, to EventState) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		e, err := hosted(tx, by, id)
		if err != nil || e.State == to {
			return err
		}
		if to == Cancelled && e.State == Draft {
			return errStale
		}
		e.State = to
		e.Revision++
		if err := e.keep(tx); err != nil {
			return err
		}
		if err := event.Append(tx, e.Host, event.Kind("assembly."+string(to)), int64(e.ID), Calling{What: Call(to), Mark: e.Revision}); err != nil {
			return err
		}
		if to == Published {
			if err := e.remind(tx); err != nil {
				return err
			}
		}
		return e.note(tx, by, "event."+string(to))
	})
}

// keep writes what hosts may change; the counts of seats are not theirs.
func (e Event) keep(tx *db.Tx) error {
	listed := int64(0)
	if e.Listed && e.State == Published {
		listed = 1
	}
	_, err := tx.Exec("UPDATE assembly_events SET state = $2, listed = $3, starts = $4, ends = $5, capacity = $6, revision = $7, doc = $8 WHERE event_id = $1",
		int64(e.ID), string(e.State), listed, db.Micro(e.Starts), db.Micro(e.Ends), e.Capacity, e.Revision, text(e.Plan))
	return err
}

func (e Event) note(tx *db.Tx, by identity.Actor, action string) error {
	return audit.Note(tx, by, e.Host, action, "assembly:"+number(int64(e.ID)), nil)
}
