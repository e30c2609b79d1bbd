package desk

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/delivery"
	"agora/fault"
	"agora/identity"
	"agora/market"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// enquiryTones are the colours of the states of an enquiry.
var enquiryTones = map[market.EnquiryState]string{market.EnquiryAsked: "saff", market.EnquiryAnswered: "turq", market.EnquiryAccepted: "leaf",
	market.EnquiryDeclined: "pome", market.EnquiryRevoked: "pome", market.EnquiryWithdrawn: "clay", market.EnquiryLapsed: "clay"}

// enquiries lists what buyers ask prices for, newest first: what waits for an
// answer, or all of them below ?all=1.
func (d *Desk) enquiries(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	all, before := r.Query("all") != "", r.QueryID("before")
	list, err := d.Market.Enquiries(r.R.Context(), r.Actor, shop.ID, !all, market.EnquiryID(before))
	if err != nil {
		return err
	}
	here := base(r) + "/enquiries"
	v := listView{title: r.T("desk.enquiries"), label: r.T("desk.enquiries"), none: r.T("desk.enquiries_none"), words: r.T("desk.enquiries_words"),
		chips: []ui.Link{{URL: here, Text: r.T("desk.voices_waiting"), Current: !all}, {URL: here + "?all=1", Text: r.T("desk.voices_all"), Current: all}},
		cols:  []ui.Col{{Head: r.T("desk.col_what")}, {Head: r.T("desk.col_to")}, {Head: r.T("desk.col_state")}, {Head: r.T("desk.col_deadline")}}}
	for _, e := range list {
		v.rows = append(v.rows, []ui.Cell{{Text: enquiryTitle(r, e), URL: here + "/" + number(int64(e.ID))},
			{Part: destination(enquirer(e), string(e.To), r.CountryName(e.To), "")},
			{Part: ui.Badge(enquiryTones[e.State], "", r.T("desk.enquiry_"+string(e.State)))}, {Text: when(r, e.Deadline)}})
	}
	first := here
	if all {
		first += "?all=1"
	}
	if before > 0 {
		v.first = first
	}
	if len(list) == market.EnquiryPage {
		v.next = here + "?before=" + number(int64(list[len(list)-1].ID))
		if all {
			v.next += "&all=1"
		}
	}
	return d.ok(r, shop, "orders", v.title, listPage(v))
}

// enquirer says who asks: a name, or else where she is reached.
func enquirer(e market.Enquiry) string {
	for _, s := range []string{e.Name, e.Contact.Email, e.Contact.Phone} {
		if s != "" {
			return s
		}
	}
	return ""
}

func enquiryTitle(r *web.Request, e market.Enquiry) string {
	if e.Items <= 1 {
		return alone(e.First)
	}
	return r.N("desk.items", e.Items-1, "first", e.First)
}

// enquiryView is one enquiry as its shop answers it.
type enquiryView struct {
	base, url          string
	title, state, tone string
	who                string
	note, reply        string
	facts              []ui.Row
	lines              []orderLine
	units              []ui.Field // the prices that are asked for; none when it can't be answered
	fields             []ui.Field
	reason             ui.Field // of a no, or of taking the quotation back; no name: neither can be
	revoke             bool
	ways               []ui.Row // what the shop's own ways ask
	noWay              string
	order              string // the orders that it became; "" for none
	mishaps            []ui.Mishap
	key                []string
}

// enquiry shows one enquiry.
func (d *Desk) enquiry(r *web.Request) error { return d.showEnquiry(r, nil, http.StatusOK) }

