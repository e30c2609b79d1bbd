package aid

import (
	"net/http"
	"net/url"

	"agora/fault"
	"agora/money"
	"agora/payment"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

func (a *Aid) moneyRoutes() []web.Route {
	link := func(method string, handle func(*web.Request) error) web.Route {
		return web.Route{Method: method, Pattern: "/donation/{crisis}/{id}", Access: web.Link, Purpose: relief.DonationPurpose, Handle: handle}
	}
	return []web.Route{
		public("/{crisis}/give", a.give),
		anybody("/{crisis}/give", a.donate),
		public("/{crisis}/money", a.money),
		public("/{crisis}/money.csv", a.moneyFile),
		link("GET", a.donation),
		link("POST", a.payDonation),
		desk("GET", "/{crisis}/money", a.purse),
		{Method: "POST", Pattern: "/aid/{crisis}/money", Access: web.Coordinator, Body: voucherBody, Handle: a.moveMoney},
	}
}

// give shows the form by which somebody pledges money.
func (a *Aid) give(r *web.Request) error { return a.showGive(r, nil, http.StatusOK) }

func (a *Aid) showGive(r *web.Request, form *web.Form, status int) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	if c.State != relief.Open {
		return fault.New(fault.NotFound, "fault.relief_unknown")
	}
	v := askView{crisis: r.Words(c.Title), title: r.T("relief.give"), words: r.T("relief.give_words"), action: crisisURL(c.ID) + "/give", send: r.T("store.to_pay"),
		mishaps: form.Mishaps(r), public: r.T("relief.pledge_public")}
	v.crisis.URL = crisisURL(c.ID)
	v.fields = filled(r, form, sumField(r, "amount", r.T("store.pay_amount")),
		ui.Field{Name: "currency", Label: r.T("console.currency"), Options: ui.Select(r.Currencies(), string(r.Currency))},
		ui.Field{Name: "donor", Label: r.T("relief.pledge_donor"), Max: 200, Dir: "auto", Value: r.Actor.Name, Complete: "name"},
		ui.Field{Name: "contact", Label: r.T("relief.reach"), Hint: r.T("relief.reach_hint"), Max: 200, Dir: "auto", Complete: "email", Required: true},
		ui.Field{Name: "note", Label: r.T("relief.note"), Type: "area", Rows: 2, Max: 600, Dir: "auto"})
	return a.page(r, status, v.title, askPage(v))
}

// sumField asks for a sum of money.
func sumField(r *web.Request, name, label string) ui.Field {
	return ui.Field{Name: name, Label: label, Mode: "decimal", Dir: "ltr", Max: 20, Complete: "off", Required: true}
}

// donate takes a pledge of money in, and leads to its own page.
func (a *Aid) donate(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	form, err := r.Form()
	if form == nil {
		return err
	}
	d := relief.Donation{Crisis: c.ID, Giver: relief.Giver{Donor: form.Get("donor"), Public: form.Has("public"), Note: form.Get("note"), Lang: r.Locale.Lang(), Contact: relief.ContactOf(form.Get("contact"))}}
	d.Amount = sum(r, form, "amount", money.Currency(form.Get("currency")))
	if err == nil {
		err = form.Err()
	}
	if err == nil {
		d, err = a.Relief.Donate(r.R.Context(), d)
	}
	if err == nil {
		return r.Redirect(a.donationURL(d))
	}
	if !refused(form, err) {
		return err
	}
	return a.showGive(r, form, fault.Status(err))
}

// sum reads a sum of money; what is none is a fault of its field.
func sum(r *web.Request, f *web.Form, name string, c money.Currency) money.Amount {
	for _, o := range r.Currencies() {
		if o.Value == string(c) {
			got, err := r.Amount(f.Get(name), c)
			_ = f.Join(name, err) // it is Invalid, or nil
			return got
		}
	}
	f.Add("currency", "fault.choice")
	return money.Amount{}
}

// donationURL is the page of a donation, with the key that lets its donor in.
func (a *Aid) donationURL(d relief.Donation) string {
	id := int64(d.ID)
	return "/donation/" + number(int64(d.Crisis)) + "/" + number(id) + "?k=" + url.QueryEscape(a.Sign(relief.DonationPurpose, id))
}

// donationView is a donation as its donor reads it.
type donationView struct {
	crisis  ui.Link
	ref     string
	state   string
	tone    string
	icon    string
	rows    []ui.Row
	due     money.Amount // still to come; zero for nothing
	how     string
	account string
	pages   []ui.Link // of providers
	ask     string    // posts here to be led to a gateway; "" for no gateway
	did     []paidView
	again   string // address of the page
}

func (a *Aid) donation(r *web.Request) error { return a.showDonation(r, nil) }

