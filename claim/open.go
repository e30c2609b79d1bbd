package claim

import (
	"cmp"
	"context"
	"slices"
	"unicode/utf8"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/market"
	"agora/money"
	"agora/once"
)

// New is what a buyer claims. Quantities are of the lines that it is about; none
// for all of them.
type NewClaim struct {
	Order  market.OrderID
	Reason Reason
	Words  string
	Items  []Item
	Wish   Offer // what she would like; By is not read
	Files  []Upload
}

// mostClaims is how often a buyer may claim something about one order.
const mostClaims = 3

// Open makes a claim about an order, by its buyer. The order's clock stops.
func (s *Service) Open(ctx context.Context, by identity.Actor, n NewClaim) (c Claim, err error) {
	if err := n.check(); err != nil {
		return c, err
	}
	files, err := s.keep(ctx, n.Files)
	if err != nil {
		return c, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		o, err := s.market.Dispute(tx, by, n.Order)
		if err != nil {
			return err
		}
		if n.Reason == NotArrived && o.State == market.Shipped && tx.Now.Before(o.ArriveBy) {
			return fault.Field("reason", "fault.claim_early", "day", o.ArriveBy)
		}
		switch open, all, err := claimsOf(tx, o); {
		case err != nil:
			return err
		case open > 0:
			return fault.New(fault.Conflict, "fault.claim_open")
		case all >= mostClaims: // or escrow could be held for ever
			return fault.New(fault.Conflict, "fault.claim_late")
		}
		items, most, err := n.about(tx, o)
		if err != nil {
			return err
		}
		c = Claim{ID: ID(tx.ID()), Shop: o.Shop, Order: o.ID, Group: o.Group, State: Open, Reason: n.Reason, Turn: Shop, Updated: tx.Now,
			Doc: Doc{OrderRef: o.Ref, ShopName: o.ShopName, BuyerName: o.BuyerName, Words: n.Words, Items: items, Most: most}}
		if c.Offer, err = c.proper(n.Wish, Buyer); err != nil {
			return err
		}
		c.Deadline = s.deadlines.of(c, Open, tx.Now)
		if err := insert(tx, c); err != nil {
			return err
		}
		if err := addFiles(tx, c, Buyer, files); err != nil {
			return err
		}
		return s.record(tx, by, c, Move{Event: Opens, Side: Buyer, Words: n.Words}, c.Offer)
	})
	return c, err
}

func (n NewClaim) check() error {
	var faults fault.Fields
	known := false
	for _, r := range Reasons {
		known = known || r == n.Reason
	}
	if !known {
		faults.Add("reason", "fault.choice")
	}
	if n.Words == "" {
		faults.Add("words", "fault.required")
	}
	if utf8.RuneCountInString(n.Words) > maxWords {
		faults.Add("words", "fault.too_long", "max", maxWords)
	}
	return faults.Err()
}

// about gives the lines that a claim is about, and their price as far as it did
// not go back yet.
func (n NewClaim) about(tx *db.Tx, o market.Order) ([]Item, money.Amount, error) {
	most := o.Left().Goods
	if len(n.Items) == 0 {
		return nil, most, nil
	}
	lines, err := market.LinesOf(tx, o)
	if err != nil {
		return nil, most, err
	}
	var sum, all int64
	bought := map[catalog.VariantID][]market.Line{} // in several places, or once alone and once in a set
	for _, l := range lines {
		bought[l.Variant] = append(bought[l.Variant], l)
		all += l.Total().Minor
	}
	for _, i := range n.Items {
		have := bought[i.Variant]
		slices.SortStableFunc(have, func(a, b market.Line) int { return cmp.Compare(b.Unit.Minor, a.Unit.Minor) }) // nobody knows which of them: the dearest
		need := i.Quantity
		for _, l := range have {
			took := min(need, l.Quantity)
			sum += l.Unit.Minor * took
			need -= took
		}
		if i.Quantity < 1 || need > 0 {
			return nil, most, fault.Field("items", "fault.quantity", "max", i.Quantity-need)
		}
	}
	share, err := money.HalfUp.MulDiv(o.Goods.Minor, sum, max(all, 1)) // after discount
	most.Minor = min(most.Minor, share)
	return n.Items, most, err
}

// proper gives an offer as it may be made, or says what is wrong with it.
func (c Claim) proper(o Offer, by Side) (Offer, error) {
	o.By = by
	switch o.Kind {
	case Exchange, Nothing:
		if o.Kind == Nothing && by == Buyer {
			return o, fault.Field("kind", "fault.choice") // she withdraws it
		}
		o.Policy, o.Goods = "", money.Amount{}
		return o, nil
	case Refund, Return:
	default:
		return o, fault.Field("kind", "fault.choice")
	}
	switch o.Policy {
	case market.BackAll:
		o.Goods = money.Amount{}
	case market.BackPrice, market.BackGoods:
		if o.Goods.Currency != c.Most.Currency || o.Goods.Minor < 1 || o.Goods.Minor > c.Most.Minor {
			return o, fault.Field("amount", "fault.refund_most", "most", c.Most)
		}
	default:
		return o, fault.Field("policy", "fault.choice")
	}
	return o, nil
}
