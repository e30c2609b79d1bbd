package node

import (
	"context"

	"agora/academy"
	"agora/catalog"
	"agora/event"
	"agora/jobs"
	"agora/market"
)

// onTrade tells the academy what those who learn reach with shops of their own.
func (n *Node) onTrade(kinds jobs.Kinds) {
	for kind, what := range map[event.Kind]academy.Trade{catalog.ShopOpened: academy.ShopOpened, event.Kind("order." + string(market.Completed)): academy.FirstSale} {
		kinds[kind] = append(kinds[kind], jobs.Reaction{Name: "count-learner", Do: func(ctx context.Context, e event.Event) error {
			shop, err := n.Catalog.ShopByID(ctx, e.Shop)
			if err != nil || shop.Status == catalog.ShopRehearsal {
				return err
			}
			return n.Academy.Traded(ctx, shop.Owner, what, e.At())
		}, Idle: func(ctx context.Context, e event.Event) (bool, error) {
			shop, err := n.Catalog.ShopByID(ctx, e.Shop)
			if err != nil {
				return false, err
			}
			learns, err := n.Academy.IsLearner(ctx, shop.Owner)
			return !learns || shop.Status == catalog.ShopRehearsal, err
		}})
	}
}
