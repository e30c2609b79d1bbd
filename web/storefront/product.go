package storefront

import (
	"cmp"
	"net/http"
	"strconv"

	"agora/catalog"
	"agora/delivery"
	"agora/fault"
	"agora/landed"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// errGone is something that is not shown.
var errGone = fault.New(fault.NotFound, "fault.page_not_found")

// product is the page of one thing; the choice stands in the address, so that
// every choice can be looked at without script.
func (s *Store) product(r *web.Request) error {
	return s.showProduct(r, r.Path("handle"), r.Path("product"), r.Query, nil, http.StatusOK)
}

// showProduct writes the page of a thing: choice gives the chosen options, form
// is what was refused (nil for none).
func (s *Store) showProduct(r *web.Request, of, handle string, choice func(string) string, form *web.Form, status int) error {
	p, shop, err := s.Catalog.Product(r.R.Context(), of, handle)
	if err != nil {
		return err
	}
	mine := r.Actor.Runs(shop.ID) || r.Actor.IsOperator()
	if p.Status != catalog.ProductActive && !mine || shop.Status != catalog.ShopOpen && shop.Status != catalog.ShopPaused && !mine {
		return errGone
	}
	rehearsal := s.staged(r, shop)
	variant, exists := pick(p, choice)
	d, err := s.doors(r, shop.ID)
	if err != nil {
		return err
	}
	set, err := s.Catalog.SetLine(r.R.Context(), shop, p, variant)
	if err != nil {
		return err
	}
	asked, err := s.Catalog.TraitsFor(r.R.Context(), p.Category)
	if err != nil {
		return err
	}
	title := r.Words(p.Title, shop.Languages...)
	v := productView{title: title, words: r.Words(p.Description, shop.Languages...), url: productURL(shop.Handle, p.Handle),
		crumbs: s.crumbs(r, p, title), films: p.Films(), pictures: productPictures(r, p, shop, title.Text), options: options(r, p, variant, shop),
		promises: promises(r, p, shop), machine: byMachine(r, p.Passages(), p.Machine, shop), facts: facts(r, p, variant, shop, asked), shop: shopFace(r, shop)}
	v.variant, v.left = int64(variant.ID), max(variant.Available(), 0)
	v.quantity = form.Fill(r, ui.Field{Name: "quantity", Label: r.T("store.how_many"), Value: strconv.FormatInt(variant.Terms.Fewest(), 10), Mode: "numeric",
		Least: variant.Terms.Fewest(), Step: variant.Terms.By()})
	v.asks = shop.Sells() && exists && p.Status == catalog.ProductActive
	v.terms, v.breaks = termsOf(r, d, variant, shop)
	v.set = setParts(r, d, set)
	if len(v.pictures) == 0 {
		v.pictures = setPictures(r, set)
	}
	switch {
	case !shop.Sells():
		v.notice, v.left = r.T("store.shop_closed"), 0
	case !exists:
		v.notice, v.variant, v.left = r.T("store.no_such_choice"), 0, 0
	case v.left < variant.Terms.Fewest():
		v.left = 0
		v.notice = r.T("store.choice_sold_out")
	case v.left <= 5:
		v.badges = append(v.badges, r.N("store.left", v.left))
	}
	many := variant.Terms.Fewest() // fewer cannot be bought
	if set.Parts != nil {
		many = 1
	}
	offered, err := s.Market.Offered(r.R.Context(), market.CartLine{Line: set, Quantity: many})
	if err != nil {
		return err
	}
	offer, comes := s.priceOf(r, d, &v, offered[0])
	if v.said, err = s.remarks(r, p, shop, form); err != nil {
		return err
	}
	f := r.Frame(title.Text)
	if form != nil {
		f.Path = v.url
	}
	if v.left > 0 {
		f.Pay = buyLine(v.door)
	}
	if ps := web.Paragraphs(v.words.Text); len(ps) > 0 {
		f.Description = ps[0]
	}
	if status == http.StatusOK && p.Status == catalog.ProductActive && shop.Status == catalog.ShopOpen {
		f.Found = foundProduct(r, sold{p, shop, title.Text, v.said.judged, v.said.newest, variant, offer, comes})
	}
	f.Private = rehearsal
	return r.Page(status, f, web.Staged(rehearsal, product(v)))
}

// priceOf puts the price at the door and its reasons on the page, and gives the way
// by which the thing comes; false when it does not come to the reader's country.
func (s *Store) priceOf(r *web.Request, d *doors, v *productView, l market.CartLine) (offer delivery.Offer, comes bool) {
	p, variant, shop := l.Product, l.Variant, l.Shop
	v.door = ui.Door{Total: l.Unit(), Place: r.T("ui.goods_only")}
	v.totals = r.T("store.pay_at_door")
	if p.Digital {
		v.totals = r.T("store.pay_total")
	}
	q, offer, ok := d.quoteKept(thing{variant: int64(variant.ID), many: l.Quantity, shop: shop.ID, from: shop.Country, price: l.Unit(),
		grams: variant.Grams, size: delivery.Size{Length: variant.LengthMM, Width: variant.WidthMM, Height: variant.HeightMM}, danger: p.Dangerous, digital: p.Digital, hs: p.HS, origin: p.Origin, certified: p.Certificate != ""})
	if l.Parts != nil {
		q, offer, ok = d.quoteGoods(shop.ID, shop.Country, l)
	}
	v.off = offView{inMoney(l.List(), shop.ID, q), offWords(r, l.Off)}
	if !ok {
		v.notice = cmp.Or(v.notice, r.T("store.not_to", "country", r.CountryName(r.Country)))
		return offer, false
	}
	if n := len(v.set.sums); n > 0 {
		v.set.sums[n-1].Amount = q.Parcels[0].Goods // converted part by part, as it is paid
	}
	v.entries, v.rateNote, v.guess = parcelRows(r, q.Parcels[0], p.Digital), ratesOf(r, q), guessed(q)
	sum := sumOf(q, offer)
	sum.digital = p.Digital
	v.hasDoor, v.door = true, *sum.show(r)
	switch v.door.Place = r.T("store.at_door_in", "country", r.CountryName(r.Country)); {
	case p.Digital:
		v.door.Place = r.T("ui.by_link")
	case l.Quantity > 1:
		v.door.Place = r.T("store.at_door_many", "n", l.Quantity, "country", r.CountryName(r.Country))
	}
	for _, b := range q.Parcels[0].Bars {
		v.bars = append(v.bars, barWords(r, b, r.Country))
	}
	if q.Status == landed.Unknown {
		v.door.Place = r.T("store.before_tax")
		if v.rateNote = r.T("store.unknown_tax", "country", r.CountryName(r.Country)); p.Digital {
			v.door.Place = r.T("ui.before_tax")
			v.rateNote = "" // no carrier comes; the row of the tax says why
		}
	}
	return offer, true
}

// pick finds the variant that a form or an address names by its options ("o0",
// "o1"); an option that is not named takes the first variant that can be had.
// It reports false when this combination is not made; the variant is then the
// nearest one, for its price.
func pick(p catalog.Product, get func(string) string) (catalog.Variant, bool) {
	var best catalog.Variant
	bestScore, wanted := -1, 0
	for i := range p.Options {
		if get(optionField(i)) != "" {
			wanted++
		}
	}
	for _, v := range p.Variants {
		if v.Retired {
			continue
		}
		hits := 0
		for i, key := range v.Values {
			if get(optionField(i)) == key {
				hits++
			}
		}
		score := 2 * hits
		if v.Available() > 0 {
			score++
		}
		if score > bestScore {
			best, bestScore = v, score
		}
	}
	return best, bestScore >= 2*wanted && bestScore >= 0
}
