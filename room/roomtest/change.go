package roomtest

import (
	"errors"
	"slices"

	"agora/room"
)

func words(s *story) {
	id := s.open(room.Spec{ID: "words"})
	ears := s.enter(id, "ears", viewer)
	sp, loud := s.enter(id, "speaker", speaker), s.enter(id, "loud", viewer)
	pen := s.enter(id, "pen", writes)
	_, _ = sp.Say("from a speaker"), loud.Say("from a viewer")
	if err := pen.Say("from a captioner"); err != nil {
		s.Fatal(err)
	}
	s.until("the captioner is heard", func() bool { return len(ears.Heard()) > 0 })
	if heard := ears.Heard(); !slices.Equal(heard, []string{"from a captioner"}) {
		s.Errorf("heard were %q", heard)
	}
	if err := pen.Send(s.Context(), room.Floor, room.FromMicrophone, false); !errors.Is(err, ErrRefused) {
		s.Errorf("a captioner speaks: %v", err)
	}
}

func change(s *story) {
	id := s.open(room.Spec{ID: "change"})
	t := s.admit(id, "8", speaker)
	g := s.enter(id, "7", speaker)
	old := room.Ticket{Address: t.Address, Token: g.Token(), Expires: t.Expires}
	s.send(id, "7", g, room.Camera, room.FromCamera)
	if err := s.Engine.Change(s.Context(), id, "7", viewer); err != nil {
		s.Fatal(err)
	}
	s.until("her camera is off", func() bool { return !s.sends(id, "7", room.Camera) })
	if err := g.Send(s.Context(), room.Floor, room.FromMicrophone, false); !errors.Is(err, ErrRefused) {
		s.Errorf("who is a viewer by now speaks: %v", err)
	}
	s.until("all are told", func() bool { return len(s.present(id)) == 1 && s.present(id)[0].Grant == viewer })
	s.until("the engine gave her a ticket that fits", func() bool { return g.Token() != old.Token })
	s.refused(old, "what she held as a speaker")
	g = s.enter(id, "7", viewer) // where only the engine keeps order, her own old ticket took her place for a moment
	if err := s.Engine.Change(s.Context(), id, "7", speaker); err != nil {
		s.Fatal(err)
	}
	s.send(id, "7", g, room.Floor, room.FromMicrophone)
	if err := s.Engine.Change(s.Context(), id, "8", viewer); err != nil { // who did not come yet
		s.Fatal(err)
	}
	s.refused(t, "a speaker's ticket of who is a viewer by now")
	s.enter(id, "8", viewer)
}

func takenOut(s *story) {
	id := s.open(room.Spec{ID: "out"})
	g := s.enter(id, "7", speaker)
	t := s.admit(id, "7", speaker)
	if err := s.Engine.Change(s.Context(), id, "7", room.Grant{}); err != nil {
		s.Fatal(err)
	}
	s.out(g, "she is taken out")
	s.until("nobody is there", func() bool { return len(s.present(id)) == 0 })
	s.refused(t, "her old ticket")
	s.refused(room.Ticket{Address: t.Address, Token: g.Token(), Expires: t.Expires}, "the ticket that the engine renewed")
	if err := s.Engine.Change(s.Context(), id, "7", room.Grant{}); err != nil {
		s.Errorf("taken out twice: %v", err)
	}
	s.enter(id, "7", viewer) // admitted again
}

func full(s *story) {
	id := s.open(room.Spec{ID: "full", Most: 1})
	s.enter(id, "7", viewer)
	if err := s.Engine.Open(s.Context(), room.Spec{ID: id, Most: 5}); err != nil { // stays as it is
		s.Fatal(err)
	}
	s.refused(s.admit(id, "8", viewer), "a ticket for a full room")
	s.enter(id, "tape", room.Grant{Role: room.Recorder}) // is not counted
}

func recorder(s *story) {
	id := s.open(room.Spec{ID: "tape"})
	g := s.enter(id, "7", speaker)
	tape := s.enter(id, "tape", room.Grant{Role: room.Recorder})
	s.send(id, "7", g, room.Camera, room.FromCamera)
	s.until("the recorder sees what is sent", func() bool { return slices.Contains(tape.Sees(), room.Camera) })
	if list := s.people(id); !slices.Equal(list, []room.PersonID{"7"}) {
		s.Errorf("there are %v", list)
	}
	if meets := g.Meets(); len(meets) != 0 {
		s.Errorf("a speaker meets %v", meets)
	}
	if err := tape.Send(s.Context(), room.Floor, room.FromMicrophone, false); !errors.Is(err, ErrRefused) {
		s.Errorf("a recorder speaks: %v", err)
	}
	tape.Leave()
	if kinds := s.told(id, "tape"); len(kinds) != 0 {
		s.Errorf("of the recorder is told %v", kinds)
	}
}

func told(s *story) {
	id := s.open(room.Spec{ID: "told"})
	g := s.enter(id, "7", speaker)
	s.send(id, "7", g, room.Camera, room.FromCamera)
	s.until("the camera is told", func() bool { return slices.Contains(s.told(id, "7"), room.TrackOn) })
	g.Leave()
	s.until("the end is told", func() bool {
		kinds := s.told(id, "7")
		return slices.Contains(kinds, room.Left) && slices.Contains(kinds, room.TrackOff)
	})
	kinds := s.told(id, "7")
	slices.Sort(kinds)
	if !slices.Equal(kinds, []room.Kind{room.Joined, room.Left, room.TrackOff, room.TrackOn}) {
		s.Errorf("told is %v", kinds)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.events {
		if e.Session == "" || e.At.IsZero() || (e.Kind == room.TrackOn || e.Kind == room.TrackOff) != (e.Track == room.Camera) {
			s.Errorf("told is %+v", e)
		}
	}
}
