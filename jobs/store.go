package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"
)

// store is the queue in a database, whichever it is.
type store interface {
	start(ctx context.Context) error
	stop(ctx context.Context) error
	close()
	cursor(ctx context.Context) (int64, error)
	enqueue(ctx context.Context, from, to int64, jobs []river.InsertManyParams) error
	list(ctx context.Context, p *river.JobListParams) ([]*rivertype.JobRow, error)
	retry(ctx context.Context, id int64) error
	counts(ctx context.Context) (map[string]int64, error)
	backup(ctx context.Context, to string) error
}

// ground is what the drivers' transactions have in common; T is the driver's
// own transaction, which the queue library wants.
type ground[T any] interface {
	in(ctx context.Context, f func(T) error) error
	exec(ctx context.Context, tx T, query string, args ...any) (int64, error)
	ints(ctx context.Context, query string, row func(scan func(...any) error) error) error
	adopt(ctx context.Context) error
	backup(ctx context.Context, to string) error
	close()
}

// queue is the store over one driver.
type queue[T any] struct {
	ground[T]
	river *river.Client[T]
}

func open(ctx context.Context, w *river.Workers, o Options) (store, error) {
	if strings.HasPrefix(o.Target, "postgres://") || strings.HasPrefix(o.Target, "postgresql://") {
		return openPostgres(ctx, w, o)
	}
	return openSQLite(ctx, w, o)
}

// assemble migrates the tables and makes the client over a driver.
func assemble[T any](ctx context.Context, d riverdriver.Driver[T], g ground[T], w *river.Workers, o Options) (*queue[T], error) {
	quiet := slog.New(quieter{o.Log.Handler()})
	m, err := rivermigrate.New(d, &rivermigrate.Config{Logger: quiet})
	if err != nil {
		return nil, err
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	if err := g.in(ctx, func(tx T) error {
		if _, err := g.exec(ctx, tx, `CREATE TABLE IF NOT EXISTS jobs_cursor (name TEXT NOT NULL PRIMARY KEY, event_id BIGINT NOT NULL)`); err != nil {
			return err
		}
		_, err := g.exec(ctx, tx, `INSERT INTO jobs_cursor (name, event_id) VALUES ('relay', 0) ON CONFLICT DO NOTHING`)
		return err
	}); err != nil {
		return nil, err
	}
	c := config(w, o)
	c.Logger = quiet
	client, err := river.NewClient(d, c)
	if err != nil {
		return nil, err
	}
	return &queue[T]{g, client}, nil
}

// workers are the jobs at once. Most wait for a database, a mail server or a
// browser's push service; with few, the mails of a busy hour would be late,
// for the library fetches no sooner than each twentieth of a second.
const workers = 16

// config is how the queue behaves on either engine. It polls only: listening
// costs an embedded file twenty queries a second.
func config(w *river.Workers, o Options) *river.Config {
	const day = 24 * time.Hour
	c := &river.Config{
		Workers:                     w,
		Queues:                      map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}},
		PollOnly:                    true,
		FetchPollInterval:           o.Poll,
		FetchCooldown:               min(o.Poll, 50*time.Millisecond),
		JobTimeout:                  2 * time.Minute,
		RescueStuckJobsAfter:        10 * time.Minute,
		MaxAttempts:                 o.Tries,
		RetryPolicy:                 policy(o.Retry),
		CompletedJobRetentionPeriod: day,
		DiscardedJobRetentionPeriod: 90 * day,
	}
	for _, t := range o.Tasks {
		c.PeriodicJobs = append(c.PeriodicJobs, river.NewPeriodicJob(river.PeriodicInterval(t.Interval),
			func() (river.JobArgs, *river.InsertOpts) {
				return task{t.Name}, &river.InsertOpts{MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: waiting}}
			}, &river.PeriodicJobOpts{ID: t.Name, RunOnStart: true}))
	}
	return c
}

// waiting are the states in which a task keeps another of its name out.
var waiting = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
	rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

type policy func(attempt int, now time.Time) time.Time

// NextRetry is when a job that failed runs again.
func (p policy) NextRetry(j *rivertype.JobRow) time.Time { return p(j.Attempt, time.Now().UTC()) }

// start runs jobs until stop.
func (q *queue[T]) start(ctx context.Context) error {
	if err := q.adopt(ctx); err != nil {
		return err
	}
	return q.river.Start(ctx)
}

func (q *queue[T]) stop(ctx context.Context) error {
	if err := q.river.Stop(ctx); err == nil || !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) {
		return err
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return q.river.StopAndCancel(last)
}

// cursor gives the id of the last event that was relayed.
func (q *queue[T]) cursor(ctx context.Context) (at int64, err error) {
	err = q.ints(ctx, `SELECT event_id FROM jobs_cursor WHERE name = 'relay'`,
		func(scan func(...any) error) error { return scan(&at) })
	return at, err
}

// enqueue adds jobs and moves the cursor, both or neither.
func (q *queue[T]) enqueue(ctx context.Context, from, to int64, jobs []river.InsertManyParams) error {
	return q.in(ctx, func(tx T) error {
		n, err := q.exec(ctx, tx, `UPDATE jobs_cursor SET event_id = $1 WHERE name = 'relay' AND event_id = $2`, to, from)
		if err != nil {
			return err
		}
		if n == 0 {
			return errMoved
		}
		if len(jobs) == 0 {
			return nil
		}
		_, err = q.river.InsertManyFastTx(ctx, tx, jobs)
		return err
	})
}

func (q *queue[T]) list(ctx context.Context, p *river.JobListParams) ([]*rivertype.JobRow, error) {
	r, err := q.river.JobList(ctx, p)
	if err != nil {
		return nil, err
	}
	return r.Jobs, nil
}

func (q *queue[T]) retry(ctx context.Context, id int64) error {
	_, err := q.river.JobRetry(ctx, id)
	return err
}

// counts gives the number of jobs in each state.
func (q *queue[T]) counts(ctx context.Context) (map[string]int64, error) {
	counts := map[string]int64{}
	err := q.ints(ctx, `SELECT CAST(state AS TEXT), COUNT(*) FROM river_job GROUP BY state`,
		func(scan func(...any) error) error {
			var state string
			var n int64
			err := scan(&state, &n)
			counts[state] = n
			return err
		})
	return counts, err
}
