package market

import (
	"context"
	"slices"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/discount"
	"agora/fault"
	"agora/landed"
	"agora/money"
)

// Why is why a code takes nothing off.
type Why string

// The reasons.
const (
	CodeExpired    Why = "expired" // over, or used up
	CodeInvalid    Why = "invalid" // none of these shops knows it
	CodeRepeated   Why = "already_applied"
	CodeDisallowed Why = "combination_disallowed" // another discount is better, and both together are not given
	CodeIneligible Why = "user_ineligible"        // not for these things, or not for so few
)

// RefusedCode is a code that takes nothing off.
type RefusedCode struct {
	At   int // its place in Cart.Codes
	Code string
	Why  Why
}

// Fault says it to people, beside the field "code".
func (r RefusedCode) Fault() *fault.Error {
	return fault.Field("code", "fault.discount_"+string(r.Why), "code", r.Code)
}

// List is what the shop asks of everybody for one of them, when so many are
// bought: before discounts.
func (l CartLine) List() money.Amount { return l.Variant.UnitOf(l.Quantity) }

// Lower is what discounts take off one of them; zero for nothing.
func (l CartLine) Lower() money.Amount {
	off := money.Of(0, l.Variant.Price.Currency)
	for _, o := range l.Off {
		off.Minor += o.Amount
	}
	return off
}

// Lowered reports whether a discount counts in the cart.
func (c Cart) Lowered() bool {
	for _, s := range c.Shops {
		if slices.ContainsFunc(s.Lines, func(l CartLine) bool { return len(l.Off) > 0 }) {
			return true
		}
	}
	return false
}

// discounts lowers the prices of a cart by what its shops take off by themselves
// and for its codes. Of a shop it wants the lines in one piece.
func (s *Service) discounts(ctx context.Context, c *Cart) (err error) {
	shops := make([]catalog.ShopID, len(c.Shops))
	for i := range c.Shops {
		shops[i] = c.Shops[i].Shop.ID
	}
	folded := make([]string, len(c.Codes))
	for i, code := range c.Codes {
		folded[i] = discount.Fold(code)
	}
	list, now, parents, err := s.inForce(ctx, shops, folded...)
	if err != nil || len(list) == 0 && len(folded) == 0 {
		return err
	}
	met := map[string]bool{} // codes of discounts that fit something, whether or not they count
	for i := range c.Shops {
		c.Shops[i].lower(list, now, parents, met)
	}
	c.refuse(folded, list, met, now)
	return nil
}

// inForce gives what shops take off by themselves and for codes, the time of
// asking, and the parents of categories, where something of it is for one.
func (s *Service) inForce(ctx context.Context, shops []catalog.ShopID, codes ...string) (list []discount.Discount, now time.Time, parents map[string]string, err error) {
	if err = s.db.Read(ctx, func(tx *db.Tx) error {
		now = tx.Now
		list, err = discount.For(tx, slices.Compact(slices.Sorted(slices.Values(shops))), codes...)
		return err
	}); err == nil {
		parents, err = s.shelves(ctx, list)
	}
	return list, now, parents, err
}

// shelves gives the parent of each category, where a discount is for one.
func (s *Service) shelves(ctx context.Context, list []discount.Discount) (map[string]string, error) {
	if !slices.ContainsFunc(list, func(d discount.Discount) bool { return d.Scope == discount.OfCategory }) {
		return nil, nil
	}
	categories, err := s.catalog.Categories(ctx)
	parents := map[string]string{}
	for _, c := range categories {
		parents[c.Key] = c.Parent
	}
	return parents, err
}

// lower takes the discounts of one shop off its lines.
func (s *CartShop) lower(list []discount.Discount, now time.Time, parents map[string]string, met map[string]bool) {
	var goods int64
	for _, l := range s.Lines {
		goods += l.Total().Minor
	}
	for i := range s.Lines {
		l := &s.Lines[i]
		var fit []discount.Discount
		for _, d := range list {
			if d.Shop != s.Shop.ID || !d.On(now) || d.Least.Minor > goods || d.Off.Minor > 0 && d.Off.Currency != l.Variant.Price.Currency ||
				!d.Fits(int64(l.Product.ID), l.Product.Category, parents[l.Product.Category]) || d.Live() && d.Most > 0 && s.many(d) > d.Most-d.Used {
				continue
			}
			fit, met[d.Code] = append(fit, d), true
		}
		_, l.Off = discount.Lower(l.List(), fit)
	}
}

