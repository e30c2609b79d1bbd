package ucp

import (
	"net/http"
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
	Categories []string `json:"categories"`
	Seller     string   `json:"seller"` // our own: the handle of a shop
	Price      *struct {
		Min *int64 `json:"min"`
		Max *int64 `json:"max"`
	} `json:"price"`
}

type found struct {
	UCP        envelope        `json:"ucp"`
	Products   []productAnswer `json:"products"`
	Pagination *pagination     `json:"pagination,omitempty"`
	Messages   []message       `json:"messages,omitempty"`
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
	f, err := c.b.Catalog.Find(c.r.Context(), q)
	if fault.Is(err, fault.Invalid) {
		return reply{}, malformed("pagination.cursor is not one of this list")
	}
	if err != nil {
		return reply{}, err
	}
	ids := make([]catalog.ProductID, len(f.Page.Items))
	for i, card := range f.Page.Items {
		ids[i] = card.Product
	}
	list, err := c.b.Catalog.Listings(c.r.Context(), ids)
	if err != nil {
		return reply{}, err
	}
	out := found{UCP: c.envelope(capSearch), Pagination: &pagination{Cursor: f.Page.Next, More: f.Page.Next != ""}}
	if out.Products, err = c.tell(list, view, inOne(list, to)); err != nil {
		return reply{}, err
	}
	return c.said(http.StatusOK, out)
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
