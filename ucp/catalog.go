package ucp

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"agora/catalog"
	"agora/country"
	"agora/fault"
	"agora/landed"
	"agora/money"
)

// Bounds of lists.
const (
	pageLimit = 10 // when a platform asks for no number
	pageMost  = 50
	lookMost  = 50
	wordsMost = 500 // bytes of a query
)

type askedSearch struct {
	Query      string   `json:"query"`
	Filters    *filters `json:"filters"`
	Context    *hints   `json:"context"`
	Pagination *struct {
		Cursor string `json:"cursor"`
		Limit  *int   `json:"limit"`
	} `json:"pagination"`
}

type filters struct {
	Categories []string     `json:"categories"`
	Seller     string       `json:"seller"` // our own: the handle of a shop
	Price      *wantedPrice `json:"price"`
}

type wantedPrice struct {
	Min *int64 `json:"min"`
	Max *int64 `json:"max"`
}

// leaves reports whether a product costs less or more than wanted as it is told:
// the index that found it knows neither discounts nor roundings.
func (w *wantedPrice) leaves(s shown) bool {
	return w.Min != nil && s.cost.Max.Amount < *w.Min || w.Max != nil && s.cost.Min.Amount > *w.Max
}

type found struct {
	UCP      envelope        `json:"ucp"`
	Products []productAnswer `json:"products"`
	Messages []message       `json:"messages,omitempty"`
}

// listing writes the answer to a search. encoding/json would read all of it once
// more.
func listing(envelope []byte, products []shown, pagination []byte) []byte {
	size := len(envelope) + len(pagination) + 64
	for _, p := range products {
		size += len(p.text) + 1
	}
	b := append(make([]byte, 0, size), `{"ucp":`...)
	b = append(append(b, envelope...), `,"products":[`...)
	for i, p := range products {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, p.text...)
	}
	b = append(append(b, `],"pagination":`...), pagination...)
	return append(b, '}')
}

type pagination struct {
	Cursor string `json:"cursor,omitempty"`
	More   bool   `json:"has_next_page"`
	Count  *int64 `json:"total_count,omitempty"`
}

// search answers a query, or filters, with a page of products.
func (c *call) search() (reply, error) {
	asked, err := read[askedSearch](c.body)
	if err != nil {
		return reply{}, err
	}
	c.speak(asked.Context)
	if strings.TrimSpace(asked.Query) == "" && asked.Filters == nil {
		return reply{}, malformed("query or filters: one of them is needed")
	}
	if len(asked.Query) > wordsMost {
		return reply{}, malformed("query has more than %d bytes", wordsMost)
	}
	view, err := c.b.Landed.View(c.r.Context())
	if err != nil {
		return reply{}, err
	}
	q := catalog.Query{Text: asked.Query, Limit: pageLimit}
	if strings.TrimSpace(asked.Query) != "" {
		q.Sort = catalog.SortBest
	}
	if p := asked.Pagination; p != nil {
		q.Cursor = p.Cursor
		if p.Limit != nil {
			if *p.Limit < 1 {
				return reply{}, malformed("pagination.limit must be 1 or more")
			}
			q.Limit = min(*p.Limit, pageMost)
		}
	}
	to := asked.Context.currency("", "")
	if err := c.narrow(&q, asked.Filters, view, to); err != nil {
		return reply{}, err
	}
	page, err := c.b.Catalog.FindStates(c.r.Context(), q)
	if fault.Is(err, fault.Invalid) {
		return reply{}, malformed("pagination.cursor is not one of this list")
	}
	if err != nil {
		return reply{}, err
	}
	if to == "" && len(page.Items) > 0 {
		to = page.Items[0].Currency // one money in an answer: that of the first shop where nobody said
	}
	list, err := c.told(page.Items, view, to, false, func(l catalog.Listing, lower prices) *productAnswer {
		p := c.listed(l, view, to, lower)
		return &p
	})
	if err != nil {
		return reply{}, err
	}
	if f := asked.Filters; f != nil && f.Price != nil {
		list = slices.DeleteFunc(list, f.Price.leaves)
	}
	head, err := json.Marshal(c.envelope(capSearch))
	if err != nil {
		return reply{}, err
	}
	tail, err := json.Marshal(pagination{Cursor: page.Next, More: page.Next != ""})
	return reply{http.StatusOK, listing(head, list, tail)}, err
}

// narrow puts the filters of a platform into a query.
func (c *call) narrow(q *catalog.Query, f *filters, view *landed.View, in money.Currency) error {
	if f == nil {
		return nil
	}
	if len(f.Categories) > lookMost {
		return malformed("filters.categories has more than %d", lookMost)
	}
	for _, k := range f.Categories {
		if strings.ContainsAny(k, ",%_") || len(k) > 100 {
			return malformed("filters.categories: %.100q is no category", k)
		}
		q.Kinds = append(q.Kinds, k)
	}
	if f.Seller != "" {
		shop, err := c.b.Catalog.Shop(c.r.Context(), f.Seller)
		if fault.Is(err, fault.NotFound) {
			return malformed("filters.seller: no shop has this handle")
		}
		if err != nil {
			return err
		}
		q.Shop = shop.ID
	}
	if f.Price == nil || f.Price.Min == nil && f.Price.Max == nil {
		return nil
	}
	if in == "" {
		return malformed("filters.price needs context.currency: prices are in minor units of it")
	}
	low, high := int64(0), int64(1<<50)
	if f.Price.Min != nil {
		low = *f.Price.Min
	}
	if f.Price.Max != nil {
		high = *f.Price.Max
	}
	if low < 0 || high < low || high > 1<<50 {
		return malformed("filters.price: min and max are not a range")
	}
	q.Price = bounds(view, in, low, high)
	return nil
}

// bounds turns a range of prices in one money into one for each in which shops
// price.
func bounds(view *landed.View, in money.Currency, low, high int64) (list []catalog.PriceBound) {
	seen := map[money.Currency]bool{}
	for _, c := range country.All() {
		rate, _, ok := view.Charged(c.Currency, in)
		if seen[c.Currency] || !ok || rate.Value == 0 {
			continue
		}
		seen[c.Currency] = true
		b := catalog.PriceBound{Currency: c.Currency}
		b.Min, _ = money.Up.MulDiv(low, money.RateScale, rate.Value)
		b.Max, _ = money.Down.MulDiv(high, money.RateScale, rate.Value)
		list = append(list, b)
	}
	return list
}

// inOne gives the one money of an answer: that of the person, or else that of the
// first shop.
func inOne(list []catalog.Listing, wish money.Currency) money.Currency {
	if wish == "" && len(list) > 0 {
		return list[0].Shop.Currency
	}
	return wish
}

// speak takes the language that a person reads, else that of the request.
func (c *call) speak(h *hints) {
	c.locale = c.b.Words.Locale(c.b.Words.Match(h.language(), c.r.Header.Get("Accept-Language")))
}
