package discount

import (
	"cmp"
	"slices"

	"agora/money"
)

// Off is what one discount takes off one thing, as an order keeps it.
type Off struct {
	ID       ID                `json:"id"`
	Code     string            `json:"code,omitempty"`
	Title    map[string]string `json:"title"`
	Amount   int64             `json:"amount"` // above zero, in minor units of the shop's money
	Revision int64             `json:"revision"`
	Live     bool              `json:"live,omitempty"` // an offer of a live sale: its uses are things
}

// Lower gives what a thing costs with the discounts that fit it, in force all of
// them, and what each took off, in the order in which they were taken. Those that
// combine come one after the other, percentages first; one that does not stands
// alone. Of these ways the buyer gets the cheapest; of equal ones the one of those
// that combine, then the one that needs no code.
func Lower(unit money.Amount, fit []Discount) (money.Amount, []Off) {
	fit = slices.Clone(fit)
	slices.SortFunc(fit, func(a, b Discount) int {
		return cmp.Or(cmp.Compare(a.Off.Minor, 0)-cmp.Compare(b.Off.Minor, 0), cmp.Compare(len(a.Code), 0)-cmp.Compare(len(b.Code), 0), cmp.Compare(a.ID, b.ID))
	})
	var together []Discount
	for _, d := range fit {
		if d.Combines {
			together = append(together, d)
		}
	}
	best, offs := take(unit, together)
	for _, d := range fit {
		if d.Combines {
			continue
		}
		if price, alone := take(unit, []Discount{d}); price.Minor < best.Minor ||
			price.Minor == best.Minor && len(offs) == 1 && offs[0].Code != "" && d.Code == "" {
			best, offs = price, alone
		}
	}
	return best, offs
}

// take takes discounts off one after the other; one that takes nothing is left out.
func take(unit money.Amount, list []Discount) (money.Amount, []Off) {
	var offs []Off
	for _, d := range list {
		lower := max(d.lower(unit), 1)
		if off := unit.Minor - lower; off > 0 {
			o := Off{ID: d.ID, Code: d.Code, Title: d.Title, Amount: off, Revision: d.Revision}
			if o.Live = d.Live(); o.Live {
				o.Code = "" // a secret of the hall
			}
			offs = append(offs, o)
			unit.Minor = lower
		}
	}
	return unit, offs
}

// lower gives a price less one discount, in minor units, rounded half up.
func (d Discount) lower(unit money.Amount) int64 {
	if d.Percent == 0 {
		return unit.Minor - d.Off.Minor
	}
	left := 100 - d.Percent
	return unit.Minor/100*left + (unit.Minor%100*left+50)/100
}
