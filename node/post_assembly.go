package node

import (
	"cmp"
	"context"
	"encoding/json"
	"strconv"

	"agora/assembly"
	"agora/country"
	"agora/event"
	"agora/fault"
	"agora/i18n"
	"agora/identity"
	"agora/jobs"
	"agora/notify"
)

// onSeats adds what follows for those who registered for an event.
func (p post) onSeats(kinds jobs.Kinds) {
	for _, kind := range []event.Kind{"seat.admitted", "seat.waiting", "seat.unpaid", "seat.again"} {
		kinds[kind] = []jobs.Reaction{{Name: "mail-seat", Do: p.seated}}
	}
	p.onProposals(kinds)
	for _, what := range []assembly.Call{assembly.CallCancelled, assembly.CallDay, assembly.CallSoon} {
		kinds[event.Kind("seat."+string(what))] = []jobs.Reaction{{Name: "mail-seat-called", Do: p.called}}
	}
	for _, kind := range []event.Kind{"assembly.cancelled", assembly.CallDue} {
		kinds[kind] = []jobs.Reaction{{Name: "call-seats", Do: func(ctx context.Context, e event.Event) error {
			var c assembly.Calling
			if err := json.Unmarshal(e.Body, &c); err != nil {
				return err
			}
			return p.Assembly.CallSeats(ctx, assembly.EventID(e.Subject), c)
		}}}
	}
}

// seated sends who registered the link to her seat, or says that she waits.
func (p post) seated(ctx context.Context, e event.Event) error {
	var m assembly.SeatMoved
	if err := json.Unmarshal(e.Body, &m); err != nil {
		return err
	}
	at, err := p.Assembly.Sit(ctx, identity.System(), m.Event, assembly.SeatID(e.Subject))
	if fault.Is(err, fault.NotFound) {
		return nil // she left and came back, with another seat
	}
	if err != nil {
		return err
	}
	again := e.Kind == "seat.again"
	state := at.Seat.State
	if at.Event.State != assembly.Published || state == assembly.Left || !again && e.Kind != event.Kind("seat."+string(state)) {
		return nil // it moved on meanwhile
	}
	key := "seat " + strconv.FormatInt(e.ID, 10)
	if again { // once an hour: anybody can type her address
		key = "seat again " + strconv.FormatInt(e.Subject, 10) + " " + strconv.FormatInt(e.At().Unix()/3600, 10)
	}
	return p.toSeat(ctx, at, key, func(l *i18n.Locale, title string) (subject, text string) {
		args := []any{"event", title, "name", at.Seat.Name}
		if state == assembly.Waiting { // also when asked again: it has no other news
			return l.T("mail.seat_waiting_subject", args...), l.T("mail.seat_waiting_text", args...) + p.what(l, at.Event, assembly.Session{})
		}
		if state == assembly.Unpaid {
			until := l.DateTime(at.Seat.Until, at.Event.Location())
			return l.T("mail.seat_unpaid_subject", args...), l.T("mail.seat_unpaid_text", append(args, "until", until)...) + p.what(l, at.Event, assembly.Session{})
		}
		subject, text = l.T("mail.seat_admitted_subject", args...), l.T("mail.seat_admitted_text", args...)
		if again {
			subject, text = l.T("mail.seat_again_subject", args...), l.T("mail.seat_again_text", args...)
		}
		page := p.address() + eventPath(at.Event)
		return subject, text + p.what(l, at.Event, assembly.Session{}) +
			"\n\n" + l.T("mail.seat_calendar") + "\n" + page + "/calendar.ics" +
			"\n\n" + l.T("mail.seat_leave") +
			"\n\n" + l.T("mail.seat_consent") + "\n" + page
	})
}

// called tells who has a seat that the event begins, or does not take place.
func (p post) called(ctx context.Context, e event.Event) error {
	var c assembly.SeatCalled
	if err := json.Unmarshal(e.Body, &c); err != nil {
		return err
	}
	seat := assembly.SeatID(e.Subject)
	at, ok, err := p.Assembly.Called(ctx, seat, c)
	if err != nil || !ok {
		return err
	}
	return p.toSeat(ctx, at, c.Key(seat), func(l *i18n.Locale, title string) (subject, text string) {
		text = "mail.event_soon_text"
		if c.What == assembly.CallCancelled {
			text = "mail.event_cancelled_text"
		}
		return l.T("mail.event_"+string(c.What)+"_subject", "event", title), l.T(text, "name", at.Seat.Name) + p.what(l, at.Event, at.Session)
	})
}

// what names an event, or a session of it that has one, when it is in the event's
// own zone, and where.
func (p post) what(l *i18n.Locale, e assembly.Event, s assembly.Session) string {
	title, _ := e.Title.In(l.Lang(), e.Langs...)
	zone, starts := e.Location(), e.Starts
	if s.ID != 0 {
		starts = s.Starts
		if of, _ := s.Title.In(l.Lang(), e.Langs...); of != title {
			title += "\n" + of
		}
	}
	text := "\n\n" + title + "\n" + l.DateTime(starts, zone) + " (" + zone.String() + ", " + starts.In(zone).Format("UTC-07:00") + ")"
	if e.Venue != "" {
		text += "\n" + e.Venue
	}
	return text
}

// toSeat writes to who has a seat in her language, with the link to it below. A
// host, whom no address is known of, is written to by her account.
func (p post) toSeat(ctx context.Context, at assembly.Seated, key string, words func(l *i18n.Locale, title string) (subject, text string)) error {
	seat, e := at.Seat, at.Event
	path := "/attend/" + strconv.FormatInt(int64(e.ID), 10) + "/" + strconv.FormatInt(int64(seat.ID), 10)
	said := func(l *i18n.Locale) (subject, text string) {
		title, _ := e.Title.In(l.Lang(), e.Langs...)
		return words(l, title)
	}
	if seat.ByAccount() {
		return p.toPerson(ctx, seat.Person, key, func(l *i18n.Locale) (subject, text, to string) {
			subject, text = said(l)
			return subject, text, path
		})
	}
	l := p.Words.Locale(p.Words.Match(cmp.Or(seat.Lang, e.Langs[0]))).In(country.Code(seat.Country))
	subject, text := said(l)
	link := p.address() + path + "?k=" + p.Identity.Sign(assembly.SeatPurpose, int64(seat.ID)) + "&lang=" + l.Lang()
	return p.Notify.Send(ctx, notify.Message{To: seat.Email, Key: key, Subject: subject, Text: text + "\n\n" + l.T("mail.seat_link") + "\n" + link + "\n"})
}

func eventPath(e assembly.Event) string { return "/events/" + strconv.FormatInt(int64(e.ID), 10) }
