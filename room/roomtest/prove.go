package roomtest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"agora/fault"
	"agora/room"
)

// Prove plays every story on an engine; open makes one that tells what happens.
// It may be the same for all stories.
func Prove(t *testing.T, open func(t *testing.T, h room.Happened) Stand) {
	for _, one := range []struct {
		name string
		play func(*story)
	}{
		{"a ticket lets in one person with one grant", ticket},
		{"a ticket is for one room", otherRoom},
		{"only the node makes rooms", unknownRoom},
		{"each sends what her grant allows", grants},
		{"a name that is not hers takes her out", falseName},
		{"words come from captioners", words},
		{"a grant changes at once", change},
		{"who is taken out stays out", takenOut},
		{"a full room takes nobody", full},
		{"a recorder is not seen", recorder},
		{"a recorder hears everybody", hear},
		{"what happens is told", told},
		{"what it carries is told", carries},
		{"bad names and grants are refused", bad},
	} {
		t.Run(one.name, func(t *testing.T) {
			s := &story{T: t}
			s.Stand = open(t, s.happened)
			one.play(s)
		})
	}
}

var (
	viewer  = room.Grant{Role: room.Viewer}
	speaker = room.Grant{Role: room.Speaker}
	russian = room.Grant{Role: room.Interpreter, Language: "ru"}
	signs   = room.Grant{Role: room.Interpreter, Language: room.Sign}
	writes  = room.Grant{Role: room.Captioner}
)

func ticket(s *story) {
	id := s.open(room.Spec{ID: "ticket"})
	t := s.admit(id, "7", russian)
	if left := time.Until(t.Expires); t.Address == "" || left <= 0 || left > 15*time.Minute {
		s.Errorf("a ticket to %q for %s", t.Address, left)
	}
	first, err := s.Join(s.Context(), t)
	if err != nil {
		s.Fatal(err)
	}
	s.until("7 is there", func() bool { return len(s.present(id)) == 1 })
	one := s.present(id)[0]
	if one.Person != (room.Person{ID: "7", Name: "Name of 7"}) || one.Grant != russian || one.Session == "" || time.Since(one.Since).Abs() > time.Hour {
		s.Errorf("there is %+v", one)
	}
	second, err := s.Join(s.Context(), t) // another device, or a line that broke
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(second.Leave)
	s.out(first, "the second device takes the place of the first")
	s.until("she is there once", func() bool {
		list := s.present(id)
		return len(list) == 1 && list[0].Session != one.Session
	})
}

func otherRoom(s *story) {
	a, b := s.open(room.Spec{ID: "a"}), s.open(room.Spec{ID: "b"})
	s.enter(a, "7", viewer)
	if list := s.people(b); len(list) != 0 {
		s.Errorf("in the other room are %v", list)
	}
	t := s.admit(a, "8", speaker)
	s.Engine.Close(s.Context(), a)
	s.refused(t, "a ticket for a room that is closed, beside one that is open,")
	if list := s.people(b); len(list) != 0 {
		s.Errorf("in the other room are %v", list)
	}
}

func unknownRoom(s *story) {
	ctx := s.Context()
	_, err := s.Engine.Admit(ctx, "nowhere", room.Person{ID: "7"}, viewer)
	_, listErr := s.Engine.Present(ctx, "nowhere")
	for _, err := range []error{err, listErr, s.Engine.Change(ctx, "nowhere", "7", viewer)} {
		if !fault.Is(err, fault.NotFound) {
			s.Errorf("of a room that is not open: %v", err)
		}
	}
	if err := s.Engine.Close(ctx, "nowhere"); err != nil {
		s.Errorf("closing it: %v", err)
	}
	id := s.open(room.Spec{ID: "short"})
	if err := s.Engine.Open(ctx, room.Spec{ID: "short"}); err != nil {
		s.Errorf("opened twice: %v", err)
	}
	g, t := s.enter(id, "7", viewer), s.admit(id, "8", viewer)
	if err := s.Engine.Close(ctx, id); err != nil {
		s.Fatal(err)
	}
	s.out(g, "closing sends everybody home")
	s.refused(t, "a ticket for a room that was closed")
	if _, err := s.Engine.Present(ctx, id); !fault.Is(err, fault.NotFound) {
		s.Errorf("the old ticket made the room again: %v", err)
	}
}

