package hall

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"agora/assembly"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// sessionView is the form of a session.
type sessionView struct {
	event, title   ui.Link
	action         string
	mishaps        []ui.Mishap
	titles, abouts []ui.Field
	starts, ends   ui.Field
	track, slow    ui.Field
	pause, closed  bool
	speakers       []ui.Option
	zone           ui.Link
	strike         bool
	recording      []ui.Row // what is recorded of it; nil for nothing
	drop           string   // address; "" where there is nothing to drop
	repeat         repeatView
}

// sessionOf reads the session of the path; the zero one for "new".
func (h *Hall) sessionOf(r *web.Request) (e assembly.Event, s assembly.Session, err error) {
	if e, err = h.hosted(r); err != nil {
		return e, s, err
	}
	if r.Path("session") == "new" {
		return e, assembly.Session{Event: e.ID, Starts: e.Starts, Ends: e.Starts.Add(45 * time.Minute)}, nil
	}
	id, err := r.PathID("session")
	if err != nil {
		return e, s, err
	}
	s, err = h.Assembly.Session(r.R.Context(), e.ID, assembly.SessionID(id))
	return e, s, err
}

func (h *Hall) session(r *web.Request) error {
	e, s, err := h.sessionOf(r)
	if err != nil {
		return err
	}
	return h.showSession(r, e, s, nil, http.StatusOK)
}

func (h *Hall) showSession(r *web.Request, e assembly.Event, s assembly.Session, form *web.Form, status int) error {
	return h.showSessionWith(r, e, s, form, nil, status)
}

// showSessionWith shows the forms of a session, of which one was refused.
func (h *Hall) showSessionWith(r *web.Request, e assembly.Event, s assembly.Session, form, repeat *web.Form, status int) error {
	zone := e.Location()
	v := sessionView{event: ui.Link{URL: hostURL(e.ID), Text: r.Words(e.Title).Text}, title: ui.Link{Text: r.T("assembly.new_session")},
		action: hostURL(e.ID) + "/sessions/" + r.Path("session"), mishaps: form.Mishaps(r), zone: zoneName(r, zone, e.Starts),
		pause: s.Break, closed: s.Closed, strike: s.ID != 0 && s.State == assembly.Planned}
	if s.ID != 0 {
		v.title = r.Words(s.Title)
	}
	for _, l := range tonguesOf(r, e) {
		name := r.LanguageNames([]string{l})[0]
		v.titles = append(v.titles, form.Fill(r, ui.Field{Name: "title." + l, Label: r.T("assembly.title", "lang", name), Value: s.Title[l], Lang: l, Dir: ui.DirOf(l), Max: 160}))
		v.abouts = append(v.abouts, form.Fill(r, ui.Field{Name: "about." + l, Type: "area", Label: r.T("assembly.about", "lang", name), Value: s.About[l], Lang: l, Dir: ui.DirOf(l), Max: 6000}))
	}
	v.starts = form.Fill(r, ui.Field{Name: "starts", Type: "datetime-local", Label: r.T("assembly.starts"), Value: s.Starts.In(zone).Format(assembly.Typed), Dir: "ltr", Required: true})
	v.ends = form.Fill(r, ui.Field{Name: "ends", Type: "datetime-local", Label: r.T("assembly.ends"), Value: s.Ends.In(zone).Format(assembly.Typed), Dir: "ltr", Required: true})
	v.track = form.Fill(r, ui.Field{Name: "track", Label: r.T("assembly.track"), Hint: r.T("assembly.track_hint"), Value: s.Track, Dir: "auto", Max: 120})
	v.slow = form.Fill(r, ui.Field{Name: "slow", Label: r.T("assembly.slow"), Value: strconv.FormatInt(s.Slow, 10), Mode: "numeric", Dir: "ltr", Max: 3})
	speakers, err := h.Assembly.Speakers(r.R.Context(), e.ID)
	if err != nil {
		return err
	}
	for _, p := range speakers {
		v.speakers = append(v.speakers, ui.Option{Value: number(int64(p.ID)), Text: p.Name, Selected: slices.Contains(s.Speakers, p.ID)})
	}
	if err := h.recordingOf(r, e, s, &v); err != nil {
		return err
	}
	if v.repeat, err = h.repeatOf(r, e, s, repeat); err != nil {
		return err
	}
	return h.page(r, status, v.title.Text, sessionPage(v))
}

