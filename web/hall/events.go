package hall

import (
	"net/http"
	"time"

	"agora/assembly"
	"agora/web"
	"agora/web/ui"
)

// card is an event in a list.
type card struct {
	url, kind, when, note, tone string
	title                       ui.Link
}

// eventsView is the list of events to come.
type eventsView struct {
	zone        ui.Link
	cards       []card
	first, next string
}

func (h *Hall) events(r *web.Request) error {
	after := assembly.Event{ID: assembly.EventID(r.QueryID("after")), Ends: time.UnixMicro(r.QueryID("ends"))}
	list, err := h.Assembly.Coming(r.R.Context(), r.Now(), after)
	if err != nil {
		return err
	}
	zone := zoneOf(r, time.UTC)
	v := eventsView{zone: zoneName(r, zone, r.Now())}
	if after.ID != 0 {
		v.first = "/events"
	}
	if len(list) > assembly.PageSize {
		list = list[:assembly.PageSize]
		last := list[len(list)-1]
		v.next = "/events?after=" + number(int64(last.ID)) + "&ends=" + number(last.Ends.UnixMicro())
	}
	for _, e := range list {
		v.cards = append(v.cards, cardOf(r, e, eventURL(e.ID), zone))
	}
	f := r.Frame(r.T("ui.assembly"))
	f.Place, f.Description = "assembly", r.T("assembly.intro")
	f.Found = r.Found("/events", nil)
	return r.Page(http.StatusOK, f, eventsPage(v))
}

func cardOf(r *web.Request, e assembly.Event, url string, zone *time.Location) card {
	c := card{url: url, kind: kindName(r, e.Kind), title: r.Words(e.Title), when: span(r, e.Starts, e.Ends, zone)}
	now := r.Now()
	switch {
	case e.State == assembly.Draft:
		c.note, c.tone = r.T("assembly.state_draft"), "saff"
	case e.State == assembly.Cancelled:
		c.note, c.tone = r.T("assembly.state_cancelled"), "pome"
	case !now.Before(e.Ends):
		c.note = r.T("assembly.state_over")
	case !now.Before(e.Starts):
		c.note, c.tone = r.T("assembly.state_running"), "live"
	case e.Full():
		c.note, c.tone = r.T("assembly.full"), "saff"
	}
	return c
}
