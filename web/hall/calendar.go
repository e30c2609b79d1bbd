package hall

import (
	"agora/assembly"
	"agora/web"
)

// calendar gives an event and its agenda for the reader's own calendar.
func (h *Hall) calendar(r *web.Request) error {
	id, err := eventID(r)
	if err != nil {
		return err
	}
	e, err := h.Assembly.Event(r.R.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	sessions, err := h.Assembly.Sessions(r.R.Context(), id)
	if err != nil {
		return err
	}
	return assembly.Calendar(r.Download("event.ics", calendarType), e, sessions, h.calendarOf(r))
}

// feed gives the events to come, for calendars that look again by themselves.
func (h *Hall) feed(r *web.Request) error {
	list, err := h.Assembly.Coming(r.R.Context(), r.Now(), assembly.Event{})
	if err != nil {
		return err
	}
	return assembly.Feed(r.Download("events.ics", calendarType), list, h.calendarOf(r))
}

const calendarType = "text/calendar; charset=utf-8"

func (h *Hall) calendarOf(r *web.Request) assembly.CalendarOptions {
	return assembly.CalendarOptions{Node: h.House(), Langs: append([]string{r.Locale.Lang()}, r.Reads()...), Stamp: r.Now(),
		Page: func(id assembly.EventID) string { return r.Origin() + eventURL(id) }}
}
