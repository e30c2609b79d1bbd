package identity

import (
	"sync"
	"time"
)

// limit allows a burst of attempts for each key and then one in every period.
// It lives in memory: a restart forgives, which is no way in at one start a
// second.
type limit struct {
	burst  int
	period time.Duration
	mu     sync.Mutex
	full   map[string]time.Time // when all attempts of a key will be there again
}

// maxKeys bounds the memory of one limit, about 2 MiB.
const maxKeys = 20_000

func newLimit(burst int, period time.Duration) *limit {
	return &limit{burst: burst, period: period, full: map[string]time.Time{}}
}

// take spends an attempt of key; a wait above 0 says that there is none, and
// when there will be one.
func (l *limit) take(key string, now time.Time) (wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := l.full[key]
	if at.Before(now) {
		at = now
	}
	at = at.Add(l.period)
	if over := at.Sub(now) - time.Duration(l.burst)*l.period; over > 0 {
		return over
	}
	if _, known := l.full[key]; !known && len(l.full) >= maxKeys {
		l.forget(now)
	}
	l.full[key] = at
	return 0
}

// give returns an attempt that turned out well.
func (l *limit) give(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if at, ok := l.full[key]; ok {
		l.full[key] = at.Add(-l.period)
	}
}

// forget drops keys that have all their attempts again, and when that frees
// too little, whichever come first: a flood of keys must not fill the memory.
func (l *limit) forget(now time.Time) {
	for key, at := range l.full {
		if !at.After(now) {
			delete(l.full, key)
		}
	}
	for key := range l.full {
		if len(l.full) < maxKeys/2 {
			return
		}
		delete(l.full, key)
	}
}
