package ucp

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
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
	out := found{UCP: c.envelope(capSearch), Products: make([]productAnswer, len(list)), Pagination: &pagination{Cursor: f.Page.Next, More: f.Page.Next != ""}}
	for i, l := range list {
		out.Products[i] = c.listed(l, view, to)
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

// speak takes the language that a person reads, else that of the request.
func (c *call) speak(h *hints) {
	c.locale = c.b.Words.Locale(c.b.Words.Match(h.language(), c.r.Header.Get("Accept-Language")))
}

type askedLookup struct {
	IDs     *[]string `json:"ids"`
	Filters *filters  `json:"filters"`
	Context *hints    `json:"context"`
}

// lookup answers with the products of ids: of products, of variants, or
// "shop/product" as in their addresses.
func (c *call) lookup() (reply, error) {
	asked, err := read[askedLookup](c.body)
	if err != nil {
		return reply{}, err
	}
	c.speak(asked.Context)
	if asked.IDs == nil || len(*asked.IDs) == 0 {
		return reply{}, malformed("ids is missing or empty")
	}
	if len(*asked.IDs) > lookMost {
		return reply{}, &failure{status: http.StatusBadRequest, code: "request_too_large", content: fmt.Sprintf("at most %d ids at once", lookMost)}
	}
	meant, order, err := c.meant(*asked.IDs)
	if err != nil {
		return reply{}, err
	}
	view, err := c.b.Landed.View(c.r.Context())
	if err != nil {
		return reply{}, err
	}
	list, err := c.b.Catalog.Listings(c.r.Context(), order)
	if err != nil {
		return reply{}, err
	}
	out := found{UCP: c.envelope(capLookup), Products: []productAnswer{}}
	met := map[string]bool{}
	for _, l := range list {
		p := c.listed(l, view, asked.Context.currency("", ""))
		if p.answers(l, meant, met); len(p.Variants) > 0 {
			out.Products = append(out.Products, p)
		}
	}
	for i, id := range *asked.IDs {
		if !met[id] {
			out.Messages = append(out.Messages, message{Type: "info", Code: "not_found", Path: "$.ids[" + strconv.Itoa(i) + "]", Content: c.locale.T("ucp.no_product")})
			met[id] = true
		}
	}
	return c.said(http.StatusOK, out)
}

// reference is what one id means.
type reference struct {
	id      string
	product catalog.ProductID
	variant catalog.VariantID // 0 for the product as a whole
}

// meant finds what ids mean, and the products among them in their order.
func (c *call) meant(ids []string) (list []reference, order []catalog.ProductID, err error) {
	var variants []catalog.VariantID
	for _, id := range ids {
		if slices.ContainsFunc(list, func(r reference) bool { return r.id == id }) {
			continue
		}
		r := reference{id: id}
		if shop, handle, ok := strings.Cut(id, "/"); ok {
			p, _, err := c.b.Catalog.Product(c.r.Context(), shop, handle)
			if err != nil && !fault.Is(err, fault.NotFound) {
				return nil, nil, err
			}
			r.product = p.ID
		} else if n := variantOf(id); n != 0 {
			r.variant = n
			variants = append(variants, n)
		} else {
			r.product = productOf(id)
		}
		list = append(list, r)
	}
	lines, err := c.b.Catalog.Variants(c.r.Context(), variants)
	if err != nil {
		return nil, nil, err
	}
	for i := range list {
		for _, l := range lines {
			if l.Variant.ID == list[i].variant {
				list[i].product = l.Product.ID
			}
		}
		if p := list[i].product; p != 0 && !slices.Contains(order, p) {
			order = append(order, p)
		}
	}
	return list, order, nil
}

// The ids of products and variants as platforms see them.
const (
	productPrefix = "prod_"
	variantPrefix = "var_"
)

func productOf(id string) catalog.ProductID { return catalog.ProductID(number(id, productPrefix)) }
func variantOf(id string) catalog.VariantID { return catalog.VariantID(number(id, variantPrefix)) }

func number(id, prefix string) int64 {
	digits, ok := strings.CutPrefix(id, prefix)
	n, err := strconv.ParseInt(digits, 10, 64)
	if !ok || err != nil || n <= 0 || strconv.FormatInt(n, 10) != digits {
		return 0
	}
	return n
}

func productID(id catalog.ProductID) string { return productPrefix + strconv.FormatInt(int64(id), 10) }
func variantID(id catalog.VariantID) string { return variantPrefix + strconv.FormatInt(int64(id), 10) }