func (d *Desk) showEnquiry(r *web.Request, form *web.Form, status int) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	e, err := d.enquiryOf(r)
	if err != nil {
		return err
	}
	things, err := d.Market.EnquiryThings(r.R.Context(), e)
	if err != nil {
		return err
	}
	v := enquiryView{base: base(r), url: base(r) + "/enquiries/" + number(int64(e.ID)), title: enquiryTitle(r, e), who: enquirer(e),
		state: r.T("desk.enquiry_" + string(e.State)), tone: enquiryTones[e.State], note: e.Note, reply: e.Quotation.Note,
		facts: enquiryFacts(r, e), mishaps: form.Mishaps(r), key: r.FormKey("")}
	for i, l := range e.Lines {
		v.lines = append(v.lines, askedLine(r, shop, things[i], l))
	}
	switch e.State {
	case market.EnquiryAsked:
		offers, err := d.Market.EnquiryOffers(r.R.Context(), r.Actor, e)
		if err != nil {
			return err
		}
		v.answerable(r, shop, e, things, form, offers)
	case market.EnquiryAnswered:
		v.revoke = true
		v.reason = form.Fill(r, ui.Field{Name: "reason", Type: "area", Label: r.T("desk.reason"), Max: 500, Required: true, Dir: "auto"})
	case market.EnquiryAccepted:
		v.order = base(r) + "/orders?state=all"
	}
	return d.page(r, status, shop, "orders", v.title, enquiryPage(v))
}

// answerable adds the form of the quotation.
func (v *enquiryView) answerable(r *web.Request, shop catalog.Shop, e market.Enquiry, things []market.CartLine, form *web.Form, offers []delivery.Offer) {
	v.reason = form.Fill(r, ui.Field{Name: "reason", Type: "area", Label: r.T("desk.reason"), Max: 500, Required: true, Dir: "auto"})
	lead := 0
	for i, l := range things {
		lead = max(lead, l.Product.LeadDays)
		v.units = append(v.units, form.Fill(r, ui.Field{Name: "unit." + strconv.Itoa(i), Label: r.T("desk.enquiry_unit", "what", v.lines[i].title),
			Hint: r.T("desk.enquiry_listed", "price", l.Unit()), Mode: "decimal", Dir: "ltr", Max: 20, Required: true}))
	}
	for _, o := range offers {
		name, _ := catalog.Texts(o.Option.Name).In(r.Locale.Lang(), shop.Lang())
		if name == "" {
			name = o.Option.Carrier
		}
		v.ways = append(v.ways, ui.Row{What: name, Amount: o.Price, Free: true})
	}
	if physical := len(things) > 0 && !things[0].Product.Digital; physical && len(offers) == 0 {
		v.noWay = r.T("desk.enquiry_no_way", "country", r.CountryName(e.To))
	}
	for _, f := range []ui.Field{
		{Name: "freight", Label: r.T("desk.enquiry_freight", "money", string(shop.Currency)), Hint: r.T("desk.enquiry_freight_hint"), Mode: "decimal", Dir: "ltr", Max: 20},
		{Name: "lead", Label: r.T("desk.enquiry_lead"), Hint: r.T("desk.enquiry_lead_hint"), Value: number(int64(lead)), Mode: "numeric", Dir: "ltr", Max: 4},
		{Name: "until", Label: r.T("desk.enquiry_until"), Hint: r.T("desk.enquiry_until_hint", "max", market.MaxQuotedDays), Type: "date", Dir: "ltr", Required: true,
			Value: time.Now().UTC().AddDate(0, 0, 30).Format(time.DateOnly)},
		{Name: "note", Label: r.T("desk.enquiry_note"), Type: "area", Max: 500, Dir: "auto", Span: true},
	} {
		v.fields = append(v.fields, form.Fill(r, f))
	}
}

func askedLine(r *web.Request, shop catalog.Shop, l market.CartLine, e market.EnquiryLine) orderLine {
	o := orderLine{picture: thumb(l.Product.Picture(), l.Product.Tint, int64(l.Product.ID)), url: base(r) + "/products/" + number(int64(l.Product.ID)),
		title: text(r, shop, l.Product.Title), choice: strings.Join(l.Product.ChoiceOf(l.Variant, r.Locale.Lang(), shop.Languages...), ", "),
		facts: r.N("desk.left", max(l.Variant.Available(), 0)), quantity: e.Quantity}
	if o.unit = (ui.Cell{Amount: l.Unit()}); !e.Unit.IsZero() {
		o.unit.Amount = e.Unit
	}
	return o
}

