package catalog

import (
	"sync"
	"time"

	"agora/db"
)

// Bounds of a sight.
const (
	sightAge  = 2 * time.Second // for what other programs wrote into the same database
	sightSize = 512
)

// sight remembers what was read until something is written. The writer counts
// its commits before it answers, so nobody sees less than what they wrote; what
// another program writes into the same database is seen within sightAge. What
// is remembered is shared and must not be changed.
type sight[K comparable, V any] struct {
	mu      sync.Mutex
	commits int64 // when what is kept was read
	kept    map[K]glimpse[V]
}

type glimpse[V any] struct {
	value V
	until time.Time
}

// look gives what is remembered for a key, or reads it.
func (s *sight[K, V]) look(d *db.DB, key K, read func() (V, error)) (V, error) {
	commits := d.Stats().Commits.Load() // before the read: a commit beside it makes it old
	now := time.Now()
	s.mu.Lock()
	if s.commits != commits || len(s.kept) >= sightSize {
		s.commits, s.kept = commits, nil
	}
	g, ok := s.kept[key]
	s.mu.Unlock()
	if ok && now.Before(g.until) {
		return g.value, nil
	}
	value, err := read()
	if err != nil {
		return value, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.commits != commits {
		return value, nil
	}
	if s.kept == nil {
		s.kept = map[K]glimpse[V]{}
	}
	s.kept[key] = glimpse[V]{value, now.Add(sightAge)}
	return value, nil
}
