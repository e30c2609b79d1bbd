package ucp

import (
	"encoding/json"

	"agora/catalog"
	"agora/landed"
	"agora/memo"
	"agora/money"
)

// shelf keeps products as they were told, in JSON, so that what many ask for is
// not read and written anew each time.
type shelf = memo.Memo[card, json.RawMessage]

// shelfSize is how many bytes of answers a generation holds.
const shelfSize = 16 << 20

func newShelf() *shelf {
	return memo.Weighed[card](shelfSize, func(text json.RawMessage) int { return len(text) })
}

// card names an answer about one product, by all that it follows from.
type card struct {
	catalog.State
	address, namespace string // of the node
	lang               string
	money              money.Currency // "" for the shop's
	rate               int64          // at which its prices become that money; 0 where they do not
	offer              string         // Market.Offers of its shop
	alone              bool           // with what of it can be had, as a product that is looked at alone
}

// cardOf names the answer about a product in a state.
func (c *call) cardOf(s catalog.State, view *landed.View, to money.Currency, offers map[catalog.ShopID]string, alone bool) card {
	k := card{State: s, address: c.b.Address(), namespace: c.b.namespace(), lang: c.locale.Lang(), money: to, offer: offers[s.Seller], alone: alone}
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
	shops := make([]catalog.ShopID, len(states))
	for i, s := range states {
		shops[i] = s.Seller
	}
	offers, err := c.b.Market.Offers(c.r.Context(), shops...)
	if err != nil {
		return nil, err
	}
	list := make([]json.RawMessage, len(states))
	var missing []catalog.ProductID
	for i, s := range states {
		text, ok := c.b.shelf.Get(c.cardOf(s, view, to, offers, alone))
		if list[i] = text; !ok {
			missing = append(missing, s.Product)
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
	made := map[catalog.ProductID]json.RawMessage{}
	for _, l := range read {
		text, err := tell(l, lower)
		if err != nil {
			return nil, err
		}
		if text == nil {
			continue
		}
		c.b.shelf.Put(c.cardOf(l.State(), view, to, offers, alone), text)
		made[l.Product.ID] = text
	}
	kept := list[:0]
	for i, text := range list {
		if text == nil {
			text = made[states[i].Product]
		}
		if text != nil {
			kept = append(kept, text)
		}
	}
	return kept, nil
}