func grants(s *story) {
	id := s.open(room.Spec{ID: "grants"})
	v := s.enter(id, "viewer", viewer)
	for _, try := range []struct {
		name  room.TrackName
		from  room.Source
		video bool
	}{{room.Camera, room.FromCamera, true}, {room.Floor, room.FromMicrophone, false}, {room.Screen, room.FromScreen, true}} {
		if err := v.Send(s.Context(), try.name, try.from, try.video); !errors.Is(err, ErrRefused) {
			s.Errorf("a viewer sends %s: %v", try.name, err)
		}
	}
	sp := s.enter(id, "speaker", speaker)
	s.send(id, "speaker", sp, room.Camera, room.FromCamera)
	s.send(id, "speaker", sp, room.Floor, room.FromMicrophone)
	ru := s.enter(id, "ru", russian)
	if err := ru.Send(s.Context(), room.Camera, room.FromCamera, true); !errors.Is(err, ErrRefused) {
		s.Errorf("an interpreter shows herself: %v", err)
	}
	s.send(id, "ru", ru, room.Spoken("ru"), room.FromMicrophone)
	sg := s.enter(id, "sign", signs)
	if err := sg.Send(s.Context(), room.Floor, room.FromMicrophone, false); !errors.Is(err, ErrRefused) {
		s.Errorf("a sign interpreter speaks: %v", err)
	}
	s.send(id, "sign", sg, room.Signed, room.FromCamera)
	s.until("a viewer sees all of them", func() bool {
		sees := v.Sees()
		slices.Sort(sees)
		return slices.Equal(sees, []room.TrackName{room.Floor, room.Spoken("ru"), room.Camera, room.Signed})
	})
}

func falseName(s *story) {
	id := s.open(room.Spec{ID: "names"})
	for person, try := range map[room.PersonID]struct {
		grant room.Grant
		name  room.TrackName
		from  room.Source
		video bool
	}{
		"ru":   {russian, room.Spoken("kk"), room.FromMicrophone, false},
		"loud": {russian, room.Floor, room.FromMicrophone, false},
		"film": {russian, room.Spoken("ru"), room.FromMicrophone, true}, // pictures that say they are sound
		"host": {speaker, room.Spoken("ru"), room.FromMicrophone, false},
		"odd":  {speaker, "", room.FromCamera, true},
	} {
		g := s.enter(id, person, try.grant)
		if err := g.Send(s.Context(), try.name, try.from, try.video); err != nil {
			s.Errorf("%s asks for %q: %v", person, try.name, err)
			continue
		}
		s.out(g, string(person)+" is taken out for "+string(try.name))
		s.until(string(person)+" is not there", func() bool { return !slices.Contains(s.people(id), person) })
		if slices.Contains(s.told(id, person), room.TrackOn) {
			s.Errorf("a track of %s was told", person)
		}
	}
}

func bad(s *story) {
	ctx := s.Context()
	if err := s.Engine.Open(ctx, room.Spec{ID: "a room"}); !errors.Is(err, room.ErrName) {
		s.Errorf("a name with a space: %v", err)
	}
	id := s.open(room.Spec{ID: "bad"})
	for _, g := range []room.Grant{{}, {Role: "admin"}, {Role: room.Interpreter}, {Role: room.Viewer, Language: "ru"}} {
		if _, err := s.Engine.Admit(ctx, id, room.Person{ID: "7"}, g); !errors.Is(err, room.ErrGrant) {
			s.Errorf("%+v is granted: %v", g, err)
		}
	}
	if _, err := s.Engine.Admit(ctx, id, room.Person{ID: "7#2"}, viewer); !errors.Is(err, room.ErrName) {
		s.Errorf("a person with a number sign: %v", err)
	}
	if err := s.Engine.Change(ctx, id, "7", room.Grant{Role: "admin"}); !errors.Is(err, room.ErrGrant) {
		s.Errorf("changed to what there is not: %v", err)
	}
}
