package loadtest

import "agora/ucp/ucptest"

// ucp is the envelope with the capabilities that concern an answer.
func ucp(capabilities ...string) object {
	list := object{}
	for _, c := range capabilities {
		list[c] = []any{object{"version": ucptest.Version}}
	}
	return object{"version": ucptest.Version, "capabilities": list}
}

func (s *Shop) profile() object {
	entity := func(file string) object {
		return object{"version": ucptest.Version, "spec": "https://ucp.dev/spec", "schema": "https://ucp.dev/schemas/" + file}
	}
	service, fulfillment := entity("rest"), entity("fulfillment")
	service["transport"], service["endpoint"] = "rest", "https://fake.example/ucp/v1"
	fulfillment["extends"] = "dev.ucp.shopping.checkout"
	return object{"ucp": object{"version": ucptest.Version, "payment_handlers": object{},
		"services": object{"dev.ucp.shopping": []any{service}},
		"capabilities": object{"dev.ucp.shopping.checkout": []any{entity("checkout")}, "dev.ucp.shopping.cart": []any{entity("cart")},
			"dev.ucp.shopping.catalog.search": []any{entity("search")}, "dev.ucp.shopping.catalog.lookup": []any{entity("lookup")},
			ucptest.Fulfillment: []any{fulfillment}}}}
}

func money(amount int) object { return object{"amount": amount, "currency": "KGS"} }

func product(id string) object {
	return object{"id": id, "title": "Felt slippers", "description": object{"plain": "Of felt."},
		"categories":  []any{object{"value": "shoes"}},
		"price_range": object{"min": money(price), "max": money(price)},
		"variants": []any{object{"id": "var_" + id, "title": "Felt slippers, 38", "description": object{"plain": "Of felt."},
			"price": money(price), "availability": object{"available": true, "status": "in_stock"}}}}
}

// searched is the first or the second page of what there is.
func searched(second bool) object {
	if second {
		return object{"ucp": ucp("dev.ucp.shopping.catalog.search"), "products": []any{product("prod_2")}, "pagination": object{"has_next_page": false}}
	}
	return object{"ucp": ucp("dev.ucp.shopping.catalog.search"), "products": []any{product("prod_1")},
		"pagination": object{"has_next_page": true, "cursor": "second\"page"}}
}

func totals(entries ...any) (list []any) {
	for i := 0; i < len(entries); i += 2 {
		list = append(list, object{"type": entries[i], "amount": entries[i+1]})
	}
	return list
}

func line() object {
	return object{"id": "li_1", "item": object{"id": "var_prod_1", "title": "Felt slippers, 38", "price": price}, "quantity": 1,
		"totals": totals("subtotal", price, "total", price)}
}

func cart(id string) object {
	return object{"ucp": ucp("dev.ucp.shopping.cart"), "id": id, "currency": "KGS", "line_items": []any{line()},
		"totals": totals("subtotal", price, "total", price)}
}

// show is a checkout as its buyer sees it.
func (s *Shop) show(id string, c *checkout) object {
	envelope := ucp("dev.ucp.shopping.checkout", ucptest.Fulfillment)
	envelope["payment_handlers"] = object{
		"example.fake.pay.card":       []any{object{"id": "card", "version": "2026-11-01"}},
		"example.fake.pay.play_money": []any{object{"id": "play", "version": "2026-11-01", "available_instruments": []any{object{"type": "token"}}}}}
	method := object{"id": "m1", "type": "shipping", "line_item_ids": []any{"li_1"}}
	out := object{"ucp": envelope, "id": id, "currency": "KGS", "line_items": []any{line()}, "links": []any{},
		"status": "incomplete", "continue_url": "https://fake.example/checkout/" + id,
		"totals": totals("subtotal", price, "total", price), "fulfillment": object{"methods": []any{method}}}
	if c.home {
		method["destinations"] = []any{object{"id": "home", "address_country": "KG"}}
		method["selected_destination_id"] = "home"
		group := object{"id": "g1", "line_item_ids": []any{"li_1"},
			"options": []any{object{"id": "post", "title": "Post", "totals": totals("total", freight)}}}
		method["groups"] = []any{group}
		if c.option {
			group["selected_option_id"] = "post"
			out["totals"] = totals("subtotal", price, "fulfillment", freight, "total", price+freight)
		}
	}
	switch {
	case c.status == "completed":
		out["status"] = c.status
		delete(out, "continue_url")
		out["order"] = object{"id": "ord_" + id, "permalink_url": "https://fake.example/orders/" + id}
	case s.Packs:
		out["messages"] = []any{object{"type": "error", "code": "quantity_not_sold", "content": "Take 12.", "severity": "recoverable", "path": "$.line_items[0]"}}
	case s.Escalate:
		out["status"] = "requires_escalation"
		out["messages"] = []any{object{"type": "error", "code": "confirm_phone", "content": "Confirm your number.", "severity": "requires_buyer_review"}}
	case c.buyer && c.option && c.paid:
		out["status"] = "ready_for_complete"
	default:
		out["messages"] = []any{object{"type": "error", "code": "missing", "content": "Say more.", "severity": "recoverable"}}
	}
	return out
}

// soldOut says that there is no more: in a checkout, or in place of one.
func soldOut(severity string, checkout object) object {
	messages := []any{object{"type": "error", "code": "out_of_stock", "content": "There are no more.", "severity": severity}}
	if checkout != nil {
		checkout["messages"] = messages
		return checkout
	}
	envelope := ucp("dev.ucp.shopping.checkout")
	envelope["status"] = "error"
	return object{"ucp": envelope, "messages": messages}
}
