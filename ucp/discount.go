package ucp

import (
	"slices"
	"strconv"
	"strings"

	"agora/discount"
	"agora/money"
)

// discounts are the codes that a platform gave, and what was taken off with and
// without them.
type discounts struct {
	Codes   []string  `json:"codes"`
	Applied []applied `json:"applied"`
}

// applied is a discount that counts; its allocations add up to its amount.
type applied struct {
	Code        string       `json:"code,omitempty"`
	Title       string       `json:"title"`
	Amount      int64        `json:"amount"`
	Automatic   bool         `json:"automatic,omitempty"`
	Method      string       `json:"method"`
	Priority    int          `json:"priority"`
	Allocations []allocation `json:"allocations"`

	of discount.ID
}

type allocation struct {
	Path   string `json:"path"`
	Amount int64  `json:"amount"`
}

// cleaned gives codes without the spaces around them.
func cleaned(codes []string) (list []string) {
	for _, code := range codes {
		list = append(list, strings.TrimSpace(code))
	}
	return list
}

// discounts tells what was taken off lines, in the order of taking.
func (c *call) discounts(s *session, out *counted, lines []lineItem) *discounts {
	v := &discounts{Codes: append([]string{}, s.Codes...), Applied: []applied{}}
	for i, l := range lines {
		_, in := find(out.Cart, variantOf(l.Item.ID))
		weights := make([]int64, len(in.Off))
		for j, o := range in.Off {
			weights[j] = o.Amount
		}
		for j, part := range money.Split(l.off(), weights) {
			if part == 0 {
				continue
			}
			o := in.Off[j]
			at := slices.IndexFunc(v.Applied, func(a applied) bool { return a.of == o.ID })
			if at < 0 {
				at = len(v.Applied)
				v.Applied = append(v.Applied, applied{Code: o.Code, Title: o.Name(c.locale.Lang()), Automatic: o.Code == "", Method: "each", of: o.ID})
			}
			a := &v.Applied[at]
			a.Amount += part
			a.Priority = max(a.Priority, j+1)
			a.Allocations = append(a.Allocations, allocation{"$.line_items[" + strconv.Itoa(i) + "]", part})
		}
	}
	slices.SortStableFunc(v.Applied, func(a, b applied) int { return a.Priority - b.Priority })
	return v
}

// off is what discounts took off a line.
func (l lineItem) off() (n int64) {
	for _, t := range l.Totals {
		if t.Type == itemsDiscount {
			n -= t.Amount
		}
	}
	return n
}

// itemsDiscount is the type of totals that discounts on lines have.
const itemsDiscount = "items_discount"

// sums are the totals of a line that would cost so much, and costs so much with
// its discounts.
func sums(before, amount int64) []total {
	list := []total{{Type: "subtotal", Amount: before}}
	if before > amount {
		list = append(list, total{Type: itemsDiscount, Amount: amount - before})
	}
	return append(list, total{Type: "total", Amount: amount})
}

// refusedCodes say why a code takes nothing off.
func (c *call) refusedCodes(out *counted) (list []message) {
	for _, r := range out.Cart.Refused {
		list = append(list, message{Type: "warning", Code: "discount_code_" + string(r.Why), Path: "$.discounts.codes[" + strconv.Itoa(r.At) + "]",
			Content: c.locale.Error(r.Fault())})
	}
	return list
}
