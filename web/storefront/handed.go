package storefront

import (
	"net/http"

	"agora/fault"
	"agora/ucp"
	"agora/web"
)

// handedTill is where a person orders what a machine has gathered for her. It is
// a cart of its own: hers stays as it is.
func handedTill(id string) till { return till{cart: id, path: "/continue/" + id, none: "/cart"} }

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
	at := handedTill(h.Cart)
	form, err := s.known(r, at.cart)
	if err != nil {
		return err
	}
	return s.showCheckout(r, at, form, nil, http.StatusOK)
}

// placeHanded places it. Who typed for long may still do so when the machine's
// time is over.
func (s *Store) placeHanded(r *web.Request) error {
	id := r.Path("id")
	if s.Machines == nil || !ucp.Hands(id) {
		return fault.New(fault.NotFound, "ucp.no_checkout")
	}
	return s.placeAt(r, handedTill(id))
}

// known is the checkout filled with what a machine said of its person; nil where
// it said nothing.
func (s *Store) known(r *web.Request, cart string) (*web.Form, error) {
	said, err := s.Machines.Known(r.R.Context(), cart)
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
