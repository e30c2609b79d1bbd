package web

import (
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Rate is a token bucket: Burst at once, then one Every so often.
type Rate struct {
	Burst int64
	Every time.Duration
}

func (r Rate) or(other Rate) Rate {
	if r.Burst == 0 {
		return other
	}
	return r
}

// mostClients bounds the memory of a table of buckets.
const mostClients = 50_000

// buckets holds a bucket for each client, as the time at which it would be
// empty: no bucket needs to be refilled.
type buckets struct {
	rate Rate
	mu   sync.Mutex
	at   map[string]time.Time
}

func newBuckets(r Rate) *buckets { return &buckets{rate: r, at: map[string]time.Time{}} }

// take takes one token of a client; when there is none it says how long to
// wait.
func (b *buckets) take(client string, now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.at) >= mostClients {
		b.sweep(now)
	}
	next, wait := b.next(client, now)
	if wait == 0 {
		b.at[client] = next
	}
	return wait
}

// wait says how long a client has to wait before there is a token.
func (b *buckets) wait(client string, now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, wait := b.next(client, now)
	return wait
}

// next gives when the bucket of a client is empty after one more, and how long
// to wait before that one is given.
func (b *buckets) next(client string, now time.Time) (time.Time, time.Duration) {
	at := b.at[client]
	if at.Before(now) {
		at = now
	}
	next := at.Add(b.rate.Every)
	return next, max(0, next.Sub(now)-time.Duration(b.rate.Burst)*b.rate.Every)
}

// sweep forgets clients whose bucket is full again; when all are busy it
// forgets all, since memory matters more than strictness.
func (b *buckets) sweep(now time.Time) {
	for client, at := range b.at {
		if at.Before(now) {
			delete(b.at, client)
		}
	}
	if len(b.at) >= mostClients {
		clear(b.at)
	}
}

// Limit bounds how often each of many may ask, for handlers that are mounted.
type Limit struct{ *buckets }

// NewLimit makes a limit by which each may ask at a rate.
func NewLimit(r Rate) Limit { return Limit{newBuckets(r)} }

// Take counts one question of a client; more than zero is how long she has to
// wait before the next is answered.
func (l Limit) Take(client string, now time.Time) time.Duration { return l.take(client, now) }

// Wait is what Take would answer, without counting.
func (l Limit) Wait(client string, now time.Time) time.Duration { return l.wait(client, now) }

// Client names the client of a request to a handler that is mounted.
func (s *Server) Client(r *http.Request) string { return s.client(r) }

// client names who is counted: the address, of IPv6 its /64.
func (s *Server) client(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if s.o.Proxy {
		// The last entry is the one our own proxy wrote.
		list := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if last := strings.TrimSpace(list[len(list)-1]); last != "" {
			host = last
		}
	}
	if ip := net.ParseIP(host); ip != nil && ip.To4() == nil {
		return ip.Mask(net.CIDRMask(64, 128)).String()
	}
	return host
}
