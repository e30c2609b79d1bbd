package ucp

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"agora/catalog"
	"agora/country"
	"agora/delivery"
	"agora/landed"
	"agora/market"
	"agora/money"
)

// counted is a session as the market sees it now.
type counted struct {
	market.Checkout
	address country.Address // checked, as far as it is whole
	contact market.Contact
	choices []choice // of delivery, by group
	paying  handler  // that was chosen; the zero one for none
	to      country.Code
	money   money.Currency
	view    *landed.View
	errors  []message
}

// choice is a group of parcels that is sent in one of several ways.
type choice struct {
	id      string
	shops   []catalog.ShopID
	ways    []way
	chosen  string // id of the way; "" while none is
	refused error  // why there is no way
}

// way is one delivery option of each shop in a group.
type way struct {
	id     string
	offers map[catalog.ShopID]delivery.Offer
}

// count asks the market what a session costs, and gathers what is in the way of
// placing it.
func (c *call) count(ctx context.Context, s *session) (out counted, err error) {
	cart, err := c.b.Market.CartFor(ctx, s.wants(), s.Codes...)
	if err != nil || len(cart.Shops) == 0 {
		return out, err
	}
	if s.nothingLeft(cart) {
		return counted{Checkout: market.Checkout{Cart: cart}}, errNothingLeft
	}
	if out.view, err = c.b.Landed.View(ctx); err != nil {
		return out, err
	}
	destination, at, sent := s.destination()
	if out.to = countryOf(destination.Country); cart.Bare() {
		out.to = cmp.Or(out.to, countryOf(s.hints().Country), cart.Shops[0].Shop.Country)
	}
	out.money = charged(out.view, cart, s.Context.currency(out.to, ""), (*hints)(nil).currency(out.to, ""), cart.Shops[0].Shop.Currency)
	ask := market.Choice{To: out.to, City: destination.City, Postcode: destination.Postcode, Currency: out.money, Options: map[catalog.ShopID]string{}}
	known := false
	if out.paying, known = handlerOf(s.selected().Handler); known {
		ask.Pay = out.paying.way
	}
	out.reach(s, cart, destination)
	if ask.NoCash, err = c.barred(ctx, out.contact); err != nil {
		return out, err
	}
	if !known && s.selected().Handler != "" || !c.pays(ask, cart) {
		out.fault(failing("payment_failed", "$.payment.instruments", c.locale.T("ucp.no_handler")))
		out.paying, ask.Pay = handler{}, ""
	}
	if out.Checkout, err = c.b.Market.Count(ctx, cart, ask); err != nil {
		return out, err
	}
	switch whole := out.choose(s, c.multi()); {
	case out.to == "" || cart.Bare():
	case whole:
		err = c.countChosen(ctx, &out, cart, ask)
	default:
		err = c.countGoods(ctx, &out, cart, ask)
	}
	if err != nil {
		return out, err
	}
	c.lacks(&out, s, at, sent)
	return out, nil
}

// countGoods counts again what of it is certain while nobody has chosen how it
// is delivered: the goods. The offers stay.
func (c *call) countGoods(ctx context.Context, out *counted, cart market.Cart, ask market.Choice) (err error) {
	offers, refusals := out.Offers, out.Refusals
	ask.To = ""
	out.Checkout, err = c.b.Market.Count(ctx, cart, ask)
	out.Offers, out.Refusals = offers, refusals
	return err
}

// countChosen counts again where another way was chosen than the one that the
// market takes by itself.
func (c *call) countChosen(ctx context.Context, out *counted, cart market.Cart, ask market.Choice) (err error) {
	other := false
	for _, g := range out.choices {
		for _, w := range g.ways {
			if w.id != g.chosen {
				continue
			}
			for shop, o := range w.offers {
				other = other || out.Chosen[shop] != o.Option.Key
				ask.Options[shop] = o.Option.Key
			}
		}
	}
	if other {
		out.Checkout, err = c.b.Market.Count(ctx, cart, ask)
	}
	return err
}

// charged is the first money in which all shops of a cart can be paid.
func charged(v *landed.View, cart market.Cart, wishes ...money.Currency) money.Currency {
	for _, to := range wishes {
		if to != "" && !slices.ContainsFunc(cart.Shops, func(s market.CartShop) bool { _, _, ok := v.Charged(s.Shop.Currency, to); return !ok }) {
			return to
		}
	}
	return wishes[len(wishes)-1]
}

func (out *counted) fault(m message) { out.errors = append(out.errors, m) }

// hints are what is known of the person; never nil.
func (s *session) hints() *hints {
	if s.Context == nil {
		return &hints{}
	}
	return s.Context
}

// multi reports whether the platform shows a choice of delivery for each parcel.
func (c *call) multi() bool { return c.profile.MultiGroup() }

// reach puts buyer and destination into the words of the market.
func (out *counted) reach(s *session, cart market.Cart, d postal) {
	b := cmp.Or(s.Buyer, &buyer{})
	phone := cmp.Or(d.Phone, b.Phone)
	out.contact = market.Contact{Email: strings.ToLower(strings.TrimSpace(b.Email))}
	if p, err := country.ParsePhone(phone, out.to); err == nil {
		out.contact.Phone = p
	}
	name := strings.TrimSpace(d.First + " " + d.Last)
	if name == "" {
		name = strings.TrimSpace(b.First + " " + b.Last)
	}
	street := strings.TrimSpace(d.Street)
	if e := strings.TrimSpace(d.Extended); e != "" {
		street = strings.TrimPrefix(street+", "+e, ", ")
	}
	out.address = country.Address{Country: out.to, Name: name, Phone: phone, Street: street, City: d.City, Province: provinceOf(out.to, d.Region), Postcode: d.Postcode}
	if cart.Bare() {
		out.address = country.Address{Country: out.to, Name: name}
	}
}

// provinceOf finds a province by the name that any language gives it.
func provinceOf(c country.Code, region string) string {
	known, ok := country.Find(c)
	if !ok {
		return region
	}
	for _, p := range known.Provinces() {
		for _, lang := range append([]string{"en"}, known.Languages...) {
			if strings.EqualFold(known.ProvinceName(p, lang), strings.TrimSpace(region)) {
				return p
			}
		}
	}
	return region
}

// barred reports whether this person pays nothing at a door.
func (c *call) barred(ctx context.Context, who market.Contact) (bool, error) {
	if who.Email == "" && who.Phone == "" {
		return false, nil
	}
	until, err := c.b.Market.CashBarred(ctx, who)
	return !until.IsZero(), err
}

// pays reports whether the chosen way, if any, is offered for a cart.
func (c *call) pays(ask market.Choice, cart market.Cart) bool {
	ask.NoCash = ask.NoCash || cart.AnyDigital()
	return ask.Pay == "" || slices.Contains(c.b.Market.PayWays(ask), ask.Pay)
}

// names lists shops for people.
func (out *counted) names(ids []catalog.ShopID) string {
	var names []string
	for _, s := range out.Cart.Shops {
		if slices.Contains(ids, s.Shop.ID) && !slices.Contains(names, s.Shop.Name) {
			names = append(names, s.Shop.Name)
		}
	}
	return strings.Join(names, ", ")
}
