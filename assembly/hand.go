package assembly

import (
	"context"

	"agora/db"
)

// Hand is one that somebody raised in a session, to speak.
type Hand struct {
	Author
	Called bool  // she has the floor
	Place  int64 // among those who wait, or those who have the floor: 1 is the first
}

// RaiseHand asks for the floor of a session that runs; a hand that is up stays
// where it is.
func (s *Service) RaiseHand(ctx context.Context, at Seated) error {
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		a := at.author()
		told := Told{"hand", int64(a.Seat)}
		if _, err := at.now(tx, Live); err != nil {
			return told, err
		}
		_, err := tx.Exec("INSERT INTO assembly_hands (event_id, session_id, seat_id, hand_id, called, name, country) VALUES "+db.Places(1, 7)+" ON CONFLICT DO NOTHING",
			int64(at.Event.ID), int64(at.Session.ID), int64(a.Seat), tx.ID(), int64(0), a.Name, a.Country)
		return told, err
	})
}

// LowerHand takes her own hand down.
func (s *Service) LowerHand(ctx context.Context, at Seated) error {
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		_, err := tx.Exec(lower, int64(at.Event.ID), int64(at.Session.ID), int64(at.Seat.ID))
		return Told{"hand", int64(at.Seat.ID)}, err
	})
}

const lower = "DELETE FROM assembly_hands WHERE event_id = $1 AND session_id = $2 AND seat_id = $3"

// CallUp gives the floor to who raised a hand; moderators may.
func (s *Service) CallUp(ctx context.Context, at Seated, seat SeatID) error {
	return s.steer(ctx, at, "hand", int64(seat), "UPDATE assembly_hands SET called = 1 WHERE event_id = $1 AND session_id = $2 AND seat_id = $3")
}

// Dismiss takes somebody's hand down, or the floor from her; moderators may.
func (s *Service) Dismiss(ctx context.Context, at Seated, seat SeatID) error {
	return s.steer(ctx, at, "hand", int64(seat), lower)
}

// numberedHands are those of a session, with the place of each.
const numberedHands = `SELECT seat_id, name, country, called, ROW_NUMBER() OVER (PARTITION BY called ORDER BY hand_id) AS place
	FROM assembly_hands WHERE event_id = $1 AND session_id = $2`

// Hands lists who has the floor and who waits longest for it, and in any case her
// who looks.
func (s *Service) Hands(ctx context.Context, at Seated) (list []Hand, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, func(scan db.Scan) (h Hand, err error) {
			var called int64
			err = scan((*int64)(&h.Seat), &h.Name, &h.Country, &called, &h.Place)
			h.Called = called == 1
			return h, err
		}, "SELECT seat_id, name, country, called, place FROM ("+numberedHands+`) h
			WHERE place <= $4 OR seat_id = $3 ORDER BY called DESC, place`,
			int64(at.Event.ID), int64(at.Session.ID), int64(at.Seat.ID), PageSize)
		return err
	})
	return list, err
}
