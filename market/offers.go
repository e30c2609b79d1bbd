package market

import (
	"context"
	"fmt"
	"slices"

	"agora/catalog"
	"agora/discount"
)

// Offered gives lines, each as if it were bought alone, for what the shop asks of
// everybody, less what it takes off without a code. It asks once, however many
// lines there are.
func (s *Service) Offered(ctx context.Context, lines ...CartLine) ([]CartLine, error) {
	return s.OfferedFor(ctx, nil, lines...)
}

// OfferedFor does what Offered does, for who has codes.
func (s *Service) OfferedFor(ctx context.Context, codes []string, lines ...CartLine) ([]CartLine, error) {
	c := Cart{Shops: make([]CartShop, len(lines)), Codes: codes}
	for i, l := range lines {
		c.Shops[i] = CartShop{Shop: l.Shop, Lines: []CartLine{l}}
	}
	err := s.discounts(ctx, &c)
	out := make([]CartLine, len(lines))
	for i := range lines {
		out[i] = c.Shops[i].Lines[0]
	}
	return out, err
}

// Offers gives for each shop a text that is another whenever Offered takes
// something else off its things, "" while it takes nothing off. It asks once.
func (s *Service) Offers(ctx context.Context, shops ...catalog.ShopID) (map[catalog.ShopID]string, error) {
	list, now, parents, err := s.inForce(ctx, shops)
	offers := map[catalog.ShopID]string{}
	for _, d := range list {
		if !d.On(now) {
			continue
		}
		offers[d.Shop] += fmt.Sprintf("%d.%d", d.ID, d.Revision)
		if d.Scope == discount.OfCategory {
			offers[d.Shop] += fmt.Sprint(below(d.Category, parents))
		}
		offers[d.Shop] += ";"
	}
	return offers, err
}

// below lists the categories under one.
func below(key string, parents map[string]string) (list []string) {
	for k, p := range parents {
		if p == key {
			list = append(list, k)
		}
	}
	slices.Sort(list)
	return list
}
