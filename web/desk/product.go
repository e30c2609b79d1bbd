package desk

import (
	"fmt"
	"net/http"
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// productView is the form of a product.
type productView struct {
	base, action string
	title        string
	fresh        bool
	enter        string // the status that the Enter key saves
	status, tone string
	active       bool
	public       string // where buyers see it
	mishaps      []ui.Mishap
	words        []wordsOf
	facts        []ui.Field
	traits       traitsView
	lead         ui.Field
	code         codeView
	options      []string // names, heads of the table
	variants     []variantView
	currency     string
	media        []mediaView
	videos       []ui.Field
	wordless     int // of these, without words in the shop's language
	parts        []ui.Row
	dangerous    bool
	digital      bool
	discount     string // the form of a discount for it; "" while it is not for sale
	contents     string // the page of its files and keys; "" for a thing
}

// wordsOf are the texts of one language.
type wordsOf struct {
	lang, dir, name string
	open            bool
	fields          []ui.Field
}

// variantView is one row of the table of choices.
type variantView struct {
	at     string // "variants.0."
	name   string
	hidden []string // name, value pairs: which value of each option
	sku    ui.Field
	size   ui.Field
	terms  []ui.Field // of who buys several
	cells  []ui.Field
	held   string
	only   bool // may not be removed
	gone   bool
}

// mediaView is one picture with what can be said about it.
type mediaView struct {
	key, at    string
	edit       string // where it is turned and cut; "" for a drawing
	picture    ui.Picture
	place, alt ui.Field
	gone       bool
}

// product shows the form, empty for a new product.
func (d *Desk) product(r *web.Request) error {
	shop, p, err := d.findProduct(r)
	if err != nil {
		return err
	}
	return d.showProduct(r, shop, p, nil, http.StatusOK)
}

// findProduct reads the product of the path; a new one is empty.
func (d *Desk) findProduct(r *web.Request) (shop catalog.Shop, p catalog.Product, err error) {
	if shop, err = d.own(r); err != nil {
		return shop, p, err
	}
	if r.Path("id") == "" {
		p = catalog.Product{Shop: shop.ID, Status: catalog.ProductDraft, Origin: shop.Country,
			Variants: []catalog.Variant{{Price: money.Of(0, shop.Currency)}}}
		return shop, p, nil
	}
	id, err := r.PathID("id")
	if err != nil {
		return shop, p, err
	}
	p, err = d.Catalog.ProductByID(r.R.Context(), r.Actor, shop.ID, catalog.ProductID(id))
	return shop, p, err
}

func (d *Desk) showProduct(r *web.Request, shop catalog.Shop, p catalog.Product, form *web.Form, status int) error {
	categories, err := d.Catalog.Categories(r.R.Context())
	if err != nil {
		return err
	}
	v := productView{base: base(r), action: base(r) + "/products/new", title: r.T("desk.new_product"), fresh: p.ID == 0,
		status: r.T("desk.product_" + string(p.Status)), tone: productTones[p.Status], active: p.Status == catalog.ProductActive,
		mishaps: form.Mishaps(r), currency: string(shop.Currency)}
	if v.enter = string(p.Status); v.fresh {
		v.enter = string(catalog.ProductActive)
	}
	if p.ID != 0 {
		v.action = base(r) + "/products/" + number(int64(p.ID))
		v.title = text(r, shop, p.Title)
		if v.active {
			v.discount = base(r) + "/discounts/new?product=" + number(int64(p.ID))
		}
		if v.active && shop.Public() {
			v.public = "/s/" + shop.Handle + "/" + p.Handle
		}
	}
	v.dangerous = p.Dangerous
	if form != nil && form.Has("dangerous_asked") {
		v.dangerous = form.Has("dangerous")
	}
	v.digital = p.Digital
	if form != nil && form.Has("dangerous_asked") {
		v.digital = form.Has("digital")
	}
	if p.Digital {
		v.contents = v.action + "/digital"
	}
	v.words = wordsFields(r, shop, p, form)
	v.facts = factFields(r, shop, p, categories, form)
	v.lead = form.Fill(r, ui.Field{Name: "lead_days", Label: r.T("desk.f_lead"), Hint: r.T("desk.f_lead_hint"), Mode: "numeric", Dir: "ltr"})
	if p.LeadDays > 0 && v.lead.Value == "" && (form == nil || form.List("lead_days") == nil) {
		v.lead.Value = number(int64(p.LeadDays))
	}
	if v.traits, err = d.traits(r, shop, p, form); err != nil {
		return err
	}
	v.code = codeOf(r, shop, p, categories, form)
	v.code.action = v.action
	view, err := d.Landed.View(r.R.Context())
	if err != nil {
		return err
	}
	v.code.warnings = append(v.code.warnings, barsOf(r, view, plainCode(v.code.field.Value))...)
	if p.ID != 0 {
		why, err := d.Catalog.CodeQuestion(r.R.Context(), r.Actor, p)
		if err != nil {
			return err
		}
		if why != "" {
			v.code.warnings = append(v.code.warnings, r.T("desk.hs_asked", "text", why))
		}
	}
	for _, o := range p.Options {
		v.options = append(v.options, text(r, shop, o.Name))
	}
	v.variants = variantRows(r, shop, p, form)
	v.videos = videoFields(r, p, form)
	v.media, v.wordless = mediaViews(r, shop, p, form), p.Wordless(shop.Lang())
	if len(p.Variants) > 0 && p.Variants[0].Price.Minor > 0 {
		book, err := d.Commission.Book(r.R.Context(), shop.ID)
		if err != nil {
			return err
		}
		v.parts = priceParts(r, book.For(shop.ID, p.Category).Rate, p.Variants[0].Price)
	}
	return d.page(r, status, shop, "products", v.title, productPage(v))
}

// priceParts says what the seller gets of a price.
func priceParts(r *web.Request, rate money.Bps, price money.Amount) []ui.Row {
	fee, err := money.HalfUp.Part(price, rate)
	if err != nil {
		return nil
	}
	rest, err := price.Sub(fee)
	if err != nil {
		return nil
	}
	return []ui.Row{{What: r.T("desk.col_price"), Amount: price},
		{What: r.T("desk.fee", "rate", r.Locale.Percent(int64(rate))), Amount: fee.Neg()},
		{What: r.T("desk.yours"), Amount: rest, Sum: true}}
}

// wordsFields are the texts in each language, the options' names with them.
func wordsFields(r *web.Request, shop catalog.Shop, p catalog.Product, form *web.Form) []wordsOf {
	var list []wordsOf
	for i, tag := range languagesOf(shop, textsOf(p)...) {
		w := wordsOf{lang: tag, dir: ui.DirOf(tag), name: tongueName(tag), open: i == 0}
		add := func(f ui.Field) {
			f.Lang, f.Dir = tag, w.dir
			f = form.Fill(r, f)
			w.open = w.open || f.Error != ""
			w.fields = append(w.fields, f)
		}
		add(ui.Field{Name: "title." + tag, Label: r.T("desk.f_title"), Value: p.Title[tag], Max: catalog.MaxTitle, Span: true})
		add(ui.Field{Name: "description." + tag, Label: r.T("desk.f_description"), Value: p.Description[tag], Type: "area", Rows: 6, Span: true})
		for n := range min(len(p.Attributes)+2, maxAttributes) {
			var a catalog.Attribute
			if n < len(p.Attributes) {
				a = p.Attributes[n]
			}
			add(ui.Field{Name: fmt.Sprintf("attributes.%d.name.%s", n, tag), Label: r.T("desk.f_fact", "n", n+1), Value: a.Name[tag], Hint: r.T("desk.f_fact_hint"), Max: catalog.MaxShort})
			value := ui.Field{Name: fmt.Sprintf("attributes.%d.value.%s", n, tag), Label: r.T("desk.f_fact_value"), Value: a.Value[tag]}
			if strings.Contains(value.Value, "\n") {
				value.Type = "area"
			}
			add(value)
		}
		for n := range min(len(p.Options)+1, maxOptions) {
			var o catalog.Option
			if n < len(p.Options) {
				o = p.Options[n]
			}
			add(ui.Field{Name: fmt.Sprintf("options.%d.name.%s", n, tag), Label: r.T("desk.f_option", "n", n+1), Value: o.Name[tag], Hint: r.T("desk.f_option_hint"), Max: 60})
			add(ui.Field{Name: fmt.Sprintf("options.%d.values.%s", n, tag), Label: r.T("desk.f_values"), Value: valueLines(o, tag), Type: "area", Rows: 4, Hint: r.T("desk.f_values_hint")})
		}
		list = append(list, w)
	}
	return list
}

// textsOf gives all texts of a product, for the languages that are in them.
func textsOf(p catalog.Product) []catalog.Texts {
	list := []catalog.Texts{p.Title, p.Description}
	for _, a := range p.Attributes {
		list = append(list, a.Name, a.Value)
	}
	for _, o := range p.Options {
		list = append(list, o.Name)
		for _, v := range o.Values {
			list = append(list, v.Name)
		}
	}
	return list
}

// maxOptions is how many options the form offers: all that a product may have,
// so that none is lost by saving.
const maxOptions = catalog.MaxOptions

// valueLines writes the names of an option's values, one a line.
func valueLines(o catalog.Option, tag string) string {
	lines := make([]string, len(o.Values))
	any := false
	for i, v := range o.Values {
		lines[i] = v.Name[tag]
		any = any || lines[i] != ""
	}
	if !any {
		return ""
	}
	return strings.Join(lines, "\n")
}

func factFields(r *web.Request, shop catalog.Shop, p catalog.Product, categories []catalog.Category, form *web.Form) []ui.Field {
	var kinds []ui.Option
	for _, c := range categories {
		if c.Retired && c.Key != p.Category {
			continue
		}
		name, _ := c.Names.In(r.Locale.Lang())
		if c.Parent != "" {
			name = "– " + name
		}
		kinds = append(kinds, ui.Option{Value: c.Key, Text: name, Selected: c.Key == p.Category})
	}
	var conditions []ui.Option
	for _, c := range catalog.Conditions() {
		conditions = append(conditions, ui.Option{Value: string(c), Text: r.T("desk.condition_" + string(c)), Selected: c == p.Condition})
	}
	return []ui.Field{
		form.Fill(r, ui.Field{Name: "brand", Label: r.T("desk.f_brand"), Value: p.Brand, Dir: "auto", Max: catalog.MaxShort}),
		form.Fill(r, ui.Field{Name: "condition", Label: r.T("desk.f_condition"), Options: conditions, Empty: r.T("desk.f_unknown"), Value: string(p.Condition)}),
		form.Fill(r, ui.Field{Name: "category", Label: r.T("desk.f_category"), Options: orNone(kinds), Empty: r.T("desk.f_none"), Value: p.Category}),
		form.Fill(r, ui.Field{Name: "origin", Label: r.T("desk.f_origin"), Options: ui.Select(r.Countries(), string(p.Origin)), Empty: r.T("desk.f_unknown"), Value: string(p.Origin)}),
		form.Fill(r, ui.Field{Name: "certificate", Label: r.T("desk.f_certificate"), Hint: r.T("desk.certificate_hint"), Value: p.Certificate, Dir: "ltr", Max: catalog.MaxShort}),
	}
}

// orNone keeps a select a select when there is nothing to choose.
func orNone(list []ui.Option) []ui.Option {
	if list == nil {
		return []ui.Option{}
	}
	return list
}

// saveProduct makes the product what the form says.
func (d *Desk) saveProduct(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	shop, p, err := d.findProduct(r)
	if err != nil {
		return err
	}
	asked, err := d.Catalog.TraitsFor(r.R.Context(), form.Get("category"))
	if err != nil {
		return err
	}
	draft, rows := readProduct(r, shop, p, asked, form)
	if form.Has("find") || form.Has("kinds") {
		return d.showProduct(r, shop, p, form.Unjudged(), http.StatusOK)
	}
	checkCode(p, draft, form)
	if form.Err() == nil {
		var id catalog.ProductID
		if id, err = d.Catalog.SaveProduct(r.R.Context(), r.Actor, shop.ID, draft); err == nil {
			r.Say("desk.saved")
			return r.Redirect(base(r) + "/products/" + number(int64(id)))
		}
		if fault.List(err) == nil || fault.Is(err, fault.Forbidden) {
			return err
		}
		for _, e := range fault.List(err) {
			form.Add(fieldOf(shop, rows, e.Field), e.Key, e.Args...)
		}
	}
	return d.showProduct(r, shop, p, form, http.StatusUnprocessableEntity)
}

// fieldOf turns the path of a draft's fault into the name of an input: rows
// that were taken away shift, and texts have their language at the end.
func fieldOf(shop catalog.Shop, rows []int, field string) string {
	parts := strings.Split(field, ".")
	switch {
	case field == "title" || field == "description":
		return field + "." + shop.Lang()
	case len(parts) == 3 && (parts[0] == "options" && parts[2] == "name" || parts[0] == "attributes"):
		return field + "." + shop.Lang()
	case len(parts) > 3 && parts[0] == "options" && parts[2] == "values":
		return strings.Join(parts[:3], ".") + "." + shop.Lang()
	case len(parts) == 3 && parts[0] == "variants":
		var n int
		if _, err := fmt.Sscanf(parts[1], "%d", &n); err == nil && n < len(rows) && rows[n] >= 0 {
			return fmt.Sprintf("variants.%d.%s", rows[n], parts[2])
		}
	}
	return field
}
