package storefront

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/country"
	"agora/delivery"
	"agora/fault"
	"agora/landed"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// showCheckout writes the page: form is what was posted (nil at first),
// changed what is different from what the buyer saw.
func (s *Store) showCheckout(r *web.Request, at till, form *web.Form, changed fault.Fields, status int) error {
	var choice market.Choice
	if form != nil {
		choice.Options, choice.Pay = optionsOf(form), form.Get("pay")
		choice.City, choice.Postcode = form.Get("address.city"), form.Get("address.postcode")
	}
	barred, err := s.Market.CashBarred(r.R.Context(), contactOf(r, form))
	if err != nil {
		return err
	}
	if choice.NoCash = !barred.IsZero(); choice.NoCash && choice.Pay == "cash" {
		choice.Pay = ""
	}
	c, err := s.counted(r, at.cart, choice)
	if fault.Is(err, fault.Invalid) && form != nil { // a choice that no longer exists: begin again
		c, err = s.counted(r, at.cart, market.Choice{NoCash: choice.NoCash, City: choice.City, Postcode: choice.Postcode})
	}
	if err != nil {
		return err
	}
	if len(c.Cart.Shops) == 0 {
		return r.Redirect(at.none)
	}
	v := checkoutView{
		action: at.path, fixed: at.fixed, event: at.event, mishaps: form.Mishaps(r), contact: s.contactFields(r, at, form, c.Cart.Bare()), address: addressFields(r, form),
		country: countryField(r, at, form),
		heading: r.T("store.address_in", "country", r.CountryName(r.Country)),
		leave:   form.Fill(r, ui.Field{Name: "leave", Label: r.T("store.leave_label"), Hint: r.T("store.leave_hint"), Max: 200, Dir: "auto"}),
		note:    form.Fill(r, ui.Field{Name: "note", Label: r.T("store.note_label"), Type: "area", Rows: 2, Max: 500, Dir: "auto"}),
		rows:    checkoutRows(r, c), guess: guessed(c.Quote), atDoor: doorRows(r, c.Quote), rates: ratesOf(r, c.Quote),
		button: r.T("store.order_for", "amount", c.Quote.Total),
		hidden: []string{"key", keyOf(form), "quote", c.Quote.Hash(), "seen", c.Seen()},
	}
	if c.Cart.Bare() {
		v.bare, v.address, v.heading = true, nil, r.T("store.country")
		v.hidden = append(v.hidden, "bare", "1")
	}
	if choice.NoCash {
		v.barred = r.T("store.cash_barred", "until", r.Locale.Date(barred))
	}
	for _, e := range changed {
		v.changes = append(v.changes, r.Locale.Error(e))
	}
	v.totals, v.unknown = placeOf(r, v.bare), v.bare && c.Quote.Status == landed.Unknown
	v.parcels, v.blocked = s.parcels(r, c, form)
	v.ways = ways(r, c)
	v.title = r.T("store.checkout_page")
	if v.bare {
		v.title = r.T("store.checkout_bare")
	}
	f := r.Frame("")
	if c.Cart.Admits != nil {
		v.forSeat(r, c.Cart)
		f.Place = "assembly"
	}
	f.Title = v.title
	if f.Private = true; at.cart == r.Cart() {
		f.Cart = c.Cart.Items()
	}
	if form != nil {
		f.Path = at.path
	}
	return r.Page(status, f, web.Staged(c.Cart.Rehearsal(), checkout(v)))
}

// contactOf is how the buyer can be reached, as far as she said.
func contactOf(r *web.Request, form *web.Form) market.Contact {
	c := market.Contact{Email: r.Actor.Email, Phone: r.Actor.Phone}
	if form == nil {
		return c
	}
	if v := form.Get("contact.email"); v != "" {
		c.Email = v
	}
	if p, err := country.ParsePhone(form.Get("address.phone"), r.Country); err == nil {
		c.Phone = p
	}
	return c
}

