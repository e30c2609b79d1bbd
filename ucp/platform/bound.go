package platform

import (
	"container/list"
	"time"
)

// lru keeps so many values, and forgets the one that was longest unused.
type lru[V any] struct {
	most  int
	order *list.List // of slot[V], the newest first
	at    map[string]*list.Element
}

type slot[V any] struct {
	key   string
	value V
}

func newLRU[V any](most int) lru[V] {
	return lru[V]{most: most, order: list.New(), at: map[string]*list.Element{}}
}

func (l *lru[V]) get(key string) (value V, ok bool) {
	e, ok := l.at[key]
	if !ok {
		return value, false
	}
	l.order.MoveToFront(e)
	return e.Value.(slot[V]).value, true
}

func (l *lru[V]) put(key string, value V) {
	l.drop(key)
	l.at[key] = l.order.PushFront(slot[V]{key, value})
	if last := l.order.Back(); l.order.Len() > l.most {
		l.drop(last.Value.(slot[V]).key)
	}
}

func (l *lru[V]) drop(key string) {
	if e, ok := l.at[key]; ok {
		l.order.Remove(e)
		delete(l.at, key)
	}
}

// Bounds of all fetches together: so many at once, and so many a second.
const (
	burst = 50
	pace  = 5
)

// bucket counts fetches; its zero value is full.
type bucket struct {
	spent float64
	last  time.Time
}

// take reports whether one more may be made.
func (b *bucket) take(now time.Time) bool {
	if passed := now.Sub(b.last).Seconds(); passed > 0 {
		b.spent, b.last = max(0, b.spent-passed*pace), now
	}
	if b.spent+1 > burst {
		return false
	}
	b.spent++
	return true
}
