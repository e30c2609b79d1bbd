package hall

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"agora/assembly"
	"agora/web"
)

// headcount is how often those in a hall are told how many they are.
const headcount = 15 * time.Second

// attends is how often it is noted that she is there, which counts by the minute.
const attends = 30 * time.Second

// heard begins the name of what a browser listens to in a room: "audio.ky".
const heard = "audio."

// live tells who looks at a hall what changes in it: "part" names what to fetch
// anew, "here" says how many are there. Who listens says to which channel.
func (o *Room) live(r *web.Request) error {
	at, err := o.enter(r)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(r.R.Context())
	defer cancel()
	events := make(chan web.Event)
	if !r.Light() {
		go o.relay(ctx, r, at, events)
	}
	return r.Stream(events)
}

// relay passes on what a hall is told, until ctx ends, and notes that she is there. Of
// who watches the stream it is noted by what she watches.
func (o *Room) relay(ctx context.Context, r *web.Request, at assembly.Seated, to chan<- web.Event) {
	id := at.Session.ID
	told := o.Assembly.Listen(ctx, id)
	group := r.QueryID("group") // whose page this is, if it is one's
	if group != 0 && !at.Among(assembly.GroupID(group)) {
		group = 0
	}
	beat, note := time.NewTicker(headcount), time.NewTicker(attends)
	defer beat.Stop()
	defer note.Stop()
	attend := func() {
		if r.Query("watch") != "" {
			return
		}
		if err := o.Assembly.Hear(ctx, at, strings.TrimPrefix(r.Query("channel"), heard)); err != nil && ctx.Err() == nil {
			slog.WarnContext(ctx, "attendance", "err", err)
		}
	}
	attend()
	last, e := int64(0), web.Event{}
	for {
		if n := o.Assembly.Present(id); n != last {
			last, e = n, web.Event{Name: "here", Value: r.N("hall.room_here", n)}
			if !pass(ctx, to, e) {
				return
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
		case <-note.C:
			attend()
		case t, open := <-told:
			if t.What == "talk" && t.ID != group {
				continue // another group's
			}
			if t.What == "booth" && at.Seat.Role != assembly.Interpreter {
				continue // who does not interpret has no desk
			}
			e := web.Event{Name: "part", Value: t.What}
			if t.What == "react" {
				e = o.reactions(r, id)
			}
			if !open || !pass(ctx, to, e) {
				return
			}
		}
	}
}

func pass(ctx context.Context, to chan<- web.Event, e web.Event) bool {
	select {
	case <-ctx.Done():
		return false
	case to <- e:
		return true
	}
}
