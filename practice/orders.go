package practice

import (
	"context"
	"slices"
	"strings"

	"agora/academy"
	"agora/catalog"
	"agora/country"
	"agora/customs"
	"agora/delivery"
	"agora/market"
)

// delivery counts ways of delivery, of shops that say when they send and until when a
// buyer may send back.
func (l *look) delivery(ctx context.Context) error {
	if !l.wants(academy.DeliveryDescribed) {
		return nil
	}
	ids := make([]catalog.ShopID, len(l.shops))
	for i, s := range l.shops {
		ids[i] = s.ID
	}
	ways, err := l.Delivery.OptionsOf(ctx, ids)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, shop := range l.shops {
		if shop.Status == catalog.ShopClosed || shop.HandlingDays == 0 || shop.ReturnDays == 0 {
			continue
		}
		for _, o := range ways[shop.ID] {
			if !says(o) || played(shop) && (seen[o.Key] || market.Lent(o)) {
				continue
			}
			seen[o.Key] = true
			proof := academy.Proof{Text: o.Carrier}
			if !played(shop) {
				proof.Path = "/s/" + shop.Handle
			}
			l.add(academy.DeliveryDescribed, proof)
		}
	}
	return nil
}

// says reports whether a way has countries, days and prices; those by the table of a
// carrier have days and prices there.
func says(o delivery.Option) bool {
	return len(o.To) > 0 && (o.Table != "" || o.DaysMax > 0 && len(o.Steps) > 0)
}

// orders counts parcels that were sent with all that their papers ask for.
func (l *look) orders(ctx context.Context) error {
	for _, shop := range l.shops {
		if !l.wants(academy.OrderShipped) {
			return nil
		}
		sent, err := l.Market.Sent(ctx, l.by, shop.ID, maxOrders)
		if err != nil {
			return err
		}
		if len(sent) == 0 {
			continue
		}
		list, err := l.Market.Shipments(ctx, sent, slices.Repeat([]country.Address{shop.Origin}, len(sent)))
		if err != nil {
			return err
		}
		for i, s := range list {
			if whole(sent[i].Order, s) {
				l.add(academy.OrderShipped, academy.Proof{Text: sent[i].Ref})
			}
		}
	}
	return nil
}

// whole reports a parcel whose papers lack nothing. One that stays in its country has none
// but its label: the post wants to know from whom it is and to whom.
func whole(o market.Order, s customs.Shipment) bool {
	abroad := o.ShopCountry != o.To
	return !slices.ContainsFunc(s.Missing(), func(lack customs.Lack) bool {
		return abroad || strings.HasPrefix(lack.Field, "sender.") || strings.HasPrefix(lack.Field, "addressee.")
	})
}

// refunds counts orders of which the buyer got money back, by the shop or by a claim. What
// comes back because nothing was sold is none.
func (l *look) refunds(ctx context.Context) error {
	for _, shop := range l.shops {
		if !l.wants(academy.RefundHandled) {
			return nil
		}
		list, err := l.Market.Orders(ctx, l.by, market.OrderFilter{Shop: shop.ID, Limit: maxOrders})
		if err != nil {
			return err
		}
		for _, o := range list {
			if o.Refunded.Minor > 0 && o.State != market.Cancelled && o.State != market.Refused {
				l.add(academy.RefundHandled, academy.Proof{Text: o.Ref})
			}
		}
	}
	return nil
}
