package hall

import (
	"context"

	"agora/assembly"
	"agora/fault"
	"agora/room"
	"agora/web"
	"agora/web/ui"
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

// recordingOf fills in what a host sees of the recording of a session.
func (h *Hall) recordingOf(r *web.Request, e assembly.Event, s assembly.Session, v *sessionView) error {
	if s.State == assembly.Planned || s.ID == 0 {
		return nil
	}
	got, err := h.Assembly.Recording(r.R.Context(), e.ID, s.ID)
	if fault.Is(err, fault.NotFound) || err == nil && got.State == assembly.Dropped {
		return nil
	}
	if err != nil {
		return err
	}
	state := map[assembly.RecordingState]string{assembly.Rolling: r.T("hall.recorded"), assembly.Paused: r.T("hall.record_paused")}[got.State]
	if got.State == assembly.Rolling && !got.Keeps {
		state = r.T("hall.streamed")
	}
	v.recording = []ui.Row{{What: lasts(r, got.Length), Value: megabytes(r, got.Bytes), Why: state}}
	if got.State == assembly.Done {
		v.drop = hostURL(e.ID) + "/sessions/" + number(int64(s.ID)) + "/drop"
	}
	return nil
}

// drop deletes the recording of a session.
func (h *Hall) drop(r *web.Request) error {
	e, s, err := h.sessionOf(r)
	if err == nil {
		err = h.Assembly.Drop(r.R.Context(), r.Actor, e.ID, s.ID)
	}
	return r.Done(err, "assembly.saved", hostURL(e.ID)+"/sessions/"+r.Path("session"))
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
