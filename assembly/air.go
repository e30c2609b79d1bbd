package assembly

import (
	"context"
	"slices"
	"sync"
	"time"

	"agora/db"
)

// Window is how many pieces of a stream its viewers are offered, the last.
const Window = 20

// Air is what of a session is on the air now: what those see who watch its stream.
// It is not changed once it is given out.
type Air struct {
	Event  EventID
	State  RecordingState
	Until  time.Time   // when it was paused or ended
	Pieces []FilmPiece // the last, at most Window
}

func (a *Air) add(p FilmPiece) {
	if n := len(a.Pieces); n > 0 && p.Number <= a.Pieces[n-1].Number {
		return
	}
	list := append(slices.Clone(a.Pieces), p)
	a.Pieces = list[max(len(list)-Window, 0):]
}

// Piece finds one of the pieces by its number.
func (a *Air) Piece(number int64) (p FilmPiece, ok bool) {
	if len(a.Pieces) == 0 {
		return p, false
	}
	i := number - a.Pieces[0].Number
	if i < 0 || i >= int64(len(a.Pieces)) {
		return p, false
	}
	return a.Pieces[i], true
}

// lastWait is how long after the end the last pieces may come.
const lastWait = 8 * time.Second

// Ended reports whether nothing more comes.
func (a *Air) Ended(now time.Time) bool {
	return a.State == Dropped || a.State == Done && now.After(a.Until.Add(lastWait))
}

// airs are the streams that were asked for, in memory: thousands ask for each every
// two seconds.
type airs struct {
	mu   sync.RWMutex
	open map[SessionID]*Air
}

// maxAirs is how many streams are held; those that are over make room.
const maxAirs = 100

// Air gives what is on the air of a session. Only the first who asks waits for the
// database.
func (s *Service) Air(ctx context.Context, e EventID, id SessionID) (*Air, error) {
	s.airs.mu.RLock()
	a := s.airs.open[id]
	s.airs.mu.RUnlock()
	if a != nil && a.Event == e {
		return a, nil
	}
	s.airs.mu.Lock() // pieces that come meanwhile wait, so that none is missed
	defer s.airs.mu.Unlock()
	if a := s.airs.open[id]; a != nil && a.Event == e {
		return a, nil
	}
	a = &Air{Event: e}
	if err := s.db.Read(ctx, func(tx *db.Tx) error {
		r, err := recordingIn(tx, e, id)
		if err != nil {
			return err
		}
		a.State, a.Until = r.State, r.Until
		a.Pieces, err = db.List(tx, scanPiece(), "SELECT "+pieceColumns+` FROM assembly_pieces WHERE event_id = $1 AND session_id = $2 AND number > $3
			ORDER BY number LIMIT $4`, int64(e), int64(id), r.Pieces-Window, Window)
		return err
	}); err != nil {
		return nil, err
	}
	if len(s.airs.open) >= maxAirs {
		for id, a := range s.airs.open {
			if !a.State.Watched() {
				delete(s.airs.open, id)
			}
		}
	}
	if s.airs.open == nil {
		s.airs.open = map[SessionID]*Air{}
	}
	s.airs.open[id] = a
	return a, nil
}

// onAir changes what is on the air once the change is on disk.
func (s *Service) onAir(tx *db.Tx, id SessionID, change func(*Air)) {
	tx.AfterCommit(func() {
		s.airs.mu.Lock()
		defer s.airs.mu.Unlock()
		if was := s.airs.open[id]; was != nil {
			now := *was
			change(&now)
			s.airs.open[id] = &now
		}
	})
}
