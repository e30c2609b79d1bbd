package market

import (
	"sync"

	"agora/db"
)

// bells tell the desks that are open in a browser that something about their
// orders changed. They carry no facts: whoever hears one looks again, so a bell
// that is missed costs nothing.
type bells struct {
	mu   sync.Mutex
	open map[db.ShopID]map[chan struct{}]bool
}

// Bell gives a channel that receives after each change of the shop's orders,
// and a function that ends it.
func (s *Service) Bell(shop db.ShopID) (ring <-chan struct{}, end func()) {
	c := make(chan struct{}, 1)
	b := &s.bells
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.open == nil {
		b.open = map[db.ShopID]map[chan struct{}]bool{}
	}
	if b.open[shop] == nil {
		b.open[shop] = map[chan struct{}]bool{}
	}
	b.open[shop][c] = true
	return c, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.open[shop], c)
		if len(b.open[shop]) == 0 {
			delete(b.open, shop)
		}
	}
}

// ring wakes the shop's desks; a desk that has not yet looked is not rung twice.
func (b *bells) ring(shop db.ShopID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for c := range b.open[shop] {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}
