package ucptest

import (
	"slices"
	"strings"
)

// concerned are the capabilities that an answer may name: its own, and the
// negotiated extensions of it.
func (s *Schemas) concerned(root string, extensions []string) ([]string, error) {
	names := []string{answers[root].capability}
	for _, e := range extensions {
		ref, err := s.extends(e, answers[root].capability)
		if err != nil {
			return nil, err
		}
		if ref != "" {
			names = append(names, e)
		}
	}
	return names, nil
}

// Negotiated judges that an answer names the negotiated capabilities that
// concern it, no others, has no field of others (T7), and has payment handlers
// when it is a checkout, else none (T8).
func (s *Schemas) Negotiated(root string, extensions []string, doc map[string]any) error {
	var p problems
	want, err := s.concerned(root, extensions)
	if err != nil {
		return err
	}
	p.check(text(doc, "ucp", "version") == Version, "ucp.version is %q, not %s", text(doc, "ucp", "version"), Version)
	named := object(doc, "ucp", "capabilities")
	for name, v := range named {
		p.check(slices.Contains(want, name), "capability %s does not concern this answer or was not negotiated (T7)", name)
		list, _ := v.([]any)
		p.check(len(list) == 1, "capability %s in %d versions, not one (T7)", name, len(list))
	}
	for _, name := range want {
		p.check(named[name] != nil, "ucp.capabilities lacks %s (T7)", name)
	}
	handlers := object(doc, "ucp")["payment_handlers"] != nil
	p.check(handlers == (root == Checkout), "payment_handlers there: %v; a checkout has them, no other answer (T8)", handlers)

	for _, f := range []struct {
		extension string
		there     bool
		field     string
	}{
		{Fulfillment, root == Checkout && doc["fulfillment"] != nil, "fulfillment"},
		{Discount, (root == Checkout || root == Cart) && doc["discounts"] != nil, "discounts"},
		{BuyerConsent, root == Checkout && object(doc, "buyer")["consent"] != nil, "buyer.consent"},
	} {
		p.check(!f.there || slices.Contains(want, f.extension), "%s, and %s was not negotiated (T7)", f.field, f.extension)
	}
	return p.err()
}

// Payment judges that instruments belong to handlers that this checkout offers
// (T26) unless an error says that they do not, and that no credential comes
// back (T27).
func Payment(doc map[string]any) error {
	var p problems
	var offered []string
	for _, v := range object(doc, "ucp", "payment_handlers") {
		list, _ := v.([]any)
		for _, h := range list {
			h, _ := h.(map[string]any)
			offered = append(offered, text(h, "id"))
		}
	}
	p.check(twice(offered) == "", "two payment handlers have the id %s", twice(offered))
	closed := doc["status"] == "completed" || doc["status"] == "canceled"
	refused := slices.ContainsFunc(objects(doc, "messages"), func(m map[string]any) bool {
		return m["type"] == "error" && strings.HasPrefix(text(m, "path"), "$.payment")
	})
	selected := 0
	for i, in := range objects(doc, "payment", "instruments") {
		p.check(closed || refused || slices.Contains(offered, text(in, "handler_id")), "payment.instruments[%d]: handler %q is not offered (T26)", i, text(in, "handler_id"))
		p.check(in["credential"] == nil, "payment.instruments[%d] gives the credential back (T27)", i)
		if in["selected"] == true {
			selected++
		}
	}
	p.check(selected <= 1, "%d instruments are selected", selected)
	return p.err()
}

// Discounts judges what was taken off and where (T25): amounts, allocations,
// codes, and warnings about codes that were refused.
func Discounts(doc map[string]any) error {
	var p problems
	codes := texts(doc, "discounts", "codes")
	for i, m := range objects(doc, "messages") {
		if !strings.HasPrefix(text(m, "code"), "discount_code_") {
			continue
		}
		p.check(m["type"] == "warning", "messages[%d]: %s is no warning (T25)", i, text(m, "code"))
		n, ok := index(text(m, "path"), "$.discounts.codes[")
		p.check(ok && n < len(codes), "messages[%d]: %s has the path %q, of no code (T25)", i, text(m, "code"), text(m, "path"))
	}
	discounts, ok := doc["discounts"].(map[string]any)
	if !ok {
		return p.err()
	}
	lines := objects(doc, "line_items")
	onLine := make([]int64, len(lines))
	var all int64
	explained := true
	for i, d := range objects(discounts, "applied") {
		n, code := amount(d, "amount"), text(d, "code")
		all += n
		p.check(n > 0, "applied[%d] takes off %d (T25)", i, n)
		p.check(d["automatic"] != true || code == "", "applied[%d] is automatic and has the code %s (T25)", i, code)
		p.check(code == "" || slices.ContainsFunc(codes, func(c string) bool { return strings.EqualFold(c, code) }),
			"applied[%d]: nobody gave the code %s (T25)", i, code)
		if d["allocations"] == nil {
			explained = false
			continue
		}
		var parts int64
		for _, a := range objects(d, "allocations") {
			parts += amount(a, "amount")
			path := text(a, "path")
			if line, ok := index(path, "$.line_items["); ok && line < len(lines) {
				onLine[line] += amount(a, "amount")
			} else {
				p.check(strings.HasPrefix(path, "$.totals") || strings.HasPrefix(path, "$.fulfillment"), "applied[%d]: the allocation %q leads nowhere (T25)", i, path)
			}
		}
		p.check(parts == n, "applied[%d]: allocations add up to %d, not %d (T25)", i, parts, n)
	}
	for i, l := range lines {
		off := -sum(objects(l, "totals"), "items_discount")
		p.check(!explained || off == onLine[i], "line_items[%d]: %d taken off, %d allocated (T25)", i, off, onLine[i])
	}
	off := -sum(objects(doc, "totals"), "items_discount", "discount")
	p.check(off == all, "totals take off %d, the discounts applied are %d (T25)", off, all)
	return p.err()
}

// index reads the number after a prefix such as $.line_items[ and before ].
func index(path, prefix string) (n int, ok bool) {
	rest, ok := strings.CutPrefix(path, prefix)
	digits, _, closed := strings.Cut(rest, "]")
	if !ok || !closed || digits == "" || len(digits) > 6 {
		return 0, false
	}
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}
