package hall

import (
	"context"
	"errors"
	"net/http"

	"agora/assembly"
	"agora/fault"
	"agora/room"
	"agora/web"
	"agora/web/ui"
)

// seatView is a seat as its holder sees it.
type seatView struct {
	eventView
	state, tone string // of the seat, in words
	words       string
	role        string
	calendar    string // address of its file
	steps       string // where the seat is given back; "" when it was
	review      string // where talks are judged; "" for who does not
	ticketName  ui.Link
	price       string // of its ticket; "" where there are none
	pay, order  string // where it is paid, and the order; "" for none
	proof       proofView
	judged      judgeView
}

// seated proves the seat of the path.
func (h *Hall) seated(r *web.Request) (at assembly.Seated, err error) {
	e, err := eventID(r)
	if err != nil {
		return at, err
	}
	id, err := r.PathID("id")
	if err != nil {
		return at, err
	}
	return h.Assembly.Sit(r.R.Context(), r.Actor, e, assembly.SeatID(id))
}

// seat shows a person her agenda, from which she goes into the halls.
func (h *Hall) seat(r *web.Request) error { return h.showSeat(r, nil, http.StatusOK) }

func (h *Hall) showSeat(r *web.Request, form *web.Form, status int) error {
	at, err := h.seated(r)
	if err != nil {
		return err
	}
	v := seatView{eventView: eventView{title: r.Words(at.Event.Title), venue: at.Event.Venue, here: seatURL(r, ""), langs: r.LanguageNames(at.Event.Langs), bands: bandsOf(r, at.Event)}}
	if r.Actor.Link != "" {
		v.key = r.Query("k")
	}
	hallOf := func(s assembly.SessionID) string { return seatURL(r, "/"+number(int64(s))) }
	switch at.Seat.State {
	case assembly.Admitted:
		v.state, v.tone, v.words = r.T("assembly.admitted"), "leaf", r.T("assembly.admitted_words")
	case assembly.Unpaid:
		v.state, v.tone, hallOf = r.T("assembly.unpaid"), "saff", nil
	case assembly.Waiting:
		v.state, v.tone, v.words, hallOf = r.T("assembly.waiting"), "saff", r.T("assembly.waiting_words"), nil
	default:
		v.state, v.tone, v.words, hallOf = r.T("assembly.left"), "", r.T("assembly.left_words"), nil
	}
	if err := h.paying(r, at, &v); err != nil {
		return err
	}
	if at.Event.State == assembly.Cancelled {
		v.pay = ""
		v.words, hallOf = r.T("assembly.cancelled_words"), nil
	}
	v.calendar = eventURL(at.Event.ID) + "/calendar.ics"
	if at.Seat.State != assembly.Left {
		v.steps = seatURL(r, "/leave")
	}
	if at.Seat.Reviews() && !at.Event.Appeal.Until.IsZero() {
		v.review = seatURL(r, "/review")
	}
	if at.Seat.Role != assembly.Attendee {
		v.role = r.T("assembly.role_" + string(at.Seat.Role))
	}
	if assembly.Hosts(r.Actor, at.Event.Host) {
		v.plan = hostURL(at.Event.ID)
	}
	if err := h.given(r, at, &v); err != nil {
		return err
	}
	if err := h.agenda(r, at.Event, &v.eventView, hallOf); err != nil {
		return err
	}
	has, err := h.Assembly.Standing(r.R.Context(), at)
	if err != nil {
		return err
	}
	v.proof, v.judged = proofOf(r, at, has), judgedOf(r, at, has.Answer, form)
	f := r.Frame(v.title.Text)
	f.Place, f.Private = "assembly", true
	return r.Page(status, f, seatPage(v))
}

// leave gives the seat back.
func (h *Hall) leave(r *web.Request) error {
	at, err := h.seated(r)
	if err != nil {
		return err
	}
	return r.Done(h.Assembly.Leave(r.R.Context(), r.Actor, at.Event.ID, at.Seat.ID), "assembly.left", seatURL(r, ""))
}

