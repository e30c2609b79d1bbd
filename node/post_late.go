package node

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

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

// overdue tells every operator which parcels have become late or lost, by shop.
func (p post) overdue(ctx context.Context, e event.Event) error {
	var report market.Overdue
	if err := json.Unmarshal(e.Body, &report); err != nil {
		return err
	}
	people, err := p.Identity.Operators(ctx, identity.System())
	if err != nil {
		return err
	}
	var problems []error // one operator's address holds back no other's mail
	for _, person := range people {
		problems = append(problems, p.toPerson(ctx, person.ID, "overdue "+strconv.FormatInt(e.ID, 10)+" "+strconv.FormatInt(int64(person.ID), 10),
			func(l *i18n.Locale) (subject, text, path string) {
				late, lost, lines := p.overdueLines(l, report)
				return l.T("mail.overdue_subject", "late", late, "lost", lost), l.T("mail.overdue_text") + "\n" + lines, "/console/orders?state=late"
			}))
	}
	return errors.Join(problems...)
}

// overdueLines lists parcels under the name of their shop, each with the page of
// its order.
func (p post) overdueLines(l *i18n.Locale, report market.Overdue) (late, lost int, text string) {
	var b strings.Builder
	list := func(what string, parcels []market.OverdueParcel) int {
		for _, o := range parcels {
			b.WriteString("- " + o.Ref + " (" + what + "): " + p.address() + "/console/orders/" + strconv.FormatInt(int64(o.Order), 10) + "\n")
		}
		return len(parcels)
	}
	for _, s := range report.Shops {
		b.WriteString("\n" + s.Name + "\n")
		lost += list(l.T("mail.overdue_lost"), s.Lost)
		late += list(l.T("mail.overdue_late"), s.Late)
	}
	return late, lost, strings.TrimRight(b.String(), "\n")
}
