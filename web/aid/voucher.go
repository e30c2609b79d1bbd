package aid

import (
	"io"
	"net/http"

	"agora/fault"
	"agora/money"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// voucherBody bounds a form with a voucher, in bytes.
const voucherBody = relief.MaxVoucher + web.DefaultBody

func (a *Aid) voucherRoutes() []web.Route {
	return []web.Route{
		desk("GET", "/{crisis}/money/outlay", a.outlay),
		{Method: "POST", Pattern: "/aid/{crisis}/money/outlay", Access: web.Coordinator, Body: voucherBody, Handle: a.attach},
		desk("GET", "/{crisis}/money/voucher", a.voucher),
	}
}

// outlaysShown bounds what was paid on the desk of money.
const outlaysShown = 10

// outlayURL is the page of an outlay at the desk.
func outlayURL(o relief.Outlay) string {
	return boardURL(o.Crisis) + "/money/outlay?outlay=" + number(int64(o.ID))
}

// spentView is one outlay with all that is known about it.
type spentView struct {
	title    ui.Link
	tabs     []ui.Link
	mishaps  []ui.Mishap
	what     string
	rows     []ui.Row
	vouchers []ui.Link
	back     string // to all of the money
	action   string // "" when nothing is attached any more
	file     ui.Field
}

// outlay shows one, with the files that show what it was for.
func (a *Aid) outlay(r *web.Request) error {
	return a.showOutlay(r, relief.OutlayID(r.QueryID("outlay")), nil, http.StatusOK)
}

func (a *Aid) showOutlay(r *web.Request, id relief.OutlayID, form *web.Form, status int) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	o, err := a.Relief.OutlayOf(r.R.Context(), r.Actor, c.ID, id)
	if err != nil {
		return err
	}
	files, err := a.Relief.Vouchers(r.R.Context(), r.Actor, c.ID, o.ID)
	if err != nil {
		return err
	}
	v := spentView{title: r.Words(c.Title), tabs: tabs(r, c, "/money"), mishaps: form.Mishaps(r), what: o.What, vouchers: vouchers(r, o, files[o.ID])}
	v.title.URL = boardURL(c.ID)
	v.back = boardURL(c.ID) + "/money"
	v.rows = outlayRows(r, o)
	if c.State == relief.Open && o.State != relief.Released {
		v.action, v.file = outlayURL(o), form.Fill(r, voucherField(r))
	}
	return a.page(r, status, v.what, outlayPage(v))
}

// outlayRows says what is known about an outlay.
func outlayRows(r *web.Request, o relief.Outlay) []ui.Row {
	state := map[relief.OutlayState]string{relief.Asked: "console.payout_planned", relief.Committed: "relief.money_committed", relief.Paid: "relief.money_spent", relief.Released: "relief.outlay_release"}[o.State]
	sum := o.Amount
	if o.State == relief.Paid {
		sum = money.Of(o.Paid, o.Amount.Currency)
	}
	list := []ui.Row{{What: r.T(state), Amount: sum, Why: r.Locale.Date(o.Day)}, {What: r.T("relief.outlay_payee"), Value: o.Payee}}
	if o.Document != "" {
		list = append(list, ui.Row{What: r.T("relief.outlay_document"), Value: o.Document})
	}
	if o.Number != "" {
		list = append(list, ui.Row{What: r.T("relief.money_number"), Value: o.Number})
	}
	return list
}

// vouchers are the ways to the files of an outlay.
func vouchers(r *web.Request, o relief.Outlay, list []relief.Voucher) (out []ui.Link) {
	for _, v := range list {
		kind := r.T("relief.sign_photo")
		if v.PDF() {
			kind = "PDF"
		}
		out = append(out, ui.Link{URL: boardURL(o.Crisis) + "/money/voucher?outlay=" + number(int64(o.ID)) + "&voucher=" + number(int64(v.ID)),
			Text: r.T("relief.voucher") + " · " + kind + " · " + r.Moment(v.At())})
	}
	return out
}

