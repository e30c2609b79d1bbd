package search

import (
	"context"
	"slices"
)

// gathering is what a search found so far.
type gathering struct {
	list []*row // worth showing
	seen map[int64]bool
	more bool // there is more than was looked at
}

// rows gives what is found, scored, without the filters of one facet: first
// where all words stand in the title, then ever wider while that is little.
func (s *seeker) rows(ctx context.Context, without string) ([]*row, bool, error) {
	g := gathering{seen: map[int64]bool{}}
	if s.ask.browses() {
		found, full, err := s.read(ctx, "", without)
		for _, c := range found {
			g.list = append(g.list, &row{card: c})
		}
		return g.list, full, err
	}
	first := s.narrowly
	if len(s.asked) > 1 {
		first = s.together
	}
	if err := first(ctx, &g, without); err != nil {
		return nil, false, err
	}
	if len(g.list) < enough {
		if s.loose == nil {
			s.loosen(s.words)
		}
		if err := s.step(ctx, &g, s.loose, loosely, without); err != nil {
			return nil, false, err
		}
	}
	asked := len(g.seen) == 0 && len(s.asked) == 1 && len(s.asked[0].Readings[0].Words) == 1 // whether the next question was
	if len(g.list) == 0 && !asked {
		if err := s.step(ctx, &g, []string{s.singly()}, partly, without); err != nil {
			return nil, false, err
		}
	}
	if len(g.list) > Cap {
		g.list, g.more = g.list[:Cap], true
	}
	return g.list, g.more, nil
}

// step looks once for what has all places, unless enough was looked at, or one can
// be read on another keyboard only.
func (s *seeker) step(ctx context.Context, g *gathering, places []string, w width, without string) error {
	if len(g.seen) >= Cap || slices.Contains(places, "") {
		return nil
	}
	found, full, err := s.read(ctx, allOf(places), without)
	if err != nil {
		return err
	}
	s.take(g, found, full, w)
	return nil
}

// take scores what was found and not seen before.
func (s *seeker) take(g *gathering, found []*card, full bool, w width) {
	g.more = g.more || full
	for _, c := range found {
		if g.seen[c.doc] {
			continue
		}
		g.seen[c.doc] = true
		r := &row{card: c, width: w}
		if r.score = s.score(r, nil); r.score > 0 {
			g.list = append(g.list, r)
		}
	}
}

// narrowly looks for one word: in titles, and if they are few, anywhere.
func (s *seeker) narrowly(ctx context.Context, g *gathering, without string) error {
	if err := s.step(ctx, g, s.strict, strictly, without); err != nil {
		return err
	}
	return s.step(ctx, g, s.wide, widely, without)
}

// together looks for several words. Where they meet takes longer to find than one
// word, so titles are asked only if there is more than can be looked at;
// otherwise the cards tell where they stand.
func (s *seeker) together(ctx context.Context, g *gathering, without string) error {
	if slices.Contains(s.wide, "") {
		return nil
	}
	found, full, err := s.read(ctx, allOf(s.wide), without)
	if err != nil {
		return err
	}
	if full {
		if err := s.step(ctx, g, s.strict, strictly, without); err != nil || len(g.seen) >= Cap {
			return err
		}
		s.take(g, found, full, widely)
		return nil
	}
	var titled, rest []*card
	for _, c := range found {
		if s.titled(c) {
			titled = append(titled, c)
		} else {
			rest = append(rest, c)
		}
	}
	s.take(g, titled, false, strictly)
	s.take(g, rest, false, widely)
	return nil
}
