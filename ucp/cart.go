package ucp

import "net/http"

// createCart gathers lines without an intent to buy yet.
func (c *call) createCart() (reply, error) {
	w, err := read[wanted](c.body)
	if err == nil {
		w.CartID = ""
		err = w.check()
	}
	if err != nil {
		return reply{}, err
	}
	return c.replace(newSession(cartKind, c.platform), w, http.StatusCreated)
}

func (c *call) getCart() (reply, error) {
	s, err := c.openCart(c.r.PathValue("id"))
	if err != nil {
		return c.unless(err, "ucp.no_cart")
	}
	return reply{http.StatusOK, s.body}, nil
}

// updateCart replaces all of a cart.
func (c *call) updateCart() (reply, error) {
	w, err := read[wanted](c.body)
	if err == nil {
		w.CartID = ""
		err = w.check()
	}
	if err != nil {
		return reply{}, err
	}
	s, err := c.openCart(c.r.PathValue("id"))
	if err != nil {
		return c.unless(err, "ucp.no_cart")
	}
	if w.ID != "" && w.ID != s.id {
		return reply{}, malformed("id is another than that of the address")
	}
	return c.replace(s, w, http.StatusOK)
}

// cancelCart gives the cart a last time; it is gone then.
func (c *call) cancelCart() (reply, error) {
	s, err := c.openCart(c.r.PathValue("id"))
	if err != nil {
		return c.unless(err, "ucp.no_cart")
	}
	return c.end(s)
}

func (c *call) openCart(id string) (*session, error) {
	s, err := c.b.session(c.r.Context(), cartKind, c.platform, id)
	if err == nil && s.state == canceled {
		return nil, errGone
	}
	return s, err
}
