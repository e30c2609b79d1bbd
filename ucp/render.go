package ucp

import (
	"slices"
	"strconv"
	"time"

	"agora/catalog"
	"agora/market"
)

// render tells of a session as it was counted, and sets its state.
func (c *call) render(s *session, out *counted) checkout {
	v := checkout{ID: s.id, Currency: string(out.money), Buyer: s.Buyer, Context: s.Context,
		Lines: c.lines(s, out), Totals: c.totals(out), Expires: s.expires.UTC().Format(time.RFC3339)}
	codes := c.refusedCodes(out)
	if c.has(capDiscount) {
		v.Discounts = c.discounts(s, out, v.Lines)
	}
	if s.kind == cartKind {
		v.UCP = c.envelope(capCart, capDiscount, c.b.capMarket())
		v.Messages = slices.Concat(cartOnly(out.errors), codes, c.notes(s, out))
		v.Continue = c.continueURL(s)
		return v
	}
	v.UCP = c.envelope(capCheckout, capFulfillment, capDiscount, capConsent, c.b.capMarket())
	v.UCP.Handlers = c.b.offered(out.Checkout)
	v.Links = c.links()
	v.Messages = slices.Concat(out.errors, codes, c.notes(s, out))
	if c.has(capFulfillment) {
		v.Fulfillment = c.fulfillment(s, out)
	}
	if list := out.payable(s.Instruments); len(list) > 0 {
		v.Payment = &payments{list}
	}
	if c.has(c.b.capMarket()) {
		v.Landed = c.landed(out)
	}
	s.state = stateOf(out.errors)
	v.Status, v.Continue = s.state, c.continueURL(s)
	return v
}

// payable keeps the instruments whose handler is offered.
func (out *counted) payable(all []instrument) (list []instrument) {
	for _, i := range all {
		if out.offers(i.Handler) {
			list = append(list, i)
		}
	}
	return list
}

// stateOf follows from what is in the way.
func stateOf(errors []message) string {
	state := ready
	for _, m := range errors {
		if m.Severity == buyerInput || m.Severity == buyerReview {
			return escalated
		}
		state = incomplete
	}
	return state
}

// cartOnly keeps what can be wrong with a cart: its lines.
func cartOnly(list []message) (kept []message) {
	for _, m := range list {
		if len(m.Path) > 12 && m.Path[:12] == "$.line_items" {
			kept = append(kept, m)
		}
	}
	return kept
}

// continueURL opens the session in the storefront.
func (c *call) continueURL(s *session) string { return c.b.url("/continue/" + s.id) }

func (c *call) links() *[]link {
	return &[]link{{Type: "terms_of_service", URL: c.b.url("/help")}, {Type: "refund_policy", URL: c.b.url("/help#returns")},
		{Type: "buyer_protection", URL: c.b.url("/help#money")}, {Type: "faq", URL: c.b.url("/help")}}
}

// lines are what is bought, each with its sums. A set is one line, though its
// parts travel apart.
func (c *call) lines(s *session, out *counted) []lineItem {
	amounts := map[int64]int64{} // by the key of the line in the cart
	for _, p := range out.Quote.Parcels {
		for _, l := range p.Lines {
			amounts[l.Key] += l.Amount.Minor
		}
	}
	list := make([]lineItem, 0, len(s.Lines))
	for _, l := range s.Lines {
		shop, in := find(out.Cart, l.Variant)
		if in == nil {
			continue
		}
		title, _ := in.Product.Title.In(c.locale.Lang(), shop.Shop.Languages...)
		for i, name := range in.Product.ChoiceOf(in.Variant, c.locale.Lang(), shop.Shop.Languages...) {
			if i == 0 {
				title += ", "
			} else {
				title += " / "
			}
			title += name
		}
		sum, before := amounts[int64(l.Variant)], out.Before[int64(l.Variant)]
		it := item{ID: variantID(l.Variant), Title: title, Price: before / l.Quantity}
		if key := in.Product.Picture().Small; key != "" {
			it.Image = c.b.url("/media/" + key)
		}
		one := lineItem{ID: l.ID, Item: it, Quantity: l.Quantity, Totals: sums(before, sum)}
		if c.has(c.b.capMarket()) {
			one.Seller = &lineShop{strconv.FormatInt(int64(shop.Shop.ID), 10), shop.Shop.Name, c.b.url("/s/" + shop.Shop.Handle)}
		}
		list = append(list, one)
	}
	return list
}

func find(cart market.Cart, id catalog.VariantID) (market.CartShop, *market.CartLine) {
	for _, s := range cart.Shops {
		for i := range s.Lines {
			if s.Lines[i].Variant.ID == id {
				return s, &s.Lines[i]
			}
		}
	}
	return market.CartShop{}, nil
}

// fulfillment tells how things come: one method for all that is sent. What is
// digital stands in none.
func (c *call) fulfillment(s *session, out *counted) *fulfillment {
	ids := map[catalog.ShopID][]string{}
	var all []string
	for _, l := range s.Lines {
		shop, in := find(out.Cart, l.Variant)
		if in != nil && !shop.Digital {
			ids[shop.Shop.ID] = append(ids[shop.Shop.ID], l.ID)
			all = append(all, l.ID)
		}
	}
	if all == nil {
		return nil
	}
	m := method{ID: "shipping", Type: "shipping", Lines: all, Destinations: s.Destinations}
	if s.Destination != "" {
		m.Destination = &s.Destination
	}
	for _, g := range out.choices {
		a := group{ID: g.id}
		for _, shop := range g.shops {
			a.Lines = append(a.Lines, ids[shop]...)
		}
		for _, w := range g.ways {
			a.Options = append(a.Options, c.option(out, g, w))
		}
		toldApart(a.Options)
		if g.chosen != "" {
			a.Option = &g.chosen
		}
		m.Groups = append(m.Groups, a)
	}
	return &fulfillment{[]method{m}}
}

// option tells of one way in which a group can go, with what it costs in all.
func (c *call) option(out *counted, g choice, w way) option {
	o := option{ID: w.id}
	var sum int64
	var from, by time.Time
	for _, shop := range g.shops {
		offer := w.offers[shop]
		sum += in(out.view, offer.Price, out.money).Minor
		if from.IsZero() || offer.From.After(from) {
			from = offer.From
		}
		if offer.By.After(by) {
			by = offer.By
		}
		o.Title, o.Carrier = catalogTitle(offer.Option.Name, c.locale.Lang()), offer.Option.Carrier
	}
	if len(g.shops) > 1 {
		o.Title, o.Carrier = c.locale.T("ucp.way_"+w.id), ""
		o.Description = c.locale.N("ucp.parcels", int64(len(g.shops)), "n", int64(len(g.shops)), "shops", out.names(g.shops))
	}
	if !from.IsZero() {
		o.Earliest, o.Latest = from.UTC().Format(time.RFC3339), by.UTC().Format(time.RFC3339)
	}
	o.Totals = []total{{Type: "total", Amount: sum}}
	return o
}

// toldApart numbers options of one title: a shop may name two ways alike.
func toldApart(list []option) {
	for i := range list {
		title := list[i].Title
		for n := 2; slices.ContainsFunc(list[:i], func(o option) bool { return o.Title == list[i].Title }); n++ {
			list[i].Title = title + " " + strconv.Itoa(n)
		}
	}
}

func catalogTitle(names map[string]string, lang string) string {
	s, _ := catalog.Texts(names).In(lang)
	return s
}
