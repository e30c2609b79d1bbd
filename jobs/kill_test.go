package jobs

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/event"
)

const childDir = "AGORA_JOBS_CHILD"

// TestKilledChild is not a test by itself: it is the process that
// TestNothingIsLostOrDoubledByAKill kills.
func TestKilledChild(t *testing.T) {
	dir := os.Getenv(childDir)
	if dir == "" {
		t.Skip("runs only as the child of another test")
	}
	d, q := openIn(t, dir, func(e event.Event) { fmt.Println("done", e.Subject) })
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i := int64(0); ; i++ {
		say(t, d, "order.placed", i, time.Time{})
		fmt.Println("said", i)
	}
}

func openIn(t *testing.T, dir string, did func(event.Event)) (*db.DB, *Queue) {
	t.Helper()
	d, err := db.Open(t.Context(), filepath.Join(dir, "agora.db"), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := d.Migrate(t.Context(), event.Schema); err != nil {
		t.Fatal(err)
	}
	q, err := New(t.Context(), d, Options{Target: filepath.Join(dir, "jobs.db"), Poll: 10 * time.Millisecond,
		Kinds: Kinds{"order.placed": {{Name: "count", Do: func(_ context.Context, e event.Event) error { did(e); return nil }}}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { q.Stop(context.Background()) })
	return d, q
}

func TestNothingIsLostOrDoubledByAKill(t *testing.T) {
	dir := t.TempDir()
	for round := range 5 {
		killAfter(t, dir, 20+round*37)
	}
	d, q := openIn(t, dir, func(event.Event) {})
	if err := q.relay.resume(t.Context(), q.store); err != nil {
		t.Fatal(err)
	}
	if err := q.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	queued := map[int64]int{}
	for p := (Page{Limit: 1000}); ; {
		list, err := q.Recent(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 {
			break
		}
		for _, j := range list {
			queued[j.Event.ID]++
			p.Before = j.ID
		}
	}
	events := 0
	for after := int64(0); ; {
		list, err := event.After(t.Context(), d, after, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 {
			break
		}
		for _, e := range list {
			if queued[e.ID] != 1 {
				t.Errorf("event %d has %d jobs", e.ID, queued[e.ID])
			}
			after = e.ID
			events++
		}
	}
	if events < 100 || len(queued) != events {
		t.Errorf("%d events, %d with jobs", events, len(queued))
	}
}

// killAfter runs the child until it has said so many events and done a job,
// and kills it where it stands.
func killAfter(t *testing.T, dir string, lines int) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKilledChild$")
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said, done := 0, 0
	for s := bufio.NewScanner(out); s.Scan(); {
		switch {
		case strings.HasPrefix(s.Text(), "said"):
			said++
		case strings.HasPrefix(s.Text(), "done"):
			done++
		}
		if said >= lines && done > 0 {
			break
		}
	}
	cmd.Process.Kill()
	cmd.Wait()
	if said < lines || done == 0 {
		t.Fatalf("the child ended by itself after %d events and %d jobs", said, done)
	}
}
