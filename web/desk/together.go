package desk

import (
	"net/http"
	"time"

	"agora/fault"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// togetherView is the consolidations that a shop's parcels may join.
type togetherView struct {
	path    string
	mishaps []ui.Mishap
	list    []crossingView
}

// crossingView is one of them, with the shop's parcels in it, and the form that
// puts another in.
type crossingView struct {
	id, title string
	open      bool
	facts     []ui.Row
	mine      []crossingParcel
	join      []ui.Field // none: nothing could join
	key       []string
}

type crossingParcel struct{ order, ref, weight string }

func (d *Desk) together(r *web.Request) error { return d.showTogether(r, nil, http.StatusOK) }

func (d *Desk) showTogether(r *web.Request, form *web.Form, status int) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	list, err := d.Market.Crossings(r.R.Context(), r.Actor, shop)
	if err != nil {
		return err
	}
	v := togetherView{path: base(r) + "/together", mishaps: form.Mishaps(r)}
	for _, c := range list {
		id := number(int64(c.ID))
		x := crossingView{id: id, title: c.City + " · " + r.CountryName(c.To), open: c.Open(time.Now()), key: r.FormKey(r.T("desk.together")),
			facts: []ui.Row{{What: r.T("console.consol_place"), Value: c.Place}, {What: r.T("desk.carrier"), Value: c.Carrier}}}
		if x.open {
			x.facts = append(x.facts, ui.Row{What: r.T("console.consol_closes"), Value: r.Locale.Date(c.LastDay())})
		}
		for _, j := range c.Mine {
			x.mine = append(x.mine, crossingParcel{number(int64(j.ID)), j.Ref, r.Locale.Weight(j.Grams)})
		}
		if len(c.May) > 0 {
			typed := form
			if form != nil && form.Get("in") != id {
				typed = nil
			}
			orders := make([]ui.Option, len(c.May))
			for i, o := range c.May {
				orders[i] = ui.Option{Value: number(int64(o.ID)), Text: o.Ref + " · " + o.City}
			}
			x.join = []ui.Field{typed.Fill(r, ui.Field{Name: "order", ID: "order-" + id, Label: r.T("desk.col_order"), Options: orders}),
				typed.Fill(r, ui.Field{Name: "grams", ID: "grams-" + id, Label: r.T("desk.gross"), Mode: "numeric", Dir: "ltr", Max: 8, Required: true})}
		}
		v.list = append(v.list, x)
	}
	return d.page(r, status, shop, "orders", r.T("desk.together"), togetherPage(v))
}

// join puts a parcel of the shop into a consolidation, or takes it out.
func (d *Desk) join(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	to := base(r) + "/together"
	ctx, err := r.Once(to)
	if err != nil {
		return err
	}
	in, order := market.ConsolidationID(form.ID("in")), market.OrderID(form.ID("order"))
	if form.Has("leave") {
		return r.Done(d.Market.Leave(ctx, r.Actor, in, order), "desk.saved", to)
	}
	form.Need("grams", 8)
	grams := form.Int("grams")
	if form.Err() == nil {
		err := d.Market.Join(ctx, r.Actor, in, order, grams)
		if !fault.Is(err, fault.Invalid) {
			return r.Done(err, "desk.saved", to)
		}
		_ = form.Join("", err) // it is Invalid
	}
	return d.showTogether(r, form, http.StatusUnprocessableEntity)
}
