package assembly_test

import (
	"bytes"
	"io"
	"os"
	"testing"
	"time"

	"agora/assembly"
	"agora/audit"
	"agora/blob"
	"agora/db"
	"agora/db/dbtest"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/reel"
)

// tape is a hall whose session is recorded, with what takes it down.
type tape struct {
	*floor
	files *blob.Store
	clock *time.Time
	cut   *reel.Cutter
	keys  []blob.Key
}

// tapes runs a test in a recorded hall on every engine.
func tapes(t *testing.T, record, broadcast bool, do func(r *tape)) {
	t.Helper()
	clock := now
	dbtest.EachAt(t, func() time.Time { return clock }, []db.Schema{event.Schema, audit.Schema, assembly.Schema}, func(t *testing.T, d *db.DB) {
		clock = now
		s := assembly.New(d)
		r := &tape{clock: &clock, floor: &floor{T: t, Service: s, event: conference(t, s, 0), in: map[assembly.Role]assembly.Seated{}}}
		var err error
		r.files, err = blob.Open(t.TempDir())
		r.must(err)
		s.KeepFiles(r.files)
		r.event.Record, r.event.Broadcast = record, broadcast
		r.event, err = s.Save(r.ctx(), host, r.event)
		r.must(err)
		r.session = r.plan()
		r.in[assembly.HostRole], r.in[assembly.Attendee] = r.sit(0, assembly.HostRole), r.sit(1, assembly.Attendee)
		r.must(s.Begin(r.ctx(), r.in[assembly.HostRole]))
		r.start()
		do(r)
	})
}

// start begins to take down, or goes on, as after a crash.
func (r *tape) start() {
	r.Helper()
	number, base, _, err := r.NextPiece(r.ctx(), r.event.ID, r.session.ID)
	r.must(err)
	r.cut = reel.NewCutter([]string{reel.Floor, "en"}, *r.clock, base, number, []byte("tape"))
}

// runs lets time pass and gives what was cut in it.
func (r *tape) runs(d time.Duration) (list []reel.Made) {
	r.Helper()
	*r.clock = r.clock.Add(d)
	for {
		m, ok, err := r.cut.Cut(*r.clock)
		r.must(err)
		if !ok {
			return list
		}
		list = append(list, m)
	}
}

// takes keeps pieces.
func (r *tape) takes(list []reel.Made) {
	r.Helper()
	for _, m := range list {
		k, _, err := r.files.Put(r.ctx(), bytes.NewReader(m.Data), 1<<20)
		r.must(err)
		r.must(r.AddPiece(r.ctx(), r.event.ID, r.session.ID, m.At, m.Piece, k))
		r.must(r.AddPiece(r.ctx(), r.event.ID, r.session.ID, m.At, m.Piece, k)) // once more is once
		r.keys = append(r.keys, k)
	}
}

// looks enters the hall anew.
func (r *tape) looks(role assembly.Role) assembly.Seated {
	r.Helper()
	at, err := r.Enter(r.ctx(), identity.System(), r.event.ID, r.in[role].Seat.ID, r.session.ID)
	r.must(err)
	return at
}