// donationOf reads the donation of the path.
func (a *Aid) donationOf(r *web.Request) (relief.Crisis, relief.Donation, error) {
	c, err := a.crisisOf(r)
	if err != nil {
		return c, relief.Donation{}, err
	}
	id, err := r.PathID("id")
	if err != nil {
		return c, relief.Donation{}, err
	}
	d, err := a.Relief.DonationOf(r.R.Context(), r.Actor, c.ID, relief.DonationID(id))
	return c, d, err
}

func (a *Aid) showDonation(r *web.Request, gateway []ui.Link) error {
	c, d, err := a.donationOf(r)
	if err != nil {
		return err
	}
	v := donationView{crisis: r.Words(c.Title), ref: relief.Spaced(d.Ref), again: a.donationURL(d), pages: gateway, due: d.ToCome()}
	v.crisis.URL = crisisURL(c.ID)
	cash := func(minor int64) string { return r.Locale.Money(money.Of(minor, d.Amount.Currency)) }
	switch {
	case d.State == relief.Declined:
		v.tone, v.icon, v.state, v.due = "pome", "warn", r.T("store.enquiry_declined"), money.Amount{}
	case d.Received == 0:
		v.tone, v.icon, v.state = "saff", "clock", r.T("relief.give_waits")
	case !v.due.IsZero():
		v.tone, v.icon, v.state = "saff", "clock", r.T("store.pay_part", "amount", cash(d.Received))
	default:
		v.tone, v.icon, v.state = "leaf", "ok", r.T("relief.give_came")
	}
	if c.State != relief.Open {
		v.due = money.Amount{}
	}
	v.rows = []ui.Row{{What: r.T("relief.pledged"), Amount: d.Amount}, {What: r.T("store.pay_came"), Amount: money.Of(d.Received, d.Amount.Currency)}}
	if d.Returned > 0 {
		v.rows = append(v.rows, ui.Row{What: r.T("relief.money_returned"), Amount: money.Of(d.Returned, d.Amount.Currency)})
	}
	if !v.due.IsZero() {
		a.howToPay(r, d, &v)
	}
	if d.Received > 0 {
		did, err := a.Relief.Did(r.R.Context(), d)
		if err != nil {
			return err
		}
		v.did = paid(r, did)
	}
	return a.private(r, http.StatusOK, r.T("relief.give_yours"), donationPage(v))
}

// intent is what a donor is to pay.
func intent(d relief.Donation) payment.Intent {
	return payment.Intent{Group: int64(d.ID), Ref: d.Ref, Amount: d.ToCome()}
}

// howToPay says to which account a donation goes, and lists the pages of providers.
func (a *Aid) howToPay(r *web.Request, d relief.Donation, v *donationView) {
	if way, err := a.Pay.Of("transfer"); err == nil {
		if t, err := way.Authorize(r.R.Context(), intent(d)); err == nil {
			v.account = t.Instructions.Arg("account")
			v.how = r.T(t.Instructions.Key, "amount", r.Locale.Money(v.due), "ref", v.ref, "account", v.account)
		}
	}
	bill := payment.Bill{Group: int64(d.ID), Ref: d.Ref, Open: true, Due: v.due}
	for _, way := range a.Pay {
		page, elsewhere := way.(payment.Elsewhere)
		if !elsewhere || !offers(way, d.Amount.Currency, r) || len(v.pages) > 0 {
			continue
		}
		if at := page.Page(payment.Instructions{}, bill, ""); at != "" {
			v.pages = append(v.pages, ui.Link{URL: at, Text: r.T("store.pay_" + way.Kind())})
		} else {
			v.ask = v.again
		}
	}
}

func offers(way payment.Handler, c money.Currency, r *web.Request) bool {
	offered, ok := way.(payment.Offered)
	return !ok || offered.Offers(c, r.Country)
}

// payDonation asks a gateway for the page on which a donation is paid, and shows where it
// is; for a crisis that is closed nothing is asked.
func (a *Aid) payDonation(r *web.Request) error {
	c, d, err := a.donationOf(r)
	if err != nil {
		return err
	}
	if c.State != relief.Open {
		return fault.New(fault.Conflict, "fault.crisis_closed")
	}
	bill := payment.Bill{Group: int64(d.ID), Ref: d.Ref, Open: true, Due: d.ToCome()}
	for _, way := range a.Pay {
		page, elsewhere := way.(payment.Elsewhere)
		if !elsewhere || d.State == relief.Declined || bill.Due.IsZero() || !offers(way, bill.Due.Currency, r) {
			continue
		}
		t, err := way.Authorize(r.R.Context(), intent(d))
		if err != nil {
			return err
		}
		if at := page.Page(t.Instructions, bill, ""); at != "" {
			return a.showDonation(r, []ui.Link{{URL: at, Text: r.T("store.pay_" + way.Kind())}})
		}
	}
	return r.Redirect(a.donationURL(d))
}
