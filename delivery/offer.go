package delivery

import (
	"cmp"
	"slices"
	"time"

	"agora/fault"
	"agora/money"
)

// Offers gives what options offer for things sent on a day, the cheapest first,
// the faster first when they cost the same.
func Offers(options []Option, to Place, things []Thing, day time.Time) []Offer {
	list, _ := offers(options, to, things, day)
	return list
}

// offers gives the offers, and why the last option that reaches the place made
// none; nil when it is not known.
func offers(options []Option, to Place, things []Thing, day time.Time) (list []Offer, why error) {
	for _, o := range options {
		if !o.Reaches(to.Country) {
			continue
		}
		offer, err := o.offer(to, things, day)
		if err != nil {
			why = err
			continue
		}
		list = append(list, offer)
	}
	slices.SortStableFunc(list, func(a, b Offer) int {
		return cmp.Or(cmp.Compare(a.Price.Minor, b.Price.Minor), cmp.Compare(a.Option.DaysMax, b.Option.DaysMax))
	})
	return list, why
}

// Refusal says why no option sends things to a place; nil when one does, or
// none goes there at all.
func Refusal(options []Option, to Place, things []Thing, day time.Time) error {
	list, why := offers(options, to, things, day)
	if len(list) > 0 {
		return nil
	}
	return why
}

var errNoPrice = fault.New(fault.Conflict, "fault.delivery_no_price")

// offer prices things by one way: by the table of its carrier or by its own
// steps, of which the last is the most that one parcel may weigh.
func (o Option) offer(to Place, things []Thing, day time.Time) (Offer, error) {
	limits, carrier, takes := Limits{}, o.Carrier, true
	price := func(b Box) (money.Amount, bool) { return o.Price(b.Grams) }
	if o.Table == "" {
		if len(o.Steps) == 0 {
			return Offer{}, errNoPrice
		}
		limits.MaxGrams = o.Steps[len(o.Steps)-1].UpToGrams
	} else {
		if o.table == nil {
			return Offer{}, errNoPrice
		}
		t, ok := inForce(o.table.tariffs, o.Home, o.Currency, day)
		z, reached := t.zone(to.Country)
		if !ok || !reached {
			return Offer{}, errNoPrice
		}
		limits, carrier, takes = o.table.Limits, o.table.Name, o.table.Dangerous
		limits.MaxGrams = z.most(limits)
		o.DaysMin, o.DaysMax = z.DaysMin, z.DaysMax
		price = func(b Box) (money.Amount, bool) { return t.price(z, to, b.Charged(limits.Divisor)) }
	}
	if err := forbidden(things, carrier, takes); err != nil {
		return Offer{}, err
	}
	boxes, err := Pack(things, limits)
	if err != nil {
		return Offer{}, err
	}
	sum, today := money.Of(0, o.currency()), day
	for _, b := range boxes {
		p, ok := price(b)
		if !ok {
			return Offer{}, errNoPrice
		}
		sum.Minor += p.Minor
	}
	for _, t := range things { // all go together, once the last is made
		if made := today.AddDate(0, 0, t.LeadDays); made.After(day) {
			day = made
		}
	}
	return Offer{Option: o, Price: sum, Parcels: len(boxes), From: day.AddDate(0, 0, o.DaysMin), By: day.AddDate(0, 0, o.DaysMax)}, nil
}

func (o Option) currency() money.Currency {
	if o.Table != "" {
		return o.Currency
	}
	return o.Steps[0].Price.Currency
}

// most is what a parcel may weigh in a zone: what the carrier takes and has a
// price for.
func (z Zone) most(l Limits) int64 {
	if l.MaxGrams == 0 {
		return z.heaviest()
	}
	return min(l.MaxGrams, z.heaviest())
}