// enquiryFacts are what was asked, and what the shop has answered.
func enquiryFacts(r *web.Request, e market.Enquiry) (rows []ui.Row) {
	rows = append(rows, ui.Row{What: r.T("store.enquiry_on"), Value: r.Locale.Date(e.Asked())}, ui.Row{What: r.T("desk.col_to"), Value: r.CountryName(e.To)})
	if !e.Wanted.IsZero() {
		rows = append(rows, ui.Row{What: r.T("store.enquiry_wanted"), Value: r.Locale.Date(e.Wanted)})
	}
	if e.Quotation.Until.IsZero() {
		return rows
	}
	freight := ui.Row{What: r.T("store.e_freight"), Value: r.T("store.enquiry_as_ways")}
	if a, ok := e.FreightSaid(); ok {
		freight.Value, freight.Amount, freight.Free = "", a, true
	}
	return append(rows, ui.Row{What: r.T("store.e_goods"), Amount: e.Goods()}, freight,
		ui.Row{What: r.T("desk.enquiry_lead"), Value: r.Locale.Number(int64(e.Quotation.Lead))},
		ui.Row{What: r.T("store.enquiry_good"), Value: r.Locale.Date(e.Quotation.Until)})
}

func (d *Desk) enquiryOf(r *web.Request) (e market.Enquiry, err error) {
	id, err := r.PathID("id")
	if err != nil {
		return e, err
	}
	e, err = d.Market.Enquiry(r.R.Context(), r.Actor, market.EnquiryID(id))
	if err == nil && e.Shop != r.Shop {
		err = fault.New(fault.NotFound, "fault.enquiry_unknown")
	}
	return e, err
}

// quote answers an enquiry.
func (d *Desk) quote(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	e, err := d.enquiryOf(r)
	if err != nil {
		return err
	}
	q := market.Quote{Lead: int(form.Int("lead")), Note: form.Get("note")}
	for i := range e.Lines {
		name := "unit." + strconv.Itoa(i)
		unit, err := r.Amount(form.Get(name), e.Currency)
		if err != nil {
			form.Add(name, "fault.enquiry_price")
		}
		q.Units = append(q.Units, unit)
	}
	if text := form.Get("freight"); text != "" {
		var freight money.Amount
		if freight, err = r.Amount(text, e.Currency); err != nil {
			form.Add("freight", "fault.enquiry_freight")
		}
		q.Freight = &freight
	}
	if q.Until, err = time.Parse(time.DateOnly, country.Digits(form.Get("until"))); err != nil {
		form.Add("until", "fault.enquiry_until", "max", market.MaxQuotedDays)
	}
	return d.moveEnquiry(r, form, "desk.enquiry_done_answered", func(ctx context.Context, by identity.Actor) error {
		return d.Market.AnswerEnquiry(ctx, by, e.Shop, e.ID, q)
	})
}

// declineEnquiry makes no quotation, and says why.
func (d *Desk) declineEnquiry(r *web.Request) error {
	return d.endEnquiry(r, "desk.enquiry_done_declined", d.Market.DeclineEnquiry)
}

// revokeQuotation takes a quotation back, and says why.
func (d *Desk) revokeQuotation(r *web.Request) error {
	return d.endEnquiry(r, "desk.enquiry_done_revoked", d.Market.RevokeQuotation)
}

func (d *Desk) endEnquiry(r *web.Request, say string, do func(context.Context, identity.Actor, catalog.ShopID, market.EnquiryID, string) error) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	return d.moveEnquiry(r, form, say, func(ctx context.Context, by identity.Actor) error {
		return do(ctx, by, r.Shop, market.EnquiryID(id), form.Get("reason"))
	})
}

// moveEnquiry makes a move once; a refused form comes back.
func (d *Desk) moveEnquiry(r *web.Request, form *web.Form, say string, do func(context.Context, identity.Actor) error) error {
	to := base(r) + "/enquiries/" + r.Path("id")
	if form.Err() == nil {
		ctx, err := r.Once(to)
		if err != nil {
			return err
		}
		err = do(ctx, r.Actor)
		if !fault.Is(err, fault.Invalid) {
			return r.Done(err, say, to)
		}
		if err := form.Join("", err); err != nil {
			return err
		}
	}
	return d.showEnquiry(r, form, http.StatusUnprocessableEntity)
}

// ending is where the form that ends it leads.
func (v enquiryView) ending() string {
	if v.revoke {
		return "/revoke"
	}
	return "/decline"
}
