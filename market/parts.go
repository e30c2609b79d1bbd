package market

import (
	"agora/fault"
	"agora/money"
)

// Parts are the sums of which an order's money consists. Goods, freight, the
// house's commission on them and its tax are in the shop's currency; duty, VAT
// and fees in the buyer's.
type Parts struct {
	Goods, Freight, Commission, Tax money.Amount
	Duty, VAT, Fees                 money.Amount
}

// Whole gives all parts of the order as it was placed.
func (o Order) Whole() Parts {
	return Parts{Goods: o.Goods, Freight: o.Freight, Commission: o.Commission, Tax: o.Tax, Duty: o.Duty, VAT: o.VAT, Fees: o.Fees}
}

// Left gives what did not go back.
func (o Order) Left() Parts { return o.Whole().each(o.Back, func(a, b int64) int64 { return a - b }) }

// each applies an operation to the sums of two Parts of one order, one by one.
func (p Parts) each(q Parts, do func(a, b int64) int64) Parts {
	for _, s := range [...]struct {
		a *money.Amount
		b money.Amount
	}{{&p.Goods, q.Goods}, {&p.Freight, q.Freight}, {&p.Commission, q.Commission}, {&p.Tax, q.Tax},
		{&p.Duty, q.Duty}, {&p.VAT, q.VAT}, {&p.Fees, q.Fees}} {
		s.a.Minor = do(s.a.Minor, s.b.Minor)
	}
	return p
}

// shop is goods and freight: what escrow holds.
func (p Parts) shop() money.Amount {
	return money.Of(p.Goods.Minor+p.Freight.Minor, p.Goods.Currency)
}

// none reports whether nothing of it is the buyer's to have back.
func (p Parts) none() bool {
	return p.shop().IsZero() && p.Duty.IsZero() && p.VAT.IsZero() && p.Fees.IsZero()
}

// earnings is what is the seller's of the parts.
func (p Parts) earnings() money.Amount {
	return money.Of(p.Goods.Minor+p.Freight.Minor-p.Commission.Minor-p.Tax.Minor, p.Goods.Currency)
}

// forShop is what of the buyer's money was exchanged into the shop's.
func (o Order) forShop() money.Amount {
	return money.Of(o.Charged.Minor-o.Duty.Minor-o.VAT.Minor-o.Fees.Minor, o.Charged.Currency)
}

// exchanged gives, in the buyer's money, a sum of the order's escrow at the
// rate at which the order was placed. All of it gives all that was paid for it.
func (o Order) exchanged(shop int64) (int64, error) {
	all := o.Whole().shop().Minor
	if all == 0 {
		return 0, nil
	}
	return money.HalfUp.MulDiv(o.forShop().Minor, shop, all)
}

// bought gives the buyer's sum for parts that go back now. Computed on what
// went back in all, so that several refunds add up to the whole to the tiyin.
func (o Order) bought(p Parts) (exchanged, total money.Amount, err error) {
	after, err := o.exchanged(o.Back.shop().Minor + p.shop().Minor)
	if err != nil {
		return exchanged, total, err
	}
	before, err := o.exchanged(o.Back.shop().Minor)
	if err != nil {
		return exchanged, total, err
	}
	c := o.Charged.Currency
	return money.Of(after-before, c), money.Of(after-before+p.Duty.Minor+p.VAT.Minor+p.Fees.Minor, c), nil
}

// withCommission adds the commission that goes back with goods, in proportion.
func (o Order) withCommission(p Parts) (Parts, error) {
	p.Commission, p.Tax = money.Of(0, o.Goods.Currency), money.Of(0, o.Goods.Currency)
	if o.Goods.IsZero() {
		return p, nil
	}
	for _, s := range [...]struct{ to, all, back *money.Amount }{
		{&p.Commission, &o.Commission, &o.Back.Commission}, {&p.Tax, &o.Tax, &o.Back.Tax}} {
		n, err := money.HalfUp.MulDiv(s.all.Minor, o.Back.Goods.Minor+p.Goods.Minor, o.Goods.Minor)
		if err != nil {
			return p, err
		}
		s.to.Minor = n - s.back.Minor
	}
	return p, nil
}

// fits proves that no more goes back than is left, and that something does.
func (o Order) fits(p Parts) error {
	left, some := o.Left(), false
	for _, s := range [...]struct {
		field      string
		want, most money.Amount
	}{{"goods", p.Goods, left.Goods}, {"freight", p.Freight, left.Freight}, {"duty", p.Duty, left.Duty},
		{"vat", p.VAT, left.VAT}, {"fees", p.Fees, left.Fees}} {
		if s.want.Minor < 0 || s.want.Minor > s.most.Minor {
			return fault.Field(s.field, "fault.refund_most", "most", s.most)
		}
		some = some || s.want.Minor > 0
	}
	if !some {
		return fault.Field("amount", "fault.positive")
	}
	return nil
}