// countryField offers the countries; one that is none leaves the last good one.
func countryField(r *web.Request, at till, form *web.Form) ui.Field {
	f := form.Fill(r, ui.Field{Name: "country", Label: r.T("store.country"), Options: r.Countries(), Complete: "country"})
	f.Options = ui.Select(f.Options, string(r.Country))
	if at.fixed {
		f.Options = slices.DeleteFunc(f.Options, func(o ui.Option) bool { return !o.Selected })
	}
	return f
}

// keyOf keeps the idempotency key of a form that comes back, so that pressing
// twice stays one order.
func keyOf(form *web.Form) string {
	if form != nil && form.Get("key") != "" {
		return form.Get("key")
	}
	return newKey()
}

// checkoutRows are the sums that are paid now, parcel by parcel, with rules and
// sources; they add up to the total to the unit.
func checkoutRows(r *web.Request, c market.Checkout) []ui.Row {
	var rows []ui.Row
	for _, p := range c.Quote.Parcels {
		for _, e := range p.Entries {
			if e.AtDoor {
				continue
			}
			row := entryRow(r, e)
			if e.Kind == landed.Goods && p.Rate.From != p.Rate.To {
				row.Why = rateWhy(r, p)
			}
			if saved := c.SavedIn(p); e.Kind == landed.Goods && !saved.IsZero() {
				row.Why = strings.TrimPrefix(row.Why+" · "+r.T("store.discounted", "amount", saved), " · ")
			}
			if len(c.Quote.Parcels) > 1 {
				row.What = r.T("store.of_shop", "what", row.What, "shop", shopName(c.Cart, p.Shop))
			}
			rows = append(rows, row)
		}
	}
	for _, e := range c.Quote.Fees {
		rows = append(rows, entryRow(r, e))
	}
	return append(rows, ui.Row{What: r.T("store.in_all"), Amount: c.Quote.Total, Total: true})
}

func shopName(c market.Cart, id catalog.ShopID) string {
	for _, s := range c.Shops {
		if s.Shop.ID == id {
			return s.Shop.Name
		}
	}
	return ""
}

func (s *Store) parcels(r *web.Request, c market.Checkout, form *web.Form) (list []parcelView, blocked string) {
	for i, shop := range c.Cart.Shops {
		p := parcelView{id: "f-" + strings.ReplaceAll(optionName(shop.Shop.ID), ".", "-"), face: cmp.Or(shop.Shop.Initials, ui.Initials(shop.Shop.Name)), tint: faceTint(i), legend: shop.Shop.Name + ", " + shop.Shop.City}
		if shop.Digital {
			p.id, p.digital = p.id+"-digital", r.T("store.digital_words")
			if len(list) > 0 || !c.Cart.Bare() || len(c.Cart.Shops) > 1 {
				p.legend += " · " + r.T("store.digital_when")
			}
		}
		for _, o := range c.Offers[shop.Shop.ID] {
			if shop.Digital {
				break
			}
			o.Price = inMoney(o.Price, shop.Shop.ID, c.Quote)
			p.offers = append(p.offers, offerChoice(r, shop.Shop.Lang(), o, c.Chosen[shop.Shop.ID]))
		}
		if list := c.Points[shop.Shop.ID]; len(list) > 0 && !shop.Digital {
			p.point = form.Fill(r, pointField(r, shop.Shop.ID, list))
		}
		if len(p.offers) == 0 && !shop.Digital {
			p.none = r.T("store.choose_offer")
			if why := c.Refusals[shop.Shop.ID]; why != nil {
				p.none = r.Locale.Error(fault.List(why)[0])
			}
			blocked = p.none
		}
		parcel, _ := c.Quote.Parcel(shop.Shop.ID)
		if shop.Digital {
			parcel.Bars = nil
		}
		for _, b := range parcel.Bars {
			p.bars = append(p.bars, barWords(r, b, c.Quote.To))
		}
		if parcel.Prohibited() {
			blocked = r.T("fault.prohibited", "shop", shop.Shop.Name)
		}
		for _, l := range shop.Lines {
			if l.Problem != nil {
				blocked = r.Locale.Error(l.Problem)
			}
		}
		list = append(list, p)
	}
	return list, blocked
}

