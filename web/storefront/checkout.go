package storefront

import (
	"crypto/rand"
	"net/http"
	"strconv"

	"agora/catalog"
	"agora/country"
	"agora/delivery"
	"agora/fault"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// till is where somebody orders: what she gathered, what a
// shop quoted her, or what a machine gathered for her.
type till struct {
	cart, path, none string  // its token; the page; where to go when there is nothing to order
	email            string  // of who has no account, as far as it is known
	fixed            bool    // it goes to the reader's country and no other
	event            ui.Link // where a seat is paid for; no text: things are
}

func ownTill(r *web.Request) till { return till{cart: r.Cart(), path: "/checkout", none: "/cart"} }

// checkout shows the one page on which an order is placed.
func (s *Store) checkout(r *web.Request) error {
	return s.showCheckout(r, ownTill(r), nil, nil, http.StatusOK)
}

// place places the order of a buyer's own cart.
func (s *Store) place(r *web.Request) error { return s.placeAt(r, ownTill(r)) }

// placeAt places an order, or counts again when the buyer only changed a
// choice. A refused form comes back with all that was typed.
func (s *Store) placeAt(r *web.Request, at till) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	switch c := country.Code(form.Get("country")); {
	case at.fixed && c != r.Country:
		form.Add("country", "fault.enquiry_country")
	case at.fixed:
	case c.Known():
		r.SetCountry(c)
	case c != "": // it would go to the country before, unseen
		form.Add("country", "fault.choice")
	}
	if form.Err() != nil {
		return s.showCheckout(r, at, form, nil, http.StatusUnprocessableEntity)
	}
	if form.Get("do") != "place" {
		return s.showCheckout(r, at, form, nil, http.StatusOK)
	}
	order, err := s.orderOf(r, at, form)
	if err != nil {
		return err
	}
	if s.Machines != nil {
		order.Also = s.Machines.Finish(order.Cart)
	}
	g, err := s.Market.Place(r.R.Context(), r.Actor, order)
	switch {
	case fault.Is(err, fault.Conflict):
		return s.showCheckout(r, at, form, fault.List(err), http.StatusConflict)
	case fault.Is(err, fault.Invalid):
		_ = form.Join("", err)
		return s.showCheckout(r, at, form, nil, http.StatusUnprocessableEntity)
	case err != nil:
		return err
	}
	if at.cart == r.Cart() {
		r.SetCart(r.Cart(), 0) // empty now, and kept: pressing twice must find the same order
	}
	r.Say("store.thanks")
	to := s.orderURL(r, g)
	switch {
	case paysNext(g):
		to = pageURL(to, "/pay")
	case unconfirmed(g):
		to = pageURL(to, "/confirm")
	}
	return r.Redirect(to)
}

// orderURL is the page of an order group; who has no account needs the key.
func (s *Store) orderURL(r *web.Request, g market.Group) string {
	url := "/orders/" + strconv.FormatInt(int64(g.ID), 10)
	if g.Person != 0 && g.Person == r.Actor.Person {
		return url
	}
	return url + "?k=" + s.People.Sign(market.LinkPurpose, int64(g.ID))
}

// orderOf reads the form.
func (s *Store) orderOf(r *web.Request, at till, form *web.Form) (market.PlaceOrder, error) {
	a := country.Address{Country: r.Country}
	c, ok := country.Find(r.Country)
	if !ok {
		return market.PlaceOrder{}, fault.Field("country", "fault.choice")
	}
	for _, f := range c.AddressForm() {
		*a.Part(f.Key) = form.Get("address." + f.Key)
	}
	if form.Has("bare") {
		a.Name = r.Actor.Name
	}
	return market.PlaceOrder{Bare: form.Has("bare"), Cart: at.cart, Key: form.Get("key"), QuoteHash: form.Get("quote"), Seen: form.Get("seen"),
		Contact: market.Contact{Email: form.Get("contact.email")}, Address: a, Currency: r.Currency,
		Options: optionsOf(form), Points: pointsOf(form), Pay: form.Get("pay"), Lang: r.Locale.Lang(), Note: form.Get("note"), Leave: form.Get("leave")}, nil
}

// optionsOf reads the delivery chosen for each shop. It looks at the form only:
// the same form sent again is the same order, even when the cart is empty by
// then.
func optionsOf(form *web.Form) map[catalog.ShopID]string {
	options := map[catalog.ShopID]string{}
	for name, key := range form.Under(optionPrefix) {
		if id, err := strconv.ParseInt(name, 10, 64); err == nil && key != "" {
			options[catalog.ShopID(id)] = key
		}
	}
	return options
}

// pointsOf reads the points chosen for the shops.
func pointsOf(form *web.Form) map[catalog.ShopID]delivery.PointID {
	var points map[catalog.ShopID]delivery.PointID
	for name := range form.Under("point.") {
		id, err := strconv.ParseInt(name, 10, 64)
		if point := form.ID("point." + name); err == nil && point > 0 {
			if points == nil {
				points = map[catalog.ShopID]delivery.PointID{}
			}
			points[catalog.ShopID(id)] = delivery.PointID(point)
		}
	}
	return points
}

const optionPrefix = "option."

func optionName(id catalog.ShopID) string { return optionPrefix + strconv.FormatInt(int64(id), 10) }

// newKey makes the idempotency key of a form.
func newKey() string { return rand.Text() }
