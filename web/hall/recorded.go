package hall

import (
	"context"

	"agora/assembly"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// agrees notes that who is asked to be recorded agrees to it, if she says so with her
// request.
func (o *Room) agrees(r *web.Request, at *assembly.Seated) (bool, error) {
	if !at.Needs() {
		return false, nil
	}
	form, err := r.Form()
	if err != nil || form.Get("recorded") != "1" {
		return false, err
	}
	err = o.Assembly.AgreeToBeRecorded(r.R.Context(), *at)
	at.Agreed = err == nil
	return at.Agreed, err
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
