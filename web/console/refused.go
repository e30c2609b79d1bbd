package console

import (
	"net/http"
	"strconv"

	"agora/fault"
	"agora/market"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// refused fills what the operator may say of a parcel that was not taken.
func (v *orderView) refused(r *web.Request, o market.Order, form *web.Form) {
	if o.State != market.Refused {
		return
	}
	v.path = "/console/orders/" + number(int64(o.ID))
	if o.WayBackPaid.IsZero() {
		v.wayBack = form.Fill(r, ui.Field{Name: "amount", Label: r.T("console.way_back_cost", "currency", string(o.Goods.Currency)), Value: o.WayBack.Plain(),
			Mode: "decimal", Dir: "ltr", Max: 20, Required: true})
	}
	if o.Against {
		v.forgive = form.Fill(r, ui.Field{Name: "reason", Label: r.T("console.why"), Max: 500, Dir: "auto", Required: true})
	}
}

// setWayBack says what the way back of a refused parcel costs.
func (c *Console) setWayBack(r *web.Request) error {
	return c.ofRefused(r, func(form *web.Form, id market.OrderID) error {
		o, _, err := c.Market.Order(r.R.Context(), r.Actor, id)
		if err != nil {
			return err
		}
		cost, err := money.Parse(form.Get("amount"), o.Goods.Currency)
		if err != nil {
			return fault.Field("amount", "fault.number")
		}
		return c.Market.SetWayBack(r.R.Context(), r.Actor, id, cost)
	})
}

// forgive lets a refused order count against its buyer no more.
func (c *Console) forgive(r *web.Request) error {
	return c.ofRefused(r, func(form *web.Form, id market.OrderID) error {
		return c.Market.Forgive(r.R.Context(), r.Actor, id, form.Get("reason"))
	})
}

func (c *Console) ofRefused(r *web.Request, do func(*web.Form, market.OrderID) error) error {
	form, id, err := formAndID(r)
	if form == nil || err != nil {
		return err
	}
	if form.Err() == nil {
		if err = do(form, market.OrderID(id)); fault.Is(err, fault.Invalid) {
			err = form.Join("", err)
		}
	}
	if err == nil && form.Err() != nil {
		return c.showOrder(r, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	r.Say("console.done")
	return r.Redirect("/console/orders/" + number(id))
}

// backView are the ways back that carriers are owed for.
type backView struct {
	rows  []backRow
	proof ui.Field
	next  string
}

type backRow struct {
	id   string
	what string
	cost string
}

// owedBack fills the ways back for which no carrier was paid yet.
func (v *cashView) owedBack(r *web.Request, list []market.Order, form *web.Form) {
	for _, o := range list {
		carrier := o.Carrier
		if o.Parcel != nil {
			carrier = o.Parcel.Carrier
		}
		v.back.rows = append(v.back.rows, backRow{id: number(int64(o.ID)), what: o.Ref + " · " + alone(carrier), cost: r.Locale.Money(o.WayBack)})
	}
	if len(list) == pageSize {
		v.back.next = "/console/cash?back=" + number(int64(list[len(list)-1].ID))
	}
	v.back.proof = mine(form, "back").Fill(r, ui.Field{Name: "proof", ID: "proof-back", Label: r.T("console.back_proof"), Max: 200, Dir: "auto", Required: true})
}

// payBack says that a carrier was paid for ways back.
func (c *Console) payBack(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	return c.cashed(r, form, func() error {
		var orders []market.OrderID
		for _, text := range form.List("order") {
			id, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				return fault.Field("order", "fault.choice")
			}
			orders = append(orders, market.OrderID(id))
		}
		return c.Market.PayWaysBack(r.R.Context(), r.Actor, orders, form.Get("proof"))
	})
}
