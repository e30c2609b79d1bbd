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
}

func sumOf(q landed.Quote, offer delivery.Offer) doorSum {
	return doorSum{total: q.DoorTotal, goods: q.Goods, guess: q.Status == landed.Estimate, daysMin: offer.Option.DaysMin, daysMax: offer.Option.DaysMax}
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

// doorSums remembers the sums of cards: many people look at the same things
// from the same country.
type doorSums struct {
	mu   sync.Mutex
	sums map[doorKey]doorSum
}

// sum gives a sum that was counted before, or counts it.
func (s *doorSums) sum(k doorKey, count func() doorSum) doorSum {
	const most = 4096 // of about 200 bytes
	s.mu.Lock()
	sum, ok := s.sums[k]
	s.mu.Unlock()
	if ok {
		return sum
	}
	sum = count()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sums == nil || len(s.sums) >= most {
		s.sums = make(map[doorKey]doorSum)
	}
	s.sums[k] = sum
	return sum
}
