package storefront

import (
	"net/http"
	"slices"
	"time"

	"agora/claim"
	"agora/fault"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// claim shows the last claim about an order, or the form that makes one.
func (s *Store) claim(r *web.Request) error { return s.showClaim(r, nil, http.StatusOK) }

func (s *Store) showClaim(r *web.Request, form *web.Form, status int) error {
	g, o, err := s.orderOfGroup(r)
	if err != nil {
		return err
	}
	c, err := s.Claims.OfOrder(r.R.Context(), r.Actor, o.ID)
	if err != nil {
		return err
	}
	at := "/claim/" + r.Path("order")
	fresh := c.ID == 0 || c.Ended() && r.Query("new") != "" || form != nil && form.Get("move") == ""
	var v web.ClaimView
	switch {
	case fresh && !o.Claimable(time.Now()):
		return fault.New(fault.NotFound, "fault.claim_late")
	case fresh:
		v = r.NewClaim(o, groupURL(r, at), form)
	default:
		v = r.ClaimView(c, claim.Buyer, func(string) string { return groupURL(r, at+"/move") }, func(id string) string { return groupURL(r, at+"/file/"+id) }, form)
	}
	f := r.Frame(v.Title())
	f.Place, f.Private = "account", true
	return r.Page(status, f, web.ClaimSheet([]ui.Link{{URL: "/account", Text: r.T("store.my_orders")}, {URL: groupURL(r, ""), Text: g.Ref}, {Text: v.Title()}}, v))
}

// orderOfGroup reads the order of the path; it must be of the group of the path.
func (s *Store) orderOfGroup(r *web.Request) (g market.Group, o market.Order, err error) {
	id, err := r.PathID("id")
	if err != nil {
		return g, o, err
	}
	order, err := r.PathID("order")
	if err != nil {
		return g, o, err
	}
	if g, err = s.Market.Group(r.R.Context(), r.Actor, market.GroupID(id)); err != nil {
		return g, o, err
	}
	i := slices.IndexFunc(g.Orders, func(o market.Order) bool { return o.ID == market.OrderID(order) })
	if i < 0 {
		return g, o, fault.New(fault.NotFound, "fault.order_unknown")
	}
	return g, g.Orders[i], nil
}

// newClaim makes a claim.
func (s *Store) newClaim(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	_, o, err := s.orderOfGroup(r)
	if err != nil {
		return err
	}
	if form.Err() == nil {
		n, done, err := r.ReadNewClaim(form, o)
		defer done()
		if err == nil {
			_, err = s.Claims.Open(r.R.Context(), r.Actor, n)
		}
		if err == nil {
			r.Say("claim.made")
			return r.Redirect(groupURL(r, "/claim/"+r.Path("order")))
		}
		return web.ClaimRefused(form, err, func(f *web.Form, status int) error { return s.showClaim(r, f, status) })
	}
	return s.showClaim(r, form, http.StatusUnprocessableEntity)
}

// moveClaim is what the buyer does in her claim.
func (s *Store) moveClaim(r *web.Request) error {
	_, o, err := s.orderOfGroup(r)
	if err != nil {
		return err
	}
	c, err := s.Claims.OfOrder(r.R.Context(), r.Actor, o.ID)
	if err != nil {
		return err
	}
	return r.MoveClaim(s.Claims, claim.Buyer, c, groupURL(r, "/claim/"+r.Path("order")),
		func(f *web.Form, status int) error { return s.showClaim(r, f, status) })
}

// claimFile gives a piece of evidence to the buyer.
func (s *Store) claimFile(r *web.Request) error {
	_, o, err := s.orderOfGroup(r)
	if err != nil {
		return err
	}
	c, err := s.Claims.OfOrder(r.R.Context(), r.Actor, o.ID)
	if err != nil {
		return err
	}
	file, err := r.PathID("file")
	if err != nil {
		return err
	}
	return s.Claims.Evidence(r.W, r.R, r.Actor, claim.Buyer, c.Shop, c.ID, file)
}
