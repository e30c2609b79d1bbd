package storefront

import (
	"sync"

	"agora/country"
	"agora/delivery"
	"agora/landed"
	"agora/money"
)

// doorSum is what a card says of a price at the door.
type doorSum struct {
	known            bool // false where the shop does not send, or a tax is not known
	total, goods     money.Amount
	guess            bool
	daysMin, daysMax int
	digital          bool // it comes by link, at once
}

func sumOf(q landed.Quote, offer delivery.Offer) doorSum {
	return doorSum{total: q.DoorTotal, goods: q.Goods, guess: q.Status == landed.Estimate, daysMin: offer.Option.DaysMin, daysMax: offer.Option.DaysMax}
}

// quoted is a quote of one unit by the preferred way; known is false when the
// shop does not send there.
type quoted struct {
	landed.Quote
	offer delivery.Offer
	known bool
}

// doorKey is all that a sum depends on. Rules, rates and ways to send are named
// by where they stand in memory: when one of them changes it is read anew, and
// stands elsewhere.
type doorKey struct {
	thing
	to      country.Code
	in      money.Currency
	view    *landed.View
	options *delivery.Option
	day     int64
}

// counts remembers what was counted: many people look at the same things from
// the same country.
type counts[V any] struct {
	mu   sync.Mutex
	kept map[doorKey]V
}

// get gives what was counted before, or counts it. What it gives is only read.
func (s *counts[V]) get(k doorKey, most int, count func() V) V {
	s.mu.Lock()
	v, ok := s.kept[k]
	s.mu.Unlock()
	if ok {
		return v
	}
	v = count()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil || len(s.kept) >= most {
		s.kept = make(map[doorKey]V)
	}
	s.kept[k] = v
	return v
}

// What is remembered at most: sums of about 200 bytes, quotes of about 3 kB.
const (
	mostSums   = 4096
	mostQuotes = 512
)
