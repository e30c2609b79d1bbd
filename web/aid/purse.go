package aid

import (
	"net/http"

	"agora/money"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// purseView is the desk of the money of a crisis.
type purseView struct {
	title          ui.Link
	tabs           []ui.Link
	public, action string
	mishaps        []ui.Mishap
	open, bank     bool // it goes on; she says what is at the bank
	find           ui.Field
	first, next    string // pages of what waits
	cols           []ui.Col
	rows           [][]ui.Cell
	waits, came    []givenView
	outlays        []outlayView
	more           string // the next page of outlays
	spend, alone   []ui.Field
	file           ui.Field // shows what is committed
	paid           [][]ui.Cell
}

// givenView is a donation at the desk.
type givenView struct {
	id, ref, who, contact, note, link string
	sum                               money.Amount
	fresh, whole                      bool // nobody looked at it yet; nothing of it came
	fields                            []ui.Field
}

// outlayView is an outlay that is not paid yet.
type outlayView struct {
	id, what, payee string
	sum             money.Amount
	asked           bool
	proof           string // what it waits for
	url             string
	vouchers        []ui.Link
	fields          []ui.Field
}

func (a *Aid) purse(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.showPurse(r, c, nil, http.StatusOK)
}

func (a *Aid) showPurse(r *web.Request, c relief.Crisis, form *web.Form, status int) error {
	ctx, at := r.R.Context(), boardURL(c.ID)
	v := purseView{title: r.Words(c.Title), tabs: tabs(r, c, "/money"), public: crisisURL(c.ID) + "/money", action: at + "/money", mishaps: form.Mishaps(r), open: c.State == relief.Open, bank: relief.Banks(r.Actor)}
	v.title.URL = at
	funds, err := a.Relief.Funds(ctx, c.ID)
	if err != nil {
		return err
	}
	v.cols, v.rows = sums(r, funds)
	if err := a.given(r, c, form, &v); err != nil {
		return err
	}
	sent, err := a.Relief.Consignments(ctx, c.ID, 0)
	if err != nil {
		return err
	}
	if err = a.outlays(r, c, form, &v); err != nil {
		return err
	}
	if len(v.outlays) == relief.PageSize {
		v.more = v.action + "?outlays=" + v.outlays[len(v.outlays)-1].id + "#outlays"
	}
	v.file = form.Fill(r, voucherField(r))
	v.spend, v.alone = spendFields(r, form, sent, funds), aloneFields(r, form, funds)
	return a.page(r, status, r.T("desk.tab_money"), pursePage(v))
}

// given reads the donations: that whose reference is looked for, or a page of all.
func (a *Aid) given(r *web.Request, c relief.Crisis, form *web.Form, v *purseView) error {
	after := relief.DonationID(r.QueryID("after"))
	v.find = ui.Field{Name: "ref", Label: r.T("store.pay_reference"), Value: r.Query("ref"), Dir: "ltr", Max: 40, Complete: "off"}
	var list []relief.Donation
	var err error
	if v.find.Value != "" {
		list, err = a.Relief.DonationBy(r.R.Context(), r.Actor, c.ID, v.find.Value)
	} else {
		list, err = a.Relief.Donations(r.R.Context(), c.ID, after)
	}
	for _, d := range list {
		if d.State == relief.Given {
			v.came = append(v.came, a.came(r, form, d))
		} else {
			v.waits = append(v.waits, a.waiting(r, form, d))
		}
	}
	if len(v.waits) == relief.PageSize {
		v.next = v.action + "?after=" + v.waits[len(v.waits)-1].id
	}
	if after != 0 || v.find.Value != "" || r.QueryID("outlays") != 0 {
		v.first = v.action
	}
	return err
}

// row fills the fields of one row of a list: with what was typed, where it is the row
// that was sent.
func row(r *web.Request, form *web.Form, of, id string, list ...ui.Field) []ui.Field {
	mine := form != nil && form.Get(of) == id
	for i := range list {
		if mine {
			list[i] = form.Fill(r, list[i])
		} else {
			list[i].ID = list[i].Name + "-" + id
		}
	}
	return list
}

func numberField(r *web.Request) ui.Field {
	return ui.Field{Name: "number", Label: r.T("relief.money_number"), Max: 200, Dir: "ltr", Complete: "off", Required: true}
}

func (a *Aid) givenOf(d relief.Donation) givenView {
	return givenView{id: number(int64(d.ID)), ref: relief.Spaced(d.Ref), who: d.Donor, contact: reached(d.Contact), note: d.Note, link: a.donationURL(d), sum: d.Amount, fresh: d.State == relief.Promised, whole: d.Received == 0}
}

func (a *Aid) waiting(r *web.Request, form *web.Form, d relief.Donation) givenView {
	v := a.givenOf(d)
	v.sum = d.ToCome()
	amount := sumField(r, "amount", r.T("console.amount_in", "currency", string(d.Amount.Currency)))
	amount.Value = r.Locale.Decimal(d.ToCome().Plain())
	v.fields = row(r, form, "donation", v.id, amount, numberField(r))
	return v
}

func (a *Aid) came(r *web.Request, form *web.Form, d relief.Donation) givenView {
	v := a.givenOf(d)
	v.sum = money.Of(d.Received-d.Returned, d.Amount.Currency)
	amount := sumField(r, "amount", r.T("store.pay_amount"))
	amount.Value = r.Locale.Decimal(v.sum.Plain())
	v.fields = row(r, form, "donation", v.id, amount, ui.Field{Name: "what", Label: r.T("relief.why"), Max: 200, Dir: "auto", Required: true})
	return v
}

// moneys are the currencies of the funds that a crisis has.
func moneys(funds []relief.Fund) (list []ui.Option) {
	for _, f := range funds {
		list = append(list, ui.Option{Value: string(f.Currency), Text: string(f.Currency)})
	}
	return list
}

func spendFields(r *web.Request, form *web.Form, sent []relief.Consignment, funds []relief.Fund) []ui.Field {
	if len(funds) == 0 {
		return nil
	}
	var goods []ui.Option
	for _, c := range sent {
		goods = append(goods, ui.Option{Value: number(int64(c.ID)), Text: c.Number})
	}
	list := []ui.Field{{Name: "what", Label: r.T("relief.outlay_what"), Max: 200, Dir: "auto", Required: true}, {Name: "payee", Label: r.T("relief.outlay_payee"), Hint: r.T("relief.contact_hint"), Max: 200, Dir: "auto", Required: true},
		sumField(r, "amount", r.T("store.pay_amount")), {Name: "currency", Label: r.T("console.currency"), Options: moneys(funds)},
		{Name: "document", Label: r.T("relief.outlay_document"), Max: 200, Dir: "ltr"}}
	if goods != nil {
		list = append(list, ui.Field{Name: "consignment", Label: r.T("relief.outlay_for"), Hint: r.T("relief.outlay_proof"), Options: goods, Empty: r.T("desk.f_none")})
	}
	return row(r, form, "spend", "new", list...)
}

func aloneFields(r *web.Request, form *web.Form, funds []relief.Fund) (list []ui.Field) {
	for _, f := range funds {
		name := "alone." + string(f.Currency)
		list = append(list, form.Fill(r, ui.Field{Name: name, Label: r.T("relief.alone_set") + ", " + string(f.Currency), Value: r.Locale.Decimal(money.Of(f.Alone, f.Currency).Plain()), Mode: "decimal", Dir: "ltr", Max: 20}))
	}
	return list
}

// moveMoney does what a form of the desk of money asks for.
func (a *Aid) moveMoney(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return sent(r, "assembly.saved", func(f *web.Form) (string, error) { return boardURL(c.ID) + "/money", a.moneyDeed(r, c, f) },
		func(f *web.Form, status int) error { return a.showPurse(r, c, f, status) })
}

func (a *Aid) moneyDeed(r *web.Request, c relief.Crisis, f *web.Form) error {
	switch {
	case f.Has("donation"):
		return a.donationDeed(r, c, f, relief.DonationID(f.ID("donation")))
	case f.Has("outlay"):
		return a.outlayDeed(r, c, f, relief.OutlayID(f.ID("outlay")))
	case f.Has("spend"):
		o := relief.Outlay{Crisis: c.ID, Consignment: relief.ConsignmentID(f.ID("consignment")), Amount: sum(r, f, "amount", money.Currency(f.Get("currency"))),
			Purpose: relief.Purpose{What: f.Get("what"), Payee: f.Get("payee"), Document: f.Get("document")}}
		if err := f.Err(); err != nil {
			return err
		}
		return a.commit(r, f, o)
	}
	return a.setAlone(r, c, f)
}

// setAlone sets the bounds that changed.
func (a *Aid) setAlone(r *web.Request, c relief.Crisis, f *web.Form) error {
	funds, err := a.Relief.Funds(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	for _, fund := range funds {
		name := "alone." + string(fund.Currency)
		to := sum(r, f, name, fund.Currency)
		if err := f.Err(); err != nil {
			return err
		}
		if !f.Has(name) || to.Minor == fund.Alone {
			continue
		}
		if err := a.Relief.SpendAlone(r.R.Context(), r.Actor, c.ID, to); err != nil {
			return err
		}
	}
	return nil
}

func (a *Aid) donationDeed(r *web.Request, c relief.Crisis, f *web.Form, id relief.DonationID) error {
	ctx := r.R.Context()
	if f.Has("take") || f.Has("refuse") {
		return a.Relief.TakeDonation(ctx, r.Actor, c.ID, id, f.Has("take"))
	}
	d, err := a.Relief.DonationOf(ctx, r.Actor, c.ID, id)
	if err != nil {
		return err
	}
	came := sum(r, f, "amount", d.Amount.Currency)
	if err := f.Err(); err != nil {
		return err
	}
	if f.Has("back") {
		_, err = a.Relief.GiveBack(ctx, r.Actor, c.ID, id, came.Minor, f.Get("what"))
		return err
	}
	return a.Relief.Banked(ctx, r.Actor, c.ID, id, came.Minor, f.Get("number"))
}

func (a *Aid) outlayDeed(r *web.Request, c relief.Crisis, f *web.Form, id relief.OutlayID) error {
	ctx := r.R.Context()
	switch {
	case f.Has("approve"):
		return a.Relief.Approve(ctx, r.Actor, c.ID, id)
	case f.Has("release"):
		return a.Relief.Release(ctx, r.Actor, c.ID, id)
	}
	o, err := a.Relief.OutlayOf(ctx, r.Actor, c.ID, id)
	if err != nil {
		return err
	}
	out := sum(r, f, "amount", o.Amount.Currency)
	if err := f.Err(); err != nil {
		return err
	}
	return a.Relief.Pay(ctx, r.Actor, c.ID, id, out.Minor, f.Get("number"))
}