// voucherField is the input of a file that shows what an outlay was for.
func voucherField(r *web.Request) ui.Field {
	return ui.Field{Name: "file", Label: r.T("relief.voucher"), Hint: r.T("relief.voucher_hint", "mib", int64(relief.MaxVoucher>>20)), Span: true}
}

// attach adds a file to an outlay.
func (a *Aid) attach(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	o := relief.Outlay{Crisis: c.ID, ID: relief.OutlayID(r.QueryID("outlay"))}
	return sent(r, "assembly.saved", func(f *web.Form) (string, error) {
		file, err := fileOf(f)
		if err != nil {
			return "", err
		}
		defer file.Close()
		return outlayURL(o), a.Relief.Attach(r.R.Context(), r.Actor, c.ID, o.ID, file)
	}, func(f *web.Form, status int) error { return a.showOutlay(r, o.ID, f, status) })
}

// commit writes an outlay down, with a voucher where one was sent.
func (a *Aid) commit(r *web.Request, f *web.Form, o relief.Outlay) error {
	file, _, err := f.File("file")
	if err != nil {
		return err
	}
	var voucher io.Reader
	if file != nil {
		defer file.Close()
		voucher = file
	}
	_, err = a.Relief.Commit(r.R.Context(), r.Actor, o, voucher)
	return err
}

// voucher gives a file to who coordinates.
func (a *Aid) voucher(r *web.Request) error {
	crisis, err := r.PathID("crisis")
	if err != nil {
		return err
	}
	id := r.QueryID("voucher")
	if id == 0 {
		return fault.New(fault.NotFound, "fault.relief_unknown")
	}
	return a.Relief.Voucher(r.W, r.R, r.Actor, relief.CrisisID(crisis), relief.OutlayID(r.QueryID("outlay")), relief.VoucherID(id), "voucher-"+number(id))
}

// spent lists what was paid last, each with the way to its page.
func spent(r *web.Request, list []relief.Outlay) [][]ui.Cell {
	rows := paid(r, list)
	for i, o := range list {
		rows[i].url = outlayURL(o)
	}
	return cells(rows)
}

// outlays reads what is asked for or committed, for which consignments and by which
// vouchers, and what was spent last.
func (a *Aid) outlays(r *web.Request, c relief.Crisis, form *web.Form, v *purseView) error {
	list, paid, err := a.Relief.OutlaysOpen(r.R.Context(), c.ID, relief.OutlayID(r.QueryID("outlays")), outlaysShown)
	if err != nil {
		return err
	}
	var ids []relief.ConsignmentID
	var shown []relief.OutlayID
	for _, o := range list {
		ids = append(ids, o.Consignment)
		if o.Vouchers > 0 {
			shown = append(shown, o.ID)
		}
	}
	files, err := a.Relief.Vouchers(r.R.Context(), r.Actor, c.ID, shown...)
	if err != nil {
		return err
	}
	of, err := a.Relief.ConsignmentsNamed(r.R.Context(), c.ID, ids...)
	for _, o := range list {
		one := outlay(r, form, o, of[o.Consignment])
		one.url, one.vouchers = outlayURL(o), vouchers(r, o, files[o.ID])
		v.outlays = append(v.outlays, one)
	}
	v.paid = spent(r, paid)
	return err
}

func outlay(r *web.Request, form *web.Form, o relief.Outlay, of relief.Consignment) outlayView {
	v := outlayView{id: number(int64(o.ID)), what: o.What, payee: o.Payee, sum: o.Amount, asked: o.State == relief.Asked}
	if o.Document != "" {
		v.payee += " · " + o.Document
	}
	if of.ID != 0 && of.State != relief.Received {
		v.proof = r.Locale.Error(fault.New(fault.Conflict, "fault.relief_proof", "number", of.Number))
	}
	amount := sumField(r, "amount", r.T("store.pay_amount"))
	amount.Value = r.Locale.Decimal(o.Amount.Plain())
	v.fields = row(r, form, "outlay", v.id, amount, numberField(r))
	return v
}
