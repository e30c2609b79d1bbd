package identity

import (
	"sync/atomic"
	"time"

	"agora/db"
)

// Options are what a caller may vary.
type Options struct {
	Clock func() time.Time // of the limits on signing in; time.Now when nil
}

// Service keeps the people of a node.
type Service struct {
	db      *db.DB
	clock   func() time.Time
	hash    *hasher
	logins  *limit // attempts on one login
	clients *limit // attempts from one address
	key     atomic.Pointer[[]byte]
}

// New makes the service. Start it once the tables are there.
func New(d *db.DB, o Options) *Service {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	return &Service{
		db: d, clock: o.Clock, hash: newHasher(),
		logins:  newLimit(10, time.Minute),   // guessing one password: 10, then 1 a minute
		clients: newLimit(60, 5*time.Second), // many people behind one carrier's address
	}
}
