package demo

import (
	"context"
	"slices"

	"agora/claim"
	"agora/demo/market"
	trade "agora/market"
	"agora/money"
)

// fillClaim lets a buyer claim that a jar broke on its way; the shop has offered
// the price of one, and she has to answer.
func (f *filling) fillClaim(ctx context.Context) error {
	operator, err := f.operator(ctx)
	if err != nil {
		return err
	}
	for _, ended := range []bool{false, true} {
		have, err := f.Claims.Claims(ctx, operator, claim.Filter{Ended: ended})
		if err != nil || len(have) > 0 {
			return err
		}
	}
	const shop = "felt"
	came, err := f.orders(ctx, trade.Delivered)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(came, func(o trade.Order) bool { return o.ShopHandle == shop })
	if i < 0 {
		return nil // it went on without us
	}
	buyer, err := f.actor(ctx, "saima"+market.Domain)
	if err != nil {
		return err
	}
	seller, err := f.actor(ctx, f.owner(shop))
	if err != nil {
		return err
	}
	c, err := f.Claims.Open(ctx, buyer, claim.NewClaim{Order: came[i].ID, Reason: claim.Damaged, Words: "One of the two jars is broken, the box was wet.",
		Wish: claim.Offer{Kind: claim.Refund, Policy: trade.BackAll}})
	if err != nil {
		return err
	}
	return f.Claims.Do(ctx, seller, c.Shop, c.ID, claim.Move{Event: claim.Offers, Side: claim.Shop, Words: "I am sorry. One jar is whole, I hope you keep it.",
		Offer: claim.Offer{Kind: claim.Refund, Policy: trade.BackGoods, Goods: money.Of(came[i].Goods.Minor/2, came[i].Goods.Currency)}})
}
