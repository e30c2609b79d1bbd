package console

import (
	"net/http"

	"agora/catalog"
	"agora/fault"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// queueView is money that waits for a person: what fits no order, and what is
// owed back to buyers.
type queueView struct {
	mishaps     []ui.Mishap
	strays      []strayView
	refunds     []refundView
	first, next string
	backFirst   string
	backNext    string
}

// strayView is money nobody knows the order of.
type strayView struct {
	id, payer, when, why string
	facts                []ui.Row
	fits                 []string
	ref                  ui.Field
}

// refundView is money that is owed back.
type refundView struct {
	id, shop, ref, url string
	state              ui.Cell
	facts              []ui.Row
	way, proof         ui.Field
	open               bool // a person may say that it was sent
}

func (c *Console) queue(r *web.Request) error { return c.showQueue(r, nil, http.StatusOK) }

func (c *Console) showQueue(r *web.Request, form *web.Form, status int) error {
	ctx := r.R.Context()
	after, later := r.QueryID("after"), market.RefundID(r.QueryID("refund"))
	strays, err := c.Market.Strays(ctx, r.Actor, after)
	if err != nil {
		return err
	}
	refunds, err := c.Market.OpenRefunds(ctx, r.Actor, later)
	if err != nil {
		return err
	}
	v := queueView{mishaps: form.Mishaps(r)}
	for _, s := range strays {
		v.strays = append(v.strays, strayOf(r, s, form))
	}
	for _, b := range refunds {
		v.refunds = append(v.refunds, refundOf(r, b, form))
	}
	if after > 0 {
		v.first = "/console/queue"
	}
	if len(strays) == pageSize {
		v.next = "/console/queue?after=" + number(strays[len(strays)-1].ID)
	}
	if later > 0 {
		v.backFirst = "/console/queue"
	}
	if len(refunds) == pageSize {
		v.backNext = "/console/queue?refund=" + number(int64(refunds[len(refunds)-1].ID))
	}
	return c.page(r, status, "queue", r.T("console.tab_queue"), queuePage(v))
}

// mine gives the form to the row that it was sent from, and none to the others.
func mine(form *web.Form, id string) *web.Form {
	if form != nil && form.Get("id") == id {
		return form
	}
	return nil
}

func strayOf(r *web.Request, s market.Stray, form *web.Form) strayView {
	id := number(s.ID)
	v := strayView{id: id, payer: s.Payer, when: r.Locale.DateTime(s.At, nil), why: r.T(s.Why), fits: s.Fits,
		facts: []ui.Row{{What: wayName(r, s.Way), Amount: s.Amount}}}
	if s.Receipt.Ref != "" {
		v.facts = append(v.facts, ui.Row{What: r.T("console.stray_ref"), Value: s.Receipt.Ref})
	}
	v.ref = mine(form, id).Fill(r, ui.Field{Name: "ref", ID: "ref-" + id, Label: r.T("console.stray_for"), Dir: "ltr", Max: 20})
	return v
}

// backTones are the colours of the states of a refund.
var backTones = map[market.RefundState]string{market.RefundOwed: "saff", market.RefundAsking: "lapis", market.RefundUnknown: "pome"}

func refundOf(r *web.Request, b market.Refund, form *web.Form) refundView {
	id := number(int64(b.ID))
	v := refundView{id: id, shop: number(int64(b.Shop)), open: b.State != market.RefundAsking,
		state: ui.Cell{Part: ui.Badge(backTones[b.State], "", r.T("console.back_"+string(b.State)))},
		facts: []ui.Row{{What: r.T("store.back_" + string(b.Reason)), Amount: b.Amount, Why: r.Locale.DateTime(b.Made(), nil)}}}
	if b.Note != "" {
		v.facts = append(v.facts, ui.Row{What: r.T("console.why"), Value: b.Note})
	}
	if b.Order != 0 {
		v.url = "/console/orders/" + number(int64(b.Order))
	}
	v.way = ui.Field{Name: "way", ID: "way-" + id, Label: r.T("console.way"), Value: b.Way}
	for _, w := range [...]string{b.Way, "transfer", "cash"} {
		if len(v.way.Options) == 0 || w != b.Way {
			v.way.Options = append(v.way.Options, ui.Option{Value: w, Text: wayName(r, w)})
		}
	}
	v.way = mine(form, id).Fill(r, v.way)
	v.proof = mine(form, id).Fill(r, ui.Field{Name: "proof", ID: "proof-" + id, Label: r.T("console.back_proof"), Max: 200, Required: true, Dir: "auto"})
	return v
}

// settleStray says what parked money is for, or that it goes back.
func (c *Console) settleStray(r *web.Request) error {
	form, id, err := formAndID(r)
	if form == nil || err != nil {
		return err
	}
	if form.Get("back") != "" {
		err = c.Market.SendBack(r.R.Context(), r.Actor, id, form.Text("note", 200))
	} else {
		_, err = c.Market.Match(r.R.Context(), r.Actor, id, form.Text("ref", 40))
	}
	return c.settled(r, form, err)
}

// sentRefund says that money was sent back.
func (c *Console) sentRefund(r *web.Request) error {
	form, id, err := formAndID(r)
	if form == nil || err != nil {
		return err
	}
	err = c.Market.RefundByHand(r.R.Context(), r.Actor, catalog.ShopID(form.ID("shop")), market.RefundID(id), form.Get("way"), form.Text("proof", 200))
	return c.settled(r, form, err)
}

// settled comes back to the queue; what is wrong with the input is shown there.
func (c *Console) settled(r *web.Request, form *web.Form, err error) error {
	if fault.Is(err, fault.Invalid) {
		err = form.Join("", err)
	}
	if form.Err() != nil {
		return c.showQueue(r, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	r.Say("console.done")
	return r.Redirect("/console/queue")
}
