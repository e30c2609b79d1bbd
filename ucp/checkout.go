package ucp

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"agora/catalog"
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
		cart, err := c.openCart(w.CartID)
		if err != nil {
			return c.unless(err, "ucp.no_cart")
		}
		switch open, err := c.b.ofCart(c.r.Context(), c.platform, w.CartID); {
		case err == nil: // not twice
			return reply{http.StatusOK, open.body}, nil
		case !errors.Is(err, errGone):
			return reply{}, err
		}
		s.cart, s.Lines, s.Last, s.Codes, w.Lines = cart.id, cart.Lines, cart.Last, cart.Codes, nil
		if cart.Context != nil { // the cart wins over what came with it
			w.Context = cart.Context
		}
		if cart.Buyer != nil {
			w.Buyer = cart.Buyer
		}
		if w.Discounts == nil {
			w.Discounts = &codes{cart.Codes}
		}
	}
	out, err := c.replace(s, w, http.StatusCreated)
	if errors.Is(err, errDoubled) { // at the same time
		return c.createCheckout()
	}
	return out, err
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
		w.CartID = "" // of a checkout that begins
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
	known, had := s.Codes, s.Lines
	unknown := c.apply(s, w)
	if unknown >= 0 {
		return c.unknown(s, unknown)
	}
	if err := c.mayTry(s, known); err != nil {
		return reply{}, err
	}
	now := c.b.state()
	if s.begins() {
		if why := c.b.nothingOf(s, now); why != nil {
			return c.soldOut(s, why)
		}
	}
	out, err := c.count(c.r.Context(), s)
	if errors.Is(err, errNothingLeft) {
		return c.soldOut(s, c.b.learn(out.Cart, now))
	}
	if err != nil {
		return reply{}, err
	}
	c.tried(&out, known)
	if at := s.missing(&out, had); at >= 0 {
		return c.unknown(s, w.position(s.Lines[at].Variant, at))
	}
	return c.store(s, &out, status)
}

// missing is the number of the first line whose item is not in the market, -1
// for none. What only its owner can see does not count: a rehearsal, and a draft
// that the session did not have before.
func (s *session) missing(out *counted, had []line) int {
	return slices.IndexFunc(s.Lines, func(l line) bool {
		_, in := find(out.Cart, l.Variant)
		return in == nil || in.Shop.Status == catalog.ShopRehearsal || in.Product.Status == catalog.ProductDraft &&
			!slices.ContainsFunc(had, func(h line) bool { return h.Variant == l.Variant })
	})
}

// position is the number of the line in which a platform asks for a variant.
func (w wanted) position(v catalog.VariantID, otherwise int) int {
	if w.Lines == nil {
		return otherwise
	}
	return slices.IndexFunc(*w.Lines, func(l wantedLine) bool { return variantOf(l.Item.ID) == v })
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
	return r, c.commit(s, r)
}

// commit keeps a session and the answer about it in one transaction. The answer
// comes first: of two equal requests the second has to find it.
func (c *call) commit(s *session, r reply) error {
	return c.b.DB.Write(c.r.Context(), func(tx *db.Tx) error {
		if err := c.remember(tx, r); err != nil {
			return err
		}
		return keep(tx, s)
	})
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
	return r, c.commit(s, r)
}
