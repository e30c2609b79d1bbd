package moneytest

import (
	"agora/claim"
	"agora/fault"
	"agora/identity"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
)

// offer is a random offer in a currency.
func (l *life) offer(c money.Currency) claim.Offer {
	return claim.Offer{Kind: claim.Kinds[l.rnd.IntN(len(claim.Kinds))], Policy: market.Policies[l.rnd.IntN(len(market.Policies))],
		Goods: money.Of(1+l.rnd.Int64N(9_000), c)}
}

// complain makes a claim about the first order of a group that lets her.
func (l *life) complain(g market.Group) (err error) {
	for _, o := range g.Orders {
		if _, err = l.claims.Open(l.ctx, guest(g), claim.NewClaim{Order: o.ID, Reason: claim.Damaged, Words: "torn",
			Wish: claim.Offer{Kind: claim.Refund, Policy: market.BackAll}}); err == nil {
			return nil
		}
	}
	return err
}

// inClaim lets somebody make a move in the first of the open claims where it is
// possible.
func (l *life) inClaim(e claim.Event) error {
	list, err := l.claims.Claims(l.ctx, markettest.Operator(), claim.Filter{})
	if err != nil {
		return err
	}
	for _, i := range l.rnd.Perm(len(list)) {
		c := list[i]
		m := claim.Move{Event: e, Words: "because", Offer: l.offer(c.Most.Currency)}
		for _, by := range [...]struct {
			side  claim.Side
			actor identity.Actor
		}{{claim.Buyer, guest(market.Group{ID: c.Group})}, {claim.Shop, l.seller(market.Order{Shop: c.Shop})},
			{claim.Bench, identity.Actor{Person: identity.PersonID(900 + l.rnd.IntN(2)), Roles: []identity.Role{identity.Operator}}}} {
			m.Side = by.side
			if err := l.claims.Do(l.ctx, by.actor, c.Shop, c.ID, m); !refused(err) {
				return err
			}
		}
	}
	return fault.New(fault.Conflict, "no claim is at that point")
}
