package hall

import (
	"context"
	"sync"
	"time"

	"agora/assembly"
	"agora/identity"
)

const (
	again    = time.Minute      // how often it is asked whether somebody may still watch, and noted that she is there
	switched = 10 * time.Second // the same, when she changes the channel
)

// watchers are those who watch now, and when each was looked at last.
type watchers struct {
	mu   sync.Mutex
	last map[seatIn]noted
}

type noted struct {
	at      time.Time
	channel string
}

type seatIn struct {
	session assembly.SessionID
	seat    assembly.SeatID
}

// admit lets somebody watch on, and notes once a minute that she attends, and to which
// channel she listens.
func (s *Streams) admit(ctx context.Context, w watcher) error {
	now, key := s.now(), seatIn{w.session, w.seat}
	if !s.seen.due(key, noted{now, w.channel}) {
		return nil
	}
	at, err := s.Assembly.Enter(ctx, identity.System(), w.event, w.seat, w.session)
	if err == nil && !at.Event.Broadcast {
		err = errWatch
	}
	if err == nil {
		err = s.Assembly.Hear(ctx, at, w.channel)
	}
	if err != nil {
		s.seen.forget(key)
	}
	return err
}

// due reports whether a seat is to be looked at again, and notes that it is now.
func (w *watchers) due(key seatIn, now noted) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	was := w.last[key]
	if past := now.at.Sub(was.at); past < switched || past < again && now.channel == was.channel {
		return false
	}
	if w.last == nil {
		w.last = map[seatIn]noted{}
	}
	if len(w.last) > 1000 && now.at.Second()%10 == 0 {
		w.sweep(now.at)
	}
	w.last[key] = now
	return true
}

// sweep forgets who watches no longer.
func (w *watchers) sweep(now time.Time) {
	for key, was := range w.last {
		if now.Sub(was.at) > 5*again {
			delete(w.last, key)
		}
	}
}

func (w *watchers) forget(key seatIn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.last, key)
}

// Watching counts who watches a session.
func (s *Streams) Watching(id assembly.SessionID) (n int64) {
	s.seen.mu.Lock()
	defer s.seen.mu.Unlock()
	for key, was := range s.seen.last {
		if key.session == id && s.now().Sub(was.at) < 2*again {
			n++
		}
	}
	return n
}

// piece is one piece of one channel.
type piece struct {
	streamed
	number int64
}

// segments are the pieces that were asked for last, in memory: each is made once,
// however many wait for it.
type segments struct {
	mu    sync.Mutex
	have  map[piece]*segment
	order []piece // as they came
	bytes int
}

type segment struct {
	made sync.Once
	body []byte
	err  error
}

// mostSegments is how many bytes of segments are held.
const mostSegments = 96 << 20

func (s *segments) get(key piece, make func() ([]byte, error)) ([]byte, error) {
	s.mu.Lock()
	one := s.have[key]
	if one == nil {
		one = &segment{}
		s.put(key, one)
	}
	s.mu.Unlock()
	one.made.Do(func() {
		one.body, one.err = make()
		s.weigh(key, one)
	})
	return one.body, one.err
}

func (s *segments) put(key piece, one *segment) {
	if s.have == nil {
		s.have = map[piece]*segment{}
	}
	s.have[key] = one
	s.order = append(s.order, key)
}

// weigh counts a segment that was made; the oldest make room. One that could not be
// made is asked for anew.
func (s *segments) weigh(key piece, one *segment) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if one.err != nil {
		delete(s.have, key)
	}
	if s.have[key] != one { // it had to make room already
		return
	}
	s.bytes += len(one.body)
	for s.bytes > mostSegments && len(s.order) > 1 {
		if old := s.have[s.order[0]]; old != nil && s.order[0] != key {
			s.bytes -= len(old.body)
			delete(s.have, s.order[0])
		}
		s.order = s.order[1:]
	}
}
