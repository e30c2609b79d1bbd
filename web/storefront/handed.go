package storefront

import (
	"agora/fault"
	"agora/web"
)

// handed goes on with what a machine has gathered for a person.
func (s *Store) handed(r *web.Request) error {
	if s.Machines == nil {
		return fault.New(fault.NotFound, "ucp.no_checkout")
	}
	h, err := s.Machines.Continue(r.R.Context(), r.Path("id"))
	if err != nil {
		return err
	}
	if h.Order != "" {
		return r.Redirect(h.Order)
	}
	r.SetCountry(h.Country)
	items, err := s.Market.CartSize(r.R.Context(), h.Cart)
	if err != nil {
		return err
	}
	r.SetCart(h.Cart, items)
	return r.Redirect("/checkout")
}
