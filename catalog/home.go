package catalog

import "sync"

// homes remembers of which shop a variant is, which never changes. Machines name
// a thing by its id alone; what names its shop, too, is found on one machine when
// shops are spread over several. The zero value remembers nothing.
type homes struct {
	mu   sync.RWMutex
	shop map[VariantID]ShopID
}

// maxHomes bounds what is remembered: some 2 MB.
const maxHomes = 50_000

// of gives the shops of variants; nothing unless all are known.
func (h *homes) of(ids []VariantID) []int64 {
	h.mu.RLock()
	defer h.mu.RUnlock()
	shops := make([]int64, len(ids))
	for i, id := range ids {
		shop, known := h.shop[id]
		if !known {
			return nil
		}
		shops[i] = int64(shop)
	}
	return shops
}

func (h *homes) learn(id VariantID, shop ShopID) {
	h.mu.RLock()
	known := h.shop[id] == shop
	h.mu.RUnlock()
	if known {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.shop == nil || len(h.shop) >= maxHomes {
		h.shop = make(map[VariantID]ShopID) // what is asked for comes back soon
	}
	h.shop[id] = shop
}

// Know tells of which shop a variant is, where a caller has read both.
func (s *Service) Know(id VariantID, shop ShopID) { s.homes.learn(id, shop) }