func TestARecordingIsItsPieces(t *testing.T) {
	tapes(t, true, false, func(r *tape) {
		hosts := r.in[assembly.HostRole]
		open, err := r.OpenRecordings(r.ctx())
		if err != nil || len(open) != 1 || open[0].Session != r.session.ID || len(open[0].Channels) != 2 || open[0].Pieces != 0 {
			r.Fatal(open, err)
		}
		began := *r.clock
		r.takes(r.runs(20 * time.Second))
		if _, err := r.Film(r.ctx(), r.looks(assembly.Attendee)); !fault.Is(err, fault.NotFound) {
			r.Error("a film before the end:", err)
		}
		*r.clock = r.clock.Add(time.Hour) // the node was down
		r.start()
		again := *r.clock
		r.takes(r.runs(10 * time.Second))
		if err := r.AddPiece(r.ctx(), r.event.ID, r.session.ID, *r.clock, reel.Piece{Number: 2, Length: 1}, r.keys[0]); !fault.Is(err, fault.Conflict) {
			r.Error("another second piece:", err)
		}
		stray := reel.Piece{Number: 90, Length: 1}
		if err := r.AddPiece(r.ctx(), r.event.ID, r.session.ID, *r.clock, stray, r.keys[0]); !fault.Is(err, fault.Conflict) {
			r.Error("a piece out of turn:", err)
		}
		r.must(r.End(r.ctx(), hosts))
		at := r.looks(assembly.Attendee)
		f, err := r.Film(r.ctx(), at)
		r.must(err)
		if !at.Session.Replay || len(f.Pieces) != len(r.keys) || f.Length() < 28*time.Second || f.Length() > 30*time.Second || len(f.Channels()) != 2 {
			r.Errorf("%v, %d pieces of %d, %v, %v", at.Session.Replay, len(f.Pieces), len(r.keys), f.Length(), f.Channels())
		}
		whole := f.Reel("en", true).Whole(func(i int) (*os.File, error) { return r.OpenPiece(f.Pieces[i]) })
		defer whole.Close()
		if n, err := io.Copy(io.Discard, whole); err != nil || n != f.Reel("en", true).Size() {
			r.Errorf("%d bytes, %v", n, err)
		}
		first := f.Pieces[0]
		for _, p := range f.Pieces {
			if p.At.Before(again) {
				first = p
			}
		}
		gap := first.At.Add(30 * time.Minute) // in which the node was down
		for at, want := range map[time.Time]time.Duration{began: 0, began.Add(5 * time.Second): 5 * time.Second, gap: -1, began.Add(-time.Minute): -1} {
			got, ok := f.At(at)
			if !ok {
				got = -1
			}
			if got != want {
				r.Errorf("%v after the begin is at %v, want %v", at.Sub(began), got, want)
			}
		}
		if got, ok := f.At(again.Add(time.Second)); !ok || f.From(gap) != got-time.Second {
			r.Errorf("a second after it went on: %v, %v; from the gap %v", got, ok, f.From(gap))
		}
		if open, err := r.OpenRecordings(r.ctx()); err != nil || len(open) != 0 {
			r.Error(open, err)
		}
	})
}

func TestNothingOfAPauseIsKept(t *testing.T) {
	tapes(t, true, false, func(r *tape) {
		hosts := r.in[assembly.HostRole]
		if err := r.Pause(r.ctx(), r.in[assembly.Attendee]); !fault.Is(err, fault.Forbidden) {
			r.Error("an attendee pauses:", err)
		}
		r.takes(r.runs(9 * time.Second))
		kept := len(r.keys)
		r.must(r.Pause(r.ctx(), hosts))
		for _, m := range r.runs(9 * time.Second) {
			if err := r.AddPiece(r.ctx(), r.event.ID, r.session.ID, m.At, m.Piece, r.keys[0]); !fault.Is(err, fault.Conflict) {
				r.Errorf("piece %d of a pause: %v", m.Number, err)
			}
		}
		if open, err := r.OpenRecordings(r.ctx()); err != nil || len(open) != 0 {
			r.Error("paused, and", open, err)
		}
		if err := r.Pause(r.ctx(), hosts); !fault.Is(err, fault.Conflict) {
			r.Error("twice:", err)
		}
		r.must(r.Resume(r.ctx(), hosts))
		r.start()
		r.takes(r.runs(9 * time.Second))
		if len(r.keys) <= kept {
			r.Error("it did not go on")
		}
		r.must(r.Pause(r.ctx(), hosts))
		late := r.runs(9 * time.Second)
		r.must(r.End(r.ctx(), hosts))
		for _, m := range late {
			if err := r.AddPiece(r.ctx(), r.event.ID, r.session.ID, m.At, m.Piece, r.keys[0]); !fault.Is(err, fault.Conflict) {
				r.Errorf("piece %d of a pause, after the end: %v", m.Number, err)
			}
		}
	})
}

