package desk

import (
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"agora/catalog"
	"agora/discount"
	"agora/market"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// discountsView is what a shop takes off its prices, newest first.
type discountsView struct {
	base        string
	cols        []ui.Col
	rows        [][]ui.Cell
	first, next string
}

func (d *Desk) discounts(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	before := r.QueryID("before")
	list, err := d.Discounts.Of(r.R.Context(), r.Actor, shop.ID, discount.ID(before))
	if err != nil {
		return err
	}
	v := discountsView{base: base(r), cols: []ui.Col{{Head: r.T("desk.disc_title")}, {Head: r.T("desk.disc_code")}, {Head: r.T("desk.disc_takes"), Number: true},
		{Head: r.T("desk.disc_days")}, {Head: r.T("desk.disc_used"), Number: true}, {Head: r.T("desk.col_state")}}}
	for _, o := range list {
		code := ui.Cell{Text: o.Code, Code: true}
		if o.Code == "" {
			code = ui.Cell{Text: r.T("desk.disc_no_code")}
		}
		v.rows = append(v.rows, []ui.Cell{{Text: text(r, shop, o.Title), URL: base(r) + "/discounts/" + number(int64(o.ID))}, code, takes(r, o),
			{Text: days(r, o)}, {Text: uses(r, o)}, {Part: discountState(r, o)}})
	}
	if before > 0 {
		v.first = base(r) + "/discounts"
	}
	if len(list) == discount.PageSize {
		v.next = base(r) + "/discounts?before=" + number(int64(list[len(list)-1].ID))
	}
	return d.ok(r, shop, "products", r.T("desk.discounts"), discountsPage(v))
}

func takes(r *web.Request, o discount.Discount) ui.Cell {
	if o.Percent > 0 {
		return ui.Cell{Text: r.Locale.Percent(o.Percent * 100)}
	}
	return ui.Cell{Amount: o.Off}
}

func days(r *web.Request, o discount.Discount) string {
	if o.Last.IsZero() {
		return r.T("desk.disc_from", "day", r.Locale.Date(o.First))
	}
	return r.Locale.Date(o.First) + " – " + r.Locale.Date(o.Last)
}

func uses(r *web.Request, o discount.Discount) string {
	if o.Most == 0 {
		return r.Locale.Number(o.Used)
	}
	return r.Locale.Number(o.Used) + " / " + r.Locale.Number(o.Most)
}

// discountState is how a discount stands today.
func discountState(r *web.Request, o discount.Discount) templ.Component {
	switch today := discount.Day(time.Now()); {
	case o.Over(today):
		return ui.Badge("clay", "", r.T("desk.disc_over"))
	case !o.Begun(today):
		return ui.Badge("lapis", "", r.T("desk.disc_coming"))
	}
	return ui.Badge("leaf", "", r.T("desk.disc_on"))
}

// offsOf says which discounts took how much off one of a line.
func offsOf(r *web.Request, l market.Line) (words string) {
	for _, o := range l.Offs() {
		name := o.Name(r.Locale.Lang())
		if o.Code != "" {
			name += " (" + o.Code + ")"
		}
		words += " · " + r.T("desk.line_off", "what", name, "amount", money.Of(-o.Amount, l.Unit.Currency))
	}
	return words
}

// discountView is the form of one discount.
type discountView struct {
	base, action, title string
	mishaps             []ui.Mishap
	titles              []wordsOf
	fields              []ui.Field
	scope               ui.Field
	category            ui.Field
	products            []ui.Option
	wrong               string // what is wrong with the products; "" for nothing
	combines            bool
	facts               []ui.Row
	over                bool   // it has ended: nothing of it can be changed
	end                 string // where it is ended; "" for what is new
}

func (d *Desk) discount(r *web.Request) error { return d.showDiscount(r, nil, http.StatusOK) }

func (d *Desk) showDiscount(r *web.Request, form *web.Form, status int) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	o := discount.Discount{Scope: discount.OfShop, First: time.Now()}
	if p := r.QueryID("product"); p > 0 {
		o.Scope, o.Products = discount.OfProducts, []int64{p}
	}
	v := discountView{base: base(r), action: base(r) + "/discounts/new", title: r.T("desk.disc_new"), mishaps: form.Mishaps(r)}
	if r.Path("id") != "" {
		id, err := r.PathID("id")
		if err != nil {
			return err
		}
		if o, err = d.Discounts.One(r.R.Context(), r.Actor, shop.ID, discount.ID(id)); err != nil {
			return err
		}
		v.action, v.title, v.over = base(r)+"/discounts/"+number(id), text(r, shop, o.Title), o.Ended
		v.facts = []ui.Row{{What: r.T("desk.disc_used"), Value: uses(r, o)}}
		if !o.Ended {
			v.end = v.action + "/end"
		}
	}
	v.combines = o.Combines
	if form != nil {
		v.combines = form.Has("combines")
	}
	v.fill(r, form, shop, o)
	if err := d.choices(r, form, shop, o, &v); err != nil {
		return err
	}
	return d.page(r, status, shop, "products", v.title, discountPage(v))
}

