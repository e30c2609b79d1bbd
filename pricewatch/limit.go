package pricewatch

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/landed"
	"agora/money"
)

// rules are the caps in force with what they are about.
type rules struct {
	caps      []Cap
	baselines []Baseline
	up        map[string]string // the category above each
	rates     *landed.View
}

// countries are those in which anything is watched.
func (r rules) countries() (list []country.Code) {
	for _, c := range r.caps {
		list = append(list, c.Countries...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// stamp changes when, and only when, what is allowed may have changed.
func (r rules) stamp() string {
	if len(r.caps) == 0 {
		return ""
	}
	var b strings.Builder
	for _, c := range r.caps {
		fmt.Fprintf(&b, "c%d ", c.ID)
	}
	for _, l := range r.baselines {
		fmt.Fprintf(&b, "b%d ", l.ID)
	}
	b.WriteString(r.rates.Day.UTC().Format(time.DateOnly))
	return b.String()
}

// Evidence is by what a price was found too high: all that was looked up, as it was.
type Evidence struct {
	Base    Entry      `json:"base"`
	BaseID  BaselineID `json:"base_id"`
	Cap     CapID      `json:"cap"`
	Crisis  CrisisID   `json:"crisis"`
	Over    int64      `json:"over"` // percent
	Why     string     `json:"why,omitempty"`
	Begins  time.Time  `json:"begins"`
	Ends    time.Time  `json:"ends"`
	RateDay time.Time  `json:"rate_day,omitzero"` // of the rate, where the shop sells in other money
	Rate    string     `json:"rate,omitempty"`
	Lines   []Excess   `json:"lines"`
	At      time.Time  `json:"at"`
}

// Excess is a variant that costs more than it may.
type Excess struct {
	Variant catalog.VariantID `json:"variant"`
	Choice  []string          `json:"choice,omitempty"` // of its options, in the language of the shop
	Price   money.Amount      `json:"price"`
	Most    money.Amount      `json:"most"`            // what it may cost
	Units   int64             `json:"units,omitempty"` // that it has; of a kilogram, grams
}

// fits reports whether a baseline is about a product.
func (r rules) fits(b Baseline, o catalog.Offer) bool {
	if b.Country != o.Shop.Country || !strings.HasPrefix(o.Product.HS, b.HS) {
		return false
	}
	if b.Category == "" {
		return true
	}
	at := o.Product.Category
	for range 10 { // of the deepest tree
		if at == b.Category || at == "" {
			break
		}
		at = r.up[at]
	}
	return at == b.Category
}

// rule gives the baseline and the cap that a product is under: the most exact baseline;
// a cap of it before one of all; the lowest of equals.
func (r rules) rule(o catalog.Offer) (base Baseline, c Cap, ok bool) {
	for _, b := range r.baselines {
		if r.fits(b, o) && (base.ID == 0 || b.exactness() > base.exactness()) {
			base = b
		}
	}
	if base.ID == 0 {
		return base, c, false
	}
	for _, one := range r.caps {
		if !slices.Contains(one.Countries, o.Shop.Country) || one.Baseline != 0 && one.Baseline != base.Thing {
			continue
		}
		exact, best := one.Baseline != 0, c.Baseline != 0
		if !ok || exact && !best || exact == best && one.Over < c.Over {
			c, ok = one, true
		}
	}
	return base, c, ok
}

// judge gives what of an offer is too dear, nil for nothing, and whether there is a rule
// for it at all.
func (r rules) judge(o catalog.Offer) (e *Evidence, ruled bool) {
	base, c, ok := r.rule(o)
	if !ok {
		return nil, false
	}
	out := Evidence{Base: base.Entry, BaseID: base.ID, Cap: c.ID, Crisis: c.Crisis, Over: c.Over, Why: c.Why, Begins: c.Begins, Ends: c.Ends}
	rate, ok := r.rates.Rate(base.Amount.Currency, o.Shop.Currency)
	if !ok {
		return nil, true
	}
	if rate.From != rate.To {
		out.Rate, out.RateDay = rate.String(), rate.Day
	}
	for _, v := range o.Product.Variants {
		units, of := amountIn(base.Entry, o.Product, v)
		most, ok := limit(base.Amount, c.Over, units, of, rate)
		if !ok || v.Price.Minor <= most.Minor {
			continue
		}
		out.Lines = append(out.Lines, Excess{Variant: v.ID, Choice: o.Product.ChoiceOf(v, o.Shop.Lang()), Price: v.Price, Most: most, Units: units})
	}
	if out.Lines == nil {
		return nil, true
	}
	return &out, true
}

// amountIn gives how much of the unit a variant has: units divided by of. 0 when that is
// not known.
func amountIn(e Entry, p catalog.Product, v catalog.Variant) (units, of int64) {
	if e.Unit == "kilogram" {
		return v.Grams, 1000
	}
	if e.Count == "" {
		return 1, 1
	}
	if said, ok := p.Value(e.Count); ok && said.Number >= 1000 {
		return said.Number / 1000, 1
	}
	return 1, 1
}

// limit gives the most that units/of of a unit may cost, in the money of the rate: each
// step rounds up, and the price of one unit at the cap is a sum that can be said.
func limit(base money.Amount, over, units, of int64, rate money.Rate) (money.Amount, bool) {
	if units <= 0 {
		return money.Amount{}, false
	}
	one, err := money.Up.MulDiv(base.Minor, 100+over, 100)
	if err != nil {
		return money.Amount{}, false
	}
	all, err := money.Up.MulDiv(one, units, of)
	if err != nil {
		return money.Amount{}, false
	}
	most, err := money.Up.Convert(money.Of(all, base.Currency), rate)
	return most, err == nil
}

// Unit gives what one unit may cost at the cap.
func (e Evidence) Unit() money.Amount {
	one, _ := limit(e.Base.Amount, e.Over, 1, 1, money.Same(e.Base.Amount.Currency))
	return one
}

// LastDay is the last day on which the cap was to run.
func (e Evidence) LastDay() time.Time { return e.Ends.Add(-time.Second) }

// LastDay is the last day of the cap.
func (c Cap) LastDay() time.Time { return c.Ends.Add(-time.Second) }
