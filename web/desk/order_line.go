package desk

import (
	"agora/catalog"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// lineOf is a line of an order as its seller looks at it.
func lineOf(r *web.Request, shop catalog.Shop, l market.Line) orderLine {
	return orderLine{picture: snapshot(l.Picture, l.Tint, int64(l.Variant)), url: "/s/" + shop.Handle + "/" + l.Handle,
		title: text(r, shop, l.Title), choice: text(r, shop, l.Choice),
		facts:    factsOf(r, l) + offsOf(r, l),
		set:      inSet(r, shop, l),
		quantity: l.Quantity, unit: ui.Cell{Amount: l.Unit}}
}

// factsOf are the facts of a line that papers ask for.
func factsOf(r *web.Request, l market.Line) string {
	s := r.T("desk.line_weight", "weight", r.Locale.Weight(l.Grams))
	if sku := skuOf(r, l); sku != "" {
		s += " · " + sku
	}
	if l.HS != "" {
		s += " · " + r.T("desk.line_hs", "hs", l.HS)
	}
	return s
}

// skuOf is the seller's own number of a line; "" without one.
func skuOf(r *web.Request, l market.Line) string {
	if l.SKU == "" {
		return ""
	}
	return r.T("desk.line_sku", "sku", l.SKU)
}
