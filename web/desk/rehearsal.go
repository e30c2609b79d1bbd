package desk

import (
	"net/http"

	"agora/catalog"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// rehearsalView leads a seller through a sale in play money.
type rehearsalView struct {
	base, shop, desk string // addresses; no shop: not opened yet
	moments          []ui.Moment
	key              []string
}

func (d *Desk) rehearsal(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	v := rehearsalView{base: base(r), key: r.FormKey(r.T("desk.rehearse_open"))}
	copied, open, err := d.Catalog.Rehearsal(r.R.Context(), r.Actor, shop.ID)
	if err != nil {
		return err
	}
	if open {
		v.shop, v.desk = "/s/"+copied.Handle, "/desk/"+number(int64(copied.ID))
		taken, err := d.Market.Rehearsed(r.R.Context(), r.Actor, copied.ID)
		if err != nil {
			return err
		}
		v.moments = rehearsed(r, taken)
	}
	return d.page(r, http.StatusOK, shop, "shop", r.T("desk.rehearse"), rehearsalPage(v))
}

// rehearsed are the steps of a rehearsal with their ticks; the first that was
// not taken is the one to take now.
func rehearsed(r *web.Request, taken map[market.OrderEvent]bool) (list []ui.Moment) {
	now := false
	for _, e := range market.RehearsalSteps {
		m := ui.Moment{What: r.T("desk.rehearse_" + string(e)), State: "next"}
		switch {
		case taken[e]:
			m.State, m.When = "done", "✓"
		case !now:
			m.State, now = "now", true
		}
		list = append(list, m)
	}
	return list
}

// openRehearsal makes the copy, or a fresh one.
func (d *Desk) openRehearsal(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	to := base(r) + "/rehearsal"
	ctx, err := r.Once(to)
	if err != nil {
		return err
	}
	_, err = d.Market.OpenRehearsal(ctx, r.Actor, catalog.ShopID(r.Shop))
	return r.Done(err, "desk.done", to)
}
