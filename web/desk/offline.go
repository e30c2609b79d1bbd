package desk

import (
	"context"

	"agora/catalog"
	"agora/web"
)

// keyed lets a form of an order's page wait on a phone without a line. All
// forms of one page share the key: the last one pressed without a line counts.
func (v orderView) keyed(act string) []string {
	return []string{v.key[0], v.key[1], v.key[2], act + " · " + v.ref}
}

// countKeys gives each line of the list of products its own key, all made of
// one.
func countKeys(r *web.Request) func(row productRow) []string {
	pairs := r.FormKey("")
	return func(row productRow) []string {
		return []string{pairs[0], pairs[1] + "-" + row.variant, pairs[2], r.T("desk.stock_of", "what", row.title),
			"saw", number(row.stock), "back", here(r)}
	}
}

// here is the address of the page, to come back to after a form.
func here(r *web.Request) string {
	if r.R.Method == "GET" {
		return r.R.URL.RequestURI()
	}
	return base(r) + "/products"
}

// count sets the stock of a variant to what was counted. A form that does not
// say what stock it showed is taken at its word.
func (d *Desk) count(ctx context.Context, r *web.Request, form *web.Form, variant catalog.VariantID, counted int64) error {
	saw := form.Int("saw")
	if !form.Has("saw") {
		return d.Catalog.SetStock(ctx, r.Actor, r.Shop, variant, counted)
	}
	return d.Catalog.CountStock(ctx, r.Actor, r.Shop, catalog.Count{Variant: variant, Saw: saw, Counted: counted})
}
