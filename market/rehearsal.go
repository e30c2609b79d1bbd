package market

import (
	"context"
	"reflect"

	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/delivery"
	"agora/fault"
	"agora/identity"
	"agora/landed"
	"agora/money"
	"agora/once"
)

// Place stands for the placement among the steps of a rehearsal.
const Place OrderEvent = "place"

// RehearsalSteps are what a seller goes through in a rehearsal, in this order.
var RehearsalSteps = []OrderEvent{Place, Accept, Ship, Receive, Dispute, Refunded}

// Rehearsal reports whether all in the cart is of rehearsals.
func (c Cart) Rehearsal() bool {
	for _, s := range c.Shops {
		if s.Shop.Status != catalog.ShopRehearsal {
			return false
		}
	}
	return len(c.Shops) > 0
}

// part marks what is of rehearsals as not to be bought where real goods lie in
// the same cart: play money never meets other money.
func (c *Cart) part() {
	if c.Rehearsal() {
		return
	}
	for _, s := range c.Shops {
		for i := range s.Lines {
			if l := &s.Lines[i]; s.Shop.Status == catalog.ShopRehearsal {
				title, _ := l.Product.Title.In("")
				l.Problem = &fault.Error{Kind: fault.Conflict, Key: "fault.cart_rehearsal", Field: catalog.SoldOutField(l.Variant.ID), Args: []any{"title", title}}
			}
		}
	}
}

// staged lets nobody buy in a rehearsal but those who run it.
func (c Cart) staged(by identity.Actor) error {
	for _, s := range c.Shops {
		if s.Shop.Status == catalog.ShopRehearsal && !by.Runs(s.Shop.ID) {
			return fault.New(fault.Forbidden, "fault.not_your_shop")
		}
	}
	return nil
}

// OpenRehearsal makes the owner of a shop a copy of it to rehearse with: what it
// sells and how it sends, in play money. A copy of before is closed.
func (s *Service) OpenRehearsal(ctx context.Context, by identity.Actor, of catalog.ShopID) (shop catalog.Shop, err error) {
	options, err := s.delivery.Options(ctx, of)
	if err != nil {
		return shop, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		if shop, err = s.catalog.OpenRehearsal(tx, by, of); err != nil {
			return err
		}
		return s.delivery.SaveOptions(tx, shop.ID, played(options, shop.Country))
	})
	return shop, err
}

// played gives ways of delivery in play money; a plain one where a shop has none
// yet.
func played(options []delivery.Option, home country.Code) []delivery.Option {
	list := make([]delivery.Option, 0, len(options)+1)
	for _, o := range options {
		steps := o.Steps
		o.Steps = make([]delivery.Step, len(steps))
		for i, step := range steps {
			step.Price = catalog.PlayPrice(step.Price)
			o.Steps[i] = step
		}
		list = append(list, o)
	}
	if len(list) == 0 {
		list = append(list, plain(home))
	}
	return list
}

// plain is the way of delivery of a rehearsal whose shop has none.
func plain(home country.Code) delivery.Option {
	return delivery.Option{Home: home, Key: "post", Carrier: "Post", Service: delivery.Post,
		To: []string{delivery.Domestic, delivery.Everywhere}, DaysMin: 3, DaysMax: 9, Incoterm: landed.DDP,
		Steps: []delivery.Step{{UpToGrams: 20_000, Price: money.Of(5_00, money.Play)}}}
}

// Lent reports whether a way of delivery is the one that a rehearsal is given where its
// shop has none: nobody described it.
func Lent(o delivery.Option) bool {
	lent := plain(o.Home)
	lent.Shop = o.Shop
	return reflect.DeepEqual(o, lent)
}

// Rehearsed tells which steps were ever taken in a rehearsal, to those who run
// it.
func (s *Service) Rehearsed(ctx context.Context, by identity.Actor, rehearsal catalog.ShopID) (map[OrderEvent]bool, error) {
	if !by.Runs(rehearsal) && !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.forbidden")
	}
	taken := map[OrderEvent]bool{}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(scan db.Scan) error {
			var e OrderEvent
			err := scan(&e)
			taken[e] = true
			return err
		}, `SELECT DISTINCT t.event FROM orders o JOIN order_steps t ON t.order_id = o.order_id AND t.shop_id = o.shop_id
			WHERE o.shop_id = $1 UNION SELECT 'place' FROM orders WHERE shop_id = $1`, int64(rehearsal))
	})
	return taken, err
}
