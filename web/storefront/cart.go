package storefront

import (
	"net/http"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/delivery"
	"agora/fault"
	"agora/landed"
	"agora/market"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// cart shows what was put aside, one parcel a shop, with the sums at the door.
func (s *Store) cart(r *web.Request) error { return s.showCart(r, nil, http.StatusOK) }

// showCart writes the cart; form is a change that was refused (nil for none).
func (s *Store) showCart(r *web.Request, form *web.Form, status int) error {
	c, err := s.counted(r, r.Cart(), market.Choice{})
	if err != nil {
		return err
	}
	v := cartView{place: placeOf(r, c.Cart.Bare()), bare: c.Cart.Bare(), ready: true, rows: lessOf(r, sumRows(r, c.Quote), c.Saved()), codes: codesOf(r, c.Cart, form), total: c.Quote.DoorTotal}
	if gone, had := r.QueryID("gone"), r.QueryID("had"); gone > 0 && had > 0 {
		v.gone, v.goneMany = strconv.FormatInt(gone, 10), strconv.FormatInt(had, 10)
	}
	type part struct {
		shop    catalog.ShopID
		digital bool
	}
	parcels := map[part]landed.ParcelQuote{}
	for _, p := range c.Quote.Parcels {
		parcels[part{p.Shop, p.Option == market.DigitalOption}] = p
	}
	for _, shop := range c.Cart.Shops {
		sheet := cartShop{shop: shopFace(r, shop.Shop), digital: shop.Digital, foot: r.T("store.not_to", "country", r.CountryName(r.Country))}
		if p, ok := parcels[part{shop.Shop.ID, shop.Digital}]; ok {
			sheet.foot, sheet.sum = s.comes(r, c, shop.Shop.ID), p.DoorTotal
		} else {
			v.ready = false
		}
		if shop.Digital {
			sheet.foot = r.T("store.digital_when")
		} else {
			v.number++
		}
		for _, l := range shop.Lines {
			sheet.lines = append(sheet.lines, lineOf(r, l, c, form))
			v.ready = v.ready && l.Problem == nil
		}
		v.shops = append(v.shops, sheet)
	}
	r.SetCart(r.Cart(), c.Cart.Items())
	f := r.Frame(r.T("store.cart_page"))
	f.Private, f.Cart = true, c.Cart.Items()
	if form != nil {
		f.Path = "/cart"
	}
	if v.ready && len(v.shops) > 0 {
		next := r.T("store.step_address")
		if v.bare {
			next = r.T("store.to_pay")
		}
		f.Pay = payLine(ui.Door{Link: v.bare, Total: v.total, Place: r.T("store.in_all")}, ui.Link{URL: "/checkout", Text: next})
	}
	return r.Page(status, f, web.Staged(c.Cart.Rehearsal(), cart(v)))
}

// counted counts a cart for the reader's country and money; where nothing was
// chosen yet it takes the preferred way of each shop.
func (s *Store) counted(r *web.Request, cart string, choice market.Choice) (market.Checkout, error) {
	choice.To, choice.Currency = r.Country, r.Currency
	c, err := s.Market.Checkout(r.R.Context(), cart, choice)
	if err != nil {
		return c, err
	}
	options, better := map[catalog.ShopID]string{}, false
	for id, key := range c.Chosen {
		options[id] = key
		if _, asked := choice.Options[id]; asked {
			continue
		}
		if o, ok := delivery.Preferred(c.Offers[id]); ok && o.Option.Key != key {
			options[id], better = o.Option.Key, true
		}
	}
	if !better {
		return c, nil
	}
	choice.Options = options
	return s.Market.Count(r.R.Context(), c.Cart, choice)
}

// comes says when the chosen offer of a shop arrives.
func (s *Store) comes(r *web.Request, c market.Checkout, shop catalog.ShopID) string {
	for _, o := range c.Offers[shop] {
		if o.Option.Key == c.Chosen[shop] {
			return r.T("store.parcel_comes", "from", o.From, "to", o.By)
		}
	}
	return ""
}

// asked is what one of a line costs this buyer before freight and taxes: as the
// quote has it (a shop may ask less abroad), else the shop's own price.
func asked(l market.CartLine, q landed.Quote) money.Amount {
	for _, p := range q.Parcels {
		var sum int64 // a set is in the quote as its parts
		for _, line := range p.Lines {
			if line.Key == int64(l.Variant.ID) {
				sum += line.Amount.Minor
			}
		}
		if sum > 0 {
			return money.Of(sum/l.Quantity, q.Currency)
		}
	}
	return inMoney(l.Unit(), l.Shop.ID, q)
}

func lineOf(r *web.Request, l market.CartLine, c market.Checkout, form *web.Form) lineView {
	v := lineView{variant: int64(l.Variant.ID), url: productURL(l.Shop.Handle, l.Product.Handle),
		title: r.Words(l.Product.Title, l.Shop.Languages...), quantity: l.Quantity, left: max(l.Variant.Available(), 1),
		choice:  strings.Join(l.Product.ChoiceOf(l.Variant, r.Locale.Lang(), l.Shop.Languages...), ", "),
		picture: thumb(l.Product.Picture(), l.Product.Tint, int64(l.Product.ID), false), price: asked(l, c.Quote), off: offOf(r, l, c)}
	id := strconv.FormatInt(v.variant, 10)
	v.howMany = ui.Field{Name: "quantity", ID: "f-quantity-" + id, Label: r.T("store.how_many"), Value: strconv.FormatInt(l.Quantity, 10), Mode: "numeric",
		Least: l.Variant.Terms.Fewest(), Step: l.Variant.Terms.By()}
	if l.Variant.IsSet() {
		v.choice = strings.TrimPrefix(v.choice+"; "+content(r, l.Line), "; ")
	}
	if form != nil && form.Get("variant") == id {
		v.howMany = form.Fill(r, v.howMany)
	}
	if !l.HeldUntil.IsZero() {
		v.held = r.T("store.held", "time", r.Clock(l.HeldUntil))
	}
	if l.Problem != nil {
		v.problem = r.T("store.line_sold_out")
		if left := l.Variant.Available(); l.Buyable() && left > 0 {
			v.problem = r.N("store.line_fewer", left)
		}
		if l.Problem.Kind == fault.Invalid {
			v.problem = r.Locale.Error(l.Problem)
		}
	}
	return v
}

// addLine puts a variant into the cart: named itself, or by the options of a
// product page.
func (s *Store) addLine(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	variant, page := catalog.VariantID(form.ID("variant")), web.Local(form.Get("product"), "/cart")
	if variant == 0 {
		if variant, err = s.chosen(r, form, page); err != nil {
			return err
		}
	}
	if variant == 0 {
		r.Say("store.no_such_choice")
		return r.Redirect(page)
	}
	quantity := form.Int("quantity")
	if !form.Has("quantity") {
		if quantity, err = s.fewest(r, variant); err != nil {
			return err
		}
	}
	if err := form.Err(); err != nil {
		return s.refuseLine(r, form, page, err)
	}
	if err := s.mayTake(r, variant); err != nil {
		return err
	}
	token, err := s.Market.AddLine(r.R.Context(), r.Cart(), variant, quantity)
	if fault.Is(err, fault.Invalid) {
		_ = form.Join("", err)
		return s.refuseLine(r, form, page, err)
	}
	if fault.Is(err, fault.Conflict) && page != "/cart" {
		r.Say("store.not_so_many") // the page of the thing says how many are left
		return r.Redirect(page)
	}
	if err != nil {
		return err
	}
	if err := s.count(r, token); err != nil {
		return err
	}
	r.Say("store.added")
	return r.Redirect("/cart")
}

// mayTake keeps strangers out of a rehearsal: nobody else learns of it.
func (s *Store) mayTake(r *web.Request, variant catalog.VariantID) error {
	lines, err := s.Catalog.Variants(r.R.Context(), []catalog.VariantID{variant})
	if err == nil && len(lines) > 0 && lines[0].Shop.Status == catalog.ShopRehearsal && !r.Actor.Runs(lines[0].Shop.ID) {
		err = errGone
	}
	return err
}

// fewest gives how many of a variant are put into a cart by a button that does
// not ask.
func (s *Store) fewest(r *web.Request, v catalog.VariantID) (int64, error) {
	lines, err := s.Catalog.Variants(r.R.Context(), []catalog.VariantID{v})
	if err != nil || len(lines) == 0 {
		return 1, err
	}
	return lines[0].Variant.Terms.Fewest(), nil
}

// refuseLine shows the page of the thing again, with what was typed.
func (s *Store) refuseLine(r *web.Request, form *web.Form, page string, err error) error {
	shop, handle, ok := productOf(page)
	if !ok {
		return err
	}
	return s.showProduct(r, shop, handle, form.Get, form, http.StatusUnprocessableEntity)
}

// productOf reads the address of a product.
func productOf(page string) (shop, handle string, ok bool) {
	parts := strings.Split(strings.Trim(page, "/"), "/")
	if len(parts) != 3 || parts[0] != "s" {
		return "", "", false
	}
	return parts[1], parts[2], true
}

// chosen finds the variant of the options that a product page sent.
func (s *Store) chosen(r *web.Request, form *web.Form, page string) (catalog.VariantID, error) {
	shop, handle, ok := productOf(page)
	if !ok {
		return 0, fault.New(fault.NotFound, "fault.page_not_found")
	}
	p, _, err := s.Catalog.Product(r.R.Context(), shop, handle)
	if err != nil {
		return 0, err
	}
	v, ok := pick(p, func(name string) string { return form.Get(name) })
	if !ok {
		return 0, nil
	}
	return v.ID, nil
}

// setLine changes how many of a line, or removes it.
func (s *Store) setLine(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	quantity := form.Int("quantity")
	switch err = form.Err(); {
	case form.Has("remove"):
		quantity, err = 0, nil
	case quantity == 0:
		quantity = -1 // none is no quantity: only the button takes a line out
	}
	if err == nil {
		err = s.Market.SetLine(r.R.Context(), r.Cart(), catalog.VariantID(form.ID("variant")), quantity)
		if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
			for _, e := range fault.List(err) {
				form.Add("quantity", e.Key, e.Args...)
			}
		}
	}
	if err != nil && form.Err() != nil {
		return s.showCart(r, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	if err := s.count(r, r.Cart()); err != nil {
		return err
	}
	if had := form.ID("had"); quantity == 0 && had > 0 {
		return r.Redirect("/cart?gone=" + strconv.FormatInt(form.ID("variant"), 10) + "&had=" + strconv.FormatInt(had, 10))
	}
	return r.Redirect("/cart")
}

// count tells the browser how many things are in the cart.
func (s *Store) count(r *web.Request, token string) error {
	n, err := s.Market.CartSize(r.R.Context(), token)
	if err == nil {
		r.SetCart(token, n)
	}
	return err
}
