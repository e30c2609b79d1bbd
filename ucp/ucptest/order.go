package ucptest

import "slices"

// OrderLines judges the lines of an order and what refers to them: states that
// follow from the quantities (T38), events and adjustments of lines that are
// there.
func OrderLines(doc map[string]any) error {
	var p problems
	lines := objects(doc, "line_items")
	all := ids(lines, "id")
	p.check(twice(all) == "", "two lines have the id %s", twice(all))
	for i, l := range lines {
		q := object(l, "quantity")
		total, done := amount(q, "total"), amount(q, "fulfilled")
		p.check(done <= total, "line_items[%d]: %d fulfilled of %d (T38)", i, done, total)
		want := "processing"
		switch {
		case total == 0:
			want = "removed"
		case done == total:
			want = "fulfilled"
		case done > 0:
			want = "partial"
		}
		p.check(l["status"] == want, "line_items[%d] is %s; %d fulfilled of %d is %s (T38)", i, text(l, "status"), done, total, want)
		if original, ok := whole(q["original"]); ok {
			subtotal := sum(objects(l, "totals"), "subtotal")
			p.check(subtotal == original*amount(object(l, "item"), "price"), "line_items[%d]: the totals are not those of the sale (T38)", i)
		}
	}
	refers := func(what string, list []map[string]any) {
		p.check(twice(ids(list, "id")) == "", "two of %s have the id %s", what, twice(ids(list, "id")))
		for _, e := range list {
			for _, l := range objects(e, "line_items") {
				p.check(slices.Contains(all, text(l, "id")), "%s %s names line %q, which is not there", what, text(e, "id"), text(l, "id"))
			}
		}
	}
	refers("expectations", objects(doc, "fulfillment", "expectations"))
	refers("events", objects(doc, "fulfillment", "events"))
	refers("adjustments", objects(doc, "adjustments"))
	p.check(absolute(text(doc, "permalink_url")), "permalink_url is no absolute https address")
	return p.err()
}
