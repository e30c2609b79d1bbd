package catalog

import (
	"fmt"

	"agora/fault"
	"agora/money"
)

// Terms are what a shop asks of who buys several: how few, in what steps, and the
// lower prices from a quantity on. The zero Terms ask nothing.
type Terms struct {
	Least  int64   `json:"l,omitempty"` // fewest that are sold; 0 and 1 are the same
	Step   int64   `json:"s,omitempty"` // more than Least only by this; 0 and 1 are the same
	Breaks []Break `json:"b,omitempty"` // rising quantities, falling prices
}

// Break is the price of one when at least From are bought.
type Break struct {
	From  int64 `json:"q"`
	Price int64 `json:"p"` // minor units of the shop's money
}

// MaxBreaks bounds the prices of a variant by quantity.
const MaxBreaks = 10

// Fewest gives how many are sold at least.
func (t Terms) Fewest() int64 { return max(t.Least, 1) }

// By gives in what steps more are sold.
func (t Terms) By() int64 { return max(t.Step, 1) }

// UnitOf gives what one costs, in minor units, when n are bought: the lowest
// price whose quantity is reached. price is that of one.
func (t Terms) UnitOf(price, n int64) int64 {
	for _, b := range t.Breaks {
		if n >= b.From {
			price = min(price, b.Price)
		}
	}
	return price
}

// UnitOf gives what one costs when n are bought.
func (v Variant) UnitOf(n int64) money.Amount {
	return money.Of(v.Terms.UnitOf(v.Price.Minor, n), v.Price.Currency)
}

// Steps gives the quantities from which one costs less than before, the fewest
// that are sold first. One entry means one price for all.
func (v Variant) Steps() []Break {
	list := []Break{{v.Terms.Fewest(), v.UnitOf(v.Terms.Fewest()).Minor}}
	for _, b := range v.Terms.Breaks {
		if unit := v.UnitOf(b.From).Minor; b.From > list[0].From && unit < list[len(list)-1].Price {
			list = append(list, Break{b.From, unit})
		}
	}
	return list
}

// Sells gives the fault when just n of the variant are not sold; its field is
// that of the variant's stock.
func (v Variant) Sells(n int64, title string) *fault.Error {
	switch least, by := v.Terms.Fewest(), v.Terms.By(); {
	case n < least:
		return &fault.Error{Kind: fault.Invalid, Key: "fault.least", Field: SoldOutField(v.ID), Args: []any{"title", title, "least", least}}
	case (n-least)%by != 0:
		below := n - (n-least)%by
		return &fault.Error{Kind: fault.Invalid, Key: "fault.step", Field: SoldOutField(v.ID), Args: []any{"title", title, "step", by, "below", below, "above", below + by}}
	}
	return nil
}

// check looks at the terms of a variant that costs price.
func (t Terms) check(f *fault.Fields, at string, price int64) {
	number(f, at+".least", t.Least, MaxQuantity)
	number(f, at+".step", t.Step, MaxQuantity)
	bound(f, at+".breaks", len(t.Breaks), MaxBreaks)
	last := Break{1, price}
	for _, b := range t.Breaks {
		if b.From <= last.From || b.From > MaxQuantity || b.Price >= last.Price || b.Price <= 0 {
			f.Add(at+".breaks", "fault.breaks")
			return
		}
		last = b
	}
}

// terms reads the terms of a row of variants; "" is none.
func terms(text string) (t Terms, err error) {
	if text == "" {
		return t, nil
	}
	return t, decode(text, &t)
}

// written is how the row keeps the terms.
func (t Terms) written() (string, error) {
	if t.Fewest() == 1 && t.By() == 1 && len(t.Breaks) == 0 {
		return "", nil
	}
	text, err := encode(t)
	if err != nil {
		return "", fmt.Errorf("catalog: terms: %w", err)
	}
	return text, nil
}
