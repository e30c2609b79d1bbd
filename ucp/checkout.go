package ucp

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"agora/db"
)

// createCheckout begins a checkout, of lines or of a cart.
func (c *call) createCheckout() (reply, error) {
	w, err := read[wanted](c.body)
	if err == nil {
		err = w.check()
	}
	if err != nil {
		return reply{}, err
	}
	s := newSession(checkoutKind, c.platform)
	if w.CartID != "" {
		cart, err := c.b.session(c.r.Context(), cartKind, c.platform, w.CartID)
		if errors.Is(err, errGone) {
			return c.gone("ucp.no_cart")
		}
		if err != nil {
			return reply{}, err
		}
		switch open, err := c.b.ofCart(c.r.Context(), c.platform, w.CartID); {
		case err == nil: // not twice
			return reply{http.StatusOK, open.body}, nil
		case !errors.Is(err, errGone):
			return reply{}, err
		}
		s.cart, s.Lines, s.Last, w.Lines = cart.id, cart.Lines, cart.Last, nil
		if w.Context == nil {
			w.Context = cart.Context
		}
		if w.Buyer == nil {
			w.Buyer = cart.Buyer
		}
		if w.Discounts == nil {
			w.Discounts = &codes{cart.Codes}
		}
	}
	return c.replace(s, w, http.StatusCreated)
}

func (c *call) getCheckout() (reply, error) {
	s, err := c.mine(checkoutKind)
	if err != nil {
		return c.unless(err, "ucp.no_checkout")
	}
	return reply{http.StatusOK, s.body}, nil
}

// updateCheckout replaces all that a platform can say of a checkout.
func (c *call) updateCheckout() (reply, error) {
	w, err := read[wanted](c.body)
	if err == nil {
		err = w.check()
	}
	if err != nil {
		return reply{}, err
	}
	s, err := c.mine(checkoutKind)
	if err != nil {
		return c.unless(err, "ucp.no_checkout")
	}
	if w.ID != "" && w.ID != s.id {
		return reply{}, malformed("id is another than that of the address")
	}
	if s.terminal() {
		return c.over(s)
	}
	return c.replace(s, w, http.StatusOK)
}

// cancelCheckout ends a checkout that placed nothing.
func (c *call) cancelCheckout() (reply, error) {
	s, err := c.mine(checkoutKind)
	if err != nil {
		return c.unless(err, "ucp.no_checkout")
	}
	if s.terminal() {
		return c.over(s)
	}
	return c.end(s)
}

// replace changes a session and answers with what it is now.
func (c *call) replace(s *session, w wanted, status int) (reply, error) {
	unknown := c.apply(s, w)
	if unknown >= 0 {
		return c.unknown(s, unknown)
	}
	out, err := c.count(c.r.Context(), s)
	if err != nil {
		return reply{}, err
	}
	for i, l := range s.Lines {
		if _, in := find(out.Cart, l.Variant); in == nil {
			return c.unknown(s, i)
		}
	}
	return c.store(s, &out, status)
}

// store writes a session down as it was counted, with the answer.
func (c *call) store(s *session, out *counted, status int) (reply, error) {
	v := c.render(s, out)
	s.Sum = out.Quote.Total.Minor
	text, err := json.Marshal(v)
	if err != nil {
		return reply{}, err
	}
	s.body = text
	r := reply{status, text}
	return r, c.commit(func(tx *db.Tx) error {
		if err := keep(tx, s); err != nil {
			return err
		}
		return c.remember(tx, r)
	})
}

// commit is one transaction; a session that another request changed meanwhile is
// a failure that may be tried again.
func (c *call) commit(f func(*db.Tx) error) error {
	err := c.b.DB.Write(c.r.Context(), f)
	if errors.Is(err, errOvertaken) {
		return &failure{http.StatusConflict, "conflict", "another request changed this at the same time; read it and try again"}
	}
	return err
}

// unknown answers that the item of a line does not exist.
func (c *call) unknown(s *session, at int) (reply, error) {
	severity := unrecoverable
	if s.revision > 0 {
		severity = recoverable
	}
	e := c.envelope()
	e.Status = "error"
	return c.said(http.StatusOK, nothing{UCP: e, Continue: c.b.url("/"), Messages: []message{{Type: "error", Code: "not_found", Severity: severity,
		Path: "$.line_items[" + strconv.Itoa(at) + "]", Content: c.locale.T("ucp.no_product")}}})
}

// mine finds the session of the path.
func (c *call) mine(kind string) (*session, error) {
	return c.b.session(c.r.Context(), kind, c.platform, c.r.PathValue("id"))
}

// unless answers that there is nothing, when that is the error.
func (c *call) unless(err error, key string) (reply, error) {
	if errors.Is(err, errGone) {
		return c.gone(key)
	}
	return reply{}, err
}

func (c *call) gone(key string) (reply, error) { return c.refuse(unrecoverable, "not_found", key) }

// told gives what a session was last answered.
func (s *session) told() (v checkout, err error) {
	err = json.Unmarshal(s.body, &v)
	return v, err
}

// over answers that a session has ended and stays as it is.
func (c *call) over(s *session) (reply, error) {
	v, err := s.told()
	if err != nil {
		return reply{}, err
	}
	v.Messages = append(v.Messages, failing("checkout_"+s.state, "$.status", c.locale.T("ucp.over_"+s.state)))
	return c.said(http.StatusOK, v)
}

// end cancels a session and answers with its last state.
func (c *call) end(s *session) (reply, error) {
	v, err := s.told()
	if err != nil {
		return reply{}, err
	}
	s.state = canceled
	if v.Continue = ""; s.kind == checkoutKind {
		v.Status, v.Messages = canceled, nil
	}
	if s.body, err = json.Marshal(v); err != nil {
		return reply{}, err
	}
	r := reply{http.StatusOK, s.body}
	return r, c.commit(func(tx *db.Tx) error {
		if err := keep(tx, s); err != nil {
			return err
		}
		return c.remember(tx, r)
	})
}
