package assembly

import (
	"context"
	"sync"

	"agora/catalog"
	"agora/db"
	"agora/identity"
)

// Seated is a person who has proved that a seat is hers, in an event, and in the
// hall of a session when she went into one.
type Seated struct {
	Event   Event
	Seat    Seat
	Session Session
	OnTable catalog.ProductID // what the hall is shown now; 0 for nothing
	Offer   Offer             // that goes with it; zero for none
	Slide   Slide             // the page that it is shown
	Recorded
	Handed
	Grouped

	Speaking SeatID // in an interpreter's booth, where that was looked up; 0 for nobody
}

// Moderates reports whether she may hide, choose and steer.
func (at Seated) Moderates() bool { return at.Seat.Role == HostRole || at.Seat.Role == Moderator }

// seatOf reads a seat for who holds its link, or whose it is.
func seatOf(tx *db.Tx, by identity.Actor, id EventID, seat SeatID) (at Seated, err error) {
	if at.Event, err = eventIn(tx, id); err != nil {
		return at, err
	}
	if at.Seat, err = seatIn(tx, id, "seat_id", int64(seat)); err != nil {
		return at, err
	}
	return at, at.Seat.proved(by)
}

// proved wants that an actor holds the link of a seat, or that it is hers.
func (s Seat) proved(by identity.Actor) error {
	if by.Link != SeatPurpose+":"+number(int64(s.ID)) && (by.Person == 0 || by.Person != s.Person) && !by.System {
		return errNone
	}
	return nil
}

// Sit gives a seat to who holds its link, or whose it is: to look at her agenda,
// whatever its state.
func (s *Service) Sit(ctx context.Context, by identity.Actor, id EventID, seat SeatID) (at Seated, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		at, err = seatOf(tx, by, id, seat)
		return err
	})
	return at, err
}

// entrance finds event, seat and session at once: a hall is entered with
// everything that is done in it.
var entrance = "SELECT " + of("e", eventColumns) + ", " + of("s", seatColumns) + ", " + of("t", sessionColumns) + `,
		COALESCE((SELECT MAX(p.product_id) FROM assembly_pins p WHERE p.event_id = t.event_id AND p.session_id = t.session_id AND p.until = 0), 0),
		COALESCE((SELECT MAX(p.offer) FROM assembly_pins p WHERE p.event_id = t.event_id AND p.session_id = t.session_id AND p.until = 0), ''), ` + recordedColumns + `, ` + slideNow + `, t.handouts, e.handouts, ` + groupedColumns + `
	FROM assembly_events e JOIN assembly_seats s ON s.event_id = e.event_id JOIN assembly_sessions t ON t.event_id = e.event_id
	` + recordedJoins + slideJoin + groupedJoins + `
	WHERE e.event_id = $1 AND s.seat_id = $2 AND t.session_id = $3`

// Enter lets an admitted person into the hall of a session.
func (s *Service) Enter(ctx context.Context, by identity.Actor, id EventID, seat SeatID, session SessionID) (at Seated, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		at, err = db.One(tx, func(scan db.Scan) (at Seated, err error) {
			return at, read(scan, at.Event.row(), at.Seat.row(), at.Session.row(), one((*int64)(&at.OnTable)), at.Offer.row(), at.Recorded.row(), at.Slide.row(), at.Handed.row(), at.Grouped.row())
		}, entrance, int64(id), int64(seat), int64(session), db.Micro(tx.Now))
		return none(err)
	})
	if err == nil {
		err = at.Seat.proved(by)
	}
	if err == nil && (at.Seat.State != Admitted || at.Event.State != Published && !at.Moderates()) {
		err = errNotMe
	}
	return at, err
}

// Told is what those in a hall are told: that something changed, and which.
type Told struct {
	What string `json:"what"` // "state", "chat", "question", "poll", "caption", "hand", "slide", "deck", "handout", "group", "booth", "talk" (whose ID is that of the group)
	ID   int64  `json:"id,omitempty"`
}

// inHall writes something in a session, and tells the hall once it is on disk.
func (s *Service) inHall(ctx context.Context, at Seated, write func(*db.Tx) (Told, error)) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		told, err := write(tx)
		if err == nil {
			tx.AfterCommit(func() { s.halls.tell(at.Session.ID, told) })
		}
		return err
	})
}

// halls are those who listen, by session. What it holds is only who is connected
// to this process.
type halls struct {
	mu   sync.Mutex
	open map[SessionID]map[chan Told]struct{}
}

// backlog is how much a slow listener may miss before she is told to look anew.
const backlog = 32

// Listen gives what happens in a hall from now on, until ctx ends. Who is too slow
// to hear all hears Told{What: "all"}: that she should look at everything again.
func (s *Service) Listen(ctx context.Context, id SessionID) <-chan Told {
	c := make(chan Told, backlog)
	s.halls.mu.Lock()
	defer s.halls.mu.Unlock()
	if s.halls.open == nil {
		s.halls.open = map[SessionID]map[chan Told]struct{}{}
	}
	if s.halls.open[id] == nil {
		s.halls.open[id] = map[chan Told]struct{}{}
	}
	s.halls.open[id][c] = struct{}{}
	context.AfterFunc(ctx, func() { s.halls.leave(id, c) })
	return c
}

func (h *halls) leave(id SessionID, c chan Told) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.open[id], c)
	if len(h.open[id]) == 0 {
		delete(h.open, id)
	}
	close(c)
}

// Present counts who listens to a hall through this process.
func (s *Service) Present(id SessionID) int64 {
	s.halls.mu.Lock()
	defer s.halls.mu.Unlock()
	return int64(len(s.halls.open[id]))
}

func (h *halls) tell(id SessionID, t Told) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.open[id] {
		select {
		case c <- t:
		default: // she lags: the oldest makes room for one word that says so
			select {
			case <-c:
			default:
			}
			select {
			case c <- Told{What: "all"}:
			default:
			}
		}
	}
}
