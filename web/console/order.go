package console

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"agora/fault"
	"agora/ledger"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// orderView is one order as the operator judges it.
type orderView struct {
	ref, state, tone, deadline string
	group, desk                string // addresses
	unpaid                     bool   // waits for a bank transfer
	mishaps                    []ui.Mishap
	acts                       []orderAct
	wayBack                    ui.Field // no name: nothing to say of it
	forgive                    ui.Field // no name: nothing to forgive
	path                       string
	cols, postCols             []ui.Col
	lines, posts               [][]ui.Cell
	moments                    []ui.Moment
	buyer, seller              []ui.Row
	parcel                     []ui.Row
	address                    []string
	contact                    string
}

// orderAct is one thing that the operator may do to an order.
type orderAct struct {
	move, text, action string
	why                ui.Field
	open               bool // was refused and is shown again
}

// order shows one order with its history and its money.
func (c *Console) order(r *web.Request) error { return c.showOrder(r, nil, http.StatusOK) }

func (c *Console) showOrder(r *web.Request, form *web.Form, status int) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	o, g, err := c.Market.Order(r.R.Context(), r.Actor, market.OrderID(id))
	if err != nil {
		return err
	}
	entries, err := c.Market.Postings(r.R.Context(), r.Actor, o)
	if err != nil {
		return err
	}
	v := orderView{ref: o.Ref, state: r.T("desk.st_" + string(o.State)), tone: tones[o.State], mishaps: form.Mishaps(r),
		group: "/console/groups?ref=" + g.Ref, desk: "/desk/" + number(int64(o.Shop)) + "/orders/" + number(id),
		unpaid: o.State == market.AwaitingPayment, address: g.Address.Lines(r.Locale.Lang()), contact: contact(g), moments: history(r, o)}
	if !o.Deadline.IsZero() {
		v.deadline = r.T("desk.until", "when", r.Locale.DateTime(o.Deadline, nil))
	}
	for _, move := range o.Moves(r.Actor) {
		if r.Locale.Has("console.act_" + string(move)) {
			v.acts = append(v.acts, actOf(r, move, id, form))
		}
	}
	if o.Overdue() {
		v.deadline = r.T("console.late") + " · " + v.deadline
	}
	v.refused(r, o, form)
	v.fill(r, o)
	v.postCols, v.posts = postings(r, entries)
	return c.page(r, status, "orders", r.T("console.group_of", "ref", o.Ref), orderPage(v))
}

// proof gives the photo of a delivered parcel.
func (c *Console) proof(r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	o, _, err := c.Market.Order(r.R.Context(), r.Actor, market.OrderID(id))
	if err != nil {
		return err
	}
	return c.Market.ProofPhoto(r.W, r.R, o)
}

// actOf is the form for one move; what was refused comes back as it was typed.
func actOf(r *web.Request, move market.OrderEvent, order int64, form *web.Form) orderAct {
	a := orderAct{move: string(move), text: r.T("console.act_" + string(move)), action: "/console/orders/" + number(order) + "/move"}
	if move == market.Deliver || move == market.Confirm {
		return a
	}
	a.why = ui.Field{Name: "reason", ID: "f-reason-" + a.move, Label: r.T("desk.reason"), Hint: r.T("desk.reason_hint"), Type: "area", Max: 500,
		Required: move != market.Cancel, Span: true, Dir: "auto"}
	if form != nil && form.Get("move") == a.move {
		a.open, a.why.ID = true, "" // the id to which the words above lead
		a.why = form.Fill(r, a.why)
	}
	return a
}

// fill puts lines, sums and parcel into the view.
func (v *orderView) fill(r *web.Request, o market.Order) {
	v.cols = []ui.Col{{Head: r.T("console.product")}, {Head: r.T("console.pieces"), Number: true}, {Head: r.T("console.each"), Number: true}, {Head: r.T("console.sum"), Number: true}}
	for _, l := range o.Lines {
		title, _ := l.Title.In(r.Locale.Lang())
		choice, _ := l.Choice.In(r.Locale.Lang())
		if l.Set != nil {
			set, _ := l.Set.Title.In(r.Locale.Lang())
			choice = strings.TrimPrefix(choice+"; "+r.T("store.in_set", "title", set), "; ")
		}
		v.lines = append(v.lines, []ui.Cell{{Part: stacked(title, choice)}, {Text: r.Locale.Number(l.Quantity), Code: true}, {Amount: l.Unit}, {Amount: l.Total()}})
	}
	v.buyer = buyerRows(r, o)
	v.seller = []ui.Row{{What: r.T("desk.goods"), Amount: o.Goods}, {What: r.T("desk.freight"), Amount: o.Freight},
		{What: r.T("console.our_share"), Amount: o.Commission.Neg()}, {What: r.T("console.for_shop"), Amount: o.Earnings(), Sum: true}}
	v.parcel = []ui.Row{{What: r.T("console.shop"), Value: o.ShopName, URL: "/s/" + o.ShopHandle}, {What: r.T("console.way"), Value: wayName(r, o.Pay)},
		{What: r.T("desk.carrier"), Value: o.Carrier}}
	if !o.WayBack.IsZero() {
		v.parcel = append(v.parcel, ui.Row{What: r.T("desk.way_back"), Amount: o.WayBack})
	}
	if o.Parcel != nil && o.Parcel.Proof.Any() {
		row := ui.Row{What: r.T("desk.proof"), Value: r.ProofWords(o.Parcel.Proof)}
		if o.Parcel.Proof.Photo != "" {
			row.URL = "/console/orders/" + number(int64(o.ID)) + "/proof"
		}
		v.parcel = append(v.parcel, row)
	}
	if o.Parcel != nil && o.Parcel.Tracking != "" {
		v.parcel = append(v.parcel, ui.Row{What: r.T("desk.tracking"), Value: strings.Join(o.Parcel.Numbers, ", ")})
	}
}

