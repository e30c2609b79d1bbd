package api

import (
	"context"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/hook"
	"agora/identity"
	"agora/market"
	"agora/token"
	"agora/treasury"
)

// Things are what webhooks show: each as its GET answers.
type Things struct {
	Catalog  *catalog.Service
	Market   *market.Service
	Treasury *treasury.Service
}

// Thing gives the thing of a shop's event.
func (t Things) Thing(ctx context.Context, by identity.Actor, shop db.ShopID, k hook.Kind, subject int64) (any, error) {
	if k == "stock.changed" {
		lines, err := t.Catalog.Variants(ctx, []catalog.VariantID{catalog.VariantID(subject)})
		if err != nil {
			return nil, err
		}
		if len(lines) == 0 || lines[0].Shop.ID != shop {
			return nil, fault.New(fault.NotFound, "fault.no_variant")
		}
		return variantOf(lines[0].Variant), nil
	}
	o, _ := hook.OfferOf(k)
	switch o.Area {
	case hook.Orders:
		o, g, err := t.Market.Order(ctx, by, market.OrderID(subject))
		if err != nil || o.Shop != shop {
			return nil, found(err, "fault.order_unknown")
		}
		return wholeOrder(o, g), nil
	case hook.Catalogue:
		p, err := t.Catalog.ProductByID(ctx, by, shop, catalog.ProductID(subject))
		return productOf(p), err
	case hook.Money:
		p, err := t.Treasury.Payout(ctx, by, shop, treasury.PayoutID(subject))
		return payoutOf(p), err
	}
	return nil, fault.New(fault.NotFound, "fault.not_found")
}

// found gives err, or that a thing is not there.
func found(err error, key string) error {
	if err != nil {
		return err
	}
	return fault.New(fault.NotFound, key)
}

// areaScope is what a token needs to have things of an area sent somewhere.
var areaScope = map[hook.Area]token.Scope{hook.Orders: token.ReadOrders, hook.Catalogue: token.ReadCatalogue, hook.Money: token.ReadMoney}
