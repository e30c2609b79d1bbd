package node

import (
	"context"
	"encoding/json"
	"strconv"

	"agora/claim"
	"agora/event"
	"agora/i18n"
	"agora/identity"
	"agora/jobs"
)

// claimKinds are the events of claims of which the other side is told.
var claimKinds = [...]claim.Event{claim.Opens, claim.Offers, claim.Agree, claim.Escalate, claim.Withdraw, claim.SendBack, claim.Receive,
	claim.Replace, claim.Decide, claim.Appeal, claim.Say, claim.Expire}

// onClaims adds what follows from moves in claims.
func (p post) onClaims(kinds jobs.Kinds) {
	for _, e := range claimKinds {
		kinds[event.Kind("claim."+string(e))] = []jobs.Reaction{{Name: "mail-claim-" + string(e), Do: p.claimed}}
	}
}

// claimed tells the sides of a claim what somebody else did in it.
func (p post) claimed(ctx context.Context, e event.Event) error {
	var told claim.Told
	if err := json.Unmarshal(e.Body, &told); err != nil {
		return err
	}
	c, err := p.Claims.Claim(ctx, identity.System(), claim.System, e.Shop, claim.ID(e.Subject))
	if err != nil {
		return err
	}
	did, words := string(e.Kind)[len("claim."):], ""
	for _, s := range c.Steps {
		if string(s.Event) == did && s.Side == told.Side {
			words = s.Note
		}
	}
	subject := func(l *i18n.Locale) string { return l.T("mail.claim_subject", "ref", c.OrderRef) }
	text := func(l *i18n.Locale) string {
		return l.T("mail.claim_text", "what", l.T("claim.e_"+did)+" · "+l.T("claim.side_"+string(told.Side)), "words", words)
	}
	if told.Side != claim.Buyer {
		g, err := p.Market.Group(ctx, identity.System(), c.Group)
		if err != nil {
			return err
		}
		l := p.Words.Locale(p.Words.Match(g.Lang)).In(g.Address.Country)
		if err := p.send(ctx, e, "claim", g, l, subject(l), text(l)); err != nil {
			return err
		}
	}
	if told.Side == claim.Shop {
		return nil
	}
	shop, err := p.Catalog.ShopByID(ctx, e.Shop)
	if err != nil {
		return err
	}
	return p.toPerson(ctx, shop.Owner, "claim "+strconv.FormatInt(e.ID, 10), func(l *i18n.Locale) (string, string, string) {
		return subject(l), text(l), "/desk/" + strconv.FormatInt(int64(e.Shop), 10) + "/claims/" + strconv.FormatInt(e.Subject, 10)
	})
}
