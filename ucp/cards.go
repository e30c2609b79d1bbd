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
type shelf = memo.Memo[card, shown]

// shown is one product as it was told, and from what to what it costs there.
type shown struct {
	text json.RawMessage
	cost priceRange
}

// shelfSize is how many bytes of answers a generation holds.
const shelfSize = 16 << 20

func newShelf() *shelf {
	return memo.Weighed[card](shelfSize, func(s shown) int { return len(s.text) })
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
func (c *call) told(states []catalog.State, view *landed.View, to money.Currency, alone bool, tell func(catalog.Listing, prices) *productAnswer) ([]shown, error) {
	shops := make([]catalog.ShopID, len(states))
	for i, s := range states {
		shops[i] = s.Seller
	}
	offers, err := c.b.Market.Offers(c.r.Context(), shops...)
	if err != nil {
		return nil, err
	}
	list := make([]shown, len(states))
	var missing []catalog.ProductID
	for i, s := range states {
		kept, ok := c.b.shelf.Get(c.cardOf(s, view, to, offers, alone))
		if list[i] = kept; !ok {
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
	made := map[catalog.ProductID]shown{}
	for _, l := range read {
		p := tell(l, lower)
		if p == nil {
			continue
		}
		text, err := json.Marshal(p)
		if err != nil {
			return nil, err
		}
		c.b.shelf.Put(c.cardOf(l.State(), view, to, offers, alone), shown{text, p.Range})
		made[l.Product.ID] = shown{text, p.Range}
	}
	kept := list[:0]
	for i, s := range list {
		if s.text == nil {
			s = made[states[i].Product]
		}
		if s.text != nil {
			kept = append(kept, s)
		}
	}
	return kept, nil
}
