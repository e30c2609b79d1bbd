package market

import (
	"context"

	"agora/catalog"
	"agora/commission"
	"agora/db"
	"agora/money"
)

// Rate is what one rule took of an order, frozen when it was placed.
type Rate struct {
	Rule       commission.RuleID `json:"rule"`
	Scope      commission.Scope  `json:"scope"`
	Rate       money.Bps         `json:"rate"`
	Goods      int64             `json:"goods"` // after discount, in the shop's minor units
	Commission int64             `json:"commission"`
}

// rules reads the rules in force for the shops of a cart, in one query.
func (s *Service) rules(ctx context.Context, c Cart) (b commission.Book, err error) {
	shops := make([]catalog.ShopID, len(c.Shops))
	for i := range c.Shops {
		shops[i] = c.Shops[i].Shop.ID
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		b, err = commission.In(tx, tx.Now, shops...)
		return err
	})
	return b, err
}

// ratedBy freezes the house's share and the tax on it. A discount is divided
// among the lines in proportion; the share is rounded once for each rule.
func (o *Order) ratedBy(book commission.Book, lines []CartLine) error {
	weights := make([]int64, len(lines))
	for i, l := range lines {
		weights[i] = l.Total().Minor
	}
	o.Commission = money.Of(0, o.Goods.Currency)
	at := map[commission.RuleID]int{}
	for i, goods := range money.Split(o.Goods.Minor, weights) {
		r := book.For(o.Shop, lines[i].Product.Category)
		n, known := at[r.ID]
		if !known {
			n = len(o.Rates)
			at[r.ID] = n
			o.Rates = append(o.Rates, Rate{Rule: r.ID, Scope: r.Scope, Rate: r.Rate})
		}
		o.Rates[n].Goods += goods
		o.Lines[i].Rule = r.ID
	}
	for i := range o.Rates {
		r := &o.Rates[i]
		share, err := money.HalfUp.Part(money.Of(r.Goods, o.Goods.Currency), r.Rate)
		if err != nil {
			return err
		}
		r.Commission = share.Minor
		o.Commission.Minor += share.Minor
	}
	tax, _ := book.Tax()
	o.TaxRule, o.TaxRate = tax.ID, max(tax.Rate, 0)
	var err error
	o.Tax, err = money.HalfUp.Part(o.Commission, o.TaxRate)
	return err
}