// fill puts what a discount is into the fields of its form.
func (v *discountView) fill(r *web.Request, form *web.Form, shop catalog.Shop, o discount.Discount) {
	for i, tag := range languagesOf(shop, o.Title) {
		f := ui.Field{Name: "title." + tag, Label: r.T("desk.disc_title"), Value: o.Title[tag], Max: 80, Lang: tag, Dir: ui.DirOf(tag), Span: true}
		if e := fieldFault(r, form, "title"); i == 0 && e != "" { // without any name; told at the first
			f.ID, f.Error = "f-title", e
		}
		f = form.Fill(r, f)
		v.titles = append(v.titles, wordsOf{lang: tag, dir: ui.DirOf(tag), name: tongueName(tag), open: i == 0 || f.Error != "", fields: []ui.Field{f}})
	}
	several := func(n int64) string {
		if n == 0 {
			return ""
		}
		return strconv.FormatInt(n, 10)
	}
	plain := func(a money.Amount) string {
		if a.Minor == 0 {
			return ""
		}
		return a.Plain()
	}
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.UTC().Format(time.DateOnly)
	}
	for _, f := range []ui.Field{
		{Name: "percent", Label: r.T("desk.disc_percent"), Hint: r.T("desk.disc_percent_hint", "max", discount.MaxPercent), Value: several(o.Percent), Mode: "numeric", Dir: "ltr", Max: 2},
		{Name: "off", Label: r.T("desk.disc_off", "money", string(shop.Currency)), Hint: r.T("desk.disc_off_hint"), Value: plain(o.Off), Mode: "decimal", Dir: "ltr", Max: 20},
		{Name: "code", Label: r.T("desk.disc_code"), Hint: r.T("desk.disc_code_hint"), Value: o.Code, Dir: "ltr", Max: 24},
		{Name: "most", Label: r.T("desk.disc_most"), Hint: r.T("desk.disc_none_hint"), Value: several(o.Most), Mode: "numeric", Dir: "ltr", Max: 7},
		{Name: "first", Label: r.T("desk.disc_first"), Value: day(o.First), Type: "date", Dir: "ltr"},
		{Name: "last", Label: r.T("desk.disc_last"), Hint: r.T("desk.disc_last_hint"), Value: day(o.Last), Type: "date", Dir: "ltr"},
		{Name: "least", Label: r.T("desk.disc_least", "money", string(shop.Currency)), Hint: r.T("desk.disc_none_hint"), Value: plain(o.Least), Mode: "decimal", Dir: "ltr", Max: 20},
	} {
		v.fields = append(v.fields, form.Fill(r, f))
	}
}

func fieldFault(r *web.Request, form *web.Form, name string) string {
	return form.Fill(r, ui.Field{Name: name}).Error
}

// choices are what a discount can be for: the newest of the shop's products, and
// those that it is for already.
func (d *Desk) choices(r *web.Request, form *web.Form, shop catalog.Shop, o discount.Discount, v *discountView) error {
	v.scope = ui.Field{Name: "scope", Label: r.T("desk.disc_scope"), Value: string(o.Scope)}
	for _, s := range discount.Scopes {
		v.scope.Options = append(v.scope.Options, ui.Option{Value: string(s), Text: r.T("desk.disc_of_" + string(s))})
	}
	v.scope.Options = ui.Select(v.scope.Options, v.scope.Value)
	v.scope = form.Fill(r, v.scope)
	categories, err := d.Catalog.Categories(r.R.Context())
	if err != nil {
		return err
	}
	v.category = ui.Field{Name: "category", Label: r.T("desk.f_category"), Hint: r.T("desk.disc_category_hint"), Value: o.Category, Empty: r.T("desk.disc_any")}
	for _, c := range categories {
		name, _ := c.Names.In(r.Locale.Lang())
		v.category.Options = append(v.category.Options, ui.Option{Value: c.Key, Text: name})
	}
	v.category.Options = ui.Select(v.category.Options, o.Category)
	v.category, v.wrong = form.Fill(r, v.category), fieldFault(r, form, "products")
	chosen := map[int64]bool{}
	for _, id := range o.Products {
		chosen[id] = true
	}
	if form != nil {
		chosen = map[int64]bool{}
		for _, id := range ids(form.List("products")) {
			chosen[id] = true
		}
	}
	newest, err := d.Catalog.Products(r.R.Context(), r.Actor, shop.ID, catalog.ProductFilter{Status: catalog.ProductActive, Limit: discount.MaxProducts})
	if err != nil {
		return err
	}
	option := func(p catalog.Product) {
		id := int64(p.ID)
		v.products = append(v.products, ui.Option{Value: number(id), Text: text(r, shop, p.Title), Selected: chosen[id]})
		delete(chosen, id)
	}
	for _, p := range newest.Items {
		option(p)
	}
	var older []catalog.ProductID
	for id := range chosen {
		older = append(older, catalog.ProductID(id))
	}
	listings, err := d.Catalog.Listings(r.R.Context(), older)
	for _, l := range listings {
		if l.Shop.ID == shop.ID {
			option(l.Product)
		}
	}
	return err
}
