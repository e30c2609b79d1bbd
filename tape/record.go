package tape

import (
	"context"
	"encoding/binary"
	"time"

	"agora/assembly"
	"agora/fault"
	"agora/reel"
	"agora/room"
)

const (
	beat  = 500 * time.Millisecond  // how often is cut
	delay = 1500 * time.Millisecond // what was sent so long ago has come, or will not
	again = time.Second             // after a line broke
	fresh = 10 * time.Second        // longer ago nothing waits to be taken down
)

// record takes down one session until ctx ends.
func (t *Tape) record(ctx context.Context, r assembly.Taping) {
	rest := context.WithoutCancel(ctx)
	number, base, last, err := t.Assembly.NextPiece(rest, r.Event, r.Session)
	if err != nil {
		t.Log.ErrorContext(rest, "a recording does not begin", "session", r.Session, "err", err)
		return
	}
	c := reel.NewCutter(r.Channels, t.from(r, last), base, number, mark(r))
	if t.Rooms != nil {
		ctx, leave := context.WithCancel(ctx)
		defer leave()
		t.running.Go(func() { t.hear(ctx, r.Session, ear{c}) })
	}
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			t.finish(rest, r, c)
			return
		case <-tick.C:
			if !t.cut(rest, r, c, time.Now().Add(-delay)) {
				return
			}
		}
	}
}

// from is since when is taken down: since it began, or went on, unless some of it
// is there already and the rest was lost with the node.
func (t *Tape) from(r assembly.Taping, last time.Time) time.Time {
	began, now := r.Began, time.Now()
	if r.Until.After(began) {
		began = r.Until
	}
	if !last.Before(began) || now.Sub(began) > fresh {
		return now
	}
	return began
}

// hear keeps the ear in the room of a session, whenever it is open.
func (t *Tape) hear(ctx context.Context, id assembly.SessionID, to room.Ear) {
	for ctx.Err() == nil {
		err := t.Rooms.Hear(ctx, t.Room(id), recorder, to)
		if ctx.Err() == nil && !fault.Is(err, fault.NotFound) {
			t.Log.InfoContext(ctx, "a recorder comes again", "session", id, "err", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(again):
		}
	}
}

// recorder is its name in a room.
const recorder room.PersonID = "recorder"

// cut keeps the pieces of what came before a time; false when no more are taken.
func (t *Tape) cut(ctx context.Context, r assembly.Taping, c *reel.Cutter, until time.Time) bool {
	for {
		m, ok, err := c.Cut(until)
		if err != nil {
			t.Log.ErrorContext(ctx, "a recording can't be cut", "session", r.Session, "err", err)
			return false
		}
		if !ok {
			return true
		}
		if !t.keep(ctx, r, m) {
			return false
		}
	}
}

// finish keeps what was said until the recording was paused or ended; when the
// node ends, until now.
func (t *Tape) finish(ctx context.Context, r assembly.Taping, c *reel.Cutter) {
	now, err := t.Assembly.Recording(ctx, r.Event, r.Session)
	if err != nil {
		return // dropped already
	}
	until := time.Now()
	if now.State != assembly.Rolling {
		until = now.Until
	}
	if !t.cut(ctx, r, c, until) {
		return
	}
	if m, ok, err := c.Rest(until); err == nil && ok {
		t.keep(ctx, r, m)
	}
}

// keep stores a piece, again until it is there: its number must not be missing.
// False means that it is not wanted.
func (t *Tape) keep(ctx context.Context, r assembly.Taping, m reel.Made) bool {
	for tries := 1; ; tries++ {
		file, err := t.Files.PutTrusted(m.Data, ".bin")
		if err == nil {
			err = t.Assembly.AddPiece(ctx, r.Event, r.Session, m.At, m.Piece, file)
			if fault.Is(err, fault.Conflict) || fault.Is(err, fault.NotFound) {
				_ = t.Files.Remove(ctx, file) // else it lies there for nothing, which is no harm
				return false
			}
		}
		if err == nil {
			return true
		}
		const enough = 3
		t.Log.WarnContext(ctx, "a piece of a recording is not kept", "session", r.Session, "piece", m.Number, "err", err)
		if tries == enough {
			return false
		}
		time.Sleep(time.Duration(tries) * beat)
	}
}

// mark makes the files of a recording its own.
func mark(r assembly.Taping) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(r.Session))
}

// ear passes to a cutter what is part of a film.
type ear struct{ *reel.Cutter }

// Sound is a packet of the floor, or of an interpreter.
func (e ear) Sound(n room.TrackName, from room.PersonID, at time.Time, data []byte) {
	channel := n.Language()
	if n == room.Floor {
		channel = reel.Floor
	}
	e.Cutter.Sound(channel, string(from), at, data)
}

// Seen is a picture of a camera or a screen.
func (e ear) Seen(n room.TrackName, from room.PersonID, at time.Time, data []byte) {
	if n == room.Camera || n == room.Screen {
		e.Cutter.Seen(string(from), n == room.Screen, at, data)
	}
}

// Speaks says who does.
func (e ear) Speaks(from room.PersonID, at time.Time, on bool) { e.Cutter.Speaks(string(from), at, on) }
