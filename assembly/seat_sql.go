package assembly

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

const seatColumns = "event_id, seat_id, person_id, email, state, role, agreed, ticket, group_id, order_id, until, cart, doc"

// SeatMoved is the body of the events seat.admitted, seat.waiting and seat.again.
type SeatMoved struct {
	Event EventID `json:"event"`
}

func scanSeat(scan db.Scan) (s Seat, err error) { return s, read(scan, s.row()) }

func (s *Seat) row() row {
	var agreed, until int64
	var doc string
	return row{[]any{(*int64)(&s.Event), (*int64)(&s.ID), (*int64)(&s.Person), &s.Email, (*string)(&s.State), (*string)(&s.Role), &agreed,
		(*int64)(&s.Ticket), &s.Group, &s.Order, &until, &s.Cart, &doc}, func() error {
		s.Agreed, s.Until = db.Time(agreed), db.Time(until)
		return json.Unmarshal([]byte(doc), &s.Badge)
	}}
}

func seatIn(tx *db.Tx, e EventID, where string, arg any) (Seat, error) {
	s, err := db.One(tx, scanSeat, "SELECT "+seatColumns+" FROM assembly_seats WHERE event_id = $1 AND "+where+" = $2", int64(e), arg)
	return s, none(err)
}

func (s Seat) insert(tx *db.Tx) error {
	_, err := tx.Exec("INSERT INTO assembly_seats ("+seatColumns+") VALUES "+db.Places(1, 13), int64(s.Event), int64(s.ID), int64(s.Person),
		s.Email, string(s.State), string(s.Role), db.Micro(s.Agreed), int64(s.Ticket), s.Group, s.Order, db.Micro(s.Until), s.Cart, text(s.Badge))
	return err
}

func (s Seat) keep(tx *db.Tx) error {
	_, err := tx.Exec(`UPDATE assembly_seats SET person_id = $3, state = $4, role = $5, agreed = $6, doc = $7, ticket = $8, group_id = $9, order_id = $10, until = $11, cart = $12
		WHERE event_id = $1 AND seat_id = $2`, int64(s.Event), int64(s.ID), int64(s.Person), string(s.State), string(s.Role), db.Micro(s.Agreed), text(s.Badge),
		int64(s.Ticket), s.Group, s.Order, db.Micro(s.Until), s.Cart)
	return err
}

// tell appends what became of a seat.
func (s Seat) tell(tx *db.Tx, host db.ShopID, what string) error {
	return event.Append(tx, host, event.Kind("seat."+what), int64(s.ID), SeatMoved{s.Event})
}

// Register takes a seat for an applicant, or puts her on the list of those who
// wait. Where the address has a seat already, fresh is false, and its link is sent
// there again: who knows an address only does not get in with it.
func (s *Service) Register(ctx context.Context, by identity.Actor, id EventID, a Applicant) (seat Seat, fresh bool, err error) {
	if a, err = a.checked(); err != nil {
		return seat, false, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		e, err := eventIn(tx, id)
		if err != nil {
			return err
		}
		if !e.Live(tx.Now) {
			return fault.New(fault.Conflict, "fault.event_closed")
		}
		t, err := e.choose(tx, a.Ticket)
		if err != nil {
			return err
		}
		seat, fresh, err = e.seat(tx, by.Person, a, t)
		return err
	})
	return seat, fresh, err
}

// seat gives an applicant a seat of an event, or the one she has.
func (e *Event) seat(tx *db.Tx, person identity.PersonID, a Applicant, t Ticket) (seat Seat, fresh bool, err error) {
	switch seat, err = seatIn(tx, e.ID, "email", a.Email); {
	case err == nil && seat.State != Left:
		return seat, false, seat.again(tx, e.Host)
	case err == nil: // came back: with what was hers, at the end of those who wait
		id := seat.ID
		seat = a.seat(e.ID, person).with(t)
		seat.ID = id
	case errors.Is(err, errNone):
		seat = a.seat(e.ID, person).with(t)
	default:
		return seat, false, err
	}
	seat, err = e.place(tx, seat, !t.Free())
	return seat, err == nil, err
}

