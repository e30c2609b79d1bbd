package market

import (
	"slices"

	"agora/catalog"
	"agora/delivery"
	"agora/discount"
	"agora/fault"
	"agora/landed"
	"agora/money"
)

// InSet says which set a line of an order was bought in.
type InSet struct {
	Variant catalog.VariantID `json:"variant"`
	Title   catalog.Texts     `json:"title"`
	Handle  string            `json:"handle"`
	Count   int64             `json:"count"`         // of the sets that were bought
	Unit    int64             `json:"unit"`          // what the shop asked for one of them, in minor units of its money
	Off     []discount.Off    `json:"off,omitempty"` // what discounts had taken off that
}

// goods gives what lies in the parcel of a shop: the lines of the cart, with its
// parts in the place of each set. Each crosses the border for what it is, with
// its own code, weight and origin, and with its share of the set's price.
func (s CartShop) goods() []CartLine {
	if !slices.ContainsFunc(s.Lines, func(l CartLine) bool { return l.Variant.IsSet() }) {
		return s.Lines
	}
	var list []CartLine
	for i, l := range s.Lines {
		if l.Variant.IsSet() {
			list = append(list, s.Lines[i].opened()...)
			continue
		}
		list = append(list, l)
	}
	return list
}

// opened gives the parts of a set as lines. The price of one set is divided by
// what its parts cost apart, to the minor unit; where the share of a part does
// not divide by how many of it are in the set, the part has two lines, one for
// those that cost a unit more.
func (l *CartLine) opened() []CartLine {
	weights := make([]int64, len(l.Parts))
	for i, p := range l.Parts {
		weights[i] = p.Quantity * p.Variant.Price.Minor
	}
	unit := l.Unit()
	list := make([]CartLine, 0, len(l.Parts))
	for i, share := range money.Split(unit.Minor, weights) {
		p := l.Parts[i]
		each, more := share/p.Quantity, share%p.Quantity
		for _, one := range [...]struct{ quantity, price int64 }{{p.Quantity - more, each}, {more, each + 1}} {
			if one.quantity == 0 {
				continue
			}
			line := CartLine{Line: p.Line, Quantity: one.quantity * l.Quantity, of: l, agreed: l.agreed}
			line.Variant.Price, line.Variant.Terms = money.Of(one.price, unit.Currency), catalog.Terms{}
			list = append(list, line)
		}
	}
	return list
}

// Content gives some of a variant in the words of delivery and of landed: a set as
// its parts.
func Content(l catalog.Line, n int64) (things []delivery.Thing, lines []landed.Line) {
	return CartLine{Line: l, Quantity: n}.Content()
}

// Content gives a line in the words of delivery and of landed: a set as its parts.
func (l CartLine) Content() (things []delivery.Thing, lines []landed.Line) {
	one := CartShop{Shop: l.Shop, Lines: []CartLine{l}}
	for _, g := range one.goods() {
		things, lines = append(things, g.thing()), append(lines, g.landed())
	}
	return things, lines
}

func (l CartLine) thing() delivery.Thing {
	title, _ := l.Product.Title.In(l.Shop.Lang())
	return delivery.Thing{Key: int64(l.Variant.ID), Title: title, Quantity: l.Quantity, Grams: l.Variant.Grams,
		Size:      delivery.Size{Length: l.Variant.LengthMM, Width: l.Variant.WidthMM, Height: l.Variant.HeightMM},
		Dangerous: l.Product.Dangerous, LeadDays: l.Product.LeadDays}
}

func (l CartLine) landed() landed.Line {
	title, _ := l.Product.Title.In("")
	return landed.Line{Key: l.key(), Title: title, Quantity: l.Quantity, Unit: l.Unit(), Grams: l.Variant.Grams,
		HS: l.Product.HS, Origin: l.Product.Origin, Certified: l.Product.Certificate != ""}
}

