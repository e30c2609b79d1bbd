package ucptest

import "slices"

// Products judges the products of an answer of the catalogue: each once, with
// prices within its range, and, of one product, that what was chosen is what
// is shown (T33, T35, T36).
func Products(root string, doc map[string]any) error {
	var p problems
	list := objects(doc, "products")
	if root == Product {
		list = []map[string]any{object(doc, "product")}
		p.join(selection(list[0]))
	}
	same := twice(ids(list, "id"))
	p.check(same == "", "product %s appears twice (T35)", same)
	for _, product := range list {
		id := text(product, "id")
		low, high := amount(object(product, "price_range", "min"), "amount"), amount(object(product, "price_range", "max"), "amount")
		p.check(low <= high, "product %s: price_range from %d to %d", id, low, high)
		variants := objects(product, "variants")
		same := twice(ids(variants, "id"))
		p.check(same == "", "product %s: variant %s appears twice (T34)", id, same)
		for _, v := range variants {
			n := amount(object(v, "price"), "amount")
			p.check(low <= n && n <= high, "variant %s costs %d, outside the range %d to %d of product %s", text(v, "id"), n, low, high, id)
			p.availability(v)
			for _, in := range objects(v, "inputs") {
				p.check(root != Lookup || text(in, "match") != "", "variant %s: an input without match (T35)", text(v, "id"))
			}
		}
	}
	return p.err()
}

func (p *problems) join(err error) {
	if err != nil {
		*p = append(*p, err)
	}
}

// availability checks that the two ways to say whether a variant can be bought
// agree.
func (p *problems) availability(variant map[string]any) {
	there, told := object(variant, "availability")["available"].(bool)
	if status := text(variant, "availability", "status"); told && (status == "out_of_stock" || status == "discontinued") {
		p.check(!there, "variant %s is %s and available", text(variant, "id"), status)
	}
}

// selection judges a product with options (T36): the first variant is what is
// selected, and every value says whether it is there.
func selection(product map[string]any) error {
	var p problems
	options := objects(product, "options")
	if len(options) == 0 {
		return nil
	}
	p.check(product["selected"] != nil, "a product with options without selected (T36)")
	names := ids(options, "name")
	p.check(twice(names) == "", "two options are named %q (T36)", twice(names))
	for _, o := range options {
		labels := ids(objects(o, "values"), "label")
		p.check(twice(labels) == "", "option %s has the value %q twice (T36)", text(o, "name"), twice(labels))
		for _, v := range objects(o, "values") {
			available, a := v["available"].(bool)
			exists, e := v["exists"].(bool)
			p.check(a && e, "option %s, value %s: available and exists must be told (T36)", text(o, "name"), text(v, "label"))
			p.check(exists || !available, "option %s, value %s is available and does not exist (T36)", text(o, "name"), text(v, "label"))
		}
	}
	first := objects(product, "variants")[0]
	for _, s := range objects(product, "selected") {
		p.check(slices.Contains(names, text(s, "name")), "selected names %q, which is no option (T36)", text(s, "name"))
		p.check(slices.ContainsFunc(objects(first, "options"), func(o map[string]any) bool {
			return o["name"] == s["name"] && o["label"] == s["label"]
		}), "the first variant is not the selected %s (T36)", text(s, "label"))
	}
	return p.err()
}
