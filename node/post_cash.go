package node

import (
	"context"
	"encoding/json"
	"strconv"

	"agora/event"
	"agora/i18n"
	"agora/identity"
	"agora/market"
	"agora/notify"
)

// code sends a buyer who pays at the door the code that confirms her order,
// and a link to the page where one tap does. A phone number gets it in the
// outbox only, from which an operator may read it to her.
func (p post) code(ctx context.Context, e event.Event) error {
	var sent market.CodeSent
	if err := json.Unmarshal(e.Body, &sent); err != nil {
		return err
	}
	g, code, err := p.Market.Code(ctx, identity.System(), market.GroupID(e.Subject), sent.N)
	if err != nil || code == "" {
		return err
	}
	l := p.Words.Locale(p.Words.Match(g.Lang)).In(g.Address.Country)
	to := g.Contact.Email
	if to == "" {
		to = g.Contact.Phone
	}
	until := g.Placed
	for _, o := range g.Orders {
		if o.State == market.Unconfirmed {
			until = o.Deadline
		}
	}
	link := p.address() + "/orders/" + strconv.FormatInt(int64(g.ID), 10) + "/confirm?k=" + p.Identity.Sign(market.LinkPurpose, int64(g.ID)) +
		"&code=" + code + "&lang=" + l.Lang()
	return p.Notify.Send(ctx, notify.Message{To: to, Key: "buyer code " + strconv.FormatInt(e.ID, 10), Secret: code,
		Subject: l.T("mail.code_subject", "ref", g.Ref),
		Text: l.T("mail.code_text", "name", g.Address.Name, "code", code, "ref", g.Ref, "total", g.Total, "until", l.DateTime(until, nil)) +
			"\n" + link + "\n"})
}

// toCall asks a shop to phone a buyer to whom no code can be sent by mail.
func (p post) toCall(ctx context.Context, e event.Event) error {
	m, err := moved(e)
	if err != nil {
		return err
	}
	g, err := p.Market.Group(ctx, identity.System(), m.Group)
	if err != nil || g.Contact.Email != "" {
		return err
	}
	return p.toSeller(ctx, e, "call", "/desk/"+strconv.FormatInt(int64(e.Shop), 10)+"/orders/"+strconv.FormatInt(e.Subject, 10),
		func(l *i18n.Locale, m market.Moved, owner, shop string) (string, string) {
			return l.T("mail.call_subject", "ref", m.Ref), l.T("mail.call_text", "name", owner, "ref", m.Ref, "shop", shop, "until", m.Deadline)
		})
}