// seats lists who registered, for hosts.
func (h *Hall) seats(r *web.Request) error {
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	after := assembly.SeatID(r.QueryID("after"))
	list, err := h.Assembly.Seats(r.R.Context(), r.Actor, e.ID, after)
	if err != nil {
		return err
	}
	title := r.Words(e.Title)
	title.URL = hostURL(e.ID)
	v := seatsView{title: title, here: hostURL(e.ID) + "/seats", people: hostURL(e.ID) + "/people", admitted: r.Locale.Number(e.Admitted), waiting: r.Locale.Number(e.Waiting)}
	if after > 0 {
		v.first = v.here
	}
	if len(list) > assembly.PageSize {
		list = list[:assembly.PageSize]
		v.next = v.here + "?after=" + number(int64(list[len(list)-1].ID))
	}
	there, err := h.Assembly.Presences(r.R.Context(), r.Actor, e.ID, list)
	if err != nil {
		return err
	}
	for _, s := range list {
		row := seatRowOf(r, e, s, v.here)
		row.attended(r, there[s.ID])
		v.list = append(v.list, row)
	}
	return h.page(r, http.StatusOK, v.title.Text, seatsPage(v))
}

// seatsView is the list of those who registered.
type seatsView struct {
	title             ui.Link
	here, people      string
	admitted, waiting string
	list              []seatRow
	first, next       string
}

// seatRow is one of them, with the form that gives her a role.
type seatRow struct {
	name, email, where string
	state, tone        string
	action             string
	role, channel      ui.Field
	gone               bool
	minutes, paper     string // how long she was there; the page of her certificate
}

func seatRowOf(r *web.Request, e assembly.Event, s assembly.Seat, here string) seatRow {
	id := number(int64(s.ID))
	row := seatRow{name: s.Name, email: s.Email, action: here + "/" + id, gone: s.State == assembly.Left, state: r.T("assembly." + string(s.State)),
		role:    ui.Field{Name: "role", ID: "role-" + id, Label: r.T("assembly.role")},
		channel: ui.Field{Name: "channel", ID: "channel-" + id, Label: r.T("assembly.channel"), Empty: "–"}}
	switch s.State {
	case assembly.Admitted:
		row.tone = "leaf"
	case assembly.Waiting, assembly.Unpaid:
		row.tone = "saff"
	}
	for _, role := range assembly.Roles {
		row.role.Options = append(row.role.Options, ui.Option{Value: string(role), Text: r.T("assembly.role_" + string(role)), Selected: role == s.Role})
	}
	names := r.LanguageNames(e.Langs)
	for i, l := range e.Langs {
		row.channel.Options = append(row.channel.Options, ui.Option{Value: l, Text: names[i], Selected: l == s.Channel})
	}
	row.channel.Options = append(row.channel.Options, ui.Option{Value: assembly.Sign, Text: r.T("hall.sign"), Selected: s.Channel == assembly.Sign})
	if s.Country != "" {
		row.where = nationName(r, s.Country)
	}
	if s.Person != 0 && s.Email == "person:"+number(int64(s.Person)) {
		row.email = ""
	}
	return row
}

// appoint gives a seat a role, or ends it.
func (h *Hall) appoint(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	id, err := r.PathID("seat")
	if err != nil {
		return err
	}
	if form.Has("out") {
		if err = h.Assembly.PutOut(r.R.Context(), r.Actor, e.ID, assembly.SeatID(id)); err == nil {
			err = h.sendHome(r.R.Context(), e.ID, assembly.SeatID(id))
		}
	} else {
		err = h.Assembly.Appoint(r.R.Context(), r.Actor, e.ID, assembly.SeatID(id), assembly.Role(form.Get("role")), form.Get("channel"))
	}
	if fault.Is(err, fault.Invalid) {
		r.Say(fault.List(err)[0].Key)
		return r.Redirect(hostURL(e.ID) + "/seats")
	}
	return r.Done(err, "assembly.saved", hostURL(e.ID)+"/seats")
}

// sendHome takes somebody out of the rooms of the sessions that run or will.
func (h *Hall) sendHome(ctx context.Context, e assembly.EventID, id assembly.SeatID) error {
	if h.Rooms == nil {
		return nil
	}
	sessions, err := h.Assembly.Sessions(ctx, e)
	for _, s := range sessions {
		at := RoomOf(s.ID)
		switch s.State {
		case assembly.Over:
			continue
		case assembly.Planned:
			at = greenRoom(s.ID)
		}
		err = errors.Join(err, absent(h.Rooms.Change(ctx, at, personOf(id), room.Grant{})))
	}
	return err
}

// enter takes the host into her own event, or to a minute of the recording of one of
// its sessions.
func (h *Hall) enter(r *web.Request) error {
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	seat, err := h.Assembly.TakeHostSeat(r.R.Context(), r.Actor, e.ID)
	if err != nil {
		return err
	}
	to := attendURL(e.ID, seat.ID)
	if s := r.QueryID("session"); s > 0 {
		to += "/" + number(s) + "/replay?minute=" + number(r.QueryID("minute"))
	}
	return r.Redirect(to)
}
