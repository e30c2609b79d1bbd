package roomtest

import "agora/room"

// carries looks at what an engine says of itself, where it says anything.
func carries(s *story) {
	m, ok := s.Engine.(room.Measured)
	if !ok {
		s.Skip("it does not say what it carries")
	}
	if _, err := s.Join(s.Context(), s.admit(s.open(room.Spec{ID: "load"}), "7", viewer)); err != nil {
		s.Fatal(err)
	}
	s.until("somebody is counted", func() bool {
		l, err := m.Load(s.Context())
		return err == nil && l.Most > 0 && l.In >= 0 && l.Out >= 0 && (!l.Known || l.People > 0)
	})
}
