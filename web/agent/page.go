package agent

import (
	"net/http"
	"net/url"
	"strconv"

	"agora/fault"
	"agora/market"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// pageView is what an agent needs at her counter.
type pageView struct {
	about   string // carrier and point
	mishaps []ui.Mishap
	find    ui.Field
	none    string // why nothing was found; "" for nothing looked for
	parcels []parcelView
	tills   []tillView
	sent    []ui.Row
}

// parcelView is a parcel before her.
type parcelView struct {
	ref, buyer, tracking string
	sum                  money.Amount
	first                string
	hand, refuse, verb   string
	q                    string
	reason               ui.Field
	key, keyRefuse       []string
}

// tillView is what she holds in one currency.
type tillView struct {
	holds     money.Amount
	currency  string
	orders    []tillRow
	amount    ui.Field
	reference ui.Field
	key       []string
}

type tillRow struct {
	id, ref, sum string
	on           bool
}

func (a *Agent) page(r *web.Request) error { return a.show(r, nil, r.Query("q"), http.StatusOK) }

// show writes the page; form is one that was refused, q what was looked for.
func (a *Agent) show(r *web.Request, form *web.Form, q string, status int) error {
	till, err := a.Market.TillOf(r.R.Context(), r.Actor, r.Actor.Person)
	if err != nil {
		return err
	}
	v := pageView{about: till.Carrier + " · " + till.Point, mishaps: form.Mishaps(r),
		find: ui.Field{Name: "q", Label: r.T("agent.find"), Hint: r.T("agent.find_hint"), Value: q, Max: 60, Dir: "ltr"}}
	if q != "" {
		found, err := a.Market.ToHandOver(r.R.Context(), r.Actor, q)
		if err != nil {
			return err
		}
		for _, o := range found {
			v.parcels = append(v.parcels, parcelOf(r, o, form, q))
		}
		if len(found) == 0 {
			v.none = r.T("agent.none")
		}
	}
	for _, sum := range till.Holds {
		v.tills = append(v.tills, tillOf(r, till, sum, form))
	}
	for _, m := range till.Remittances {
		row := ui.Row{What: m.Reference, Amount: m.Declared, Why: r.T("agent.re_"+string(m.State)) + " · " + r.Locale.DateTime(m.Updated, nil)}
		if short := m.Short(); m.State == market.RemittanceSettled && !short.IsZero() {
			row.Why += " · " + r.T("agent.short", "amount", short)
		}
		v.sent = append(v.sent, row)
	}
	f := r.Frame(r.T("agent.page"))
	f.Room, f.Home, f.NoCart, f.Private, f.Place = r.T("agent.room"), "/agent", true, true, "account"
	return r.Page(status, f, page(v))
}

func parcelOf(r *web.Request, o market.Order, form *web.Form, q string) parcelView {
	at := "/agent/parcels/" + strconv.FormatInt(int64(o.ID), 10)
	v := parcelView{ref: o.Ref, buyer: o.BuyerName, sum: o.AtDoor(), first: o.First, hand: at + "/hand", refuse: at + "/refuse", q: q,
		verb: r.T("agent.handed", "amount", o.AtDoor())}
	if o.Parcel != nil {
		v.tracking = o.Parcel.Tracking
	}
	v.key = append(r.FormKey(v.verb), "q", q, "amount", o.AtDoor().Plain(), "currency", string(o.Charged.Currency))
	v.keyRefuse = append(r.FormKey(r.T("desk.refuse")), "q", q)
	v.reason = ui.Field{Name: "reason", ID: "reason-" + strconv.FormatInt(int64(o.ID), 10), Label: r.T("desk.reason"), Type: "area", Max: 500,
		Required: true, Span: true, Dir: "auto"}
	if form != nil && form.Get("reason") == "" && form.Get("amount") == "" {
		v.reason = form.Fill(r, v.reason)
	}
	return v
}

func tillOf(r *web.Request, till market.Till, sum money.Amount, form *web.Form) tillView {
	c := string(sum.Currency)
	v := tillView{holds: sum, currency: c, key: append(r.FormKey(r.T("agent.remit")), "currency", c)}
	all := money.Of(0, sum.Currency)
	for _, o := range till.Orders {
		if o.Amount.Currency == sum.Currency {
			v.orders = append(v.orders, tillRow{id: strconv.FormatInt(int64(o.Order), 10), ref: o.Ref, sum: r.Locale.Money(o.Amount), on: true})
			all.Minor += o.Amount.Minor
		}
	}
	if len(v.orders) > 0 {
		v.key = append(v.key, "some", "yes")
	} else {
		all = sum
	}
	if all.Minor < 0 {
		all.Minor = 0
	}
	mine := form
	if form != nil && form.Get("currency") != c {
		mine = nil
	}
	v.amount = mine.Fill(r, ui.Field{Name: "amount", ID: "amount-" + c, Label: r.T("agent.amount", "currency", c), Value: all.Plain(), Mode: "decimal", Dir: "ltr", Max: 20, Required: true})
	v.reference = mine.Fill(r, ui.Field{Name: "reference", ID: "reference-" + c, Label: r.T("agent.reference"), Max: 100, Dir: "auto", Required: true})
	return v
}

// hand says that a parcel was handed over for the sum on the button.
func (a *Agent) hand(r *web.Request) error {
	return a.do(r, "agent.done_handed", func(form *web.Form) error {
		id, err := r.PathID("id")
		if err != nil {
			return err
		}
		sum, err := money.Parse(form.Get("amount"), money.Currency(form.Get("currency")))
		if err != nil {
			return fault.Field("amount", "fault.number")
		}
		ctx, err := r.Once("/agent")
		if err != nil {
			return err
		}
		return a.Market.HandOver(ctx, r.Actor, market.OrderID(id), sum)
	})
}

// refuse says that the buyer did not take it.
func (a *Agent) refuse(r *web.Request) error {
	return a.do(r, "agent.done_refused", func(form *web.Form) error {
		id, err := r.PathID("id")
		if err != nil {
			return err
		}
		ctx, err := r.Once("/agent")
		if err != nil {
			return err
		}
		return a.Market.RefuseAtDoor(ctx, r.Actor, market.OrderID(id), form.Get("reason"))
	})
}

// remit says that cash was paid in.
func (a *Agent) remit(r *web.Request) error {
	return a.do(r, "agent.done_remitted", func(form *web.Form) error {
		sum, err := money.Parse(form.Get("amount"), money.Currency(form.Get("currency")))
		if err != nil {
			return fault.Field("amount", "fault.number")
		}
		var orders []market.OrderID
		for _, text := range form.List("order") {
			id, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				return fault.Field("order", "fault.choice")
			}
			orders = append(orders, market.OrderID(id))
		}
		if len(orders) == 0 && form.Has("some") { // none ticked is not all
			return fault.Field("order", "fault.required")
		}
		ctx, err := r.Once("/agent")
		if err != nil {
			return err
		}
		_, err = a.Market.Declare(ctx, r.Actor, r.Actor.Person, sum, form.Get("reference"), orders)
		return err
	})
}

// do answers a form; what is wrong with the input is shown on the page.
func (a *Agent) do(r *web.Request, said string, change func(*web.Form) error) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	q := form.Get("q")
	if form.Err() == nil {
		err = change(form)
		if fault.Is(err, fault.Invalid) {
			err = form.Join("", err)
		}
	}
	if form.Err() != nil {
		return a.show(r, form, q, http.StatusUnprocessableEntity)
	}
	to := "/agent"
	if err != nil && q != "" {
		to += "?q=" + url.QueryEscape(q)
	}
	return r.Done(err, said, to)
}
