package roomtest

import (
	"context"
	"slices"
	"sync"
	"time"

	"agora/fault"
	"agora/room"
)

// ear notes who was heard.
type ear struct {
	mu    sync.Mutex
	heard map[room.TrackName]room.PersonID
	off   time.Duration // the most that a time is from now
}

func (e *ear) Sound(n room.TrackName, from room.PersonID, at time.Time, data []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(data) > 0 {
		e.heard[n] = from
	}
	e.off = max(e.off, time.Since(at).Abs())
}

func (e *ear) Seen(room.TrackName, room.PersonID, time.Time, []byte) {}

func (e *ear) Speaks(room.PersonID, time.Time, bool) {}

func (e *ear) who(n room.TrackName) room.PersonID {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.heard[n]
}

// hear proves that a recorder gets what everybody sends, before and after it came,
// that nobody sees it, and that it is told when the room closes.
func hear(s *story) {
	if err := s.Engine.Hear(s.Context(), "nowhere", "tape", &ear{}); !fault.Is(err, fault.NotFound) {
		s.Errorf("hearing a room that is not open: %v", err)
	}
	id := s.open(room.Spec{ID: "hear"})
	sp := s.enter(id, "speaker", speaker)
	s.send(id, "speaker", sp, room.Floor, room.FromMicrophone)
	one := &ear{heard: map[room.TrackName]room.PersonID{}}
	ended := make(chan error, 2)
	go func() { ended <- s.Engine.Hear(s.Context(), id, "tape", one) }()
	s.until("the floor is heard", func() bool { return one.who(room.Floor) == "speaker" })
	ru := s.enter(id, "ru", russian)
	s.send(id, "ru", ru, room.Spoken("ru"), room.FromMicrophone)
	s.until("the interpreter is heard", func() bool { return one.who(room.Spoken("ru")) == "ru" })
	if one.off > patience {
		s.Errorf("sound is of a time %s from now", one.off)
	}
	if met := sp.Meets(); len(met) != 1 || len(s.people(id)) != 2 {
		s.Errorf("a speaker meets %v", met)
	}
	if err := s.Engine.Close(s.Context(), id); err != nil {
		s.Fatal(err)
	}
	s.ends(ended, "the room closes", fault.Unavailable)
	s.until("all are told to have left", func() bool {
		return slices.Contains(s.told(id, "speaker"), room.Left) && slices.Contains(s.told(id, "ru"), room.Left)
	})

	id = s.open(room.Spec{ID: "hear"})
	ctx, stop := context.WithCancel(s.Context())
	go func() { ended <- s.Engine.Hear(ctx, id, "tape", one) }()
	stop()
	select {
	case <-ended:
	case <-time.After(patience):
		s.Error("hearing does not end when it is told to")
	}
}

func (s *story) ends(c <-chan error, what string, kind fault.Kind) {
	s.Helper()
	select {
	case err := <-c:
		if !fault.Is(err, kind) {
			s.Errorf("when %s hearing ends with %v", what, err)
		}
	case <-time.After(patience):
		s.Errorf("hearing goes on when %s", what)
	}
}
