package hall

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"agora/assembly"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// eventView is an event as everybody sees it.
type eventView struct {
	title         ui.Link
	card          card
	about         []string
	aboutLang     ui.Link
	venue, host   string
	zones         []ui.Option
	zone, local   ui.Link // in which times are shown; the venue's, when that is another
	here, key     string  // address of the page; the key of its link, "" for none
	bands         []band
	days          []dayView
	earlier       []dayView // of a series: days that are past
	people        []personView
	langs         []string
	free, waiting string
	open          bool // people can register
	plan          string
	mine          string // the seat of who is signed in
	tickets       []ticketChoice
	ticket        ui.Field
	call          string // where talks are proposed; "" when they are not
	refund        string // until when a ticket is refunded; "" when none costs anything

	mishaps              []ui.Mishap
	name, email, country ui.Field
	consent              string
	taped                string // that the sessions are recorded or streamed; "" when not
	consentErr           string

	files map[assembly.SessionID][]fileView // that are handed out, for who has a seat
}

// dayView is a day of an agenda.
type dayView struct {
	date  string
	ends  time.Time // of its last session
	slots []slot
}

// slot is a session of an agenda.
type slot struct {
	time, venue  string // "14:30–15:15"; the same at the venue, when its zone is another
	title, about ui.Link
	track, who   string
	pause        bool
	note, tone   string
	url          string // its hall; "" for who has no seat
	files        []fileView
	replay       string // its recording, for who has one; "" for none
}

// personView is a speaker.
type personView struct {
	name, letters, place string
	about                ui.Link
}

func (h *Hall) event(r *web.Request) error { return h.showEvent(r, nil, http.StatusOK) }

