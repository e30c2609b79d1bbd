package landed

import (
	"cmp"
	"time"

	"agora/fault"
	"agora/money"
)

// Quote computes what a request costs at the door. It is pure: the same request
// on the same view gives the same quote. It fails when a rate is missing or a
// sum leaves 63 bits, and never guesses.
func (v *View) Quote(r Request) (Quote, error) {
	r.Rounding = cmp.Or(r.Rounding, money.HalfUp)
	own := r.Rates != nil
	if !own {
		r.Rates = v.Rate
	}
	if r.Day.IsZero() {
		r.Day = v.Day
	}
	q := Quote{To: r.To, Currency: r.Currency, Rounding: r.Rounding, Status: Guaranteed,
		Expires: r.Day.Truncate(24*time.Hour).AddDate(0, 0, 1)}
	c := calculation{view: v, request: r, own: own, zero: money.Of(0, r.Currency)}
	q.Goods, q.Discount, q.Freight, q.Duty, q.VAT, q.Fee = c.zero, c.zero, c.zero, c.zero, c.zero, c.zero
	q.Total, q.AtDoor, q.DoorTotal, q.Inside = c.zero, c.zero, c.zero, c.zero
	q.Parcels = make([]ParcelQuote, len(r.Parcels))
	c.parcels = q.Parcels
	for i := range r.Parcels {
		if err := c.price(&q.Parcels[i], &r.Parcels[i]); err != nil {
			return Quote{}, err
		}
	}
	for i := range r.Parcels { // after all are priced: a threshold may be that of all together
		if err := c.close(i); err != nil {
			return Quote{}, err
		}
		q.add(q.Parcels[i])
	}
	for _, f := range r.Fees {
		if err := sound(f.Amount, r.Currency); err != nil {
			return Quote{}, err
		}
		q.Fees = append(q.Fees, Entry{Kind: FeeKind, Amount: f.Amount, Base: c.zero, Status: Guaranteed, Note: f.Name})
		q.Fee.Minor += f.Amount.Minor
		q.Total.Minor += f.Amount.Minor
	}
	q.DoorTotal.Minor = q.Total.Minor + q.AtDoor.Minor
	q.Entries = q.summary()
	return q, nil
}

// add takes a parcel into the sums of the whole.
func (q *Quote) add(p ParcelQuote) {
	q.Goods.Minor += p.Goods.Minor
	q.Discount.Minor += p.Discount.Minor
	q.Freight.Minor += p.Freight.Minor
	q.Duty.Minor += p.Duty.Minor
	q.VAT.Minor += p.VAT.Minor
	q.Inside.Minor += p.Inside.Minor
	q.Apart = q.Apart || p.Apart
	q.Total.Minor += p.Total.Minor
	q.AtDoor.Minor += p.AtDoor.Minor
	q.Status = q.Status.Worse(p.Status)
}

// summary adds up the entries of all parcels and fees by kind and by where
// they are paid.
func (q *Quote) summary() []Entry {
	list := make([]Entry, 0, 8)
	put := func(e Entry) {
		for i := range list {
			if list[i].Kind == e.Kind && list[i].AtDoor == e.AtDoor {
				list[i].Amount.Minor += e.Amount.Minor
				list[i].Status = list[i].Status.Worse(e.Status)
				return
			}
		}
		list = append(list, Entry{Kind: e.Kind, Amount: e.Amount, AtDoor: e.AtDoor, Status: e.Status, Base: money.Of(0, q.Currency)})
	}
	for _, kind := range []Kind{Goods, Discount, Freight, Duty, VAT, FeeKind} {
		for _, p := range q.Parcels {
			for _, e := range p.Entries {
				if e.Kind == kind {
					put(e)
				}
			}
		}
		if kind == FeeKind {
			for _, e := range q.Fees {
				put(e)
			}
		}
	}
	return list
}

// calculation is one request being computed.
type calculation struct {
	view    *View
	request Request
	parcels []ParcelQuote // of the request's parcels
	own     bool          // the request brings rates of its own
	zero    money.Amount
}

// convert brings a sum of the shop's money into the buyer's.
func (c *calculation) convert(a money.Amount, rate money.Rate) (money.Amount, error) {
	if a.IsZero() {
		return c.zero, nil
	}
	return c.request.Rounding.Convert(a, rate)
}

// charged gives the rate at which the goods of a parcel are converted; rules of
// the border look at the rate of the day (see crossing.foreign).
func (c *calculation) charged(shop money.Currency) (money.Rate, money.Bps, bool) {
	if c.own {
		rate, ok := c.request.Rates(shop, c.request.Currency)
		return rate, 0, ok
	}
	return c.view.Charged(shop, c.request.Currency)
}

