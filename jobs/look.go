package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"agora/event"
	"agora/fault"
)

// Job is one job as the console shows it.
type Job struct {
	ID       int64
	Name     string
	Event    event.Event // zero for a task
	State    string      // "scheduled", "available", "running", "retryable", "completed", "discarded"
	Attempt  int
	Tries    int // attempts it is given
	Created  time.Time
	Due      time.Time // next or last attempt
	Finished time.Time // zero while it is not
	Error    string    // of the last attempt
}

// Page asks for part of a list, newest first.
type Page struct {
	Before int64 // only jobs with a lower id; 0 for the newest
	Limit  int   // 50 when 0
}

// Dead gives jobs that failed for the last time.
func (q *Queue) Dead(ctx context.Context, p Page) ([]Job, error) {
	return q.look(ctx, p, rivertype.JobStateDiscarded)
}

// Recent gives jobs in every state, newest first.
func (q *Queue) Recent(ctx context.Context, p Page) ([]Job, error) { return q.look(ctx, p) }

// Retry runs a job again at once.
func (q *Queue) Retry(ctx context.Context, id int64) error {
	err := q.store.retry(ctx, id)
	if errors.Is(err, rivertype.ErrNotFound) {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	return err
}

// Counts gives the number of jobs in each state.
func (q *Queue) Counts(ctx context.Context) (map[string]int64, error) { return q.store.counts(ctx) }

// Backup writes a consistent copy of an embedded queue to a new file. It is
// taken before the copy of the database, so that the cursor is never ahead of
// the event log.
func (q *Queue) Backup(ctx context.Context, to string) error { return q.store.backup(ctx, to) }

func (q *Queue) look(ctx context.Context, p Page, states ...rivertype.JobState) ([]Job, error) {
	if p.Limit == 0 {
		p.Limit = 50
	}
	list := river.NewJobListParams().First(p.Limit).OrderBy(river.JobListOrderByID, river.SortOrderDesc)
	if len(states) > 0 {
		list = list.States(states...)
	}
	if p.Before > 0 {
		list = list.Where("id < @before", river.NamedArgs{"before": p.Before})
	}
	rows, err := q.store.list(ctx, list)
	jobs := make([]Job, len(rows))
	for i, r := range rows {
		jobs[i] = show(r)
	}
	return jobs, err
}

func show(r *rivertype.JobRow) Job {
	var args reaction // a task's arguments are a part of it
	if err := json.Unmarshal(r.EncodedArgs, &args); err != nil {
		args.Name = r.Kind
	}
	j := Job{ID: r.ID, Name: args.Name, Event: args.Event, State: string(r.State), Attempt: r.Attempt,
		Tries: r.MaxAttempts, Created: r.CreatedAt, Due: r.ScheduledAt}
	if r.FinalizedAt != nil {
		j.Finished = *r.FinalizedAt
	}
	if n := len(r.Errors); n > 0 {
		j.Error = r.Errors[n-1].Error
	}
	return j
}

// quieter passes on only what the queue library warns of; its jobs are logged
// by us, one line each.
type quieter struct{ slog.Handler }

// Enabled reports whether a line of this level is written.
func (q quieter) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && q.Handler.Enabled(ctx, l)
}

// WithAttrs keeps quiet with attributes.
func (q quieter) WithAttrs(a []slog.Attr) slog.Handler { return quieter{q.Handler.WithAttrs(a)} }

// WithGroup keeps quiet in a group.
func (q quieter) WithGroup(name string) slog.Handler { return quieter{q.Handler.WithGroup(name)} }
