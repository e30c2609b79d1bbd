package desk

import (
	"net/http"

	"agora/catalog"
	"agora/fault"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// productsView is the shop's shelf.
type productsView struct {
	base, text, status string
	code               string
	narrow             []ui.Field // category and bounds of the price
	narrowed           bool       // by one of these
	statuses           []ui.Link
	rows               []productRow
	first, next        string
	mishaps            []ui.Mishap
	gone               goneView
	blank              bool      // the shop has no product at all
	uncoded            ui.Link   // those without a customs code; no address: none
	unworded           ui.Link   // pictures without words; no address: none
	sweep              string    // changes all that the list has, on every page of it
	lacks              []ui.Link // to what is not said in a language of the shop
}

// goneView is what was just archived, and how to take that back.
type goneView struct{ url, was string }

type productRow struct {
	picture      ui.Picture
	url, title   string
	status, tone string
	price        money.Amount
	choices      int
	variant      string // of the only choice: stock is changed in the list
	stock        int64
	held         int64
	set, broken  bool     // it is a set; a part of it is not for sale
	count        ui.Field // of the stock
	hidden       []string // of its form: name, value pairs
}

// products lists what the shop has, newest first.
func (d *Desk) products(r *web.Request) error { return d.showProducts(r, nil, http.StatusOK) }

func (d *Desk) showProducts(r *web.Request, form *web.Form, status int) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	here := shelfOf(r)
	f, wrong := here.filter(r, shop)
	if wrong != nil && fault.List(wrong) == nil {
		return wrong
	}
	v := productsView{base: base(r), text: here.text, status: here.status, code: here.code, narrowed: here.narrowed(), mishaps: append(form.Mishaps(r), mishapsOf(r, wrong)...)}
	if id := r.QueryID("archived"); id > 0 {
		v.gone = goneView{base(r) + "/products/" + number(id) + "/restore", r.Query("was")}
	}
	cursor := r.Query("after")
	f.Cursor = cursor
	page, err := d.Catalog.Products(r.R.Context(), r.Actor, shop.ID, f)
	if err != nil {
		return err
	}
	if v.narrow, err = d.narrowing(r, shop, here, wrong); err != nil {
		return err
	}
	at := func(status, code string) string {
		other := here
		other.status, other.code = status, code
		return v.base + "/products" + other.query("")
	}
	for _, one := range []string{"", "active", "draft", "archived"} {
		v.statuses = append(v.statuses, ui.Link{URL: at(one, ""), Text: r.T("desk.product_" + orAll(one)), Current: one == v.status && here.code == ""})
	}
	v.statuses = append(v.statuses, ui.Link{URL: at("", fewLeft), Text: r.T("desk.nearly_sold_out"), Current: f.Low != nil})
	if len(page.Items) > 0 && wrong == nil {
		v.sweep = v.base + "/products/sweep" + here.query("")
	}
	if v.uncoded, err = d.uncoded(r, shop); err != nil {
		return err
	}
	if v.unworded, err = d.unworded(r, shop); err != nil {
		return err
	}
	if f.NoCode {
		v.statuses = append(v.statuses, ui.Link{URL: at("", here.code), Text: r.T("desk.hs_without"), Current: true})
	}
	v.lacks = lackLinks(r, shop, page.Items)
	keys := countKeys(r)
	for _, p := range page.Items {
		row := productRowOf(r, shop, p, form)
		row.hidden = keys(row)
		v.rows = append(v.rows, row)
	}
	v.blank = len(v.rows) == 0 && here == (shelf{}) && cursor == ""
	if cursor != "" {
		v.first = v.base + "/products" + here.query("")
	}
	if page.Next != "" {
		v.next = v.base + "/products" + here.query(page.Next)
	}
	return d.page(r, status, shop, "products", r.T("desk.products"), productsPage(v))
}

func orAll(s string) string {
	if s == "" {
		return "all"
	}
	return s
}

// mishapsOf are faults in words, for ui.Mishaps.
func mishapsOf(r *web.Request, err error) (list []ui.Mishap) {
	for _, e := range fault.List(err) {
		list = append(list, ui.Mishap{Field: "f-" + e.Field, Words: r.Locale.Error(e)})
	}
	return list
}

// productTones are the colours of the statuses of a product.
var productTones = map[catalog.ProductStatus]string{catalog.ProductActive: "leaf", catalog.ProductDraft: "saff", catalog.ProductArchived: "clay", catalog.ProductHeld: "pome"}

func productRowOf(r *web.Request, shop catalog.Shop, p catalog.Product, form *web.Form) productRow {
	row := productRow{picture: thumb(p.Picture(), p.Tint, int64(p.ID)), url: base(r) + "/products/" + number(int64(p.ID)),
		title: text(r, shop, p.Title), status: r.T("desk.product_" + string(p.Status)), tone: productTones[p.Status], choices: len(p.Variants)}
	row.set, row.broken = p.IsSet(), p.Broken()
	for i, v := range p.Variants {
		if i == 0 || v.Price.Minor < row.price.Minor {
			row.price = v.Price
		}
		row.stock, row.held = row.stock+v.OnHand, row.held+v.Held
	}
	if len(p.Variants) == 1 && !row.set {
		row.variant = number(int64(p.Variants[0].ID))
		row.count = ui.Field{Name: "on_hand", ID: "stock-" + row.variant, Label: r.T("desk.stock_of", "what", row.title), Value: number(row.stock), Mode: "numeric"}
		if form != nil && form.Get("variant") == row.variant {
			row.count = form.Fill(r, row.count)
			row.count.ID = "f-on_hand" // where the summary leads
		}
	}
	return row
}

// setStock changes the stock of one variant from the list.
func (d *Desk) setStock(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	n := form.Int("on_hand")
	if form.Get("on_hand") == "" {
		form.Add("on_hand", "fault.required")
	}
	variant := form.ID("variant")
	if variant == 0 {
		return fault.New(fault.NotFound, "fault.no_variant")
	}
	if form.Err() != nil {
		return d.showProducts(r, form, http.StatusUnprocessableEntity)
	}
	to := web.Local(form.Get("back"), base(r)+"/products")
	ctx, err := r.Once(to)
	if err == nil {
		err = d.count(ctx, r, form, catalog.VariantID(variant), n)
	}
	if list := fault.List(err); list != nil && (fault.Is(err, fault.Invalid) || fault.HasKey(err, "fault.stock_held") || fault.HasKey(err, "fault.stock_moved")) {
		for _, e := range list {
			form.Add("on_hand", e.Key, e.Args...)
		}
		return d.showProducts(r, form, fault.Status(err))
	}
	return r.Done(err, "desk.stock_saved", to)
}

// archive takes a product out of the market; the list offers to take that
// back.
func (d *Desk) archive(r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	p, err := d.Catalog.ProductByID(r.R.Context(), r.Actor, r.Shop, catalog.ProductID(id))
	if err != nil {
		return err
	}
	if err := d.Catalog.ArchiveProduct(r.R.Context(), r.Actor, r.Shop, p.ID); err != nil {
		return err
	}
	return r.Redirect(base(r) + "/products?archived=" + number(id) + "&was=" + string(p.Status))
}

// restore takes a product out of the archive.
func (d *Desk) restore(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	to := catalog.ProductStatus(form.Get("was"))
	if err := d.Catalog.RestoreProduct(r.R.Context(), r.Actor, r.Shop, catalog.ProductID(id), to); err != nil {
		return err
	}
	r.Say("desk.done")
	return r.Redirect(base(r) + "/products/" + number(id))
}
