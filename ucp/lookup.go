package ucp

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/fault"
)

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
	told, err := c.tell(list, view, inOne(list, asked.Context.currency("", "")))
	if err != nil {
		return reply{}, err
	}
	met := map[string]bool{}
	for i, p := range told {
		if p.answers(list[i], meant, met); len(p.Variants) > 0 {
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
