package hall

import (
	"net/http"

	"agora/assembly"
	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/market"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// ticketChoice is a kind of tickets as who registers sees it.
type ticketChoice struct {
	name, about ui.Link
	price, left string
}

// ticketChoices fills in the tickets of the form that takes a seat.
func (h *Hall) ticketChoices(r *web.Request, e assembly.Event, v *eventView, form *web.Form) error {
	list, err := h.Assembly.Tickets(r.R.Context(), e.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	f := ui.Field{Name: "ticket", Label: r.T("assembly.ticket"), Options: []ui.Option{}}
	paid := false
	for _, t := range list {
		if !t.OnSale(r.Now()) {
			continue
		}
		c := ticketChoice{name: r.Words(t.Name), about: r.Words(t.About), price: priceWords(r, t)}
		if t.Most > 0 {
			c.left = r.N("assembly.free", max(t.Most-t.Taken, 0))
		}
		v.tickets = append(v.tickets, c)
		f.Options = append(f.Options, ui.Option{Value: number(int64(t.ID)), Text: c.name.Text + " · " + c.price, Lang: c.name.Lang, Dir: c.name.Dir})
		paid = paid || !t.Free()
	}
	if len(v.tickets) == 0 {
		v.open = false // none of them is on sale any more
		return nil
	}
	v.ticket = form.Fill(r, f)
	v.ticket.Options = ui.Select(v.ticket.Options, v.ticket.Value)
	if paid {
		v.refund = refundWords(r, e)
	}
	return nil
}

func priceWords(r *web.Request, t assembly.Ticket) string {
	if t.Free() {
		return r.T("store.free")
	}
	return r.Locale.Money(t.Price)
}

// refundWords say until when a ticket is refunded, and that it no longer is.
func refundWords(r *web.Request, e assembly.Event) string {
	switch {
	case e.Refund < 0, !e.Refunds(r.Now()):
		return r.T("assembly.refund_no")
	case e.Refund == 0:
		return r.T("assembly.refund_begin")
	}
	return r.T("assembly.refund_until", "day", day(r, e.Starts.AddDate(0, 0, -int(e.Refund)).In(e.Location())))
}

// refundField asks a host until when tickets are refunded.
func refundField(r *web.Request, e assembly.Event, form *web.Form) ui.Field {
	f := ui.Field{Name: "refund", Label: r.T("assembly.refund"), Options: []ui.Option{{Value: "0", Text: r.T("assembly.refund_begin")}}}
	for _, n := range []int64{1, 3, 7, 14, 30} {
		f.Options = append(f.Options, ui.Option{Value: number(n), Text: r.T("assembly.refund_before", "days", r.N("store.days", n))})
	}
	f.Options = append(f.Options, ui.Option{Value: "-1", Text: r.T("assembly.refund_no")})
	f.Value = number(e.Refund)
	f = form.Fill(r, f)
	f.Options = ui.Select(f.Options, f.Value)
	return f
}

// paying fills in what is to be paid for a seat.
func (h *Hall) paying(r *web.Request, at assembly.Seated, v *seatView) error {
	if at.Seat.Ticket == 0 {
		return nil
	}
	list, err := h.Assembly.Tickets(r.R.Context(), at.Event.ID)
	if err != nil {
		return err
	}
	for _, t := range list {
		if t.ID != at.Seat.Ticket {
			continue
		}
		v.ticketName, v.price = r.Words(t.Name), priceWords(r, t)
		if !t.Free() && at.Seat.State != assembly.Left {
			v.refund = refundWords(r, at.Event)
		}
	}
	if at.Seat.Group != 0 {
		v.order = "/orders/" + number(at.Seat.Group) + "?k=" + h.People.Sign(market.LinkPurpose, at.Seat.Group)
	}
	if at.Seat.State == assembly.Unpaid {
		v.pay = seatURL(r, "/pay")
		v.words = r.T("assembly.unpaid_order_words")
		if at.Seat.Group == 0 {
			v.words = r.T("assembly.unpaid_words", "until", r.Locale.DateTime(at.Seat.Until, zoneOf(r, at.Event.Location())))
		}
	}
	return nil
}

// ticketsView is the kinds of tickets of an event, for its hosts.
type ticketsView struct {
	event   ui.Link
	house   bool // which sells nothing
	rows    []ui.Row
	list    []ticketForm
	tooMany bool
}

// ticketForm is the form of one kind.
type ticketForm struct {
	action, heading   string
	mishaps           []ui.Mishap
	names, abouts     []ui.Field
	price, most, role ui.Field
	until             ui.Field
	taken             string
	strike            bool
}

func (h *Hall) tickets(r *web.Request) error {
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	return h.showTickets(r, e, 0, nil, http.StatusOK)
}

// showTickets shows all kinds; form is that of one which was refused.
func (h *Hall) showTickets(r *web.Request, e assembly.Event, refused assembly.TicketID, form *web.Form, status int) error {
	list, err := h.Assembly.Tickets(r.R.Context(), e.ID)
	if err != nil {
		return err
	}
	v := ticketsView{event: ui.Link{URL: hostURL(e.ID), Text: r.Words(e.Title).Text}, house: e.Host == db.House, tooMany: len(list) >= assembly.MaxTickets}
	currency := money.Currency("")
	if !v.house {
		shop, err := h.Catalog.ShopByID(r.R.Context(), e.Host)
		if err != nil {
			return err
		}
		currency = shop.Currency
		if v.rows, err = h.takings(r, e); err != nil {
			return err
		}
	}
	if !v.tooMany {
		list = append(list, assembly.Ticket{Event: e.ID, Pass: assembly.Pass{Role: assembly.Attendee}})
	}
	for _, t := range list {
		var own *web.Form
		if form != nil && t.ID == refused {
			own = form
		}
		v.list = append(v.list, ticketFormOf(r, e, t, currency, own))
	}
	return h.page(r, status, r.T("assembly.tickets"), ticketsPage(v))
}

func ticketFormOf(r *web.Request, e assembly.Event, t assembly.Ticket, c money.Currency, form *web.Form) ticketForm {
	id := number(int64(t.ID))
	f := ticketForm{action: hostURL(e.ID) + "/tickets/new", heading: r.T("assembly.ticket_new"), mishaps: form.Mishaps(r), strike: t.ID != 0 && t.Taken == 0}
	if t.ID != 0 {
		f.action = hostURL(e.ID) + "/tickets/" + id
		f.heading, f.taken = r.Words(t.Name).Text, r.T("assembly.ticket_taken", "n", r.Locale.Number(t.Taken))
	}
	for _, l := range tonguesOf(r, e) {
		name := r.LanguageNames([]string{l})[0]
		f.names = append(f.names, form.Fill(r, ui.Field{Name: "name." + l, ID: "name-" + l + id, Label: r.T("assembly.title", "lang", name), Value: t.Name[l], Lang: l, Dir: ui.DirOf(l), Max: 120}))
		f.abouts = append(f.abouts, form.Fill(r, ui.Field{Name: "about." + l, ID: "about-" + l + id, Type: "area", Label: r.T("assembly.about", "lang", name), Value: t.About[l], Lang: l, Dir: ui.DirOf(l), Max: 6000}))
	}
	price := ""
	if t.Price.Minor > 0 {
		price = t.Price.Plain()
	}
	f.price = form.Fill(r, ui.Field{Name: "price", ID: "price-" + id, Label: r.T("assembly.ticket_price", "currency", string(c)), Hint: r.T("assembly.ticket_price_hint"), Value: price, Mode: "decimal", Dir: "ltr", Max: 20})
	f.most = form.Fill(r, ui.Field{Name: "most", ID: "most-" + id, Label: r.T("assembly.capacity"), Hint: r.T("assembly.capacity_hint"), Value: positive(t.Most), Mode: "numeric", Dir: "ltr", Max: 6})
	until := ""
	if !t.Until.IsZero() {
		until = t.Until.In(e.Location()).Format(assembly.Typed)
	}
	f.until = form.Fill(r, ui.Field{Name: "until", ID: "until-" + id, Type: "datetime-local", Label: r.T("assembly.ticket_until"), Value: until, Dir: "ltr"})
	f.role = ui.Field{Name: "role", ID: "role-" + id, Label: r.T("assembly.role"), Value: string(t.Role)}
	for _, role := range []assembly.Role{assembly.Attendee, assembly.OnStage} {
		f.role.Options = append(f.role.Options, ui.Option{Value: string(role), Text: r.T("assembly.role_" + string(role))})
	}
	f.role = form.Fill(r, f.role)
	f.role.Options = ui.Select(f.role.Options, f.role.Value)
	return f
}

// takings says what the tickets of an event brought.
func (h *Hall) takings(r *web.Request, e assembly.Event) (rows []ui.Row, err error) {
	t, err := h.Market.Takings(r.R.Context(), r.Actor, e.Host, int64(e.ID))
	if err != nil || t.Paid+t.Waits+t.Back == 0 {
		return nil, err
	}
	row := func(key string, n int64, a money.Amount) ui.Row {
		return ui.Row{What: r.T(key) + " · " + r.Locale.Number(n), Amount: a}
	}
	return []ui.Row{{What: r.T("assembly.unpaid"), Value: r.Locale.Number(t.Waits)}, row("store.pay_paid", t.Paid+t.Back, t.Sold), row("console.pay_refunded", t.Back, t.Returned),
		{What: r.T("assembly.takings_held"), Amount: t.Held}, {What: r.T("assembly.takings_released"), Amount: t.Released, Total: true}}, nil
}

// saveTicket makes, changes or withdraws a kind of tickets.
func (h *Hall) saveTicket(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	var id int64
	if r.Path("ticket") != "new" {
		if id, err = r.PathID("ticket"); err != nil {
			return err
		}
	}
	to := hostURL(e.ID) + "/tickets"
	if form.Has("strike") {
		return r.Done(h.Assembly.Withdraw(r.R.Context(), r.Actor, e.ID, assembly.TicketID(id)), "assembly.saved", to)
	}
	t := assembly.Ticket{ID: assembly.TicketID(id), Event: e.ID, Most: form.Int("most"), Until: readTime(form, "until", e.Location()),
		Pass: assembly.Pass{Name: textsOf(form, "name."), About: textsOf(form, "about."), Role: assembly.Role(form.Get("role"))}}
	if text := form.Get("price"); text != "" && e.Host != db.House {
		shop, err := h.Catalog.ShopByID(r.R.Context(), e.Host)
		if err != nil {
			return err
		}
		if t.Price, err = money.Parse(country.Digits(text), shop.Currency); err != nil {
			form.Add("price", "fault.number")
		}
	}
	if form.Err() == nil {
		_, err = h.Assembly.Offer(r.R.Context(), r.Actor, t)
		if err == nil || !fault.Is(err, fault.Invalid) {
			return r.Done(err, "assembly.saved", to)
		}
		for _, f := range fault.List(err) {
			if f.Field == "name" || f.Field == "about" {
				f.Field += "." + tonguesOf(r, e)[0]
			}
			form.Add(f.Field, f.Key, f.Args...)
		}
	}
	return h.showTickets(r, e, t.ID, form, http.StatusUnprocessableEntity)
}
