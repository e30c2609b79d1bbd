package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"agora/db"
	"agora/event"
)

// Reaction is what one part of the program does about an event. Its name is
// part of what is stored: it never changes. Idle, where set, says of a new event
// that there is nothing to do about it, now or later: no job is made of it, which
// costs many times what it takes to ask.
type Reaction struct {
	Name string
	Do   func(ctx context.Context, e event.Event) error
	Idle func(ctx context.Context, e event.Event) (bool, error)
}

// Kinds are the reactions to each kind of event.
type Kinds map[event.Kind][]Reaction

// Task is work that recurs, on one node at a time.
type Task struct {
	Name     string
	Interval time.Duration
	Do       func(ctx context.Context) error
}

// Every makes a task that runs at the start and then once an interval. Its name
// is letters, digits and dashes.
func Every(name string, interval time.Duration, do func(ctx context.Context) error) Task {
	return Task{name, interval, do}
}

// Options say where the queue is and what it does.
type Options struct {
	Target string // a path ending in .db, or a postgres:// address
	Kinds  Kinds
	Tasks  []Task
	Log    *slog.Logger                               // slog.Default when nil
	Poll   time.Duration                              // how often an idle queue looks for due jobs; a second when 0
	Retry  func(attempt int, now time.Time) time.Time // when a failed job runs again; see Backoff when nil
	Tries  int                                        // attempts before a job is dead; 16 when 0
}

// Queue is the queue of one node.
type Queue struct {
	db    *db.DB
	kinds Kinds
	log   *slog.Logger
	store store
	relay relay
	stop  context.CancelFunc
	ended sync.WaitGroup
}

// New opens the queue and brings its tables up to date. It runs nothing yet.
func New(ctx context.Context, d *db.DB, o Options) (*Queue, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	if o.Retry == nil {
		o.Retry = Backoff
	}
	if o.Tries == 0 {
		o.Tries = 16
	}
	q := &Queue{db: d, kinds: o.Kinds, log: o.Log, relay: relay{wake: make(chan struct{}, 1)}}
	s, err := open(ctx, q.workers(o.Tasks), o)
	if err != nil {
		return nil, fmt.Errorf("open jobs: %w", err)
	}
	q.store = s
	return q, nil
}

// Start begins to relay events and to run jobs.
func (q *Queue) Start(ctx context.Context) error {
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	q.stop = stop
	if err := q.relay.resume(ctx, q.store); err != nil {
		stop()
		return err
	}
	if err := q.store.start(running); err != nil {
		stop()
		return fmt.Errorf("start jobs: %w", err)
	}
	q.ended.Go(func() { q.follow(running) })
	return nil
}

// Stop lets running jobs finish until ctx ends, then gives up on them; they
// run again at the next start. It closes the queue.
func (q *Queue) Stop(ctx context.Context) error {
	var err error
	if q.stop != nil {
		err = q.store.stop(ctx)
		q.stop()
		q.ended.Wait()
	}
	q.store.close()
	return err
}

// Backoff gives the time of the next attempt: the fourth power of the attempts
// so far, in seconds, so that sixteen attempts span two days.
func Backoff(attempt int, now time.Time) time.Time {
	n := time.Duration(attempt)
	return now.Add(n * n * n * n * time.Second)
}
