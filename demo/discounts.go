package demo

import (
	"context"
	"time"

	"agora/discount"
)

// given is a discount of a shop of the demo.
type given struct {
	shop, code, product string
	title               map[string]string
	percent             int64
	days                int // since it is over; 0 for one that lasts
}

// givens are one of each kind: for all of a shop, for one product, for a code of
// several shops, and a code that is over.
var givens = []given{
	{shop: "dali", percent: 10, title: map[string]string{"en": "Market day", "ru": "Базарный день", "zh": "赶街日"}},
	{shop: "buta", product: "kelaghayi", percent: 15, title: map[string]string{"en": "Last scarves of the season", "ru": "Последние платки сезона"}},
	{shop: "felt", code: "NAVRUZ10", percent: 10, title: navruz},
	{shop: "atlas", code: "NAVRUZ10", percent: 10, title: navruz},
	{shop: "rishton", code: "NAVRUZ10", percent: 10, title: navruz},
	{shop: "felt", code: "SUMMER25", percent: 25, days: 60, title: map[string]string{"en": "Summer on the pasture", "ru": "Лето на джайлоо"}},
}

var navruz = map[string]string{"en": "Navruz", "ru": "Навруз", "uz": "Navroʻz", "ky": "Нооруз"}

// fillDiscounts lets some shops take something off their prices.
func (f *filling) fillDiscounts(ctx context.Context) error {
	all := discount.New(f.DB)
	for _, g := range givens {
		owner, err := f.actor(ctx, f.owner(g.shop))
		if err != nil {
			return err
		}
		shop := f.shops[g.shop]
		have, err := all.Of(ctx, owner, shop.ID, 0)
		if err != nil {
			return err
		}
		d := discount.Discount{Shop: shop.ID, Code: g.code, Title: g.title, Percent: g.percent, Scope: discount.OfShop, Combines: g.code != ""}
		if g.days > 0 {
			d.Last = discount.Day(time.Now()).AddDate(0, 0, -g.days)
			d.First = d.Last.AddDate(0, -2, 0)
		}
		if g.product != "" {
			p, _, err := f.Catalog.Product(ctx, g.shop, g.product)
			if err != nil {
				return err
			}
			d.Scope, d.Products = discount.OfProducts, []int64{int64(p.ID)}
		}
		if !among(have, d) {
			if _, err := all.Save(ctx, owner, d, shop.Currency); err != nil {
				return err
			}
		}
	}
	return nil
}

// among reports whether a shop has given a discount already.
func among(have []discount.Discount, d discount.Discount) bool {
	for _, o := range have {
		if o.Code == d.Code && o.Name("en") == d.Name("en") {
			return true
		}
	}
	return false
}
