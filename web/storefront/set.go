package storefront

import (
	"net/url"
	"strings"

	"agora/catalog"
	"agora/market"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// setView is what is in a set, and what that would cost apart.
type setView struct {
	parts []lineView
	sums  []ui.Row
}

// setParts shows what is in a set, each part with its price when it is bought
// alone.
func setParts(r *web.Request, d *doors, l catalog.Line) (v setView) {
	if l.Parts == nil {
		return v
	}
	apart := money.Of(0, l.Variant.Price.Currency)
	for _, p := range l.Parts {
		line := lineView{title: r.Words(p.Product.Title, l.Shop.Languages...), picture: thumb(p.Product.Picture(), p.Product.Tint, int64(p.Product.ID), true),
			choice: choiceOf(r, p.Line), quantity: p.Quantity, price: d.inBuyers(p.Variant.Price)}
		if p.Buyable() { // else its page is gone
			line.url = partURL(p.Line)
		}
		v.parts = append(v.parts, line)
		apart.Minor += p.Quantity * p.Variant.Price.Minor
	}
	v.sums = []ui.Row{{What: r.T("store.set_apart"), Amount: d.inBuyers(apart)}, {What: r.T("store.set_together"), Amount: d.inBuyers(l.Variant.Price)}}
	return v
}

// setPictures are those of the parts, for a set that has none of its own.
func setPictures(r *web.Request, l catalog.Line) (list []ui.Picture) {
	for _, p := range l.Parts {
		one := p.Product
		one.Media = one.Media[:min(len(one.Media), 1)]
		pictures := productPictures(r, one, l.Shop, r.Words(one.Title, l.Shop.Languages...).Text)
		if len(pictures) > 0 && len(list) > 0 { // the first one is the large one
			pic := thumb(p.Product.Picture(), p.Product.Tint, int64(p.Product.ID), true)
			pic.Sizes, pic.Alt = "6rem", pictures[0].Alt
			pictures = []ui.Picture{pic}
		}
		list = append(list, pictures...)
	}
	return list
}

// inBuyers gives a price of a shop in the reader's money, as the goods of a quote
// are converted.
func (d *doors) inBuyers(a money.Amount) money.Amount {
	if rate, _, ok := d.view.Charged(a.Currency, d.r.Currency); ok {
		if n, err := money.HalfUp.MulDiv(a.Minor, rate.Value, money.RateScale); err == nil {
			return money.Of(n, d.r.Currency)
		}
	}
	return a
}

// partURL is the page of a part, with its choice.
func partURL(l catalog.Line) string {
	q := url.Values{}
	for i, key := range l.Variant.Values {
		q.Set(optionField(i), key)
	}
	at := productURL(l.Shop.Handle, l.Product.Handle)
	if len(q) > 0 {
		at += "?" + q.Encode()
	}
	return at
}

func choiceOf(r *web.Request, l catalog.Line) string {
	return strings.Join(l.Product.ChoiceOf(l.Variant, r.Locale.Lang(), l.Shop.Languages...), ", ")
}

// content says in a line of the cart what is in a set: "2 × Slippers, Bag".
func content(r *web.Request, l catalog.Line) string {
	var list []string
	for _, p := range l.Parts {
		text := r.Words(p.Product.Title, l.Shop.Languages...).Text
		if choice := choiceOf(r, p.Line); choice != "" {
			text += " (" + choice + ")"
		}
		if p.Quantity > 1 {
			text = r.Locale.Number(p.Quantity) + " × " + text
		}
		list = append(list, text)
	}
	return strings.Join(list, ", ")
}

// inSet says in which set a line of an order was bought; "" for none.
func inSet(r *web.Request, l market.Line) string {
	if l.Set == nil {
		return ""
	}
	return r.T("store.in_set", "title", r.Words(l.Set.Title).Text)
}
