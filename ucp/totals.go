package ucp

import (
	"strconv"
	"strings"

	"agora/landed"
)

// totals are the sums of a quote that are charged, in the order in which people
// read them: exactly one subtotal first, exactly one total last, and all between
// adds up.
func (c *call) totals(out *counted) []total {
	q, saved := out.Quote, out.Saved().Minor
	list := []total{{Type: "subtotal", Text: c.locale.T("store.e_goods"), Amount: q.Goods.Minor + saved}}
	if saved > 0 {
		list = append(list, total{Type: itemsDiscount, Text: c.locale.T("store.e_discount"), Amount: -saved})
	}
	for _, e := range q.Entries {
		if e.AtDoor || e.Kind == landed.Goods || e.Amount.IsZero() && e.Kind != landed.Freight {
			continue
		}
		t := total{Type: kindOf(e.Kind), Text: c.entryText(e), Amount: e.Amount.Minor}
		t.Lines = c.byParcel(out, e)
		list = append(list, t)
	}
	return append(list, total{Type: "total", Text: c.locale.T("store.in_all"), Amount: q.Total.Minor})
}

func kindOf(k landed.Kind) string {
	switch k {
	case landed.Freight:
		return "fulfillment"
	case landed.VAT:
		return "tax"
	case landed.Discount:
		return "discount"
	}
	return "fee"
}

// entryText names an entry, and says so where it is an estimate.
func (c *call) entryText(e landed.Entry) string {
	text := c.locale.T("store.e_" + string(e.Kind))
	if way, fee := strings.CutPrefix(e.Note, "fee."); fee && c.locale.Has("store.pay_"+way) {
		text = c.locale.T("store.pay_" + way)
	} else if fee && c.locale.Has("landed."+e.Note) {
		text = c.locale.T("landed." + e.Note)
	}
	if e.Status == landed.Estimate {
		text = c.locale.T("ucp.estimate", "what", text)
	}
	return text
}

// byParcel divides an entry over the parcels of several shops; nil where one
// parcel has all of it, or where the parcels do not tell.
func (c *call) byParcel(out *counted, e landed.Entry) (lines []totalLine) {
	if len(out.Quote.Parcels) < 2 {
		return nil
	}
	sum := int64(0)
	for _, p := range out.Quote.Parcels {
		for _, part := range p.Entries {
			if part.Kind != e.Kind || part.AtDoor || part.Amount.IsZero() || part.Note != e.Note && e.Kind == landed.FeeKind {
				continue
			}
			name := ""
			for _, s := range out.Cart.Shops {
				if s.Shop.ID == p.Shop {
					name = s.Shop.Name
				}
			}
			lines = append(lines, totalLine{name, part.Amount.Minor})
			sum += part.Amount.Minor
		}
	}
	if sum != e.Amount.Minor || len(lines) < 2 {
		return nil
	}
	return lines
}

// notes tell what totals cannot: what is paid at the door besides, and what
// nobody knows.
func (c *call) notes(s *session, out *counted) (list []message) {
	q := out.Quote
	for i, claim := range s.hints().Eligibility {
		list = append(list, message{Type: "warning", Code: "eligibility_not_accepted", Path: "$.context.eligibility[" + strconv.Itoa(i) + "]",
			Content: c.locale.T("ucp.no_eligibility", "claim", claim)})
	}
	disclosure := func(code, text string) {
		list = append(list, message{Type: "warning", Code: code, Path: "$.totals", Content: text, Presentation: "disclosure"})
	}
	switch {
	case out.to == "" || len(out.choices) > 0 && len(out.Chosen) == 0:
		list = append(list, message{Type: "info", Code: "landed_cost_pending", Content: c.locale.T("ucp.pending")})
		return list
	case q.AtDoor.Minor > 0:
		disclosure("duty_on_delivery", c.locale.T("ucp.duty_on_delivery", "amount", q.AtDoor))
	}
	if q.Status == landed.Unknown {
		disclosure("landed_cost_unknown", c.locale.T("ucp.cost_unknown"))
	}
	return list
}
