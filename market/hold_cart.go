package market

import (
	"slices"
	"time"

	"agora/catalog"
)

// own adds what is held for a cart to what its lines find in stock: it is there
// for this buyer, and for nobody else.
func own(lines []catalog.Line, holds []holding) {
	of := map[catalog.VariantID]int64{}
	for _, h := range holds {
		i := slices.IndexFunc(lines, func(l catalog.Line) bool { return l.Variant.ID == h.variant })
		switch {
		case i < 0:
		case lines[i].Variant.IsSet():
			for _, p := range lines[i].Parts {
				of[p.Variant.ID] += h.quantity * p.Quantity
			}
		default:
			of[h.variant] += h.quantity
		}
	}
	if len(of) == 0 {
		return
	}
	for i := range lines {
		l := &lines[i]
		if !l.Variant.IsSet() {
			l.Variant.Held -= of[l.Variant.ID]
			continue
		}
		for j := range l.Parts {
			l.Parts[j].Variant.Held -= of[l.Parts[j].Variant.ID]
		}
		if !slices.ContainsFunc(l.Variant.Parts, func(p catalog.Part) bool { return p.Gone }) {
			l.Variant.OnHand, l.Variant.Held = sets(*l), 0
		}
	}
}

// sets is how many of a set there are of its parts.
func sets(l catalog.Line) int64 {
	least := int64(catalog.MaxQuantity)
	for _, p := range l.Parts {
		least = min(least, max(p.Variant.Available(), 0)/p.Quantity)
	}
	return least
}

// shown tells lines what of them is held, and until when: nothing once the time is
// over, though the stock comes back a little later.
func (c *Cart) shown(holds []holding, now time.Time) {
	for i := range c.Shops {
		for j := range c.Shops[i].Lines {
			l := &c.Shops[i].Lines[j]
			for _, h := range holds {
				if h.variant == l.Variant.ID && h.until.After(now) {
					l.Held, l.HeldUntil = h.quantity, h.until
				}
			}
		}
	}
}