// saveSession puts a session on the agenda, changes it, or takes it off.
func (h *Hall) saveSession(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	e, s, err := h.sessionOf(r)
	if err != nil {
		return err
	}
	if form.Has("strike") {
		return r.Done(h.Assembly.Strike(r.R.Context(), r.Actor, e.ID, s.ID), "assembly.saved", hostURL(e.ID))
	}
	s.Title, s.About, s.Track = textsOf(form, "title."), textsOf(form, "about."), form.Get("track")
	s.Starts, s.Ends = readTime(form, "starts", e.Location()), readTime(form, "ends", e.Location())
	s.Slow, s.Break, s.Closed, s.Speakers = form.Int("slow"), form.Has("pause"), form.Has("closed"), nil
	for _, id := range form.List("speakers") {
		if n, err := strconv.ParseInt(id, 10, 64); err == nil {
			s.Speakers = append(s.Speakers, assembly.SpeakerID(n))
		}
	}
	if form.Err() == nil {
		_, err = h.Assembly.Schedule(r.R.Context(), r.Actor, s)
		if err == nil || !fault.Is(err, fault.Invalid) {
			return r.Done(err, "assembly.saved", hostURL(e.ID))
		}
		refused(r, form, e, err)
	}
	return h.showSession(r, e, s, form, http.StatusUnprocessableEntity)
}

// refused puts faults into a form that has texts in several languages.
func refused(r *web.Request, form *web.Form, e assembly.Event, err error) {
	for _, f := range fault.List(err) {
		if f.Field == "title" || f.Field == "about" {
			f.Field += "." + tonguesOf(r, e)[0]
		}
		form.Add(f.Field, f.Key, f.Args...)
	}
}

// speakerView is the form of a speaker.
type speakerView struct {
	event       ui.Link
	action      string
	mishaps     []ui.Mishap
	name, place ui.Field
	abouts      []ui.Field
}

func (h *Hall) speakerOf(r *web.Request) (e assembly.Event, p assembly.Speaker, err error) {
	if e, err = h.hosted(r); err != nil || r.Path("speaker") == "new" {
		return e, p, err
	}
	id, err := r.PathID("speaker")
	if err != nil {
		return e, p, err
	}
	list, err := h.Assembly.Speakers(r.R.Context(), e.ID)
	if err != nil {
		return e, p, err
	}
	i := slices.IndexFunc(list, func(p assembly.Speaker) bool { return p.ID == assembly.SpeakerID(id) })
	if i < 0 {
		return e, p, fault.New(fault.NotFound, "fault.event_unknown")
	}
	return e, list[i], nil
}

func (h *Hall) speaker(r *web.Request) error {
	e, p, err := h.speakerOf(r)
	if err != nil {
		return err
	}
	return h.showSpeaker(r, e, p, nil, http.StatusOK)
}

func (h *Hall) showSpeaker(r *web.Request, e assembly.Event, p assembly.Speaker, form *web.Form, status int) error {
	v := speakerView{event: ui.Link{URL: hostURL(e.ID), Text: r.Words(e.Title).Text}, action: hostURL(e.ID) + "/speakers/" + r.Path("speaker"), mishaps: form.Mishaps(r),
		name:  form.Fill(r, ui.Field{Name: "name", Label: r.T("assembly.name"), Value: p.Name, Dir: "auto", Max: 120, Required: true}),
		place: form.Fill(r, ui.Field{Name: "place", Label: r.T("assembly.place"), Hint: r.T("assembly.place_hint"), Value: p.Place, Dir: "auto", Max: 120})}
	for _, l := range tonguesOf(r, e) {
		v.abouts = append(v.abouts, form.Fill(r, ui.Field{Name: "about." + l, Type: "area", Label: r.T("assembly.about", "lang", r.LanguageNames([]string{l})[0]), Value: p.About[l], Lang: l, Dir: ui.DirOf(l), Max: 6000}))
	}
	return h.page(r, status, r.T("assembly.speaker"), speakerPage(v))
}

func (h *Hall) saveSpeaker(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	e, p, err := h.speakerOf(r)
	if err != nil {
		return err
	}
	p.Name, p.Place, p.About = form.Get("name"), form.Get("place"), textsOf(form, "about.")
	if form.Err() == nil {
		_, err = h.Assembly.Invite(r.R.Context(), r.Actor, e.ID, p)
		if err == nil || !fault.Is(err, fault.Invalid) {
			return r.Done(err, "assembly.saved", hostURL(e.ID))
		}
		refused(r, form, e, err)
	}
	return h.showSpeaker(r, e, p, form, http.StatusUnprocessableEntity)
}
