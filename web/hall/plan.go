package hall

import (
	"net/http"
	"slices"
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// planView is the form of an event.
type planView struct {
	action                          string
	fresh                           bool
	title                           ui.Link
	card                            card
	mishaps                         []ui.Mishap
	hidden                          []string
	kind, zone, venue, capacity     ui.Field
	certify, refund                 ui.Field
	tickets, call                   string
	survey                          string
	starts, ends                    ui.Field
	organisations                   []band
	toOrganisations                 string
	titles, abouts                  []ui.Field
	langs                           []ui.Option
	listed, record, broadcast       bool
	public, seats, enter            string
	publish, cancel                 bool
	sessions                        []ui.Link
	days                            []dayView
	speakers                        []ui.Link
	newSession, newSpeaker, moveURL string
	admitted                        string
}

func (h *Hall) newEvent(r *web.Request) error {
	return h.showPlan(r, assembly.Event{}, nil, http.StatusOK)
}

func (h *Hall) plan(r *web.Request) error {
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	return h.showPlan(r, e, nil, http.StatusOK)
}

func (h *Hall) showPlan(r *web.Request, e assembly.Event, form *web.Form, status int) error {
	v := planView{action: "/host/new?host=" + r.Query("host"), fresh: e.ID == 0, mishaps: form.Mishaps(r), listed: e.Listed || e.ID == 0, record: e.Record, broadcast: e.Broadcast}
	heading := r.T("assembly.new")
	if e.ID != 0 {
		if err := h.fillPlan(r, e, &v); err != nil {
			return err
		}
		heading = v.title.Text
	} else {
		e.Zone, e.Langs, e.Kind = r.Country.Zone(), []string{r.Locale.Lang()}, assembly.Conference
	}
	zone := e.Location()
	local := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(zone).Format(assembly.Typed)
	}
	v.kind = ui.Field{Name: "kind", Label: r.T("assembly.kind")}
	for _, k := range assembly.Kinds {
		v.kind.Options = append(v.kind.Options, ui.Option{Value: string(k), Text: kindName(r, k), Selected: k == e.Kind})
	}
	v.kind = form.Fill(r, v.kind)
	v.zone = form.Fill(r, ui.Field{Name: "zone", Label: r.T("assembly.zone"), Hint: r.T("assembly.zone_hint"), Options: zoneOptions(r, e.Zone, r.Now())})
	v.starts = form.Fill(r, ui.Field{Name: "starts", Type: "datetime-local", Label: r.T("assembly.starts"), Value: local(e.Starts), Dir: "ltr", Required: true})
	v.ends = form.Fill(r, ui.Field{Name: "ends", Type: "datetime-local", Label: r.T("assembly.ends"), Value: local(e.Ends), Dir: "ltr", Required: true})
	v.venue = form.Fill(r, ui.Field{Name: "venue", Label: r.T("assembly.venue"), Hint: r.T("assembly.venue_hint"), Value: e.Venue, Dir: "auto", Max: 120})
	v.capacity = form.Fill(r, ui.Field{Name: "capacity", Label: r.T("assembly.capacity"), Hint: r.T("assembly.capacity_hint"), Mode: "numeric", Dir: "ltr", Max: 6})
	if e.Capacity > 0 && form == nil {
		v.capacity.Value = number(e.Capacity)
	}
	v.certify, v.refund = certifyField(r, e, form), refundField(r, e, form)
	for _, o := range r.Languages() {
		o.Selected = slices.Contains(e.Langs, o.Value)
		if form != nil {
			o.Selected = slices.Contains(form.List("langs"), o.Value)
		}
		v.langs = append(v.langs, o)
	}
	for _, l := range tonguesOf(r, e) {
		name := r.LanguageNames([]string{l})[0]
		v.titles = append(v.titles, form.Fill(r, ui.Field{Name: "title." + l, Label: r.T("assembly.title", "lang", name), Value: e.Title[l], Lang: l, Dir: ui.DirOf(l), Max: 160}))
		v.abouts = append(v.abouts, form.Fill(r, ui.Field{Name: "about." + l, Type: "area", Rows: 5, Label: r.T("assembly.about", "lang", name), Value: e.About[l], Lang: l, Dir: ui.DirOf(l), Max: 6000}))
	}
	return h.page(r, status, heading, planPage(v))
}

