package ucp

import (
	"encoding/json"
	"sync"

	"agora/catalog"
	"agora/landed"
	"agora/money"
)

// shelf keeps products as they were told, in JSON, so that what many ask for is
// not read and written anew each time. A key holds all that an answer follows
// from, so what is kept is never old: it is only no longer asked for. Two
// generations are kept, and the older one is forgotten when the younger is full.
type shelf struct {
	mu         sync.Mutex
	about      node
	size       int // bytes in young
	young, old map[card]json.RawMessage
}

// shelfSize is how many bytes of answers a generation holds.
const shelfSize = 16 << 20

// node is what the answers of a node have in common.
type node struct{ address, namespace string }

// card names an answer about one product.
type card struct {
	catalog.State
	lang  string
	money money.Currency // "" for the shop's
	rate  int64          // at which its prices become that money; 0 where they do not
	offer string         // Market.Offers of its shop
	alone bool           // with what of it can be had, as a product that is looked at alone
}

// take gives what is kept for keys, nil for what is not.
func (s *shelf) take(about node, keys []card) []json.RawMessage {
	list := make([]json.RawMessage, len(keys))
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.about != about {
		s.about, s.young, s.old, s.size = about, nil, nil, 0
	}
	for i, k := range keys {
		text, ok := s.young[k]
		if !ok {
			if text, ok = s.old[k]; ok {
				s.keep(k, text)
			}
		}
		list[i] = text
	}
	return list
}

// put keeps answers that were made for a node.
func (s *shelf) put(about node, made map[card]json.RawMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.about != about {
		return
	}
	for k, text := range made {
		s.keep(k, text)
	}
}

func (s *shelf) keep(k card, text json.RawMessage) {
	if s.young == nil || s.size+len(text) > shelfSize {
		s.old, s.young, s.size = s.young, map[card]json.RawMessage{}, 0
	}
	s.young[k] = text
	s.size += len(text)
}

// cardOf names the answer about a product in a state.
func (c *call) cardOf(s catalog.State, view *landed.View, to money.Currency, offers map[catalog.ShopID]string, alone bool) card {
	k := card{State: s, lang: c.locale.Lang(), money: to, offer: offers[s.Seller], alone: alone}
	if to != "" && to != s.Currency {
		if rate, _, ok := view.Charged(s.Currency, to); ok {
			k.rate = rate.Value
		}
	}
	return k
}

// told gives answers about products, each with its state: what is kept, and what
// is not read and made by tell. What is no longer for sale, or of which tell says
// nothing, is left out.
func (c *call) told(states []catalog.State, view *landed.View, to money.Currency, alone bool, tell func(catalog.Listing, prices) (json.RawMessage, error)) ([]json.RawMessage, error) {
	about := node{c.b.Address(), c.b.namespace()}
	shops := make([]catalog.ShopID, len(states))
	for i, s := range states {
		shops[i] = s.Seller
	}
	offers, err := c.b.Market.Offers(c.r.Context(), shops...)
	if err != nil {
		return nil, err
	}
	keys := make([]card, len(states))
	for i, s := range states {
		keys[i] = c.cardOf(s, view, to, offers, alone)
	}
	list := c.b.shelf.take(about, keys)
	var missing []catalog.ProductID
	for i, text := range list {
		if text == nil {
			missing = append(missing, states[i].Product)
		}
	}
	if missing == nil {
		return list, nil
	}
	read, err := c.b.Catalog.Listings(c.r.Context(), missing)
	if err != nil {
		return nil, err
	}
	lower, err := c.offers(read)
	if err != nil {
		return nil, err
	}
	made, of := map[card]json.RawMessage{}, map[catalog.ProductID]json.RawMessage{}
	for _, l := range read {
		text, err := tell(l, lower)
		if err != nil {
			return nil, err
		}
		if text == nil {
			continue
		}
		made[c.cardOf(l.State(), view, to, offers, alone)], of[l.Product.ID] = text, text
	}
	c.b.shelf.put(about, made)
	kept := list[:0]
	for i, text := range list {
		if text == nil {
			text = of[states[i].Product]
		}
		if text != nil {
			kept = append(kept, text)
		}
	}
	return kept, nil
}
