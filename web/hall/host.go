package hall

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"agora/assembly"
	"agora/db"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// heldView is what a person holds events for, and those events.
type heldView struct {
	hosts       []ui.Link
	fresh, now  string
	cards       []card
	first, next string
}

// page is a page of hosts: a room of work.
func (h *Hall) page(r *web.Request, status int, title string, main templ.Component) error {
	f := r.Frame(title)
	f.Place, f.Private = "assembly", true
	return r.Page(status, f, main)
}

// hosted reads the event of the path for who runs it.
func (h *Hall) hosted(r *web.Request) (e assembly.Event, err error) {
	id, err := eventID(r)
	if err != nil {
		return e, err
	}
	e, err = h.Assembly.Event(r.R.Context(), r.Actor, id)
	if err == nil && !assembly.Hosts(r.Actor, e.Host) {
		err = fault.New(fault.NotFound, "fault.event_unknown")
	}
	return e, err
}

// hosts are for whom an actor holds events: the house, her shops.
func hosts(r *web.Request) (list []db.ShopID) {
	if r.Actor.IsOperator() {
		list = append(list, db.House)
	}
	for id := range r.Actor.Shops {
		list = append(list, id)
	}
	slices.Sort(list)
	return list
}

// host is the one of them that the address names, else the first.
func (h *Hall) host(r *web.Request) (id db.ShopID, err error) {
	list := hosts(r)
	if len(list) == 0 {
		return 0, fault.New(fault.Forbidden, "fault.no_host")
	}
	if q := r.Query("host"); q != "" {
		if id = db.ShopID(r.QueryID("host")); !slices.Contains(list, id) {
			return 0, fault.New(fault.Forbidden, "fault.not_your_shop")
		}
		return id, nil
	}
	return list[0], nil
}

// held lists the events of a host.
func (h *Hall) held(r *web.Request) error {
	at, err := h.host(r)
	if err != nil {
		return err
	}
	before := assembly.EventID(r.QueryID("before"))
	list, err := h.Assembly.Held(r.R.Context(), r.Actor, at, before)
	if err != nil {
		return err
	}
	q := "?host=" + number(int64(at))
	v := heldView{fresh: "/host/new" + q}
	if r.Actor.IsOperator() {
		v.now = "/host/now"
	}
	if all := hosts(r); len(all) > 1 {
		for _, id := range all[:min(len(all), assembly.PageSize)] {
			name, err := h.hostName(r, assembly.Event{Host: id})
			if err != nil {
				return err
			}
			v.hosts = append(v.hosts, ui.Link{URL: "/host?host=" + number(int64(id)), Text: name, Current: id == at})
		}
	}
	if before > 0 {
		v.first = "/host" + q
	}
	if len(list) > assembly.PageSize {
		list = list[:assembly.PageSize]
		v.next = "/host" + q + "&before=" + number(int64(list[len(list)-1].ID))
	}
	for _, e := range list {
		v.cards = append(v.cards, cardOf(r, e, hostURL(e.ID), e.Location()))
	}
	return h.page(r, http.StatusOK, r.T("assembly.held"), heldPage(v))
}

// move publishes an event, or calls it off.
func (h *Hall) move(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	if form.Get("to") == "cancel" {
		err = h.Assembly.Cancel(r.R.Context(), r.Actor, e.ID)
	} else {
		err = h.Assembly.Publish(r.R.Context(), r.Actor, e.ID)
	}
	return r.Done(err, "assembly.saved", hostURL(e.ID))
}
