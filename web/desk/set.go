package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/market"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// setView is the page on which a seller says what is in a set.
type setView struct {
	base, product, title string
	action, choice       string
	choices              []ui.Link
	mishaps              []ui.Mishap
	key                  []string
	parts                []partView
	sums                 []ui.Row // what the parts cost apart, and the set
	left                 string   // how many can be had; "" for what is no set
	broken               bool
	text                 string // what is looked for
	found                []partView
}

// partView is a variant that is in a set or may be put into it.
type partView struct {
	id, url       string
	picture       ui.Picture
	title, choice string
	facts         string
	gone          bool
	price         money.Amount
	quantity      ui.Field
}

// Bounds of what a search for parts shows.
const (
	foundProducts = 12
	foundParts    = 60
)

// set shows what is in a set, and finds things to put into it.
func (d *Desk) set(r *web.Request) error { return d.showSet(r, nil, http.StatusOK) }

func (d *Desk) showSet(r *web.Request, form *web.Form, status int) error {
	shop, p, err := d.findProduct(r)
	if err != nil {
		return err
	}
	chosen := variantOf(p, catalog.VariantID(r.QueryID("choice")))
	v := setView{base: base(r), title: text(r, shop, p.Title), product: base(r) + "/products/" + number(int64(p.ID)), choice: number(int64(chosen.ID)),
		mishaps: form.Mishaps(r), key: r.FormKey(r.T("desk.set_page")), text: r.Query("q"), broken: chosen.Broken()}
	v.action = v.product + "/set?choice=" + v.choice
	for _, c := range p.Variants {
		if name := choiceName(p, c, r.Locale.Lang(), shop.Languages); name != "" {
			v.choices = append(v.choices, ui.Link{URL: v.product + "/set?choice=" + number(int64(c.ID)), Text: name, Current: c.ID == chosen.ID})
		}
	}
	lines, err := d.Catalog.Variants(r.R.Context(), []catalog.VariantID{chosen.ID})
	if err != nil {
		return err
	}
	if len(lines) > 0 {
		v.fill(r, shop, lines[0], form)
	}
	if v.found, err = d.findParts(r, shop, chosen); err != nil {
		return err
	}
	return d.page(r, status, shop, "products", r.T("desk.set_page"), setPage(v))
}

// variantOf gives a variant of a product, the first when it has no such.
func variantOf(p catalog.Product, id catalog.VariantID) catalog.Variant {
	for _, v := range p.Variants {
		if v.ID == id {
			return v
		}
	}
	if len(p.Variants) == 0 {
		return catalog.Variant{}
	}
	return p.Variants[0]
}

// fill shows what is in the set, and what that costs apart.
func (v *setView) fill(r *web.Request, shop catalog.Shop, set catalog.Line, form *web.Form) {
	apart := money.Of(0, shop.Currency)
	for _, p := range set.Parts {
		one := partOf(r, shop, p.Product, p.Variant)
		one.gone = !p.Buyable()
		one.quantity = form.Fill(r, ui.Field{Name: "n." + one.id, Label: r.T("desk.set_how_many", "title", one.title), Value: number(p.Quantity), Mode: "numeric", Dir: "ltr", Least: 1})
		v.parts = append(v.parts, one)
		apart.Minor += p.Quantity * p.Variant.Price.Minor
	}
	if set.Variant.IsSet() {
		v.sums = []ui.Row{{What: r.T("store.set_apart"), Amount: apart}, {What: r.T("store.set_together"), Amount: set.Variant.Price}}
		v.left = r.N("store.left", set.Variant.Available())
	}
}

func partOf(r *web.Request, shop catalog.Shop, p catalog.Product, v catalog.Variant) partView {
	one := partView{id: number(int64(v.ID)), url: base(r) + "/products/" + number(int64(p.ID)), picture: thumb(p.Picture(), p.Tint, int64(p.ID)),
		title: text(r, shop, p.Title), choice: choiceName(p, v, r.Locale.Lang(), shop.Languages), price: v.Price, facts: r.N("store.left", max(v.Available(), 0))}
	if v.SKU != "" {
		one.facts += " · " + r.T("desk.line_sku", "sku", v.SKU)
	}
	return one
}

// findParts looks for things of the shop that may be put into a set: for sale,
// and no sets themselves. A number of the shop's own finds just that choice.
func (d *Desk) findParts(r *web.Request, shop catalog.Shop, set catalog.Variant) (list []partView, err error) {
	asked := strings.TrimSpace(r.Query("q"))
	page, err := d.Catalog.Products(r.R.Context(), r.Actor, shop.ID, catalog.ProductFilter{Status: catalog.ProductActive, Text: asked, Limit: foundProducts})
	if err != nil {
		return nil, err
	}
	in := map[catalog.VariantID]bool{set.ID: true}
	for _, p := range set.Parts {
		in[p.Variant] = true
	}
	for _, p := range page.Items {
		byNumber := asked != "" && slices.ContainsFunc(p.Variants, func(v catalog.Variant) bool { return strings.EqualFold(v.SKU, asked) })
		for _, v := range p.Variants {
			if v.IsSet() || in[v.ID] || byNumber && !strings.EqualFold(v.SKU, asked) || len(list) == foundParts {
				continue
			}
			list = append(list, partOf(r, shop, p, v))
		}
	}
	return list, nil
}

// saveSet makes the set what the form says, with one thing more when a button
// beside it was pressed.
func (d *Desk) saveSet(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	shop, p, err := d.findProduct(r)
	if err != nil {
		return err
	}
	set := variantOf(p, catalog.VariantID(form.ID("choice")))
	parts, fields := readParts(form, set)
	if form.Err() != nil {
		return d.showSet(r, form, http.StatusUnprocessableEntity)
	}
	to := base(r) + "/products/" + number(int64(p.ID)) + "/set?" + url.Values{"choice": {number(int64(set.ID))}, "q": {form.Text("q", 200)}}.Encode()
	ctx, err := r.Once(to)
	if err == nil {
		err = d.Catalog.SetParts(ctx, r.Actor, shop.ID, set.ID, parts)
	}
	if list := fault.List(err); list != nil && (fault.Is(err, fault.Invalid) || fault.HasKey(err, "fault.set_held")) {
		for _, e := range list {
			field := e.Field
			if at, ok := fields[field]; ok {
				field = at
			}
			form.Add(field, e.Key, e.Args...)
		}
		return d.showSet(r, form, http.StatusUnprocessableEntity)
	}
	return r.Done(err, "desk.saved", to)
}

// readParts reads what is in a set, and which field of the form each part's
// quantity is.
func readParts(form *web.Form, set catalog.Variant) (parts []catalog.Part, fields map[string]string) {
	fields = map[string]string{}
	for _, p := range set.Parts {
		at := number(int64(p.Variant))
		if form.Has("gone." + at) {
			continue
		}
		if form.Has("n." + at) {
			p.Quantity = form.Int("n." + at)
		}
		fields["parts."+number(int64(len(parts)))+".quantity"] = "n." + at
		parts = append(parts, p)
	}
	if add := form.ID("add"); add > 0 {
		parts = append(parts, catalog.Part{Variant: catalog.VariantID(add), Quantity: 1})
	}
	return parts, fields
}

// inSet says in which set a line of an order was bought; "" for none.
func inSet(r *web.Request, shop catalog.Shop, l market.Line) string {
	if l.Set == nil {
		return ""
	}
	return r.T("store.in_set", "title", text(r, shop, l.Set.Title))
}
