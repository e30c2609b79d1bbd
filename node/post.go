package node

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"agora/event"
	"agora/fault"
	"agora/i18n"
	"agora/identity"
	"agora/market"
	"agora/notify"
)

// post writes to buyers and sellers about their orders. Every message has a key
// made of the event, so that repeating a reaction sends nothing twice.
type post struct {
	Parts
	address func() string // with which links begin
}

// placed tells the buyer what was placed, with the link that opens it.
func (p post) placed(ctx context.Context, e event.Event) error {
	var m market.Placing
	if err := json.Unmarshal(e.Body, &m); len(e.Body) > 0 && err != nil {
		return err
	}
	if m.Unconfirmed { // "group.confirmed" comes later, or nothing
		return nil
	}
	g, err := p.Market.Group(ctx, identity.System(), market.GroupID(e.Subject))
	if err != nil {
		return err
	}
	l := p.Words.Locale(p.Words.Match(g.Lang)).In(g.Address.Country)
	var shops []string
	for _, o := range g.Orders {
		shops = append(shops, "- "+o.ShopName+" ("+o.Ref+")")
	}
	return p.send(ctx, e, "placed", g, l, l.T("mail.placed_subject", "ref", g.Ref), placedWords(l, g, strings.Join(shops, "\n")))
}

// placedWords say what comes of an order: parcels, a link, or both.
func placedWords(l *i18n.Locale, g market.Group, shops string) string {
	links := 0
	for _, o := range g.Orders {
		if o.Digital {
			links++
		}
	}
	key := "mail.placed_text"
	if links == len(g.Orders) {
		key = "mail.placed_bare_text"
	}
	text := l.T(key, "name", g.Address.Name, "ref", g.Ref, "shops", shops, "total", g.Total)
	if links > 0 {
		text += "\n\n" + l.T("mail.placed_link")
	}
	return text
}

// shipped tells the buyer that a parcel left, and its number.
func (p post) shipped(ctx context.Context, e event.Event) error {
	if m, err := moved(e); err != nil || m.Event == market.Hand {
		return errors.Join(err, p.firstLinks(ctx, e))
	}
	return p.toBuyer(ctx, e, "shipped", func(l *i18n.Locale, o market.Order) (string, string) {
		number := "–"
		if o.Parcel != nil && o.Parcel.Tracking != "" {
			number = o.Parcel.Tracking
		}
		return l.T("mail.shipped_subject", "ref", o.Ref),
			l.T("mail.shipped_text", "ref", o.Ref, "shop", o.ShopName, "carrier", o.Carrier, "number", number)
	})
}

// cancelled tells the buyer that an order ended and what comes back.
func (p post) cancelled(ctx context.Context, e event.Event) error {
	return p.toBuyer(ctx, e, "cancelled", func(l *i18n.Locale, o market.Order) (string, string) {
		return l.T("mail.cancelled_subject", "ref", o.Ref),
			l.T("mail.cancelled_text", "ref", o.Ref, "shop", o.ShopName, "back", o.Refunded)
	})
}

// givenBack tells the buyer that the shop gives money back.
func (p post) givenBack(ctx context.Context, e event.Event) error {
	return p.toBuyer(ctx, e, "given-back", func(l *i18n.Locale, o market.Order) (string, string) {
		return l.T("mail.given_back_subject", "ref", o.Ref), l.T("mail.given_back_text", "ref", o.Ref, "shop", o.ShopName, "back", o.Refunded)
	})
}

// toAccept tells the owner of a shop that an order waits for an answer.
func (p post) toAccept(ctx context.Context, e event.Event) error {
	return p.toSeller(ctx, e, "placed", "/desk", func(l *i18n.Locale, m market.Moved, owner, shop string) (string, string) {
		return l.T("mail.accept_subject", "ref", m.Ref),
			l.T("mail.accept_text", "name", owner, "ref", m.Ref, "shop", shop, "until", m.Deadline)
	})
}

// toSeller writes about one order to the owner of its shop, with a link to a
// page below.
func (p post) toSeller(ctx context.Context, e event.Event, what, page string,
	words func(l *i18n.Locale, m market.Moved, owner, shop string) (subject, text string)) error {
	m, err := moved(e)
	if err != nil {
		return err
	}
	shop, err := p.Catalog.ShopByID(ctx, e.Shop)
	if err != nil {
		return err
	}
	owner, err := p.Identity.Person(ctx, identity.System(), shop.Owner)
	if fault.Is(err, fault.NotFound) {
		return nil // nobody to tell
	}
	if err != nil {
		return err
	}
	l := p.Words.Locale(p.Words.Match(owner.Lang)).In(owner.Country)
	to := owner.Email
	if to == "" {
		to = owner.Phone
	}
	subject, text := words(l, m, owner.Name, shop.Name)
	return p.Notify.Send(ctx, notify.Message{To: to, Key: "seller " + what + " " + strconv.FormatInt(e.ID, 10),
		Subject: subject, Text: text + "\n\n" + p.address() + page + "\n"})
}

// toBuyer writes about one order to whoever placed it.
func (p post) toBuyer(ctx context.Context, e event.Event, what string, words func(*i18n.Locale, market.Order) (subject, text string)) error {
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
		if int64(o.ID) == e.Subject {
			subject, text := words(l, o)
			return p.send(ctx, e, what, g, l, subject, text)
		}
	}
	return errors.New("the event names an order that its group has not")
}

// send writes to the contact of a group, with the signed link to it below.
func (p post) send(ctx context.Context, e event.Event, what string, g market.Group, l *i18n.Locale, subject, text string) error {
	to := g.Contact.Email
	if to == "" {
		to = g.Contact.Phone
	}
	id := strconv.FormatInt(int64(g.ID), 10)
	link := p.address() + "/orders/" + id + "?k=" + p.Identity.Sign(market.LinkPurpose, int64(g.ID)) + "&lang=" + l.Lang()
	return p.Notify.Send(ctx, notify.Message{To: to, Key: "buyer " + what + " " + strconv.FormatInt(e.ID, 10),
		Subject: subject, Text: text + "\n\n" + l.T("mail.link") + "\n" + link + "\n"})
}
