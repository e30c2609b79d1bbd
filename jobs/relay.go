package jobs

import (
	"context"
	"errors"
	"time"

	"agora/event"
)

// errMoved is a cursor that somebody else moved: another node relayed first.
var errMoved = errors.New("jobs: the cursor was moved by another node")

// relay remembers how far the event log was read.
type relay struct {
	saved int64 // as stored in the queue's database
	seen  int64 // events up to here need nothing; at least saved
	wake  chan struct{}
}

const (
	batch = 500  // events read at once
	stale = 5000 // events without a reaction after which the cursor is saved anyway
)

// Wake tells the relay that there are new events. It never waits.
func (q *Queue) Wake() {
	select {
	case q.relay.wake <- struct{}{}:
	default:
	}
}

func (r *relay) resume(ctx context.Context, s store) error {
	at, err := s.cursor(ctx)
	r.saved, r.seen = at, at
	return err
}

// follow relays until ctx ends: soon after this node's commits, and once a
// second for those of others.
func (q *Queue) follow(ctx context.Context) {
	const look, anyway = 100 * time.Millisecond, 10
	tick := time.NewTicker(look)
	defer tick.Stop()
	var commits int64 = -1
	for n := 0; ; n++ {
		if now := q.db.Stats().Commits.Load(); now != commits || n >= anyway {
			commits, n = now, 0
			if err := q.catchUp(ctx); err != nil && ctx.Err() == nil {
				q.log.Error("relay of events", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-q.relay.wake:
			n = anyway
		}
	}
}

// catchUp relays all events there are.
func (q *Queue) catchUp(ctx context.Context) error {
	for idle := 0; ctx.Err() == nil; {
		list, err := event.After(ctx, q.db, q.relay.seen, batch)
		if err != nil || len(list) == 0 {
			return err
		}
		last := list[len(list)-1].ID
		jobs := q.jobsOf(ctx, list)
		if idle += len(list); len(jobs) > 0 || idle >= stale {
			err := q.store.enqueue(ctx, q.relay.saved, last, jobs)
			if errors.Is(err, errMoved) {
				if err := q.relay.resume(ctx, q.store); err != nil {
					return err
				}
				continue
			}
			if err != nil {
				return err
			}
			q.relay.saved, idle = last, 0
		}
		q.relay.seen = last
	}
	return nil
}
