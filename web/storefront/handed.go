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

// known is the checkout filled with what a machine said of its person; nil where
// no machine has gathered the cart.
func (s *Store) known(r *web.Request) (*web.Form, error) {
	if s.Machines == nil {
		return nil, nil
	}
	said, err := s.Machines.Known(r.R.Context(), r.Cart())
	switch {
	case fault.Is(err, fault.NotFound), said == nil && err == nil: // the cart outlives what was said
		return nil, nil
	case err != nil:
		return nil, err
	}
	values := map[string]string{}
	for part, v := range said {
		values["address."+part] = v
	}
	values["contact.email"] = said["email"]
	return web.Typed(values), nil
}
