package reel

import "time"

// Who speaks is known some time after she began, and is not taken the floor as
// soon as she takes a breath.
const (
	foresight = 600 * time.Millisecond
	breath    = 400 * time.Millisecond
)

// stage says whose sound of those on the floor is heard: one voice at a time, which
// keeps it until it rests and another speaks.
type stage struct {
	holder string
	last   time.Time // when the holder was heard
	words  map[string][]word
}

// word is from when to when somebody spoke.
type word struct{ from, to time.Time }

// speaks notes that somebody begins to speak, or ends.
func (s *stage) speaks(who string, at time.Time, on bool) {
	if s.words == nil {
		s.words = map[string][]word{}
	}
	list := s.words[who]
	switch n := len(list); {
	case on && (n == 0 || !list[n-1].to.IsZero()):
		s.words[who] = append(list, word{from: at})
	case !on && n > 0 && list[n-1].to.IsZero():
		list[n-1].to = at
	}
}

// speaking reports whether somebody speaks, began soon after, or was just done.
func (s *stage) speaking(who string, at time.Time) bool {
	for _, w := range s.words[who] {
		if !w.from.After(at.Add(foresight)) && (w.to.IsZero() || w.to.Add(breath).After(at)) {
			return true
		}
	}
	return false
}

// takes reports whether the floor hears a packet.
func (s *stage) takes(p packet) bool {
	if p.from != s.holder && (s.holder == "" || p.at.Sub(s.last) > breath || s.speaking(p.from, p.at) && !s.speaking(s.holder, p.at)) {
		s.holder = p.from
	}
	if p.from == s.holder {
		s.last = p.at
	}
	return p.from == s.holder
}

// forget lets go of what was said before a time.
func (s *stage) forget(before time.Time) {
	for who, list := range s.words {
		for len(list) > 0 && !list[0].to.IsZero() && list[0].to.Add(breath).Before(before) {
			list = list[1:]
		}
		if s.words[who] = list; len(list) == 0 {
			delete(s.words, who)
		}
	}
}