// key names the line of the cart, in whose price this line has its share.
func (l CartLine) key() int64 {
	if l.of != nil {
		return int64(l.of.Variant.ID)
	}
	return int64(l.Variant.ID)
}

// inSet is what the order keeps of the set of a line; nil for what is in none.
func (l CartLine) inSet() *InSet {
	if l.of == nil {
		return nil
	}
	return &InSet{Variant: l.of.Variant.ID, Title: l.of.Product.Title, Handle: l.of.Product.Handle, Count: l.of.Quantity, Unit: l.of.Unit().Minor, Off: l.of.Off}
}

// short marks what can't be bought together: a set and a part of it, or two sets
// with the same part, when there is not enough of it for both.
func (c *Cart) short() {
	for _, s := range c.Shops {
		need, free := map[catalog.VariantID]int64{}, map[catalog.VariantID]int64{}
		for _, l := range s.Lines {
			for _, p := range l.Parts {
				need[p.Variant.ID] += l.Quantity * p.Quantity
				free[p.Variant.ID] = p.Variant.Available()
			}
		}
		for _, l := range s.Lines {
			if _, part := free[l.Variant.ID]; part {
				need[l.Variant.ID] += l.Quantity
			}
		}
		for i := range s.Lines {
			l := &s.Lines[i]
			for _, p := range l.Parts {
				if l.Problem == nil && need[p.Variant.ID] > free[p.Variant.ID] {
					title, _ := p.Product.Title.In("")
					l.Problem = &fault.Error{Kind: fault.Conflict, Key: "fault.sold_out", Field: catalog.SoldOutField(l.Variant.ID),
						Args: []any{"title", title, "left", max(free[p.Variant.ID], 0)}}
				}
			}
		}
	}
}

// same reports whether a line still costs now what it was placed for: itself,
// or the set that it is in, with all the parts among which its price is divided.
func (l Line) same(now map[catalog.VariantID]catalog.Priced) bool {
	id, n, listed := l.Variant, l.Quantity, l.listed
	if l.of != nil {
		id, n, listed = l.of.Variant.ID, l.of.Quantity, l.of.List().Minor
	}
	p, ok := now[id]
	if !ok {
		return false
	}
	if !l.agreed && (p.Terms.UnitOf(p.Price, n) != listed || (catalog.Variant{Terms: p.Terms}).Sells(n, "") != nil) {
		return false
	}
	if l.of == nil {
		return len(p.Parts) == 0
	}
	return slices.EqualFunc(p.Parts, l.of.Variant.Parts, func(a, b catalog.Part) bool {
		return !a.Gone && a.Variant == b.Variant && a.Quantity == b.Quantity && a.Price == b.Price
	})
}

// demand gives what an order's lines hold: a set once, whatever its parts.
func demand(o Order, lines []Line) (list []catalog.Demand) {
	done := map[catalog.VariantID]bool{}
	for _, l := range lines {
		if l.of == nil {
			list = append(list, catalog.Demand{Shop: o.Shop, Variant: l.Variant, Quantity: l.Quantity})
			continue
		}
		if set := l.of.Variant.ID; !done[set] {
			done[set] = true
			list = append(list, catalog.Demand{Shop: o.Shop, Variant: set, Quantity: l.of.Quantity})
		}
	}
	return list
}

// deal gives each line its place: the same variant may stand in several lines,
// and lie in several places.
func deal(lines []Line, pool map[catalog.VariantID][]catalog.Placed) (out []Line) {
	for _, l := range lines {
		need := l.Quantity
		for need > 0 && len(pool[l.Variant]) > 0 {
			p := &pool[l.Variant][0]
			l.Quantity, l.Location = min(need, p.Quantity), p.Location
			out = append(out, l)
			need -= l.Quantity
			if p.Quantity -= l.Quantity; p.Quantity == 0 {
				pool[l.Variant] = pool[l.Variant][1:]
			}
		}
	}
	return out
}
