package node

import (
	"context"
	"strconv"

	"agora/claim"
	"agora/event"
	"agora/fault"
	"agora/i18n"
	"agora/identity"
	"agora/market"
)

// late tells the buyer that her parcel is late and what comes.
func (p post) late(ctx context.Context, e event.Event) error {
	return p.toBuyer(ctx, e, "late", func(l *i18n.Locale, o market.Order) (string, string) {
		return l.T("mail.late_subject", "ref", o.Ref), l.T("mail.late_text", "ref", o.Ref, "shop", o.ShopName, "day", o.ArriveBy)
	})
}

// lateSeller asks the shop where the parcel is.
func (p post) lateSeller(ctx context.Context, e event.Event) error {
	return p.toSeller(ctx, e, "late", "/desk/"+strconv.FormatInt(int64(e.Shop), 10)+"/orders/"+strconv.FormatInt(e.Subject, 10),
		func(l *i18n.Locale, m market.Moved, _, shop string) (string, string) {
			return l.T("mail.late_subject", "ref", m.Ref), l.T("mail.late_seller_text", "ref", m.Ref, "shop", shop)
		})
}

// lost opens the claim of a buyer whose parcel is lost, for her, unless
// something else happened to the order meanwhile, and tells her. What is paid
// at the door was not paid: its order ends by its deadline.
func (p post) lost(ctx context.Context, e event.Event) error {
	m, err := moved(e)
	if err != nil {
		return err
	}
	g, err := p.Market.Group(ctx, identity.System(), m.Group)
	if err != nil {
		return err
	}
	l := p.Words.Locale(p.Words.Match(g.Lang)).In(g.Address.Country)
	for _, o := range g.Orders {
		if int64(o.ID) != e.Subject || o.State != market.Shipped || o.CashOnDelivery() {
			continue
		}
		_, err := p.Claims.Open(ctx, identity.Actor{Link: market.LinkSubject(g.ID)}, claim.NewClaim{Order: o.ID, Reason: claim.NotArrived,
			Words: l.T("claim.lost_by_itself", "day", o.ArriveBy), Wish: claim.Offer{Kind: claim.Refund, Policy: market.BackAll}})
		if fault.Is(err, fault.Conflict) {
			return nil // she was faster, or it has come
		}
		if err != nil {
			return err
		}
	}
	return p.toBuyer(ctx, e, "lost", func(l *i18n.Locale, o market.Order) (string, string) {
		return l.T("mail.lost_subject", "ref", o.Ref), l.T("mail.lost_text", "ref", o.Ref, "shop", o.ShopName, "day", o.ArriveBy)
	})
}