// buyerRows are the sums of the buyer: what adds up to the charge, and what
// became of it.
func buyerRows(r *web.Request, o market.Order) []ui.Row {
	rest := o.Charged
	rest.Minor -= o.Duty.Minor + o.VAT.Minor + o.Fees.Minor
	rows := []ui.Row{{What: r.T("console.goods_freight"), Amount: rest}}
	for _, row := range []ui.Row{{What: r.T("console.acc_duty"), Amount: o.Duty}, {What: r.T("console.acc_vat"), Amount: o.VAT}, {What: r.T("console.acc_fees"), Amount: o.Fees}} {
		if !row.Amount.IsZero() {
			rows = append(rows, row)
		}
	}
	rows = append(rows, ui.Row{What: r.T("console.charged"), Amount: o.Charged, Total: true}, ui.Row{What: r.T("console.captured"), Amount: o.Captured})
	if !o.Deposit.IsZero() {
		rows = append(rows, ui.Row{What: r.T("setting.cash_deposit"), Amount: o.Deposit}, ui.Row{What: r.T("console.way_cash"), Amount: o.AtDoor()})
	}
	if !o.Refunded.IsZero() {
		rows = append(rows, ui.Row{What: r.T("console.refunded"), Amount: o.Refunded})
	}
	return rows
}

// history is every step of an order, with who took it and why.
func history(r *web.Request, o market.Order) []ui.Moment {
	list := []ui.Moment{{What: r.T("console.placed"), When: r.Locale.DateTime(o.Placed(), nil), State: "done"}}
	for _, s := range o.Steps {
		m := ui.Moment{What: r.T("desk.st_" + string(s.State)), When: r.Locale.DateTime(s.At, nil) + " · " + alone(cmp.Or(s.Name, s.Who)), State: "done"}
		if s.Note != "" {
			m.When += " · " + alone(s.Note)
		}
		list = append(list, m)
	}
	last := &list[len(list)-1]
	switch {
	case o.State == market.Cancelled, o.State == market.Refused:
		last.State = "stop"
	case !o.State.Ended():
		last.State = "now"
	}
	return list
}

// alone isolates the direction of somebody's words, as <bdi> does where there
// is markup.
func alone(s string) string { return "\u2068" + s + "\u2069" }

// postings are the ledger's transfers about an order, oldest first.
func postings(r *web.Request, entries []ledger.Entry) (cols []ui.Col, rows [][]ui.Cell) {
	cols = []ui.Col{{Head: r.T("desk.col_when")}, {Head: r.T("console.kind")}, {Head: r.T("console.entries")}}
	for _, t := range transfers(entries) {
		rows = append(rows, transferRow(r, t))
	}
	return cols, rows
}

// moveOrder does to an order what the operator may.
func (c *Console) moveOrder(r *web.Request) error {
	form, id, err := formAndID(r)
	if err != nil {
		return err
	}
	ctx, order := r.R.Context(), market.OrderID(id)
	move, reason := market.OrderEvent(form.Get("move")), form.Text("reason", 500)
	if slices.Contains([]market.OrderEvent{market.Decline, market.Refuse}, move) {
		reason = form.Need("reason", 500)
	}
	if form.Err() == nil {
		switch move {
		case market.Cancel:
			err = c.Market.Cancel(ctx, r.Actor, order, reason)
		case market.Decline:
			err = c.Market.Decline(ctx, r.Actor, order, reason)
		case market.Refuse:
			err = c.Market.Refuse(ctx, r.Actor, order, reason)
		case market.Confirm:
			err = c.Market.Vouch(ctx, r.Actor, order)
		case market.Deliver:
			err = c.Market.Deliver(ctx, r.Actor, order)
		default:
			return fault.Field("move", "fault.choice")
		}
		if fault.Is(err, fault.Invalid) {
			err = form.Join("", err)
		}
		if err != nil {
			return err
		}
	}
	if form.Err() != nil {
		return c.showOrder(r, form, http.StatusUnprocessableEntity)
	}
	r.Say("console.done")
	return r.Redirect("/console/orders/" + number(id))
}
