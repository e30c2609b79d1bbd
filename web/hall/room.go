package hall

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/fault"
	"agora/market"
	"agora/room"
	"agora/web"
	"agora/web/ui"
)

// Room is the hall of a session: what those who have a seat see and do while it
// runs.
type Room struct {
	Assembly *assembly.Service
	Catalog  *catalog.Service
	Cards    func(*web.Request, []catalog.Card) ([]ui.Product, error) // things with their price at the reader's door
	Rooms    room.Engine                                              // sound and picture; nil for none
	Door     func() string                                            // where browsers reach them when that is outside: "wss://live.example"
	Streams  *Streams                                                 // for those beyond the room; nil for none

	Market  *market.Service                                                        // holds what is bought in the hall
	OnTable func(*web.Request, []catalog.Card, string) ([]ui.Product, bool, error) // variants of a thing for the offer with a code, and whether that counts
	HoldFor func() time.Duration                                                   // how long it is held for a cart
}

// Routes are the ways in, each by the link of a seat.
func (o *Room) Routes() []web.Route {
	const hall = "/attend/{event}/{id}/{session}"
	list := []web.Route{
		{Method: http.MethodGet, Pattern: hall, Handle: o.room},
		{Method: http.MethodGet, Pattern: hall + "/live", Handle: o.live},
		{Method: http.MethodGet, Pattern: hall + "/captions/{lang}", Handle: o.track},
		{Method: http.MethodGet, Pattern: hall + "/here", Handle: o.here},
		{Method: http.MethodPost, Pattern: hall + "/ticket", Handle: o.ticket},
		{Method: http.MethodGet, Pattern: hall + "/stream", Handle: o.stream},
		{Method: http.MethodGet, Pattern: hall + "/replay", Handle: o.replay},
		{Method: http.MethodGet, Pattern: hall + "/replay/film.mp4", Handle: o.film},
		{Method: http.MethodGet, Pattern: hall + "/replay/{said}", Handle: o.said},
		{Method: http.MethodPost, Pattern: hall + "/table", Handle: o.setTable},
		{Method: http.MethodPost, Pattern: hall + "/buy", Handle: o.buy},
	}
	list = append(list, o.slideRoutes(hall)...)
	list = append(list, o.groupRoutes(hall)...)
	for _, d := range deeds {
		list = append(list, web.Route{Method: http.MethodPost, Pattern: hall + "/" + d.name, Handle: func(r *web.Request) error { return o.do(r, d) }})
	}
	for i := range list {
		list[i].Access, list[i].Purpose = web.Link, assembly.SeatPurpose
	}
	return list
}

// enter proves the seat of the address and lets her in.
func (o *Room) enter(r *web.Request) (at assembly.Seated, err error) {
	var ids [3]int64
	for i, name := range []string{"event", "id", "session"} {
		if ids[i], err = r.PathID(name); err != nil {
			return at, err
		}
	}
	return o.Assembly.Enter(r.R.Context(), r.Actor, assembly.EventID(ids[0]), assembly.SeatID(ids[1]), assembly.SessionID(ids[2]))
}

// reading is the language in which she reads captions: what she chose, her own
// channel, that of the page, or the floor's.
func reading(r *web.Request, at assembly.Seated) string {
	for _, lang := range []string{r.Query("in"), at.Seat.Channel, r.Locale.Lang()} {
		if slices.Contains(at.Event.Langs, lang) {
			return lang
		}
	}
	return at.Event.Langs[0]
}

// address is a place of the hall, or of the event above it, with what proves the
// seat and more name, value pairs.
func address(r *web.Request, place string, more ...string) string {
	q := url.Values{}
	if k := r.Query("k"); k != "" && r.Actor.Link != "" {
		q.Set("k", k)
	}
	for _, kept := range []string{"in", "mode"} {
		if v := r.Query(kept); v != "" {
			q.Set(kept, v)
		}
	}
	for i := 0; i+1 < len(more); i += 2 {
		if q.Set(more[i], more[i+1]); more[i+1] == "" {
			q.Del(more[i])
		}
	}
	if len(q) == 0 {
		return place
	}
	return place + "?" + q.Encode()
}

// in is the address of a place in the hall: "/say", "" for the hall itself.
func in(r *web.Request, place string, more ...string) string {
	return address(r, "/attend/"+r.Path("event")+"/"+r.Path("id")+"/"+r.Path("session")+place, more...)
}

// room shows the whole hall, or the part of it that the query names.
func (o *Room) room(r *web.Request) error {
	at, err := o.enter(r)
	if err != nil {
		return err
	}
	if r.Light() { // her page says nothing more
		if err := o.Assembly.Attend(r.R.Context(), at); err != nil {
			return err
		}
	}
	name := r.Query("part")
	if name == "" {
		return o.show(r, at, nil, http.StatusOK)
	}
	i := slices.IndexFunc(parts, func(p part) bool { return p.name == name })
	if i < 0 {
		return fault.New(fault.NotFound, "fault.page_not_found")
	}
	v := newView(r, at, nil)
	if err := parts[i].fill(o, r, &v); err != nil {
		return err
	}
	return r.Part(http.StatusOK, parts[i].show(v))
}

// here notes that somebody is there whose page has no script: it is asked for as a
// picture by each page that is loaded.
func (o *Room) here(r *web.Request) error {
	at, err := o.enter(r)
	if err == nil {
		err = o.Assembly.Attend(r.R.Context(), at)
	}
	if err == nil {
		r.W.Header().Set("Cache-Control", "no-store")
		r.W.WriteHeader(http.StatusNoContent)
	}
	return err
}

// show writes the page of the hall; form is what was refused.
func (o *Room) show(r *web.Request, at assembly.Seated, form *web.Form, status int) error {
	lean := r.Query("mode") == "slides"
	f := r.Frame("")
	v := newView(r, at, form)
	if !lean && r.Says("hall.held", "store.added") { // it stands beside the thing, where she is led
		v.table.got, f.Toast = f.Toast, ""
	}
	v.here = r.N("hall.room_here", max(o.Assembly.Present(at.Session.ID), 1))
	if !lean { // what is said is asked for at once
		said, err := o.Assembly.Spoken(r.R.Context(), at, v.tongue.Lang)
		if err != nil {
			return err
		}
		v.spoken = &said
	}
	for _, p := range parts {
		if leanly(r, p.name) {
			continue
		}
		if err := p.fill(o, r, &v); err != nil {
			return err
		}
	}
	page := roomPage
	if lean {
		page = leanPage
	} else {
		v.stage()
		o.media(r, &v)
	}
	v.reacts = o.reacts(r, at.Session.ID)
	f.Title = v.title.Text
	f.Private, f.Place, f.Path = true, "assembly", in(r, "")
	return r.Page(status, f, page(v))
}