// fillPlan adds what an event that exists has around its form.
func (h *Hall) fillPlan(r *web.Request, e assembly.Event, v *planView) error {
	at := hostURL(e.ID)
	v.action, v.title, v.hidden = at, r.Words(e.Title), []string{"revision", number(e.Revision)}
	v.card = cardOf(r, e, at, e.Location())
	v.public, v.seats, v.enter, v.moveURL = eventURL(e.ID), at+"/seats", at+"/enter", at+"/move"
	v.organisations, v.toOrganisations = bandsOf(r, e), at+"/organisations"
	v.survey, v.tickets, v.call = at+"/survey", at+"/tickets", at+"/call"
	v.publish, v.cancel = e.State != assembly.Published, e.State == assembly.Published
	v.newSession, v.newSpeaker = at+"/sessions/new", at+"/speakers/new"
	v.admitted = r.Locale.Number(e.Admitted)
	sessions, err := h.Assembly.Sessions(r.R.Context(), e.ID)
	if err != nil {
		return err
	}
	for _, d := range assembly.Agenda(sessions, e.Location()) {
		dv := dayView{date: day(r, d.Date)}
		for _, s := range d.Sessions {
			dv.slots = append(dv.slots, slot{time: clock(r, s.Starts) + "–" + clock(r, s.Ends), title: r.Words(s.Title), track: s.Track, url: at + "/sessions/" + number(int64(s.ID))})
		}
		v.days = append(v.days, dv)
	}
	speakers, err := h.Assembly.Speakers(r.R.Context(), e.ID)
	for _, p := range speakers {
		v.speakers = append(v.speakers, ui.Link{URL: at + "/speakers/" + number(int64(p.ID)), Text: p.Name})
	}
	return err
}

// makeEvent makes a draft.
func (h *Hall) makeEvent(r *web.Request) error {
	at, err := h.host(r)
	if err != nil {
		return err
	}
	return h.storePlan(r, assembly.Event{Host: at})
}

func (h *Hall) savePlan(r *web.Request) error {
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	return h.storePlan(r, e)
}

func (h *Hall) storePlan(r *web.Request, was assembly.Event) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	e := readPlan(form, was)
	if form.Err() == nil {
		out, err := h.Assembly.Save(r.R.Context(), r.Actor, e)
		switch {
		case err == nil:
			r.Say("assembly.saved")
			return r.Redirect(hostURL(out.ID))
		case !fault.Is(err, fault.Invalid):
			return err
		}
		refused(r, form, e, err)
	}
	return h.showPlan(r, e, form, http.StatusUnprocessableEntity)
}

// readPlan reads the form of an event over what it was.
func readPlan(form *web.Form, was assembly.Event) assembly.Event {
	e := was
	e.Revision = form.Int("revision")
	e.Kind, e.Zone, e.Venue = assembly.Kind(form.Get("kind")), form.Get("zone"), form.Get("venue")
	e.Listed, e.Langs, e.Capacity = form.Get("listed") != "", form.List("langs"), form.Int("capacity")
	e.Certify, e.Refund = form.Int("certify"), form.Int("refund")
	e.Record, e.Broadcast = form.Has("record"), form.Has("broadcast")
	e.Starts, e.Ends = readTime(form, "starts", e.Location()), readTime(form, "ends", e.Location())
	e.Title, e.About = textsOf(form, "title."), textsOf(form, "about.")
	return e
}

// readTime reads a time that was typed in a zone; the fault says when it does not
// exist there.
func readTime(form *web.Form, name string, zone *time.Location) time.Time {
	text := form.Get(name)
	if text == "" {
		return time.Time{}
	}
	at, ok := assembly.When(text, zone)
	if !ok {
		form.Add(name, "fault.no_such_time")
	}
	return at
}

// textsOf reads the languages of a text.
func textsOf(form *web.Form, prefix string) catalog.Texts {
	t := catalog.Texts{}
	for lang, s := range form.Under(prefix) {
		if s != "" && len(lang) <= 20 {
			t[lang] = s
		}
	}
	return t
}

// tonguesOf are the languages in which an event is written: the page's, those it is
// spoken in, those it has texts of.
func tonguesOf(r *web.Request, e assembly.Event) []string {
	list := append(append([]string{}, e.Title.Languages()...), e.Langs...)
	if len(list) == 0 {
		list = []string{r.Locale.Lang()}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
