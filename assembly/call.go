package assembly

import (
	"context"
	"errors"
	"time"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// Call is a word that goes to everybody who has a seat.
type Call string

// Calls. All but the first go to who is admitted only.
const (
	CallCancelled Call = "cancelled" // it does not take place
	CallDay       Call = "day"       // it begins in 24 hours
	CallSoon      Call = "soon"      // it begins in 15 minutes
)

// CallDue is the kind of the event that is due when people are to be reminded.
const CallDue event.Kind = "assembly.due"

// ahead is how long before an event a reminder goes.
func (c Call) ahead() time.Duration {
	if c == CallDay {
		return 24 * time.Hour
	}
	return 15 * time.Minute
}

// Calling is the body of the events assembly.cancelled and assembly.due.
type Calling struct {
	What    Call      `json:"what"`
	Mark    int64     `json:"mark"`              // when it begins, as it was then, or the event's revision
	Session SessionID `json:"session,omitempty"` // of a series; 0 for the event
}

// SeatCalled is the body of the events seat.cancelled, seat.day and seat.soon.
type SeatCalled struct {
	Event EventID `json:"event"`
	Calling
}

// remind plans the reminders of a published event, or of each session of a series.
// Those of a time from which it was moved come to nothing.
func (e Event) remind(tx *db.Tx) error {
	serial, err := e.serial(tx)
	if err != nil {
		return err
	}
	if !serial {
		return e.remindAt(tx, e.Starts, 0)
	}
	list, err := sessionsIn(tx, e.ID)
	for _, s := range list {
		if err == nil && s.Series != 0 && s.State == Planned {
			err = e.remindSession(tx, s)
		}
	}
	return err
}

func (e Event) remindSession(tx *db.Tx, s Session) error { return e.remindAt(tx, s.Starts, s.ID) }

func (e Event) remindAt(tx *db.Tx, starts time.Time, s SessionID) error {
	for _, what := range []Call{CallDay, CallSoon} {
		due := starts.Add(-what.ahead())
		if !due.After(tx.Now) {
			continue // who registers now is told when it is
		}
		if err := event.AppendDue(tx, e.Host, CallDue, int64(e.ID), due, Calling{What: what, Mark: db.Micro(starts), Session: s}); err != nil {
			return err
		}
	}
	return nil
}

// still reports whether a call is true of an event, and gives the session that it
// is about. A reminder that was held up is not, when the next one went or what it
// is of is over.
func (c Calling) still(tx *db.Tx, e Event) (s Session, ok bool, err error) {
	starts, live := e.Starts, e.Live(tx.Now)
	switch {
	case c.What == CallCancelled:
		return s, e.State == Cancelled, nil
	case c.Session != 0:
		if s, err = sessionIn(tx, e.ID, c.Session); errors.Is(err, errNone) { // it was taken off
			return s, false, nil
		}
		starts, live = s.Starts, live && s.State == Planned && tx.Now.Before(s.Ends)
	default:
		var serial bool
		serial, err = e.serial(tx)
		live = live && !serial
	}
	if err != nil || !live || db.Micro(starts) != c.Mark {
		return s, false, err
	}
	return s, c.What == CallSoon || tx.Now.Before(starts.Add(-CallSoon.ahead())), nil
}

// to reports whether a call goes to a seat.
func (c Calling) to(s Seat) bool {
	return s.State == Admitted || c.What == CallCancelled && (s.State == Waiting || s.State == Unpaid)
}

// CallSeats notes for every seat of an event that it is to be told something, a
// page in a transaction. What was noted twice is told once: see SeatCalled.Key.
func (s *Service) CallSeats(ctx context.Context, id EventID, c Calling) error {
	for after := SeatID(0); ; {
		last := after
		err := s.db.Write(ctx, func(tx *db.Tx) error {
			last = after
			e, err := eventIn(tx, id)
			if err != nil {
				return err
			}
			if _, ok, err := c.still(tx, e); err != nil || !ok {
				return err
			}
			list, err := db.List(tx, scanSeat, "SELECT "+seatColumns+" FROM assembly_seats WHERE event_id = $1 AND seat_id > $2 ORDER BY seat_id LIMIT $3",
				int64(id), int64(after), PageSize)
			if err != nil {
				return err
			}
			for _, seat := range list {
				if last = seat.ID; !c.to(seat) {
					continue
				}
				if c.What == CallCancelled {
					if err := seat.returned(tx, &e); err != nil {
						return err
					}
				}
				if err := event.Append(tx, e.Host, event.Kind("seat."+string(c.What)), int64(seat.ID), SeatCalled{id, c}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || last == after {
			return err
		}
		after = last
	}
}

// Called gives a seat that is to be told something; ok is false when that is not
// true any more.
func (s *Service) Called(ctx context.Context, seat SeatID, c SeatCalled) (at Seated, ok bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if at, err = seatOf(tx, identity.System(), c.Event, seat); err != nil {
			return err
		}
		at.Session, ok, err = c.still(tx, at.Event)
		ok = ok && (c.to(at.Seat) || c.What == CallCancelled && at.Seat.Order != 0) // its money may be back before the mail goes
		return err
	})
	if fault.Is(err, fault.NotFound) { // she left and came back, with another seat
		err = nil
	}
	return at, ok, err
}

// Key names what a seat is told, the same for the same word.
func (c SeatCalled) Key(seat SeatID) string {
	return "seat " + string(c.What) + " " + number(int64(seat)) + " " + number(c.Mark)
}
