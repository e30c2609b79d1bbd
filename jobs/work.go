package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"agora/event"
)

// reaction is a queued Reaction with the event it answers, whole, so that a
// job needs no look-up and survives a change of the event's readers.
type reaction struct {
	Name  string      `json:"name"`
	Event event.Event `json:"event"`
}

// Kind is the name of this sort of job in the queue.
func (reaction) Kind() string { return "reaction" }

// task is a queued Task; one of a name waits or runs at a time.
type task struct {
	Name string `json:"name" river:"unique"`
}

// Kind is the name of this sort of job in the queue.
func (task) Kind() string { return "task" }

// errUnknown is a job of a version of the program that knew more.
var errUnknown = errors.New("jobs: nothing in this program does this job")

func (q *Queue) workers(tasks []Task) *river.Workers {
	byName := map[string]Task{}
	for _, t := range tasks {
		byName[t.Name] = t
	}
	w := river.NewWorkers()
	river.AddWorker(w, river.WorkFunc(func(ctx context.Context, j *river.Job[reaction]) error {
		return q.run(ctx, j.JobRow, j.Args.Name, func(ctx context.Context) error {
			for _, r := range q.kinds[j.Args.Event.Kind] {
				if r.Name == j.Args.Name {
					return r.Do(ctx, j.Args.Event)
				}
			}
			return errUnknown
		}, "event", j.Args.Event.Kind, "subject", j.Args.Event.Subject, "shop", j.Args.Event.Shop)
	}))
	river.AddWorker(w, river.WorkFunc(func(ctx context.Context, j *river.Job[task]) error {
		return q.run(ctx, j.JobRow, j.Args.Name, func(ctx context.Context) error {
			if t, ok := byName[j.Args.Name]; ok {
				return t.Do(ctx)
			}
			return errUnknown
		})
	}))
	return w
}

// run does one job and logs one line about it.
func (q *Queue) run(ctx context.Context, row *rivertype.JobRow, name string, do func(context.Context) error, more ...any) (err error) {
	begin := time.Now()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
		level, said := slog.LevelInfo, append([]any{"name", name, "id", row.ID, "attempt", row.Attempt, "took", time.Since(begin).Round(time.Microsecond)}, more...)
		switch {
		case err != nil:
			level, said = slog.LevelWarn, append(said, "err", err)
			if row.Attempt >= row.MaxAttempts {
				level = slog.LevelError
			}
		case row.Kind == task{}.Kind():
			level = slog.LevelDebug // a task that has nothing to do says nothing
		}
		q.log.Log(ctx, level, "job", said...)
	}()
	return do(ctx)
}

// jobsOf gives the jobs that follow from events. Where nobody can say that a
// reaction is idle, its job will find out, and be tried again.
func (q *Queue) jobsOf(ctx context.Context, list []event.Event) (jobs []river.InsertManyParams) {
	for _, e := range list {
		for _, r := range q.kinds[e.Kind] {
			if r.Idle != nil {
				if idle, err := r.Idle(ctx, e); err == nil && idle {
					continue
				}
			}
			jobs = append(jobs, river.InsertManyParams{
				Args:       reaction{r.Name, e},
				InsertOpts: &river.InsertOpts{ScheduledAt: e.Due},
			})
		}
	}
	return jobs
}
