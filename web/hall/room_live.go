package hall

import (
	"context"
	"log/slog"
	"time"

	"agora/assembly"
	"agora/web"
)

// headcount is how often those in a hall are told how many they are.
const headcount = 15 * time.Second

// attends is at how many of these times her presence is noted, which counts minutes.
const attends = 3

// live tells who looks at a hall what changes in it: "part" names what to fetch
// anew, "here" says how many are there.
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

// relay passes on what a hall is told, until ctx ends, and notes that she is there.
func (o *Room) relay(ctx context.Context, r *web.Request, at assembly.Seated, to chan<- web.Event) {
	id := at.Session.ID
	told := o.Assembly.Listen(ctx, id)
	beat := time.NewTicker(headcount)
	defer beat.Stop()
	last, e := int64(0), web.Event{}
	for beats := 0; ; {
		if beats%attends == 0 {
			if err := o.Assembly.Attend(ctx, at); err != nil && ctx.Err() == nil {
				slog.WarnContext(ctx, "attendance", "err", err)
			}
			beats++
		}
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
			beats++
		case t, open := <-told:
			if !open || !pass(ctx, to, web.Event{Name: "part", Value: t.What}) {
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