// price converts the sums of one parcel: goods by unit price, so that a line is
// its quantity times what one costs; then discount and freight.
func (c *calculation) price(q *ParcelQuote, p *Parcel) error {
	shop := p.Freight.Currency
	for _, l := range p.Lines {
		shop = l.Unit.Currency
	}
	rate, margin, ok := c.charged(shop)
	if !ok {
		return fault.New(fault.Unavailable, "fault.no_rate", "from", string(shop), "to", string(c.request.Currency))
	}
	*q = ParcelQuote{Shop: p.Shop, From: p.From, Option: p.Option, Incoterm: p.Incoterm, Rate: rate, Margin: margin, Status: Guaranteed,
		Goods: c.zero, Discount: c.zero, Freight: c.zero, Duty: c.zero, VAT: c.zero, AtDoor: c.zero,
		ShopGoods: money.Of(0, shop), ShopDiscount: money.Of(p.Discount.Minor, shop), ShopFreight: money.Of(p.Freight.Minor, shop)}
	for _, a := range []money.Amount{p.Discount, p.Freight} {
		if err := sound(a, shop); err != nil {
			return err
		}
	}
	q.Lines = make([]LineQuote, 0, len(p.Lines))
	for i := range p.Lines {
		if err := c.line(q, p, &p.Lines[i]); err != nil {
			return err
		}
	}
	if q.ShopDiscount.Minor > q.ShopGoods.Minor {
		return fault.New(fault.Invalid, "fault.quote_sum")
	}
	var err error
	if q.Discount, err = c.convert(q.ShopDiscount, rate); err != nil {
		return err
	}
	if q.Freight, err = c.convert(q.ShopFreight, rate); err != nil {
		return err
	}
	q.Discount.Minor = min(q.Discount.Minor, q.Goods.Minor) // both were rounded
	return sound(q.Goods, q.Goods.Currency)
}

// close adds to a priced parcel what the border takes, and its sums.
func (c *calculation) close(i int) error {
	q, p := &c.parcels[i], &c.request.Parcels[i]
	q.Entries = make([]Entry, 0, 6)
	q.put(Entry{Kind: Goods, Amount: q.Goods, Base: c.zero, Status: Guaranteed})
	if !q.Discount.IsZero() {
		q.put(Entry{Kind: Discount, Amount: q.Discount.Neg(), Base: c.zero, Status: Guaranteed})
	}
	if p.Digital {
		return c.closeDigital(i)
	}
	q.put(Entry{Kind: Freight, Amount: q.Freight, Base: c.zero, Status: cmp.Or(p.FreightStatus, Guaranteed)})
	if err := c.inside(i); err != nil {
		return err
	}
	if p.From != c.request.To {
		if err := c.border(i); err != nil {
			return err
		}
		if err := c.bars(i); err != nil {
			return err
		}
	}
	q.Total = money.Of(q.Goods.Minor-q.Discount.Minor+q.Freight.Minor+q.Duty.Minor+q.VAT.Minor, c.request.Currency)
	q.DoorTotal = money.Of(q.Total.Minor+q.AtDoor.Minor, c.request.Currency)
	return nil
}

// greatest bounds a sum, in minor units: a hundred parcels of it with all that
// a border takes stay within 63 bits.
const greatest = 1 << 48

// sound refuses a sum that is negative, in another currency, or beyond the bound.
func sound(a money.Amount, c money.Currency) error {
	if a.Minor < 0 || a.Minor > greatest || a.Currency != c && !a.IsZero() {
		return fault.New(fault.Invalid, "fault.quote_sum")
	}
	return nil
}

func (c *calculation) line(q *ParcelQuote, p *Parcel, l *Line) error {
	if l.Quantity <= 0 || l.Grams < 0 || l.Grams > greatest/l.Quantity {
		return fault.New(fault.Invalid, "fault.quote_sum")
	}
	if err := sound(l.Unit, q.ShopGoods.Currency); err != nil {
		return err
	}
	asked, known, err := c.ask(p, l)
	if err != nil {
		return err
	}
	if !known {
		q.Status = Unknown
	}
	unit, err := c.convert(asked, q.Rate)
	if err != nil {
		return err
	}
	amount, err := unit.Times(l.Quantity)
	if err != nil {
		return err
	}
	own, err := asked.Times(l.Quantity)
	if err != nil {
		return err
	}
	if q.Goods, err = q.Goods.Add(amount); err != nil {
		return err
	}
	if q.ShopGoods, err = q.ShopGoods.Add(own); err != nil {
		return err
	}
	q.Grams += l.Grams * l.Quantity
	q.Lines = append(q.Lines, LineQuote{Key: l.Key, Quantity: l.Quantity, ShopUnit: asked, Unit: unit, Amount: amount})
	return nil
}

// put appends an entry; a zero entry of the border says why nothing is taken.
func (q *ParcelQuote) put(e Entry) {
	q.Entries = append(q.Entries, e)
	q.Status = q.Status.Worse(e.Status)
}
