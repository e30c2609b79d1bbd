package ucp

import (
	"agora/catalog"
	"agora/landed"
	"agora/market"
	"agora/money"
)

// prices are what variants cost with discounts, where they cost less.
type prices map[catalog.VariantID]money.Amount

// offers gives what variants of a list cost with what their shops take off by
// themselves, where they do.
func (c *call) offers(list []catalog.Listing) (prices, error) {
	var lines []market.CartLine
	for _, l := range list {
		for _, v := range l.Product.Variants[:min(len(l.Product.Variants), mostVariants)] {
			lines = append(lines, market.CartLine{Line: catalog.Line{Variant: v, Product: l.Product, Shop: l.Shop}, Quantity: 1})
		}
	}
	offered, err := c.b.Market.Offered(c.r.Context(), lines...)
	lower := prices{}
	for _, l := range offered {
		if len(l.Off) > 0 {
			lower[l.Variant.ID] = l.Unit()
		}
	}
	return lower, err
}

// tell tells of products in the language of the call, their prices in the given
// money ("" for each shop's).
func (c *call) tell(list []catalog.Listing, view *landed.View, to money.Currency) ([]productAnswer, error) {
	lower, err := c.offers(list)
	out := make([]productAnswer, len(list))
	for i, l := range list {
		out[i] = c.listed(l, view, to, lower)
	}
	return out, err
}

// ranges tells from what to what the variants cost, and would without discounts
// where any is cheaper.
func (p *productAnswer) ranges() {
	list, cheaper := priceRange{}, false
	for i, v := range p.Variants {
		was := v.Price
		if v.List != nil {
			was, cheaper = *v.List, true
		}
		p.Range.widen(v.Price, i == 0)
		list.widen(was, i == 0)
	}
	if cheaper {
		p.ListRange = &list
	}
}

func (r *priceRange) widen(p price, first bool) {
	if first || p.Amount < r.Min.Amount {
		r.Min = p
	}
	if first || p.Amount > r.Max.Amount {
		r.Max = p
	}
}
