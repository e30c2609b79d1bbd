package tape

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"agora/assembly"
	"agora/audit"
	"agora/blob"
	"agora/catalog"
	"agora/db/dbtest"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/reel"
	"agora/room"
)

// voice is 20 ms of Opus.
var voice = []byte{0xf8, 1, 2, 3, 4}

// rooms is an engine in which somebody speaks all the time, on the floor and into
// Russian; its line breaks when it is told to.
type rooms struct {
	room.Engine
	mu   sync.Mutex
	open bool
	cut  context.CancelFunc
}

func (r *rooms) Hear(ctx context.Context, _ room.ID, _ room.PersonID, to room.Ear) error {
	r.mu.Lock()
	open := r.open
	ctx, r.cut = context.WithCancel(ctx)
	r.mu.Unlock()
	if !open {
		return fault.New(fault.NotFound, "fault.room_unknown")
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for at := time.Now(); ; {
		select {
		case <-ctx.Done():
			return fault.New(fault.Unavailable, "fault.room_away")
		case now := <-tick.C:
			for ; at.Before(now); at = at.Add(20 * time.Millisecond) {
				to.Sound(room.Floor, "saima", at, voice)
				to.Sound(room.Spoken("ru"), "aida", at, voice)
				to.Sound(room.Spoken("kk"), "nobody asked", at, voice)
			}
		}
	}
}

var host = identity.Actor{Person: 7, Roles: []identity.Role{identity.Operator}}

// hall is a session that is recorded.
type hall struct {
	*testing.T
	*assembly.Service
	files *blob.Store
	rooms *rooms
	at    assembly.Seated
	stop  func()
}

func newHall(t *testing.T) *hall {
	h := &hall{T: t, Service: assembly.New(dbtest.SQLite(t, event.Schema, audit.Schema, assembly.Schema)), rooms: &rooms{open: true}}
	var err error
	h.files, err = blob.Open(t.TempDir())
	h.must(err)
	h.KeepFiles(h.files)
	by, now := identity.System(), time.Now()
	e, err := h.Save(t.Context(), by, assembly.Event{Starts: now, Ends: now.Add(time.Hour),
		Plan: assembly.Plan{Kind: assembly.Class, Title: catalog.Texts{"en": "Felt"}, Zone: "Asia/Bishkek", Langs: []string{"ky", "ru"}, Record: true}})
	h.must(err)
	h.must(h.Publish(t.Context(), by, e.ID))
	s, err := h.Schedule(t.Context(), by, assembly.Session{Event: e.ID, Starts: now, Ends: now.Add(time.Hour), Topic: assembly.Topic{Title: catalog.Texts{"en": "Wool"}}})
	h.must(err)
	seat, err := h.TakeHostSeat(t.Context(), host, e.ID)
	h.must(err)
	h.at, err = h.Enter(t.Context(), host, e.ID, seat.ID, s.ID)
	h.must(err)
	return h
}

func (h *hall) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// run starts a tape; stop ends it as a node does that stops.
func (h *hall) run() {
	ctx, cancel := context.WithCancel(h.Context())
	t := &Tape{Assembly: h.Service, Rooms: h.rooms, Room: func(assembly.SessionID) room.ID { return "one" }, Files: h.files, Log: slog.New(slog.DiscardHandler)}
	over := make(chan struct{})
	go func() {
		defer close(over)
		t.Run(ctx)
	}()
	h.stop = func() {
		cancel()
		<-over
	}
	h.Cleanup(h.stop)
}

func (h *hall) recording() assembly.Recording {
	h.Helper()
	r, err := h.Recording(h.Context(), h.at.Event.ID, h.at.Session.ID)
	h.must(err)
	return r
}

// more waits until another piece is there.
func (h *hall) more() {
	h.Helper()
	had := h.recording().Pieces
	end := time.Now().Add(20 * time.Second)
	for tick := time.Tick(50 * time.Millisecond); h.recording().Pieces == had; <-tick {
		if time.Now().After(end) {
			h.Fatalf("after %d pieces no other", had)
		}
	}
}

// film is what was taken down of the session, which is over.
func (h *hall) film() *assembly.Film {
	h.Helper()
	at, err := h.Enter(h.Context(), host, h.at.Event.ID, h.at.Seat.ID, h.at.Session.ID)
	h.must(err)
	f, err := h.Film(h.Context(), at)
	h.must(err)
	return f
}

// voices counts what was said in a channel.
func (h *hall) voices(f *assembly.Film, channel string) int {
	h.Helper()
	r := f.Reel(channel, true).Whole(func(i int) (*os.File, error) { return h.OpenPiece(f.Pieces[i]) })
	b, err := io.ReadAll(r)
	h.must(err)
	h.must(r.Close())
	return bytes.Count(b, voice)
}

// TestASessionIsTakenDown from its beginning to its end, through a pause, a line
// that breaks, and a node that stops and comes again.
func TestASessionIsTakenDown(t *testing.T) {
	h := newHall(t)
	h.run()
	began := time.Now()
	h.must(h.Begin(t.Context(), h.at))
	h.more()
	h.rooms.cut()
	h.more()
	h.stop() // what was said until then stays
	if there, was := h.recording().Length, time.Since(began); (there - was).Abs() > time.Second {
		t.Errorf("%s are there of %s", there, was)
	}
	h.run()
	h.more()
	h.must(h.Pause(t.Context(), h.at))
	paused := h.recording().Until
	h.more() // what was said before it
	h.must(h.Resume(t.Context(), h.at))
	on := h.recording().Until
	h.more()
	h.must(h.End(t.Context(), h.at))
	over := h.recording().Until
	h.more()
	h.stop()
	f := h.film()
	if most := time.Since(began); f.Length() > most {
		t.Errorf("a film of %s was made in %s", f.Length(), most)
	}
	const frame = 50 * time.Millisecond
	for i, p := range f.Pieces {
		to := p.At.Add(time.Duration(p.Length) * time.Second / reel.Scale)
		if p.Number != int64(i+1) || to.After(paused.Add(frame)) && p.At.Before(on) || to.After(over.Add(frame)) {
			t.Errorf("piece %d from %s to %s; paused at %s, on at %s, over at %s", p.Number, p.At, to, paused, on, over)
		}
	}
	for _, channel := range []string{reel.Floor, "ru"} {
		const share = 2 // of the time somebody speaks at least: the line broke, and a busy machine is late
		if n, most := h.voices(f, channel), int(f.Length()/(20*time.Millisecond)); n < most/share || n > most {
			t.Errorf("%s: %d packets in %s", channel, n, f.Length())
		}
	}
}

// TestNobodyIsThere makes silence.
func TestNobodyIsThere(t *testing.T) {
	h := newHall(t)
	h.rooms.open = false
	h.run()
	h.must(h.Begin(t.Context(), h.at))
	h.more()
	h.must(h.End(t.Context(), h.at))
	h.more()
	h.stop()
	if n := h.voices(h.film(), "ru"); n != 0 {
		t.Errorf("%d packets of nobody", n)
	}
}
