package assembly

import (
	"context"
	"time"

	"agora/db"
)

// Booth is who interprets a session into a language: one of them is on, and the others
// listen until they take over.
type Booth struct {
	On      SeatID // 0 for nobody yet
	Since   time.Time
	Offered bool // who is on wants to hand over
	People  []Author
}

// maxBooth bounds how many interpret into one language.
const maxBooth = 20

// speaking is the seat that is on in the booth of an interpreter; 0 for nobody yet, and
// for who does not interpret.
func (at Seated) speaking(tx *db.Tx) (on SeatID, err error) {
	if at.Seat.Role != Interpreter {
		return 0, nil
	}
	return on, tx.Row("SELECT COALESCE((SELECT seat_id FROM assembly_booths WHERE event_id = $1 AND session_id = $2 AND channel = $3), 0)",
		[]any{int64(at.Event.ID), int64(at.Session.ID), at.Seat.Channel}, (*int64)(&on))
}

// Listens reports whether somebody else is on in her booth.
func (at Seated) Listens() bool { return at.Speaking != 0 && at.Speaking != at.Seat.ID }

// Booth gives the booth of an interpreter, to those in it.
func (s *Service) Booth(ctx context.Context, at Seated) (b Booth, err error) {
	if at.Seat.Role != Interpreter {
		return b, errNotMe
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		b = Booth{}
		if err := tx.Each(func(scan db.Scan) error {
			var since, offered int64
			err := scan((*int64)(&b.On), &since, &offered)
			b.Since, b.Offered = db.Time(since), offered == 1
			return err
		}, "SELECT seat_id, since, offered FROM assembly_booths WHERE event_id = $1 AND session_id = $2 AND channel = $3", int64(at.Event.ID), int64(at.Session.ID), at.Seat.Channel); err != nil {
			return err
		}
		seats, err := db.List(tx, scanSeat, "SELECT "+seatColumns+" FROM assembly_seats WHERE event_id = $1 AND role = $2 AND state = 'admitted' ORDER BY seat_id LIMIT $3",
			int64(at.Event.ID), string(Interpreter), PageSize*maxBooth)
		for _, one := range seats {
			if one.Channel == at.Seat.Channel && len(b.People) < maxBooth {
				b.People = append(b.People, Seated{Seat: one}.author())
			}
		}
		return err
	})
	return b, err
}

// OnOr gives who is on in the booth of an interpreter who comes, and puts her on where
// nobody is. Her partners are told that she is there.
func (s *Service) OnOr(ctx context.Context, at Seated) (on SeatID, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		on, err = at.speaking(tx)
		return err
	})
	switch {
	case err != nil, on == at.Seat.ID:
		return on, err
	case on == 0:
		return s.takeOver(ctx, at, "NOTHING")
	}
	s.halls.tell(at.Session.ID, Told{What: "booth"})
	return on, nil
}

// TakeOver puts an interpreter on, in the place of who was: her partner's line may have
// broken.
func (s *Service) TakeOver(ctx context.Context, at Seated) (on SeatID, err error) {
	return s.takeOver(ctx, at, "UPDATE SET seat_id = excluded.seat_id, since = excluded.since, offered = 0")
}

// takeOver gives who is on then; taken is what is done where somebody is.
func (s *Service) takeOver(ctx context.Context, at Seated, taken string) (on SeatID, err error) {
	if at.Seat.Role != Interpreter {
		return 0, errNotMe
	}
	err = s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		told := Told{What: "booth"}
		if _, err := at.now(tx, Planned, Live); err != nil {
			return told, err
		}
		if _, err := tx.Exec("INSERT INTO assembly_booths (event_id, session_id, channel, seat_id, since, offered) VALUES "+db.Places(1, 6)+
			" ON CONFLICT (event_id, session_id, channel) DO "+taken,
			int64(at.Event.ID), int64(at.Session.ID), at.Seat.Channel, int64(at.Seat.ID), db.Micro(tx.Now), int64(0)); err != nil {
			return told, err
		}
		on, err = at.speaking(tx)
		return told, err
	})
	return on, err
}

// OfferOver tells her partners that an interpreter who is on wants to hand over, or not
// any more.
func (s *Service) OfferOver(ctx context.Context, at Seated, offers bool) error {
	if at.Seat.Role != Interpreter {
		return errNotMe
	}
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		flag := int64(0)
		if offers {
			flag = 1
		}
		n, err := tx.Exec("UPDATE assembly_booths SET offered = $5 WHERE event_id = $1 AND session_id = $2 AND channel = $3 AND seat_id = $4",
			int64(at.Event.ID), int64(at.Session.ID), at.Seat.Channel, int64(at.Seat.ID), flag)
		if err == nil && n == 0 {
			err = errStale
		}
		return Told{What: "booth"}, err
	})
}
