package desk

import (
	"net/http"

	"agora/academy"
	"agora/claim"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// claims lists what buyers say is wrong, the most urgent first; those that have
// ended below ?ended=yes.
func (d *Desk) claims(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	if order := market.OrderID(r.QueryID("order")); order != 0 { // that order's own
		ids, err := d.Claims.OfOrders(r.R.Context(), []market.OrderID{order})
		if err != nil {
			return err
		}
		return r.Redirect(base(r) + "/claims/" + number(int64(ids[order])))
	}
	ended := r.Query("ended") != ""
	list, err := d.Claims.Claims(r.R.Context(), r.Actor, claim.Filter{Shop: shop.ID, Ended: ended, After: r.ClaimCursor()})
	if err != nil {
		return err
	}
	to := base(r) + "/claims"
	v := listView{title: r.T("claim.list"), label: r.T("claim.list"), none: r.T("claim.none"), words: r.T("claim.none_words"),
		chips: []ui.Link{{URL: to, Text: r.T("claim.open"), Current: !ended}, {URL: to + "?ended=yes", Text: r.T("claim.ended"), Current: ended}}}
	v.cols, v.rows = r.ClaimRows(list, func(c claim.Claim) string { return to + "/" + number(int64(c.ID)) })
	v.first, v.next = r.ClaimPages(list, to, ended)
	return d.teaching(r, http.StatusOK, shop, "orders", v.title, listPage(v), academy.RefundHandled)
}

// claim shows one claim.
func (d *Desk) claim(r *web.Request) error { return d.showClaim(r, nil, http.StatusOK) }

func (d *Desk) showClaim(r *web.Request, form *web.Form, status int) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	c, err := d.claimOf(r)
	if err != nil {
		return err
	}
	at := base(r) + "/claims/" + r.Path("id")
	v := r.ClaimView(c, claim.Shop, func(string) string { return at }, func(id string) string { return at + "/file/" + id }, form)
	return d.teaching(r, status, shop, "orders", v.Title(), web.ClaimSheet([]ui.Link{{URL: base(r) + "/claims", Text: r.T("claim.list")},
		{URL: base(r) + "/orders/" + number(int64(c.Order)), Text: c.OrderRef}, {Text: v.Title()}}, v), academy.RefundHandled)
}

func (d *Desk) claimOf(r *web.Request) (c claim.Claim, err error) {
	id, err := r.PathID("id")
	if err != nil {
		return c, err
	}
	return d.Claims.Claim(r.R.Context(), r.Actor, claim.Shop, r.Shop, claim.ID(id))
}

// moveClaim is what the shop does in a claim.
func (d *Desk) moveClaim(r *web.Request) error {
	c, err := d.claimOf(r)
	if err != nil {
		return err
	}
	return r.MoveClaim(d.Claims, claim.Shop, c, base(r)+"/claims/"+r.Path("id"), func(f *web.Form, status int) error { return d.showClaim(r, f, status) })
}

// claimFile gives a piece of evidence to the shop.
func (d *Desk) claimFile(r *web.Request) error {
	c, err := d.claimOf(r)
	if err != nil {
		return err
	}
	file, err := r.PathID("file")
	if err != nil {
		return err
	}
	return d.Claims.Evidence(r.W, r.R, r.Actor, claim.Shop, c.Shop, c.ID, file)
}