func TestADroppedRecordingIsGone(t *testing.T) {
	tapes(t, true, false, func(r *tape) {
		r.takes(r.runs(9 * time.Second))
		if err := r.Drop(r.ctx(), host, r.event.ID, r.session.ID); !fault.Is(err, fault.Conflict) {
			r.Error("while it runs:", err)
		}
		r.must(r.End(r.ctx(), r.in[assembly.HostRole]))
		r.must(r.AgreeToBeRecorded(r.ctx(), r.in[assembly.HostRole]))
		if _, err := r.Film(r.ctx(), r.looks(assembly.Attendee)); err != nil {
			r.Fatal(err)
		}
		if err := r.Drop(r.ctx(), holder(r.in[assembly.Attendee].Seat), r.event.ID, r.session.ID); !fault.Is(err, fault.NotFound) {
			r.Error("who is no host:", err)
		}
		r.must(r.ClearRecording(r.ctx(), r.event.ID, r.session.ID)) // of one that is kept it takes nothing
		r.has(true)
		r.must(r.ExpireRecordings(r.ctx(), r.clock.Add(3*24*time.Hour), 0))
		r.must(r.ExpireRecordings(r.ctx(), r.clock.Add(3*24*time.Hour), 4))
		r.has(true)
		r.must(r.ExpireRecordings(r.ctx(), r.clock.Add(5*24*time.Hour), 4))
		at := r.looks(assembly.Attendee)
		if _, err := r.Film(r.ctx(), at); !fault.Is(err, fault.NotFound) || at.Session.Replay {
			r.Error("a film that was dropped:", err, at.Session.Replay)
		}
		r.must(r.ClearRecording(r.ctx(), r.event.ID, r.session.ID))
		r.must(r.ClearRecording(r.ctx(), r.event.ID, r.session.ID))
		r.has(false)
		if r.looks(assembly.HostRole).Agreed {
			r.Error("the agreement stays")
		}
		r.must(r.Drop(r.ctx(), host, r.event.ID, r.session.ID))
	})
}

// has wants the files of all pieces, or none.
func (r *tape) has(want bool) {
	r.Helper()
	for i, k := range r.keys {
		f, err := r.files.Open(k)
		if (err == nil) != want {
			r.Errorf("file %d: %v", i, err)
		}
		f.Close()
	}
}

func TestAStreamPasses(t *testing.T) {
	tapes(t, false, true, func(r *tape) {
		air, err := r.Air(r.ctx(), r.event.ID, r.session.ID)
		if err != nil || len(air.Pieces) != 0 || air.Ended(*r.clock) {
			r.Fatal(air, err)
		}
		for range 10 {
			r.takes(r.runs(15 * time.Second))
			r.must(r.PassStreams(r.ctx(), *r.clock))
		}
		air, err = r.Air(r.ctx(), r.event.ID, r.session.ID)
		r.must(err)
		last := air.Pieces[len(air.Pieces)-1]
		if p, ok := air.Piece(last.Number - 3); len(air.Pieces) != assembly.Window || last.File != r.keys[len(r.keys)-1] || !ok || p.File != r.keys[len(r.keys)-4] {
			r.Errorf("%d pieces, the last of %d is %d, %v", len(air.Pieces), len(r.keys), last.Number, ok)
		}
		there := 0
		for i, k := range r.keys {
			if f, err := r.files.Open(k); err == nil {
				f.Close()
				if there++; i < len(r.keys)/3 {
					r.Errorf("piece %d of %d is still there", i+1, len(r.keys))
				}
			}
		}
		if there < assembly.Window {
			r.Errorf("%d files are left for %d pieces", there, assembly.Window)
		}
		r.must(r.End(r.ctx(), r.in[assembly.HostRole]))
		air, err = r.Air(r.ctx(), r.event.ID, r.session.ID)
		r.must(err)
		if air.Ended(*r.clock) || !air.Ended(r.clock.Add(time.Minute)) {
			r.Error("its end:", air.State, air.Until)
		}
		if at := r.looks(assembly.Attendee); at.Session.Replay {
			r.Error("there is a replay of what is not kept")
		}
		r.must(r.PassStreams(r.ctx(), r.clock.Add(2*time.Minute)))
		r.must(r.ClearRecording(r.ctx(), r.event.ID, r.session.ID))
		r.has(false)
	})
}

func TestWhoMayBeRecorded(t *testing.T) {
	tapes(t, true, false, func(r *tape) {
		at := r.looks(assembly.Attendee)
		if now, _, err := r.NowIn(r.ctx(), at.Session.ID, at.Seat.ID); !now.Needs() || err != nil || !at.Needs() {
			r.Error(now.Needs(), err, at.Needs())
		}
		r.must(r.AgreeToBeRecorded(r.ctx(), at))
		r.must(r.AgreeToBeRecorded(r.ctx(), at))
		at = r.looks(assembly.Attendee)
		if now, _, err := r.NowIn(r.ctx(), at.Session.ID, at.Seat.ID); now.Needs() || err != nil || at.Needs() {
			r.Error(now.Needs(), err, at.Needs())
		}
		if other := r.looks(assembly.HostRole); !other.Needs() {
			r.Error("she did not agree")
		}
	})
}
