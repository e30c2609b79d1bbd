package ucp

import (
	"crypto/rand"
	"fmt"
	"sync"
)

// locks are one for each number that somebody holds.
type locks struct {
	mu   sync.Mutex
	held map[int64]*lock
}

type lock struct {
	sync.Mutex
	waiting int
}

// lock waits for a number and gives what lets it go.
func (l *locks) lock(n int64) (unlock func()) {
	l.mu.Lock()
	if l.held == nil {
		l.held = map[int64]*lock{}
	}
	k := l.held[n]
	if k == nil {
		k = &lock{}
		l.held[n] = k
	}
	k.waiting++
	l.mu.Unlock()
	k.Lock()
	return func() {
		k.Unlock()
		l.mu.Lock()
		defer l.mu.Unlock()
		if k.waiting--; k.waiting == 0 {
			delete(l.held, n)
		}
	}
}

// newUUID is a random one, of version 4 (RFC 9562).
func newUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
