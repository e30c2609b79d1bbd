package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/event"
)

// each runs f on either engine with a function that makes queues over the
// database.
func each(t *testing.T, f func(t *testing.T, d *db.DB, make func(Options) *Queue)) {
	run := func(d *db.DB, target string) func(*testing.T) {
		return func(t *testing.T) {
			f(t, d, func(o Options) *Queue {
				o.Target, o.Poll = target, 10*time.Millisecond
				o.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
				q, err := New(t.Context(), d, o)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { q.Stop(context.Background()) })
				return q
			})
		}
	}
	dir := t.TempDir()
	t.Run("sqlite", func(t *testing.T) {
		run(dbtest.SQLite(t, event.Schema), filepath.Join(dir, "jobs.db"))(t)
	})
	t.Run("postgres", func(t *testing.T) {
		target := dbtest.NewPostgres(t)
		d, err := db.Open(t.Context(), target, db.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		if err := d.Migrate(t.Context(), event.Schema); err != nil {
			t.Fatal(err)
		}
		run(d, target)(t)
	})
}

func say(t *testing.T, d *db.DB, kind event.Kind, subject int64, due time.Time) {
	t.Helper()
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		return event.AppendDue(tx, db.House, kind, subject, due, map[string]int64{"n": subject})
	}); err != nil {
		t.Fatal(err)
	}
}

func start(t *testing.T, q *Queue) {
	t.Helper()
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func wait[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(30 * time.Second):
		t.Fatal("nothing happened")
		panic("unreachable")
	}
}

func TestReactionsFollowEvents(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, make_ func(Options) *Queue) {
		got := make(chan string, 10)
		react := func(name string) Reaction {
			return Reaction{Name: name, Do: func(_ context.Context, e event.Event) error {
				got <- fmt.Sprint(name, e.Subject)
				return nil
			}}
		}
		say(t, d, "order.placed", 1, time.Time{})
		say(t, d, "nobody.cares", 2, time.Time{})
		q := make_(Options{Kinds: Kinds{"order.placed": {react("a"), react("b")}}})
		start(t, q)
		one, two := wait(t, got), wait(t, got)
		if one > two {
			one, two = two, one
		}
		if one != "a1" || two != "b1" {
			t.Errorf("got %s and %s", one, two)
		}
		say(t, d, "order.placed", 3, time.Time{})
		if a := wait(t, got); !strings.HasSuffix(a, "3") {
			t.Errorf("got %s", a)
		}
	})
}

func TestAnIdleReactionIsNoJob(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, make_ func(Options) *Queue) {
		q := make_(Options{Kinds: Kinds{"order.placed": {{Name: "push", Do: func(context.Context, event.Event) error { return nil },
			Idle: func(_ context.Context, e event.Event) (bool, error) {
				if e.Subject == 3 {
					return true, errors.New("nobody knows")
				}
				return e.Subject == 1, nil
			}}}}})
		for subject := range 3 {
			say(t, d, "order.placed", int64(subject+1), time.Time{})
		}
		if err := q.catchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		list, err := q.Recent(t.Context(), Page{})
		if err != nil || len(list) != 2 {
			t.Fatal(list, err)
		}
		for _, j := range list {
			if j.Event.Subject == 1 {
				t.Error("an idle reaction was queued")
			}
		}
	})
}

func TestDueEventsWait(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, make_ func(Options) *Queue) {
		q := make_(Options{Kinds: Kinds{"order.deadline": {{Name: "expire", Do: func(context.Context, event.Event) error { return nil }}}}})
		due := time.Now().Add(time.Hour).UTC().Truncate(time.Second)
		say(t, d, "order.deadline", 1, due)
		if err := q.catchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		list, err := q.Recent(t.Context(), Page{})
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		if j := list[0]; j.State != "scheduled" || !j.Due.Equal(due) || j.Name != "expire" || j.Event.Subject != 1 {
			t.Errorf("%+v", j)
		}
	})
}

func TestFailedJobsRunAgainAndThenAreDead(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, make_ func(Options) *Queue) {
		tried, mended := make(chan int, 10), make(chan bool, 1)
		n, mend := 0, false
		q := make_(Options{Tries: 3, Retry: func(int, time.Time) time.Time { return time.Now() },
			Kinds: Kinds{"order.placed": {{Name: "mail", Do: func(context.Context, event.Event) error {
				n++
				tried <- n
				if mend {
					mended <- true
					return nil
				}
				if n == 2 {
					panic("a bug")
				}
				return errors.New("no mail server")
			}}}}})
		say(t, d, "order.placed", 1, time.Time{})
		start(t, q)
		for range 3 {
			wait(t, tried)
		}
		var dead []Job
		for len(dead) == 0 {
			var err error
			if dead, err = q.Dead(t.Context(), Page{}); err != nil {
				t.Fatal(err)
			}
		}
		if j := dead[0]; j.Attempt != 3 || j.Error != "no mail server" || j.Finished.IsZero() {
			t.Errorf("%+v", j)
		}
		mend = true
		if err := q.Retry(t.Context(), dead[0].ID); err != nil {
			t.Fatal(err)
		}
		wait(t, mended)
		if err := q.Retry(t.Context(), 1<<40); err == nil {
			t.Error("retried a job that does not exist")
		}
	})
}

func TestTasksRecur(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, make_ func(Options) *Queue) {
		ran := make(chan bool, 100)
		q := make_(Options{Tasks: []Task{Every("sweep", time.Second, func(context.Context) error { ran <- true; return nil })}})
		start(t, q)
		wait(t, ran)
		wait(t, ran)
	})
}

func TestTheCursorMovesOnce(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, make_ func(Options) *Queue) {
		kinds := Kinds{"order.placed": {{Name: "mail", Do: func(context.Context, event.Event) error { return nil }}}}
		one, two := make_(Options{Kinds: kinds}), make_(Options{Kinds: kinds})
		for i := range int64(5) {
			say(t, d, "order.placed", i, time.Time{})
		}
		for _, q := range []*Queue{one, two, one} { // two believes in the old cursor
			if err := q.catchUp(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if list, err := one.Recent(t.Context(), Page{}); err != nil || len(list) != 5 {
			t.Errorf("%d jobs, %v; want 5", len(list), err)
		}
	})
}
