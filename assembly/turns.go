package assembly

import "time"

// Turn is a page of slides where it comes in a film; Page is 0 where from then on none
// is seen.
type Turn struct {
	At time.Duration
	Slide
}

// Turns puts what a session showed on the clock of its film. What was on before the
// film began is there from its begin; of what came and went in a pause only the last
// is seen, when it goes on; what came after the end is not.
func (f *Film) Turns(list []Showing) (turns []Turn) {
	for _, s := range list {
		at := f.From(s.At())
		if at >= f.Length() {
			break
		}
		if n := len(turns); n > 0 && turns[n-1].At == at {
			turns = turns[:n-1]
		}
		if s.Slide.same(seen(turns)) {
			continue
		}
		turns = append(turns, Turn{at, s.Slide})
	}
	return turns
}

// seen is the slide that is on after all turns; none when Page is 0.
func seen(turns []Turn) (s Slide) {
	if n := len(turns); n > 0 {
		s = turns[n-1].Slide
	}
	return s
}

// same reports whether two are one page, or both none.
func (p Slide) same(other Slide) bool {
	return p.Page == other.Page && (p.Page == 0 || p.Deck == other.Deck)
}

// SeenAt gives the slide that is on at a time of a film; its Page is 0 where none is.
func SeenAt(turns []Turn, at time.Duration) Slide {
	n := 0
	for n < len(turns) && turns[n].At <= at {
		n++
	}
	return seen(turns[:n])
}
