// Package roomtest proves an engine of live rooms. What package room promises
// stands here as tests, which real guests play through: an engine brings a way
// for them to come in, and Prove does the rest.
package roomtest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"agora/room"
)

// Stand is an engine with the guests who come to it.
type Stand struct {
	Engine room.Engine
	Join   func(ctx context.Context, t room.Ticket) (Guest, error) // an error when the ticket lets nobody in
}

// Guest is one device in a room.
type Guest interface {
	// Send begins a track, and gives ErrRefused when the engine won't have it.
	Send(ctx context.Context, name room.TrackName, from room.Source, video bool) error
	// Say sends words to all.
	Say(words string) error
	// Heard gives the words that came.
	Heard() []string
	// Sees gives the names of the tracks of others.
	Sees() []room.TrackName
	// Meets gives the others.
	Meets() []room.PersonID
	// Token gives the newest ticket, which the engine may have renewed.
	Token() string
	// Gone is closed when the guest is out, by herself or not.
	Gone() <-chan struct{}
	// Leave goes out.
	Leave()
}

// ErrRefused is what Send gives for a track that the engine won't have.
var ErrRefused = errors.New("roomtest: refused")

// patience is how long anything may take that is said to happen.
const patience = 20 * time.Second

// story is one test of an engine.
type story struct {
	*testing.T
	Stand
	mu     sync.Mutex
	events []room.Event
}

func (s *story) happened(_ context.Context, e room.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = append(s.events, e)
}

// told gives the kinds of what happened to a person, in order.
func (s *story) told(id room.ID, p room.PersonID) (kinds []room.Kind) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.events {
		if e.Room == id && e.Person == p {
			kinds = append(kinds, e.Kind)
		}
	}
	return kinds
}

// until waits for something to become true.
func (s *story) until(what string, is func() bool) {
	s.Helper()
	end := time.NewTimer(patience)
	defer end.Stop()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for !is() {
		select {
		case <-end.C:
			s.Fatalf("not within %s: %s", patience, what)
		case <-look.C:
		}
	}
}

// open makes a room that the test closes.
func (s *story) open(spec room.Spec) room.ID {
	s.Helper()
	if err := s.Engine.Open(s.Context(), spec); err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() {
		if err := s.Engine.Close(context.WithoutCancel(s.Context()), spec.ID); err != nil {
			s.Error(err)
		}
	})
	return spec.ID
}

func (s *story) admit(id room.ID, p room.PersonID, g room.Grant) room.Ticket {
	s.Helper()
	t, err := s.Engine.Admit(s.Context(), id, room.Person{ID: p, Name: "Name of " + string(p)}, g)
	if err != nil {
		s.Fatal(err)
	}
	return t
}

// enter joins, and waits until the engine says so.
func (s *story) enter(id room.ID, p room.PersonID, g room.Grant) Guest {
	s.Helper()
	guest, err := s.Join(s.Context(), s.admit(id, p, g))
	if err != nil {
		s.Fatalf("%s: %v", p, err)
	}
	s.Cleanup(guest.Leave)
	if g.Role != room.Recorder {
		s.until(string(p)+" is there", func() bool { return slices.Contains(s.people(id), p) })
	}
	return guest
}

func (s *story) present(id room.ID) []room.Presence {
	s.Helper()
	list, err := s.Engine.Present(s.Context(), id)
	if err != nil {
		s.Fatal(err)
	}
	return list
}

func (s *story) people(id room.ID) (list []room.PersonID) {
	s.Helper()
	for _, p := range s.present(id) {
		list = append(list, p.Person.ID)
	}
	slices.Sort(list)
	return list
}

// send begins a track that the engine takes, and waits until it is there.
func (s *story) send(id room.ID, p room.PersonID, g Guest, name room.TrackName, from room.Source) {
	s.Helper()
	if err := g.Send(s.Context(), name, from, from.Video()); err != nil {
		s.Fatalf("%s can't send %s: %v", p, name, err)
	}
	s.until(string(p)+" sends "+string(name), func() bool { return s.sends(id, p, name) })
}

func (s *story) sends(id room.ID, p room.PersonID, name room.TrackName) bool {
	for _, one := range s.present(id) {
		if one.Person.ID == p {
			return slices.ContainsFunc(one.Tracks, func(t room.Track) bool { return t.Name == name })
		}
	}
	return false
}

// out waits until a guest is out.
func (s *story) out(g Guest, what string) {
	s.Helper()
	select {
	case <-g.Gone():
	case <-time.After(patience):
		s.Fatalf("not within %s: %s", patience, what)
	}
}

// refused fails when a ticket still lets somebody in.
func (s *story) refused(t room.Ticket, what string) {
	s.Helper()
	if g, err := s.Join(s.Context(), t); err == nil {
		g.Leave()
		s.Errorf("%s lets somebody in", what)
	}
}
