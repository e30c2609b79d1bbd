package notify

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
)

// pigeon is a channel that the test steers.
type pigeon struct {
	fly  func(Message) error
	mu   sync.Mutex
	flew []string
}

func (p *pigeon) Name() string         { return "pigeon" }
func (p *pigeon) Takes(to string) bool { return strings.HasPrefix(to, "roof ") }
func (p *pigeon) Send(_ context.Context, m Message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fly != nil {
		if err := p.fly(m); err != nil {
			return err
		}
	}
	p.flew = append(p.flew, m.Key)
	return nil
}

func message(key string) Message {
	return Message{To: "roof 7", Subject: "news", Text: "words", Key: key}
}

func entry(t *testing.T, s *Service, key string) Entry {
	t.Helper()
	list, err := s.Outbox(t.Context(), Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if e.Key == key {
			return e
		}
	}
	t.Fatalf("no message %q", key)
	return Entry{}
}

func TestAKeyIsSentOnce(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema}, func(t *testing.T, d *db.DB) {
		p := &pigeon{}
		s := New(d, p)
		var tries sync.WaitGroup
		for i := range 24 {
			tries.Go(func() {
				err := s.Send(t.Context(), message(fmt.Sprint("key ", i%3)))
				if err != nil && !fault.Is(err, fault.Unavailable) { // another try has it in its hands
					t.Error(err)
				}
			})
		}
		tries.Wait()
		if len(p.flew) != 3 {
			t.Errorf("sent %v", p.flew)
		}
		if e := entry(t, s, "key 1"); e.State != Sent || e.Channel != "pigeon" || e.Attempts != 1 || e.Text != "words" || e.Written().IsZero() {
			t.Errorf("%+v", e)
		}
	})
}

func TestAFailureIsTriedAgainAndARefusalIsNot(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema}, func(t *testing.T, d *db.DB) {
		storm := errors.New("storm")
		p := &pigeon{fly: func(Message) error { return storm }}
		s := New(d, p)
		if err := s.Send(t.Context(), message("a")); !errors.Is(err, storm) {
			t.Errorf("a storm: %v", err)
		}
		if e := entry(t, s, "a"); e.State != Failed || e.Problem != "storm" {
			t.Errorf("%+v", e)
		}
		p.fly = nil
		if err := s.Send(t.Context(), message("a")); err != nil {
			t.Error(err)
		}
		if e := entry(t, s, "a"); e.State != Sent || e.Attempts != 2 || e.Problem != "" {
			t.Errorf("%+v", e)
		}
		p.fly = func(Message) error { return fmt.Errorf("%w: no such roof", ErrRefused) }
		for range 2 {
			if err := s.Send(t.Context(), message("b")); err != nil {
				t.Errorf("a refusal is no reason to try again: %v", err)
			}
		}
		if e := entry(t, s, "b"); e.State != Refused || e.Attempts != 1 || !strings.Contains(e.Problem, "no such roof") {
			t.Errorf("%+v", e)
		}
	})
}

func TestWhatNoChannelReachesIsKept(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema}, func(t *testing.T, d *db.DB) {
		s := New(d, &pigeon{})
		for i, to := range []string{"cellar 1", "cellar 2", "cellar 1"} {
			m := message(fmt.Sprint("m", i))
			m.To = to
			if err := s.Send(t.Context(), m); err != nil {
				t.Fatal(err)
			}
		}
		first, err := s.Outbox(t.Context(), Filter{To: "cellar 1", State: Kept, Limit: 1})
		if err != nil || len(first) != 1 || first[0].Key != "m2" {
			t.Fatalf("%+v, %v", first, err)
		}
		next, err := s.Outbox(t.Context(), Filter{To: "cellar 1", State: Kept, Before: first[0].ID})
		if err != nil || len(next) != 1 || next[0].Key != "m0" {
			t.Errorf("%+v, %v", next, err)
		}
		if err := s.Send(t.Context(), Message{To: "cellar 1", Text: "x"}); err == nil {
			t.Error("a message without a key could be sent twice")
		}
	})
}

func TestAKilledTryIsTakenOver(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	d := dbtest.At(t, func() time.Time { return now }, Schema)
	p := &pigeon{}
	s := New(d, p)
	if mine, err := s.claim(t.Context(), message("a")); err != nil || !mine {
		t.Fatal(mine, err)
	} // and here the process is killed
	now = now.Add(patience)
	if err := s.Send(t.Context(), message("a")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("too early: %v", err)
	}
	now = now.Add(time.Second)
	if err := s.Send(t.Context(), message("a")); err != nil || len(p.flew) != 1 {
		t.Errorf("%v, sent %v", err, p.flew)
	}
}

func TestTheOutboxKnowsAnAnswerNobodyWaitedFor(t *testing.T) {
	d := dbtest.SQLite(t, Schema)
	ctx, cancel := context.WithCancel(t.Context())
	s := New(d, &pigeon{fly: func(Message) error { cancel(); return nil }})
	if err := s.Send(ctx, message("a")); err != nil {
		t.Error(err)
	}
	if e := entry(t, s, "a"); e.State != Sent {
		t.Errorf("%+v", e)
	}
}

// TestASecretIsNotKeptOnceItIsSent reads the outbox: what a channel took has no
// secret in it, what nobody takes is there for the operator to read out.
func TestASecretIsNotKeptOnceItIsSent(t *testing.T) {
	var flew string
	s := New(dbtest.SQLite(t, Schema), &pigeon{fly: func(m Message) error { flew = m.Text; return nil }})
	for to, want := range map[string]string{"roof 7": "your code is ••••••", "cellar 7": "your code is 123456"} {
		if err := s.Send(t.Context(), Message{To: to, Subject: "news", Text: "your code is 123456", Secret: "123456", Key: to}); err != nil {
			t.Fatal(err)
		}
		if got := entry(t, s, to).Text; got != want {
			t.Errorf("to %s the outbox keeps %q", to, got)
		}
	}
	if flew != "your code is 123456" {
		t.Errorf("sent %q", flew)
	}
}
