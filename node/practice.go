package node

import (
	"context"

	"agora/academy"
	"agora/catalog"
	"agora/delivery"
	"agora/event"
	"agora/identity"
	"agora/jobs"
	"agora/market"
	"agora/practice"
)

// onPractice counts what learners did in their shops, whenever it may have become more.
func (n *Node) onPractice(kinds jobs.Kinds) {
	goods := []academy.Check{academy.ProductsPriced, academy.DescribedTwice, academy.FoundInScript}
	for kind, checks := range map[event.Kind][]academy.Check{
		catalog.ProductSaved: goods,
		catalog.ShopOpened:   append([]academy.Check{academy.QuestionAnswered, academy.DeliveryDescribed}, goods...), // now others see them
		catalog.ShopMoved:    goods,
		catalog.ShopSaved:    {academy.DeliveryDescribed, academy.OrderShipped, academy.FoundInScript}, // its address is on papers
		delivery.Saved:       {academy.DeliveryDescribed},
		"remark.answered":    {academy.QuestionAnswered},
		"order.shipped":      {academy.OrderShipped},
		market.OrderDeclared: {academy.OrderShipped},
		"order.given_back":   {academy.RefundHandled},
		"refund.owed":        {academy.RefundHandled}, // a claim ended with it
	} {
		kinds[kind] = append(kinds[kind], jobs.Reaction{Name: "count-practice", Do: func(ctx context.Context, e event.Event) error {
			who, err := n.Practice.Wait(ctx, e.Shop, checks...)
			for _, id := range who {
				if err := n.Practice.Count(ctx, id, checks...); err != nil {
					return err
				}
			}
			return err
		}, Idle: func(ctx context.Context, e event.Event) (bool, error) {
			who, err := n.Practice.Wait(ctx, e.Shop, checks...)
			return len(who) == 0, err
		}})
	}
	for _, kind := range []event.Kind{academy.CourseBegun, academy.CourseResumed} { // what is there already counts
		kinds[kind] = append(kinds[kind], jobs.Reaction{Name: "count-practice", Do: func(ctx context.Context, e event.Event) error {
			return n.Practice.Count(ctx, identity.PersonID(e.Subject), practice.All...)
		}})
	}
}
