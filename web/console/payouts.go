package console

import (
	"bytes"
	"net/http"
	"time"

	"agora/catalog"
	"agora/fault"
	"agora/market"
	"agora/money"
	"agora/payment/qr"
	"agora/treasury"
	"agora/web"
	"agora/web/ui"
)

// payoutStates are the states of a payout in the order of its life, with their
// colours.
var payoutStates = [...]struct {
	state treasury.PayoutState
	tone  string
}{{treasury.Planned, "saff"}, {treasury.Approved, "lapis"}, {treasury.Sent, "turq"}, {treasury.Settled, "leaf"},
	{treasury.Returned, "pome"}, {treasury.Withdrawn, "clay"}}

func payoutBadge(r *web.Request, s treasury.PayoutState) ui.Cell {
	for _, p := range payoutStates {
		if p.state == s {
			return ui.Cell{Part: ui.Badge(p.tone, "", r.T("console.payout_"+string(s)))}
		}
	}
	return ui.Cell{Text: string(s)}
}

// payoutsView is a list of payouts with the currencies whose file can be made.
type payoutsView struct {
	listView
	files []money.Currency
}

// payouts lists what is on its way to sellers, newest first.
func (c *Console) payouts(r *web.Request) error {
	at := treasury.PayoutState(r.Query("state"))
	ctx, before := r.R.Context(), r.QueryID("before")
	list, err := c.Treasury.Payouts(ctx, r.Actor, at, treasury.PayoutID(before), pageSize)
	if err != nil {
		return err
	}
	ready, err := c.Treasury.Payouts(ctx, r.Actor, treasury.Approved, 0, pageSize)
	if err != nil {
		return err
	}
	v := payoutsView{listView: listView{title: r.T("console.tab_payouts"), intro: r.T("console.payouts_words", "day", market.PayoutDay(time.Now())),
		none: r.T("console.no_payouts"), words: r.T("console.no_payouts_words")}}
	v.chips = append(v.chips, ui.Link{URL: "/console/payouts", Text: r.T("console.all"), Current: at == ""})
	for _, s := range payoutStates {
		v.chips = append(v.chips, ui.Link{URL: "/console/payouts?state=" + string(s.state), Text: r.T("console.payout_" + string(s.state)), Current: s.state == at})
	}
	for seen, i := map[money.Currency]bool{}, 0; i < len(ready); i++ {
		if cur := ready[i].Amount.Currency; !seen[cur] {
			seen[cur], v.files = true, append(v.files, cur)
		}
	}
	v.cols = []ui.Col{{Head: r.T("console.shop")}, {Head: r.T("console.payout_account")}, {Head: r.T("console.payout_day")}, {Head: r.T("desk.col_state")},
		{Head: r.T("desk.col_amount"), Number: true}}
	for _, p := range list {
		v.rows = append(v.rows, []ui.Cell{{Text: p.Holder, URL: payoutPath(p)}, {Text: p.Account}, {Text: r.Locale.Date(p.Day)},
			payoutBadge(r, p.State), {Amount: p.Amount}})
	}
	if before > 0 {
		v.first = "/console/payouts?state=" + string(at)
	}
	if len(list) == pageSize {
		v.next = "/console/payouts?state=" + string(at) + "&before=" + number(int64(list[len(list)-1].ID))
	}
	return c.ok(r, "payouts", v.title, payoutsPage(v))
}

func payoutPath(p treasury.Payout) string {
	return "/console/payouts/" + number(int64(p.Shop)) + "/" + number(int64(p.ID))
}

// payoutView is one payout with what may be done to it.
type payoutView struct {
	ref, holder, path, file string
	mishaps                 []ui.Mishap
	state                   ui.Cell
	facts                   []ui.Row
	approve                 bool
	moves                   []payoutMove
}

// payoutMove is a move that wants a word: the bank's number or a reason.
type payoutMove struct {
	name, text string
	field      ui.Field
}

func (c *Console) payout(r *web.Request) error { return c.showPayout(r, nil, http.StatusOK) }