// pointField offers the points at which a parcel can be taken.
func pointField(r *web.Request, shop catalog.ShopID, list []delivery.Point) ui.Field {
	f := ui.Field{Name: market.PointField(shop), Label: r.T("store.point"), Required: true, Empty: r.T("store.choose")}
	for _, p := range list {
		text := p.City + ", " + p.Name + ", " + p.Street
		if p.Hours != "" {
			text += " (" + p.Hours + ")"
		}
		f.Options = append(f.Options, ui.Option{Value: strconv.FormatInt(int64(p.ID), 10), Text: text})
	}
	return f
}

func offerChoice(r *web.Request, shopLang string, o delivery.Offer, chosen string) ui.Choice {
	note := r.T("store.offer_days", "from", o.From, "to", o.By)
	if o.Option.Tracked {
		note += ", " + r.T("store.offer_tracked")
	}
	if o.Option.Incoterm == landed.DDP {
		note += ", " + r.T("store.offer_ddp")
	} else {
		note += ", " + r.T("store.offer_dap")
	}
	if o.Parcels > 1 {
		note += ", " + r.N("store.offer_parcels", int64(o.Parcels))
	}
	name, _ := catalog.Texts(o.Option.Name).In(r.Locale.Lang(), shopLang)
	return ui.Choice{Name: optionName(o.Option.Shop), Value: o.Option.Key, Title: cmp.Or(name, o.Option.Carrier), Note: note,
		Amount: o.Price, Checked: o.Option.Key == chosen}
}

func ways(r *web.Request, c market.Checkout) (list []ui.Choice) {
	for _, w := range c.Ways {
		choice := ui.Choice{Name: "pay", Value: w.Kind, Title: r.T("store.pay_" + w.Kind), Amount: w.Fee, Checked: w.Kind == c.Pay}
		if key := "store.pay_" + w.Kind + "_note"; r.Locale.Has(key) {
			choice.Note = r.T(key)
		}
		if w.Deposit > 0 {
			choice.Note += " " + r.T("store.deposit_words", "percent", w.Deposit)
		}
		if w.Fee.IsZero() {
			choice.Right = r.T("store.free")
		}
		list = append(list, choice)
	}
	return list
}

func (s *Store) contactFields(r *web.Request, at till, form *web.Form, needed bool) []ui.Field {
	hint := r.T("store.email_hint")
	if needed {
		hint = ""
	}
	return []ui.Field{form.Fill(r, ui.Field{Name: "contact.email", Type: "email", Label: r.T("store.email"), Hint: hint,
		Value: cmp.Or(r.Actor.Email, at.email), Complete: "email", Dir: "ltr", Max: 254, Span: true, Required: needed})}
}

// completes are the autocomplete tokens of the parts of an address.
var completes = map[string]string{"name": "name", "phone": "tel", "street": "address-line1", "city": "address-level2",
	"province": "address-level1", "postcode": "postal-code", "district": "address-level3"}

// addressFields is the form of the country.
func addressFields(r *web.Request, form *web.Form) (list []ui.Field) {
	c, _ := country.Find(r.Country)
	for _, f := range c.AddressForm() {
		in := ui.Field{Name: "address." + f.Key, Label: r.T("store.a_" + f.Key), Required: f.Required, Complete: completes[f.Key],
			Max: 120, Span: f.Width == country.Full, Dir: "auto"}
		if !f.Required {
			in.Label = r.T("store.optional", "label", in.Label)
		}
		switch f.Key {
		case "phone":
			in.Type, in.Hint, in.Dir, in.Value = "tel", r.T("store.phone_hint"), "ltr", cmp.Or(r.Actor.Phone, c.Phone+" ")
		case "postcode":
			in.Mode, in.Dir = "text", "ltr"
		case "name":
			in.Value = r.Actor.Name
		}
		for _, o := range f.Options {
			in.Options = append(in.Options, ui.Option{Value: o, Text: o})
		}
		if in.Options != nil {
			in.Empty, in.Dir = r.T("store.choose"), ""
		}
		list = append(list, form.Fill(r, in))
	}
	return list
}