// many is how many things a discount for products is for in this part of a cart:
// an offer counts for all of them or for none.
func (s *CartShop) many(d discount.Discount) (n int64) {
	for _, l := range s.Lines {
		if d.Fits(int64(l.Product.ID)) {
			n += l.Quantity
		}
	}
	return n
}

// refuse says which codes take nothing off, and why.
func (c *Cart) refuse(folded []string, list []discount.Discount, met map[string]bool, now time.Time) {
	counted := map[discount.ID]bool{}
	for _, s := range c.Shops {
		for _, l := range s.Lines {
			for _, o := range l.Off {
				counted[o.ID] = true
			}
		}
	}
	for i, code := range folded {
		var known, on, over, counts bool
		for _, d := range list {
			if code != "" && d.Code == code {
				known, on, over, counts = true, on || d.On(now), over || d.Over(now), counts || counted[d.ID]
			}
		}
		r := RefusedCode{At: i, Code: c.Codes[i]}
		switch {
		case slices.Contains(folded[:i], code):
			r.Why = CodeRepeated
		case counts:
			continue
		case !known, !on && !over:
			r.Why = CodeInvalid
		case !on:
			r.Why = CodeExpired
		case met[code]:
			r.Why = CodeDisallowed
		default:
			r.Why = CodeIneligible
		}
		c.Refused = append(c.Refused, r)
	}
}

// before gives what the lines of a cart would cost without discounts, in minor
// units of the buyer's money, by the key of the line; never less than they cost.
func before(view *landed.View, cart Cart, r landed.Request, q landed.Quote) (map[int64]int64, error) {
	cost := amounts(q)
	if !cart.Lowered() {
		return cost, nil
	}
	list := cart
	list.Shops = slices.Clone(cart.Shops)
	for i := range list.Shops {
		s := &list.Shops[i]
		s.Lines = slices.Clone(s.Lines)
		for j := range s.Lines {
			s.Lines[j].Off = nil
		}
	}
	r.Parcels = slices.Clone(r.Parcels)
	at := 0 // parcels come in the order of the cart, but for what nobody brings
	for i := range r.Parcels {
		p := &r.Parcels[i]
		for s := list.Shops[at]; s.Shop.ID != p.Shop || r.To != "" && s.Digital != p.Digital; s = list.Shops[at] {
			at++
		}
		p.Lines = list.Shops[at].lines()
		at++
	}
	listed, err := view.Quote(r)
	if err != nil {
		return nil, err
	}
	sums := amounts(listed)
	for key, sum := range cost { // the parts of a set are rounded one by one
		sums[key] = max(sums[key], sum)
	}
	return sums, nil
}

func amounts(q landed.Quote) map[int64]int64 {
	sums := map[int64]int64{}
	for _, p := range q.Parcels {
		for _, l := range p.Lines {
			sums[l.Key] += l.Amount.Minor
		}
	}
	return sums
}

// Saved is what discounts take off all lines of the quote, in the buyer's money.
func (c Checkout) Saved() money.Amount {
	saved := money.Of(0, c.Quote.Currency)
	for _, p := range c.Quote.Parcels {
		saved.Minor += c.SavedIn(p).Minor
	}
	return saved
}

// SavedIn is what discounts take off the lines of one parcel of the quote.
func (c Checkout) SavedIn(p landed.ParcelQuote) money.Amount {
	saved := money.Of(0, c.Quote.Currency)
	for key, sum := range amounts(landed.Quote{Parcels: []landed.ParcelQuote{p}}) {
		saved.Minor += c.Before[key] - sum
	}
	return saved
}
