package hall

import (
	"context"

	"agora/assembly"
	"agora/room"
	"agora/web"
)

// recorded gives what somebody may do in a room, where all are recorded: who has not
// agreed to it, and does not with this request, only hears; asks says so.
func (o *Room) recorded(r *web.Request, at assembly.Seated, id room.ID, g room.Grant) (_ room.Grant, asks bool, err error) {
	if !at.Needs() {
		return g, false, nil
	}
	form, err := r.Form()
	if err != nil {
		return g, false, err
	}
	ctx := r.R.Context()
	if form.Get("recorded") == "1" {
		if err := o.Assembly.AgreeToBeRecorded(ctx, at); err != nil {
			return g, false, err
		}
		return g, false, absent(o.Rooms.Change(ctx, id, personOf(at.Seat.ID), g)) // she may be in already
	}
	if at.Session.State == assembly.Planned || len(g.May()) == 0 { // nobody records a green room
		return g, false, nil
	}
	return room.Grant{Role: room.Viewer}, true, nil
}

// unmoved is a part of the hall that shows what is known of who came in.
func (o *Room) unmoved(*web.Request, *roomView) error { return nil }

// record pauses the recording of a session, or goes on with it.
func (o *Room) record(ctx context.Context, at assembly.Seated, f *web.Form) error {
	if f.Has("on") {
		return o.Assembly.Resume(ctx, at)
	}
	return o.Assembly.Pause(ctx, at)
}