// seat is that of an applicant, before she has one.
func (a Applicant) seat(e EventID, person identity.PersonID) Seat {
	return Seat{Event: e, Person: person, Email: a.Email, Role: Attendee, Badge: Badge{Name: a.Name, Country: a.Country, Lang: a.Lang}}
}

// with gives a seat its ticket.
func (s Seat) with(t Ticket) Seat {
	if s.Ticket = t.ID; t.Role != "" {
		s.Role = t.Role
	}
	return s
}

// place gives a seat to who has none now, or a place at the end of those who wait.
// One that has to be paid is held for a while. Who had one before keeps its number,
// and with it her one vote and ballot.
func (e *Event) place(tx *db.Tx, seat Seat, pays bool) (Seat, error) {
	known := seat.ID != 0
	if !known {
		seat.ID = SeatID(tx.ID())
	}
	seat.State, seat.Agreed = Waiting, tx.Now
	ok, err := e.take(tx, seat.Ticket)
	switch {
	case err != nil:
		return seat, err
	case ok && pays:
		err = seat.hold(tx, e, holdAtOnce)
	case ok:
		seat.State = Admitted
	default:
		err = e.count(tx, 0, 1)
	}
	if err != nil {
		return seat, err
	}
	write := seat.insert
	if known {
		write = seat.keep
	}
	if err := write(tx); err != nil {
		return seat, err
	}
	return seat, seat.tell(tx, e.Host, string(seat.State))
}

// take takes one seat of an event, and its ticket; false when there is none.
func (e *Event) take(tx *db.Tx, t TicketID) (bool, error) {
	if ok, err := takeKind(tx, e.ID, t); err != nil || !ok {
		return false, err
	}
	n, err := tx.Exec("UPDATE assembly_events SET admitted = admitted + 1 WHERE event_id = $1 AND (capacity = 0 OR admitted < capacity)", int64(e.ID))
	if n > 0 {
		e.Admitted++
	} else if err == nil {
		err = freeKind(tx, e.ID, t)
	}
	return n > 0, err
}

// count changes how many have a seat and how many wait.
func (e *Event) count(tx *db.Tx, admitted, waiting int64) error {
	e.Admitted += admitted
	e.Waiting += waiting
	_, err := tx.Exec("UPDATE assembly_events SET admitted = admitted + $2, waiting = waiting + $3 WHERE event_id = $1", int64(e.ID), admitted, waiting)
	return err
}

// admitWaiting gives free seats to those who wait longest, of whose ticket there are
// some.
func admitWaiting(tx *db.Tx, e *Event) error {
	for e.Waiting > 0 && !e.Full() {
		next, err := db.One(tx, scanSeat, "SELECT "+seatColumns+` FROM assembly_seats s WHERE event_id = $1 AND state = 'waiting' AND (ticket = 0
			OR EXISTS (SELECT 1 FROM assembly_tickets k WHERE k.event_id = s.event_id AND k.ticket_id = s.ticket AND (k.most = 0 OR k.taken < k.most)))
			ORDER BY agreed, seat_id LIMIT 1`, int64(e.ID))
		if errors.Is(err, db.ErrNone) {
			return nil
		}
		if err == nil {
			err = e.admit(tx, next)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// admit gives a seat to who waited; one of a price is held until it is paid.
func (e *Event) admit(tx *db.Tx, next Seat) error {
	next.State = Admitted
	if next.Ticket != 0 {
		t, err := ticketIn(tx, e.ID, next.Ticket)
		if err == nil {
			_, err = takeKind(tx, e.ID, t.ID)
		}
		if err == nil && !t.Free() {
			err = next.hold(tx, e, holdWaiting)
		}
		if err != nil {
			return err
		}
	}
	if err := next.keep(tx); err != nil {
		return err
	}
	if err := e.count(tx, 1, -1); err != nil {
		return err
	}
	return next.tell(tx, e.Host, string(next.State))
}

// Leave gives a seat back; the longest waiting gets it. What was paid goes back
// where the event's rule says so.
func (s *Service) Leave(ctx context.Context, by identity.Actor, id EventID, seat SeatID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := seatOf(tx, by, id, seat)
		if err != nil || at.Seat.State == Left {
			return err
		}
		if at.Seat.State == Unpaid || at.Event.Refunds(tx.Now) {
			if err := at.Seat.returned(tx, &at.Event); err != nil {
				return err
			}
		}
		return at.Event.free(tx, at.Seat)
	})
}

// free ends a seat.
func (e *Event) free(tx *db.Tx, seat Seat) error {
	admitted, waiting := int64(-1), int64(0)
	if seat.State == Waiting {
		admitted, waiting = 0, -1
	} else if err := freeKind(tx, e.ID, seat.Ticket); err != nil {
		return err
	}
	seat.State = Left
	if err := seat.keep(tx); err != nil {
		return err
	}
	if err := e.count(tx, admitted, waiting); err != nil {
		return err
	}
	return admitWaiting(tx, e)
}

// Appoint gives a seat another role, and interpreters and captioners their
// channel.
func (s *Service) Appoint(ctx context.Context, by identity.Actor, id EventID, seat SeatID, role Role, channel string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		e, err := hosted(tx, by, id)
		if err != nil {
			return err
		}
		was, err := seatIn(tx, id, "seat_id", int64(seat))
		if err != nil {
			return err
		}
		was.Role, was.Channel = role, channel
		if err := was.fits(e); err != nil {
			return err
		}
		if err := was.keep(tx); err != nil {
			return err
		}
		return e.note(tx, by, "seat."+string(role))
	})
}

