// Package practice looks in the shops of those who learn at what their courses ask them to
// do there, and tells academy what it counted. Shops of their own count, and the
// rehearsals of them.
//
// It has no tables. Who waits for nothing is not looked at; what is looked at is bounded,
// in one read of a shop for each Check, and five searches.
//
// Invariants: nothing is done because somebody says so; to count again changes nothing;
// what shows that a task is done names no buyer.
package practice

import (
	"context"
	"maps"
	"slices"

	"agora/academy"
	"agora/catalog"
	"agora/db"
	"agora/delivery"
	"agora/fault"
	"agora/identity"
	"agora/market"
)

// Counter counts what there is in the shops of learners.
type Counter struct {
	Academy  *academy.Service
	People   *identity.Service
	Catalog  *catalog.Service
	Search   *catalog.Indexer
	Delivery *delivery.Service
	Market   *market.Service
}

// Bounds of what is looked at.
const (
	maxShops    = 12  // of a person: her own ones, then her newest rehearsals
	maxProducts = 200 // of a shop that are for sale, the newest
	maxOrders   = 50  // of a shop, the newest
	maxRemarks  = 100
	maxSearches = 5
)

// Count counts for a person those of some checks that she has left to do, and tells
// academy.
func (c *Counter) Count(ctx context.Context, person identity.PersonID, checks ...academy.Check) error {
	needs, err := c.Academy.Asks(ctx, person)
	if err != nil {
		return err
	}
	maps.DeleteFunc(needs, func(k academy.Check, _ int64) bool { return !slices.Contains(checks, k) })
	if len(needs) == 0 {
		return nil
	}
	who, err := c.People.Person(ctx, identity.System(), person)
	if fault.Is(err, fault.NotFound) {
		return nil // she is not there any more
	}
	if err != nil {
		return err
	}
	l := look{Counter: c, by: who.Actor(), needs: needs, counts: map[academy.Check]academy.Count{}}
	if l.shops, err = c.shopsOf(ctx, l.by); err != nil || len(l.shops) == 0 {
		return err
	}
	for _, count := range []func(context.Context) error{l.products, l.delivery, l.questions, l.orders, l.refunds} {
		if err := count(ctx); err != nil {
			return err
		}
	}
	if len(l.counts) == 0 {
		return nil
	}
	return c.Academy.Proved(ctx, person, l.counts)
}

// All are the checks that are counted here.
var All = []academy.Check{academy.ProductsPriced, academy.DescribedTwice, academy.DeliveryDescribed, academy.QuestionAnswered,
	academy.OrderShipped, academy.RefundHandled, academy.FoundInScript}

// Wait gives the owners of a shop who have one of some checks left to do.
func (c *Counter) Wait(ctx context.Context, shop db.ShopID, checks ...academy.Check) (list []identity.PersonID, err error) {
	owners, err := c.People.Owners(ctx, identity.System(), shop)
	if err != nil {
		return nil, err
	}
	for _, id := range owners {
		asks, err := c.Academy.Asks(ctx, id)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(checks, func(k academy.Check) bool { return asks[k] > 0 }) {
			list = append(list, id)
		}
	}
	return list, nil
}

// shopsOf gives the shops that a person owns, those of her own before their rehearsals.
func (c *Counter) shopsOf(ctx context.Context, by identity.Actor) ([]catalog.Shop, error) {
	var ids []catalog.ShopID
	for id := range by.Shops {
		if by.Owns(id) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	slices.Reverse(ids)
	const most = 200 // who rehearses daily has as many
	list, err := c.Catalog.ShopsByID(ctx, ids[:min(len(ids), most)])
	slices.SortStableFunc(list, func(a, b catalog.Shop) int {
		if played(a) != played(b) {
			if played(a) {
				return 1
			}
			return -1
		}
		return int(min(max(b.ID-a.ID, -1), 1))
	})
	return list[:min(len(list), maxShops)], err
}

// look is one look at the shops of one person.
type look struct {
	*Counter
	by     identity.Actor
	shops  []catalog.Shop
	needs  map[academy.Check]int64
	counts map[academy.Check]academy.Count
}

// wants reports whether a check is not counted to its end.
func (l *look) wants(c academy.Check) bool { return l.counts[c].N < l.needs[c] }

// add counts one thing for a check.
func (l *look) add(c academy.Check, p academy.Proof) {
	if l.wants(c) {
		n := l.counts[c]
		n.Add(p)
		l.counts[c] = n
	}
}
