package desk

import (
	"net/http"
	"strconv"
	"time"

	"agora/discount"
	"agora/fault"
	"agora/money"
	"agora/web"
)

// saveDiscount adds a discount, or changes one.
func (d *Desk) saveDiscount(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	o := discount.Discount{Shop: shop.ID, Title: form.Under("title."), Code: form.Text("code", 40), Percent: form.Int("percent"), Scope: discount.Scope(form.Get("scope")),
		Category: form.Text("category", 64), Products: ids(form.List("products")), Most: form.Int("most"), Combines: form.Has("combines")}
	if r.Path("id") != "" {
		id, err := r.PathID("id")
		if err != nil {
			return err
		}
		o.ID = discount.ID(id)
	}
	amount := func(name string) (a money.Amount) {
		if !form.Has(name) {
			return money.Of(0, shop.Currency)
		}
		a, err := r.Amount(form.Get(name), shop.Currency)
		_ = form.Join(name, err)
		return a
	}
	o.Off, o.Least = amount("off"), amount("least")
	o.First, o.Last = dayOf(form, "first"), dayOf(form, "last")
	if form.Err() == nil {
		_, err = d.Discounts.Save(r.R.Context(), r.Actor, o, shop.Currency)
		if fault.Is(err, fault.Invalid) {
			if err := form.Join("", err); err != nil {
				return err
			}
		}
	}
	if form.Err() != nil {
		return d.showDiscount(r, form, http.StatusUnprocessableEntity)
	}
	return r.Done(err, "desk.done", base(r)+"/discounts")
}

// dayOf reads a day of a form; zero for none.
func dayOf(form *web.Form, name string) time.Time {
	if !form.Has(name) {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, form.Get(name))
	if err != nil || t.Year() < 2000 || t.Year() > 2200 {
		form.Add(name, "fault.day")
	}
	return t
}

func (d *Desk) endDiscount(r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	return r.Done(d.Discounts.End(r.R.Context(), r.Actor, r.Shop, discount.ID(id)), "desk.done", base(r)+"/discounts")
}

func ids(list []string) (out []int64) {
	for _, s := range list {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && len(out) <= discount.MaxProducts {
			out = append(out, n)
		}
	}
	return out
}
