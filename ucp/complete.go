package ucp

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/market"
	"agora/payment"
)

// completeCheckout places the order: paid by an instrument whose handler this
// checkout offers, at the total that the platform was told.
func (c *call) completeCheckout() (reply, error) {
	asked, err := read[struct {
		Payment *paying `json:"payment"`
	}](c.body)
	if err != nil {
		return reply{}, err
	}
	if asked.Payment == nil || len(asked.Payment.Instruments) == 0 || len(asked.Payment.Instruments) > maxInstruments {
		return reply{}, malformed("payment.instruments must have 1 to %d instruments", maxInstruments)
	}
	s, err := c.mine(checkoutKind)
	if err != nil {
		return c.unless(err, "ucp.no_checkout")
	}
	if s.terminal() {
		return c.over(s)
	}
	c.locale = c.b.Words.Locale(c.b.Words.Match(s.Lang))
	s.pay(asked.Payment)
	if s.selected().ID == "" {
		s.Instruments[0].Selected = true
	}
	told := s.Sum
	out, err := c.count(c.r.Context(), s)
	if err != nil {
		return reply{}, err
	}
	if at := s.missing(&out, s.Lines); at >= 0 {
		return c.unknown(s, at)
	}
	switch ok, err := c.may(s, &out, told); {
	case err != nil:
		return reply{}, err
	case !ok:
		return c.store(s, &out, http.StatusOK)
	}
	return c.place(s, &out)
}

// may decides whether a checkout is placed now; what keeps it is among out.errors.
func (c *call) may(s *session, out *counted, told int64) (bool, error) {
	const instruments = "$.payment.instruments"
	review := func(key string) {
		out.fault(message{Type: "error", Code: "buyer_review", Severity: buyerReview, Path: instruments, Content: c.locale.T(key)})
	}
	switch {
	case len(out.errors) > 0:
	case out.paying.way == "" || !out.offers(out.paying.way):
		out.fault(failing("payment_failed", instruments, c.locale.T("ucp.no_handler")))
	case out.Quote.Total.Minor != told:
		out.fault(failing("totals_changed", "$.totals", c.locale.T("ucp.totals_changed", "amount", out.Quote.Total)))
	case out.paying.page:
		review("ucp.pay_on_page")
	case out.paying.way == "cash":
		who, err := out.contact.Checked(out.address)
		if err != nil {
			return false, err
		}
		switch must, err := c.b.Market.MustConfirm(c.r.Context(), who); {
		case err != nil:
			return false, err
		case must:
			review("ucp.confirm_cash")
		}
	case out.paying.way == "play":
		switch token(s.selected().Credential) {
		case tokenSucceeds:
		case tokenEscalates:
			review("ucp.play_escalates")
		default:
			out.fault(failing("payment_failed", instruments, c.locale.T("ucp.declined")))
		}
	}
	return len(out.errors) == 0, nil
}

func (out *counted) offers(way string) bool {
	for _, w := range out.Ways {
		if w.Kind == way {
			return true
		}
	}
	return false
}

// place places the order group and completes the checkout, in one transaction.
func (c *call) place(s *session, out *counted) (reply, error) {
	v := c.render(s, out)
	v.Status, v.Continue, s.state = completed, "", completed
	var r reply
	_, err := c.b.Market.Place(c.r.Context(), identity.Guest(), market.PlaceOrder{Wants: s.wants(), Codes: s.Codes, Counted: out.Checkout, Key: s.id, Contact: out.contact,
		Address: out.address, Currency: out.money, Options: out.Chosen, Pay: out.paying.way, Lang: c.locale.Lang(), Bare: out.Cart.Bare(),
		Also: func(tx *db.Tx, g market.Group) error {
			v.Order = &placed{ID: strconv.FormatInt(int64(g.ID), 10), Label: g.Ref, URL: c.b.orderURL(g.ID)}
			c.instruct(&v, g)
			text, err := json.Marshal(v)
			if err != nil {
				return err
			}
			done := *s
			done.group, done.body = g.ID, text
			r = reply{http.StatusOK, text}
			if err := c.remember(tx, r); err != nil {
				return err
			}
			return keep(tx, &done)
		}})
	switch {
	case err != nil && fault.KindOf(err) == fault.Internal:
		return r, err
	case err != nil:
		return c.refused(s, out, err)
	case r.body == nil: // another request placed it
		return c.getCheckout()
	}
	return r, nil
}

// refused answers what the market does not place, with what it costs by now.
func (c *call) refused(s *session, out *counted, cause error) (reply, error) {
	now, err := c.count(c.r.Context(), s)
	if err != nil {
		return reply{}, err
	}
	for _, e := range fault.List(cause) {
		switch {
		case len(now.errors) > 0: // it tells already
		case e.Key == "fault.quote_changed", e.Key == "fault.discount_gone":
			now.fault(failing("totals_changed", "$.totals", c.locale.T("ucp.totals_changed", "amount", now.Quote.Total)))
		case strings.HasPrefix(e.Key, "fault.sold_out"):
			now.fault(failing("out_of_stock", "$.line_items", c.locale.Error(e)))
		case e.Field == "pay":
			now.fault(failing("payment_failed", "$.payment.instruments", c.locale.Error(e)))
		default:
			now.fault(failing("invalid", "$", c.locale.Error(e)))
		}
	}
	return c.store(s, &now, http.StatusOK)
}

// instruct adds what the buyer has to do to pay for an order that is placed.
func (c *call) instruct(v *checkout, g market.Group) {
	if g.PayState == string(payment.Captured) || v.Payment == nil || g.HowToPay.Key == "" {
		return
	}
	due := g.Outstanding() // of what is paid at the door, the deposit
	if due.IsZero() {
		due = g.Total
	}
	display := map[string]any{"instructions": c.locale.T(g.HowToPay.Key, anys(g.HowToPay.Args)...), "reference": g.Ref,
		"amount": due.Minor, "currency": string(due.Currency)}
	for i := 0; i+1 < len(g.HowToPay.Args); i += 2 {
		if name := g.HowToPay.Args[i]; name != "amount" && name != "ref" {
			display[name] = g.HowToPay.Args[i+1]
		}
	}
	for i := range v.Payment.Instruments {
		if v.Payment.Instruments[i].Selected {
			v.Payment.Instruments[i].Display = display
		}
	}
}

func anys(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}

// orderURL is the page of an order group, for whom has no account.
func (b *Binding) orderURL(id market.GroupID) string {
	return b.url("/orders/" + strconv.FormatInt(int64(id), 10) + "?k=" + b.People.Sign(market.LinkPurpose, int64(id)))
}