func (h *Hall) showEvent(r *web.Request, form *web.Form, status int) error {
	id, err := eventID(r)
	if err != nil {
		return err
	}
	e, err := h.Assembly.Event(r.R.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	v := eventView{title: r.Words(e.Title), venue: e.Venue, here: eventURL(id), open: e.Live(r.Now()), mishaps: form.Mishaps(r)}
	if v.host, err = h.hostName(r, e); err != nil {
		return err
	}
	if err := h.agenda(r, e, &v, nil); err != nil {
		return err
	}
	v.aboutLang = r.Words(e.About)
	v.about = web.Paragraphs(v.aboutLang.Text)
	v.bands = bandsOf(r, e)
	v.langs = r.LanguageNames(e.Langs)
	if e.Capacity > 0 {
		v.free = r.N("assembly.free", max(e.Capacity-e.Admitted, 0))
		if e.Full() {
			v.waiting = r.T("assembly.full_words")
		}
	}
	if assembly.Hosts(r.Actor, e.Host) {
		v.plan = hostURL(id)
	}
	seat, err := h.Assembly.Mine(r.R.Context(), r.Actor, id)
	if err == nil {
		v.mine = attendURL(id, seat.ID)
	} else if !fault.Is(err, fault.NotFound) {
		return err
	}
	v.form(r, e, form)
	v.country = h.nationField(r, form, string(r.Country))
	if e.Called(r.Now()) {
		v.call = eventURL(id) + "/call"
	}
	if err := h.ticketChoices(r, e, &v, form); err != nil {
		return err
	}
	f := r.Frame(v.title.Text)
	f.Place, f.Private = "assembly", !e.Listed || e.State != assembly.Published
	if !f.Private {
		f.Found = r.Found(eventURL(id), eventFacts(r, e, v))
	}
	if len(v.about) > 0 {
		f.Description = v.about[0]
	}
	return r.Page(status, f, eventPage(v))
}

// form fills in the form that takes a seat.
func (v *eventView) form(r *web.Request, e assembly.Event, form *web.Form) {
	v.name = form.Fill(r, ui.Field{Name: "name", Label: r.T("assembly.name"), Value: r.Actor.Name, Complete: "name", Dir: "auto", Max: 120, Required: true})
	v.email = form.Fill(r, ui.Field{Name: "email", Type: "email", Label: r.T("store.email"), Hint: r.T("assembly.email_hint"), Value: r.Actor.Email, Complete: "email", Dir: "ltr", Max: 254, Required: true})
	v.consent = r.Words(e.Consent).Text
	if v.consent == "" {
		v.consent = r.T("assembly.consent", "host", v.host)
	}
	v.consentErr = form.Fill(r, ui.Field{Name: "agreed"}).Error
	switch {
	case e.Record:
		v.taped = r.T("assembly.record_words")
	case e.Broadcast:
		v.taped = r.T("assembly.broadcast_words")
	}
}

// agenda fills in what an agenda shows; hallOf gives the address of a session's
// hall to who has a seat.
func (h *Hall) agenda(r *web.Request, e assembly.Event, v *eventView, hallOf func(assembly.SessionID) string) error {
	sessions, err := h.Assembly.Sessions(r.R.Context(), e.ID)
	if err != nil {
		return err
	}
	speakers, err := h.Assembly.Speakers(r.R.Context(), e.ID)
	if err != nil {
		return err
	}
	venue := e.Location()
	zone := zoneOf(r, venue)
	v.card = cardOf(r, e, v.here, zone)
	v.zone, v.zones = zoneName(r, zone, e.Starts), zoneOptions(r, zone.String(), e.Starts)
	if v.local = zoneName(r, venue, e.Starts); sameClock(zone, venue, e.Starts, e.Ends) {
		v.local = ui.Link{}
	}
	for _, d := range assembly.Agenda(sessions, zone) {
		dv := dayView{date: day(r, d.Date)}
		for _, s := range d.Sessions {
			sl := slot{time: clock(r, s.Starts) + "–" + clock(r, s.Ends), title: r.Words(s.Title), about: r.Words(s.About), track: s.Track,
				who: strings.Join(speakersOf(s, speakers), ", "), pause: s.Break}
			if v.local.Text != "" {
				sl.venue = clock(r, s.Starts.In(venue))
			}
			switch s.State {
			case assembly.Live:
				sl.note, sl.tone = r.T("assembly.live"), "live"
			case assembly.Over:
				sl.note = r.T("assembly.state_over")
			}
			sl.files = v.files[s.ID]
			if hallOf != nil && !s.Break {
				sl.url = hallOf(s.ID)
				if s.Replay {
					path, key, _ := strings.Cut(sl.url, "?")
					sl.replay = path + "/replay?" + key
				}
			}
			dv.slots = append(dv.slots, sl)
			if s.Ends.After(dv.ends) {
				dv.ends = s.Ends
			}
		}
		v.days = append(v.days, dv)
	}
	v.cameBefore(sessions, r.Now())
	for _, p := range speakers {
		v.people = append(v.people, personView{name: p.Name, letters: ui.Initials(p.Name), place: p.Place, about: r.Words(p.About)})
	}
	return nil
}

// sameClock reports whether two zones show the same time all the while.
func sameClock(a, b *time.Location, from, to time.Time) bool {
	same := func(t time.Time) bool {
		_, x := t.In(a).Zone()
		_, y := t.In(b).Zone()
		return x == y
	}
	return same(from) && same(to)
}

// eventFacts says what an event is in the words of schema.org.
func eventFacts(r *web.Request, e assembly.Event, v eventView) map[string]any {
	place := map[string]any{"@type": "VirtualLocation", "url": r.Origin() + v.here}
	mode := "https://schema.org/OnlineEventAttendanceMode"
	if e.Venue != "" {
		place = map[string]any{"@type": "Place", "name": e.Venue, "address": e.Venue}
		mode = "https://schema.org/MixedEventAttendanceMode"
	}
	return map[string]any{"@context": "https://schema.org", "@type": "Event", "name": v.title.Text, "startDate": e.Starts.Format(time.RFC3339), "endDate": e.Ends.Format(time.RFC3339),
		"eventAttendanceMode": mode, "eventStatus": "https://schema.org/EventScheduled", "location": place,
		"organizer": map[string]any{"@type": "Organization", "name": v.host}, "description": strings.Join(v.about, "\n"), "url": r.Origin() + v.here}
}

// register takes a seat.
func (h *Hall) register(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	id, err := eventID(r)
	if err != nil {
		return err
	}
	if form.Err() != nil {
		return h.showEvent(r, form, http.StatusUnprocessableEntity)
	}
	seat, fresh, err := h.Assembly.Register(r.R.Context(), r.Actor, id, assembly.Applicant{Name: form.Get("name"), Email: form.Get("email"),
		Country: form.Get("country"), Lang: r.Locale.Lang(), Agreed: form.Get("agreed") != "", Ticket: assembly.TicketID(form.ID("ticket"))})
	if fault.Is(err, fault.Invalid) {
		_ = form.Join("", err) // it is Invalid
		return h.showEvent(r, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	if !fresh { // her link goes to her address
		r.Say("assembly.registered_before")
		return r.Redirect(eventURL(id))
	}
	key := "?k=" + url.QueryEscape(h.People.Sign(assembly.SeatPurpose, int64(seat.ID)))
	if seat.State == assembly.Unpaid {
		return r.Redirect(attendURL(id, seat.ID) + "/pay" + key)
	}
	r.Say("assembly.registered")
	return r.Redirect(attendURL(id, seat.ID) + key)
}