func (c *Console) showPayout(r *web.Request, form *web.Form, status int) error {
	shop, id, err := shopAndID(r)
	if err != nil {
		return err
	}
	p, err := c.Treasury.Payout(r.R.Context(), r.Actor, shop, treasury.PayoutID(id))
	if err != nil {
		return err
	}
	v := payoutView{ref: p.Ref(), holder: p.Holder, path: payoutPath(p), mishaps: form.Mishaps(r), state: payoutBadge(r, p.State), approve: p.State == treasury.Planned,
		facts: []ui.Row{{What: r.T("desk.col_amount"), Amount: p.Amount}, {What: r.T("console.payout_account"), Value: p.Account},
			{What: r.T("console.payout_day"), Value: r.Locale.Date(p.Day)}}}
	for _, f := range [...]struct{ key, value string }{{"console.payout_first", p.First}, {"console.payout_second", p.Second}, {"console.payout_proof", p.Proof}} {
		if f.value != "" {
			v.facts = append(v.facts, ui.Row{What: r.T(f.key), Value: f.value})
		}
	}
	if p.Batch > 0 {
		v.file = "/console/payouts/file/" + number(p.Batch)
	}
	word := func(move, key string, states ...treasury.PayoutState) {
		for _, s := range states {
			if p.State == s {
				v.moves = append(v.moves, payoutMove{move, r.T("console.payout_do_" + move), form.Fill(r, ui.Field{Name: key, ID: move + "-" + key,
					Label: r.T("console.payout_" + key), Max: 200, Required: true, Dir: "auto"})})
			}
		}
	}
	word("settle", "proof", treasury.Sent)
	word("return", "why", treasury.Sent, treasury.Settled)
	word("withdraw", "why", treasury.Planned, treasury.Approved)
	return c.page(r, status, "payouts", v.ref, payoutPage(v))
}

// movePayout approves a payout, or says what the bank did with it.
func (c *Console) movePayout(r *web.Request) error {
	shop, n, err := shopAndID(r)
	if err != nil {
		return err
	}
	form, err := r.Form()
	if form == nil {
		return err
	}
	ctx, id := r.R.Context(), treasury.PayoutID(n)
	switch form.Get("move") {
	case "approve":
		err = c.Treasury.Approve(ctx, r.Actor, shop, id)
	case "settle":
		err = c.Treasury.Settle(ctx, r.Actor, shop, id, form.Text("proof", 200))
	case "return":
		err = c.Treasury.Return(ctx, r.Actor, shop, id, form.Text("why", 200))
	case "withdraw":
		err = c.Treasury.Withdraw(ctx, r.Actor, shop, id, form.Text("why", 200))
	default:
		return fault.Field("move", "fault.choice")
	}
	if fault.Is(err, fault.Invalid) {
		err = form.Join("", err)
	}
	if form.Err() != nil {
		return c.showPayout(r, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	r.Say("console.done")
	return r.Redirect("/console/payouts/" + number(int64(shop)) + "/" + number(n))
}

// payoutFile makes the bank file of what is approved in a currency.
func (c *Console) payoutFile(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	batch, err := c.Treasury.File(r.R.Context(), r.Actor, money.Currency(form.Get("currency")))
	if err != nil {
		return err
	}
	return r.Redirect("/console/payouts/file/" + number(batch))
}

// payoutCSV gives a bank file, again if need be: as CSV, or as pain.001.
func (c *Console) payoutCSV(r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	list, err := c.Treasury.Batch(r.R.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	kind, name := "text/csv; charset=utf-8", "payouts-"+number(id)+".csv"
	if r.Query("as") == "pain" {
		kind, name = "application/xml", "payouts-"+number(id)+".xml"
		err = c.Treasury.WritePAIN(&b, id, list, time.Now(), qr.Latin)
	} else {
		err = treasury.WriteCSV(&b, list)
	}
	if err != nil {
		return err
	}
	_, err = r.Download(name, kind).Write(b.Bytes())
	return err
}

// shopAndID reads the shop and the id of an address.
func shopAndID(r *web.Request) (catalog.ShopID, int64, error) {
	shop, err := r.PathID("shop")
	if err != nil {
		return 0, 0, err
	}
	id, err := r.PathID("id")
	return catalog.ShopID(shop), id, err
}
