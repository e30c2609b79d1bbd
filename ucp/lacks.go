package ucp

import (
	"strconv"

	"agora/catalog"
	"agora/fault"
)

// lacks says what keeps the session from being placed.
func (c *call) lacks(out *counted, s *session, at int, sent bool) {
	lines := map[catalog.VariantID]int{}
	for i, l := range s.Lines {
		lines[l.Variant] = i
	}
	for _, shop := range out.Cart.Shops {
		for _, l := range shop.Lines {
			if l.Problem == nil {
				continue
			}
			code := "item_unavailable"
			switch l.Problem.Key {
			case "fault.sold_out":
				code = "out_of_stock"
			case "fault.least", "fault.step":
				code = "quantity_not_sold"
			}
			out.fault(failing(code, "$.line_items["+strconv.Itoa(lines[l.Variant.ID])+"]", c.locale.Error(l.Problem)))
		}
	}
	c.lacksPerson(out, s, at, sent)
	if out.Cart.Bare() {
		return
	}
	const method = "$.fulfillment.methods[0]"
	switch {
	case !c.has(capFulfillment): // the platform cannot say where to
		out.fault(message{Type: "error", Code: "missing", Severity: buyerInput, Content: c.locale.T("ucp.deliver_here")})
		return
	case !sent:
		out.fault(failing("missing", method+".selected_destination_id", c.locale.T("ucp.no_destination")))
		return
	case out.to == "":
		out.fault(failing("address_undeliverable", method+".destinations["+strconv.Itoa(at)+"].address_country", c.locale.T("ucp.no_country")))
		return
	}
	for i, g := range out.choices {
		path := method + ".groups[" + strconv.Itoa(i) + "]"
		switch {
		case len(g.ways) == 0:
			words := c.locale.T("ucp.undeliverable", "shops", out.names(g.shops), "country", out.to.Name(c.locale.Lang()))
			for _, e := range fault.List(g.refused) {
				words = c.locale.Error(e)
			}
			out.fault(failing("address_undeliverable", method+".destinations["+strconv.Itoa(at)+"]", words))
		case g.chosen == "":
			out.fault(failing("missing", path+".selected_option_id", c.locale.T("ucp.no_option")))
		}
	}
	for _, p := range out.Quote.Parcels {
		if p.Prohibited() {
			out.fault(failing("address_undeliverable", method, c.locale.T("fault.prohibited", "shop", out.names([]catalog.ShopID{p.Shop}))))
		}
	}
}

// paths are where a platform writes what the market's forms call so.
var paths = map[string]string{"name": "first_name", "phone": "phone_number", "street": "street_address", "city": "address_locality",
	"province": "address_region", "postcode": "postal_code", "country": "address_country"}

// lacksPerson says what is missing, or wrong, of the person and her address.
func (c *call) lacksPerson(out *counted, s *session, at int, sent bool) {
	if out.contact.Email == "" {
		out.fault(failing("missing", "$.buyer.email", c.locale.T("ucp.no_email")))
	}
	if _, err := out.contact.Checked(out.address); err != nil {
		out.fault(failing("invalid", "$.buyer.email", c.locale.Error(fault.List(err)[0])))
	}
	if out.Cart.Bare() || !sent || out.to == "" {
		return
	}
	checked, err := out.address.Check()
	if err == nil {
		out.address = checked
		return
	}
	for _, e := range fault.List(err) {
		code := "invalid"
		switch {
		case e.Key == "fault.required":
			code = "missing"
		case e.Field == "phone":
			code = "invalid_phone"
		}
		path := "$.fulfillment.methods[0].destinations[" + strconv.Itoa(at) + "]." + paths[e.Field]
		if e.Field == "phone" || e.Field == "name" {
			path = "$.buyer." + paths[e.Field]
		}
		out.fault(failing(code, path, c.locale.Error(e)))
	}
}