// PutOut ends the seat of who must not be there.
func (s *Service) PutOut(ctx context.Context, by identity.Actor, id EventID, seat SeatID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		e, err := hosted(tx, by, id)
		if err != nil {
			return err
		}
		was, err := seatIn(tx, id, "seat_id", int64(seat))
		if err != nil || was.State == Left {
			return err
		}
		if err := was.returned(tx, &e); err != nil {
			return err
		}
		if err := e.free(tx, was); err != nil {
			return err
		}
		return e.note(tx, by, "seat.put_out")
	})
}

// Seats lists who registered for an event, the first first, after a seat; 0 for
// the beginning.
func (s *Service) Seats(ctx context.Context, by identity.Actor, id EventID, after SeatID) (list []Seat, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := hosted(tx, by, id); err != nil {
			return err
		}
		list, err = db.List(tx, scanSeat, "SELECT "+seatColumns+" FROM assembly_seats WHERE event_id = $1 AND seat_id > $2 ORDER BY seat_id LIMIT $3",
			int64(id), int64(after), PageSize+1)
		return err
	})
	return list, err
}

// Mine gives the seat of a person in an event; fault.NotFound for none.
func (s *Service) Mine(ctx context.Context, by identity.Actor, id EventID) (seat Seat, err error) {
	if !by.SignedIn() {
		return seat, errNone
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		seat, err = mine(tx, by, id)
		return err
	})
	return seat, err
}

func mine(tx *db.Tx, by identity.Actor, id EventID) (Seat, error) {
	seat, err := db.One(tx, scanSeat, "SELECT "+seatColumns+" FROM assembly_seats WHERE person_id = $1 AND event_id = $2 AND state <> 'left' ORDER BY seat_id LIMIT 1",
		int64(by.Person), int64(id))
	return seat, none(err)
}

// TakeHostSeat gives a seat to who runs an event, beside its capacity.
func (s *Service) TakeHostSeat(ctx context.Context, by identity.Actor, id EventID) (seat Seat, err error) {
	if !by.SignedIn() {
		return seat, errNotMe
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := hosted(tx, by, id); err != nil {
			return err
		}
		switch seat, err = mine(tx, by, id); {
		case err == nil:
			seat.Role, seat.Channel = HostRole, ""
			return seat.keep(tx)
		case !errors.Is(err, errNone):
			return err
		}
		seat = Seat{ID: SeatID(tx.ID()), Event: id, Person: by.Person, Email: by.String(), State: Admitted, Role: HostRole, Agreed: tx.Now,
			Badge: Badge{Name: by.Name, Country: string(by.Country), Lang: by.Lang}}
		if err := seat.insert(tx); err != nil {
			return err
		}
		e := Event{ID: id}
		return e.count(tx, 1, 0) // so that leaving gives back what was taken
	})
	return seat, err
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
