package ucptest

import "slices"

// known are the types of a total whose meaning the protocol fixes.
var known = []string{"subtotal", "items_discount", "discount", "fulfillment", "tax", "fee", "total"}

// Totals judges the totals of a checkout, a cart or an order and those of its
// lines (T21): one subtotal and one total, signs, sums, texts, and that the
// lines explain the whole.
func Totals(doc map[string]any) error {
	var p problems
	entries := objects(doc, "totals")
	p.count(entries, "subtotal")
	p.count(entries, "total")
	for i, e := range entries {
		kind, n := text(e, "type"), amount(e, "amount")
		switch kind {
		case "subtotal", "fulfillment", "tax", "fee":
			p.check(n >= 0, "totals[%d]: %s is %d, below 0 (T21)", i, kind, n)
		case "discount", "items_discount":
			p.check(n < 0, "totals[%d]: %s is %d, not below 0 (T21)", i, kind, n)
		}
		p.check(slices.Contains(known, kind) || text(e, "display_text") != "", "totals[%d]: %s without display_text (T21)", i, kind)
		if lines := objects(e, "lines"); len(lines) > 0 {
			var parts int64
			for _, l := range lines {
				parts += amount(l, "amount")
			}
			p.check(parts == n, "totals[%d]: the lines of %s add up to %d, not %d (T21)", i, kind, parts, n)
		}
	}
	p.adds(entries, "totals")

	var subtotal, discount int64
	for i, l := range objects(doc, "line_items") {
		own := objects(l, "totals")
		p.adds(own, "line_items[%d].totals", i)
		subtotal += sum(own, "subtotal")
		discount += sum(own, "items_discount")
	}
	p.check(subtotal == sum(entries, "subtotal"), "the subtotals of lines add up to %d, not %d (T21)", subtotal, sum(entries, "subtotal"))
	p.check(discount == sum(entries, "items_discount"), "the items_discount of lines add up to %d, not %d (T21)", discount, sum(entries, "items_discount"))

	for _, g := range groups(doc) {
		for _, o := range objects(g, "options") {
			option := objects(o, "totals")
			p.check(sum(option, "total") >= 0, "option %s costs %d (T21)", text(o, "id"), sum(option, "total"))
			p.count(option, "total")
			if len(option) > 1 {
				p.adds(option, "totals of option %s", text(o, "id"))
			}
		}
	}
	return p.err()
}

func (p *problems) count(entries []map[string]any, kind string) {
	n := 0
	for _, e := range entries {
		if e["type"] == kind {
			n++
		}
	}
	p.check(n == 1, "totals have %d entries %s, not one (T21)", n, kind)
}

// adds checks that all entries but the total add up to it.
func (p *problems) adds(entries []map[string]any, where string, args ...any) {
	var rest, total int64
	for _, e := range entries {
		if e["type"] == "total" {
			total += amount(e, "amount")
		} else {
			rest += amount(e, "amount")
		}
	}
	p.check(rest == total, where+": entries add up to %d, total is %d (T21)", append(args, rest, total)...)
}

// Prices judges that each line of a checkout or cart costs its unit price times
// its quantity.
func Prices(doc map[string]any) error {
	var p problems
	for i, l := range objects(doc, "line_items") {
		want := amount(object(l, "item"), "price") * amount(l, "quantity")
		got := sum(objects(l, "totals"), "subtotal")
		p.check(got == want, "line_items[%d]: subtotal %d, price times quantity %d (T21)", i, got, want)
	}
	return p.err()
}

// Currencies judges that an answer has one currency, spelt in ISO 4217.
func Currencies(root string, doc map[string]any) error {
	var p problems
	if root == Checkout || root == Cart || root == Order {
		c := text(doc, "currency")
		p.check(iso4217(c), "currency %q is not three capitals (ISO 4217)", c)
		return p.err()
	}
	seen := map[string]bool{}
	gather(doc, seen)
	p.check(len(seen) <= 1, "prices in %d currencies in one answer", len(seen))
	return p.err()
}

func iso4217(c string) bool {
	return len(c) == 3 && !slices.ContainsFunc([]byte(c), func(b byte) bool { return b < 'A' || b > 'Z' })
}

// gather finds the currency of every price below v.
func gather(v any, seen map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		if c, ok := v["currency"].(string); ok && v["amount"] != nil {
			seen[c] = true
		}
		for _, e := range v {
			gather(e, seen)
		}
	case []any:
		for _, e := range v {
			gather(e, seen)
		}
	}
}
