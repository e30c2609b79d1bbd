package storefront

import (
	"slices"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/delivery"
	"agora/discount"
	"agora/landed"
	"agora/market"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// doors counts totals at the door for a page: rules, rates and the shops' ways
// to send are read once, then nothing more is asked of the database.
type doors struct {
	r       *web.Request
	view    *landed.View
	options map[catalog.ShopID][]delivery.Option
	today   time.Time
	store   *Store
}

// thing is goods of one kind on their way to a door: one unit, or the fewest that
// are sold.
type thing struct {
	variant int64
	many    int64 // 0 is one
	shop    catalog.ShopID
	from    country.Code
	title   string
	price   money.Amount
	grams   int64
	size    delivery.Size
	danger  bool
	digital bool // nothing is sent
	hs      string
	origin  country.Code

	certified bool
}

// doors reads what a page with things of these shops needs.
func (s *Store) doors(r *web.Request, shops ...catalog.ShopID) (*doors, error) {
	d := &doors{r: r, today: time.Now().UTC().Truncate(24 * time.Hour), store: s}
	var err error
	if d.view, err = s.Landed.View(r.R.Context()); err != nil || len(shops) == 0 {
		return d, err
	}
	d.options, err = s.Delivery.OptionsOf(r.R.Context(), shops)
	return d, err
}

// quote counts a thing by the preferred way; false when the shop does not send
// there.
func (d *doors) quote(t thing) (landed.Quote, delivery.Offer, bool) {
	many := max(t.many, 1)
	things := []delivery.Thing{{Key: t.variant, Quantity: many, Grams: t.grams, Size: t.size, Dangerous: t.danger}}
	lines := []landed.Line{{Key: t.variant, Title: t.title, Quantity: many, Unit: t.price, Grams: t.grams, HS: t.hs, Origin: t.origin, Certified: t.certified}}
	if t.digital {
		q, err := d.view.Quote(landed.Request{To: d.r.Country, Currency: d.r.Currency, Parcels: []landed.Parcel{{Shop: t.shop, From: t.from,
			Option: market.DigitalOption, Digital: true, Freight: money.Of(0, t.price.Currency), Lines: lines}}})
		return q, delivery.Offer{}, err == nil && len(q.Parcels) == 1
	}
	return d.quoteOf(t.shop, t.from, things, lines)
}

// quoteGoods is quote for a set, which goes over the border as its parts.
func (d *doors) quoteGoods(shop catalog.ShopID, from country.Code, set market.CartLine) (landed.Quote, delivery.Offer, bool) {
	things, lines := set.Content()
	return d.quoteOf(shop, from, things, lines)
}

func (d *doors) quoteOf(shop catalog.ShopID, from country.Code, things []delivery.Thing, lines []landed.Line) (landed.Quote, delivery.Offer, bool) {
	offer, ok := delivery.Preferred(delivery.Offers(d.options[shop], delivery.Place{Country: d.r.Country}, things, d.today))
	if !ok {
		return landed.Quote{}, offer, false
	}
	q, err := d.view.Quote(landed.Request{To: d.r.Country, Currency: d.r.Currency,
		Parcels: []landed.Parcel{{Shop: shop, From: from, Option: offer.Option.Key, Channel: offer.Option.Service, Incoterm: offer.Option.Incoterm,
			Freight: offer.Price, FreightStatus: landed.Guaranteed, Lines: lines}}})
	return q, offer, err == nil && len(q.Parcels) == 1
}

// quoteKept is quote, remembered.
func (d *doors) quoteKept(t thing) (landed.Quote, delivery.Offer, bool) {
	key, ok := d.key(t)
	if !ok {
		return landed.Quote{}, delivery.Offer{}, false
	}
	q := d.store.quotes.get(key, mostQuotes, func() *quoted {
		var q quoted
		q.Quote, q.offer, q.known = d.quote(t)
		return &q
	})
	return q.Quote, q.offer, q.known
}

// key names all that a quote depends on; false when the shop sends nothing.
func (d *doors) key(t thing) (doorKey, bool) {
	options := d.options[t.shop]
	if t.digital {
		return doorKey{thing: t, to: d.r.Country, in: d.r.Currency, view: d.view, day: d.today.Unix()}, true
	}
	if len(options) == 0 {
		return doorKey{}, false
	}
	return doorKey{thing: t, to: d.r.Country, in: d.r.Currency, view: d.view, options: &options[0], day: d.today.Unix()}, true
}

// door is the price at the door of one unit; nil when it is not known.
func (d *doors) door(t thing) *ui.Door {
	key, ok := d.key(t)
	if !ok {
		return nil
	}
	sum := d.store.sums.get(key, mostSums, func() doorSum {
		q, offer, ok := d.quote(t)
		sum := sumOf(q, offer)
		sum.digital = t.digital
		sum.known = ok && q.Status != landed.Unknown
		return sum
	})
	if !sum.known {
		return nil
	}
	return sum.show(d.r)
}

func (s doorSum) show(r *web.Request) *ui.Door {
	if s.digital {
		return &ui.Door{Link: true, Total: s.total, Goods: s.goods, Extra: money.Of(s.total.Minor-s.goods.Minor, s.total.Currency), When: r.T("store.digital_when")}
	}
	return &ui.Door{Total: s.total, Goods: s.goods, Guess: s.guess, Extra: money.Of(s.total.Minor-s.goods.Minor, s.total.Currency),
		When: r.T("store.days_window", "from", s.daysMin, "to", s.daysMax)}
}

// Cards shows a page of things with their price at the reader's door.
func (s *Store) Cards(r *web.Request, list []catalog.Card) ([]ui.Product, error) {
	out, _, err := s.shown(r, list)
	return out, err
}

// shown is cards, with what is shown: the prices of the things less what their
// shops take off by themselves.
func (s *Store) shown(r *web.Request, list []catalog.Card) ([]ui.Product, []catalog.Card, error) {
	out, list, _, err := s.shownFor(r, nil, list)
	return out, list, err
}

// OnTable shows the variants of a thing in the hall of a live sale, for its offer with
// a secret code, "" for none, and tells whether that counts: not where all that it is
// for are taken.
func (s *Store) OnTable(r *web.Request, list []catalog.Card, code string) ([]ui.Product, bool, error) {
	var codes []string
	if code != "" {
		codes = []string{code}
	}
	out, _, lines, err := s.shownFor(r, codes, list)
	counts := slices.ContainsFunc(lines, func(l market.CartLine) bool {
		return slices.ContainsFunc(l.Off, func(o discount.Off) bool { return o.Live })
	})
	return out, counts, err
}

// shownFor does what shown does for who has codes, and gives what they took off.
func (s *Store) shownFor(r *web.Request, codes []string, list []catalog.Card) ([]ui.Product, []catalog.Card, []market.CartLine, error) {
	shops, lines := make([]catalog.ShopID, len(list)), make([]market.CartLine, len(list))
	for i, c := range list {
		shops[i], lines[i] = c.Shop, oneOf(c)
	}
	d, err := s.doors(r, shops...)
	if err != nil {
		return nil, nil, nil, err
	}
	if lines, err = s.Market.OfferedFor(r.R.Context(), codes, lines...); err != nil {
		return nil, nil, nil, err
	}
	list = slices.Clone(list) // others may look at it
	out := make([]ui.Product, len(list))
	for i := range list {
		c := &list[i]
		c.From = lines[i].Unit()
		out[i] = d.card(*c, i >= 4)
		out[i].Picture.First = i == 0
		if len(lines[i].Off) > 0 {
			out[i].Before = d.mine(lines[i].List())
		}
	}
	return out, list, lines, nil
}

func (d *doors) card(c catalog.Card, lazy bool) ui.Product {
	title := d.r.Words(c.Title)
	p := ui.Product{URL: productURL(c.ShopHandle, c.Handle), Title: title.Text, Lang: title.Lang, Dir: title.Dir,
		Picture: thumb(c.Picture, c.Tint, int64(c.Product), lazy), CountryCode: string(c.Country), Shop: c.ShopName + ", " + c.ShopCity,
		Price: c.From}
	if !c.Set { // its parts tell what the border takes; the page of the set counts it
		p.Door = d.door(thingOf(c))
	}
	if p.Door == nil {
		p.Price = d.mine(c.From)
	}
	if c.Digital {
		p.Bare = d.r.T("ui.before_tax")
	}
	if c.SoldOut {
		p.Badge = d.r.T("store.sold_out")
	}
	return p
}

// oneOf is one of what a card shows, as far as discounts ask.
func oneOf(c catalog.Card) market.CartLine {
	return market.CartLine{Quantity: 1, Line: catalog.Line{Shop: catalog.Shop{ID: c.Shop}, Product: catalog.Product{ID: c.Product, Category: c.Category},
		Variant: catalog.Variant{ID: c.Variant, Price: c.From}}}
}

// mine gives a price of a shop in the reader's money, as it is charged; in the
// shop's where no rate is known.
func (d *doors) mine(a money.Amount) money.Amount {
	if rate, _, ok := d.view.Charged(a.Currency, d.r.Currency); ok {
		if n, err := money.HalfUp.MulDiv(a.Minor, rate.Value, money.RateScale); err == nil {
			return money.Of(n, d.r.Currency)
		}
	}
	return a
}

func thingOf(c catalog.Card) thing {
	return thing{variant: int64(c.Variant), shop: c.Shop, from: c.Country, price: c.From, grams: c.Grams,
		size: delivery.Size{Length: c.Size[0], Width: c.Size[1], Height: c.Size[2]}, danger: c.Dangerous, digital: c.Digital, hs: c.HS, origin: c.Origin, certified: c.Certified}
}
