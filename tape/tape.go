// Package tape takes down what is said and shown in the sessions that are recorded:
// it hears their rooms, cuts what comes into pieces, puts these among the node's
// private files and notes them with their session.
//
// It has no tables. Invariants:
//   - A piece is noted after its file is on disk, some seconds after it was said,
//     and never twice. What was noted stays when the node is killed; it goes on
//     from there.
//   - Nothing is kept of what is said while nothing is recorded, to a frame.
//   - A room that nobody opened, an engine that is away or a line that breaks make
//     silence and a still picture, not the end of a recording.
package tape

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"agora/assembly"
	"agora/blob"
	"agora/room"
)

// Tape takes down all sessions of a node that are recorded.
type Tape struct {
	Assembly *assembly.Service
	Rooms    room.Engine // nil for a node without live rooms: silence
	Room     func(assembly.SessionID) room.ID
	Files    *blob.Store // where pieces lie
	Log      *slog.Logger

	running sync.WaitGroup
}

// look is how often it is seen what is recorded.
const look = time.Second

// Run takes down until ctx ends, and then what was said until that moment.
func (t *Tape) Run(ctx context.Context) {
	defer t.running.Wait()
	tick := time.NewTicker(look)
	defer tick.Stop()
	open := map[assembly.SessionID]reeling{}
	for {
		if err := t.follow(ctx, open); err != nil && ctx.Err() == nil {
			t.Log.WarnContext(ctx, "what is recorded is not known", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// reeling is a session that is being taken down.
type reeling struct {
	end  context.CancelFunc
	over chan struct{} // closed when it is no more
}

// follow begins what is recorded and is not taken down, and ends what no longer is.
func (t *Tape) follow(ctx context.Context, open map[assembly.SessionID]reeling) error {
	list, err := t.Assembly.OpenRecordings(ctx)
	if err != nil {
		return err
	}
	on := map[assembly.SessionID]assembly.Taping{}
	for _, r := range list {
		on[r.Session] = r
	}
	for id, r := range open {
		select {
		case <-r.over: // for want of a disk, say: it begins anew
			delete(open, id)
		default:
			if _, still := on[id]; !still {
				r.end()
			}
		}
	}
	for id, r := range on {
		if _, already := open[id]; already {
			continue
		}
		own, end := context.WithCancel(ctx)
		over := make(chan struct{})
		open[id] = reeling{end, over}
		t.running.Go(func() {
			defer close(over)
			defer end()
			t.record(own, r)
		})
	}
	return nil
}
