package desk

import (
	"fmt"
	"net/http"
	"strings"

	"agora/academy"
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
	held         bool // its price is too high in a crisis
	active       bool
	public       string // where buyers see it
	mishaps      []ui.Mishap
	words        []wordsOf
	facts        []ui.Field
	traits       traitsView
	lead, few    ui.Field
	code         codeView
	options      []string // names, heads of the table
	table        rowsView
	saw          string // what the form showed, hashed
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
		p = catalog.Product{Shop: shop.ID, Status: catalog.ProductDraft, Origin: shop.Country, Few: catalog.FewOfShop,
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
		status: r.T("desk.product_" + string(p.Status)), held: p.Status == catalog.ProductHeld, tone: productTones[p.Status], active: p.Status == catalog.ProductActive,
		mishaps: form.Mishaps(r), currency: string(shop.Currency)}
	if v.enter = string(p.Status); v.fresh || v.held {
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
	if err := d.asks(&v, r, shop, p, categories, form); err != nil {
		return err
	}
	if p.ID != 0 {
		if v.saw, err = d.seenIn(v, r, shop, p, categories, form); err != nil {
			return err
		}
	}
	v.code.action = v.action
	if p.Digital {
		v.contents = v.action + "/digital"
	}
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
	v.table = rowsOf(r, shop, p, form)
	v.videos = videoFields(r, p, form)
	v.media, v.wordless = mediaViews(r, shop, p, form), p.Wordless(shop.Lang())
	if len(p.Variants) > 0 && p.Variants[0].Price.Minor > 0 {
		book, err := d.Commission.Book(r.R.Context(), shop.ID)
		if err != nil {
			return err
		}
		v.parts = priceParts(r, book.For(shop.ID, p.Category).Rate, p.Variants[0].Price)
	}
	return d.teaching(r, status, shop, "products", v.title, productPage(v), academy.ProductsPriced, academy.DescribedTwice, academy.FoundInScript)
}

// asks makes the inputs of the form but for its table.
func (d *Desk) asks(v *productView, r *web.Request, shop catalog.Shop, p catalog.Product, categories []catalog.Category, form *web.Form) (err error) {
	v.dangerous = p.Dangerous
	if form != nil && form.Has("dangerous_asked") {
		v.dangerous = form.Has("dangerous")
	}
	v.digital = p.Digital
	if form != nil && form.Has("dangerous_asked") {
		v.digital = form.Has("digital")
	}
	v.words = wordsFields(r, shop, p, form)
	v.facts = factFields(r, shop, p, categories, form)
	v.lead = form.Fill(r, ui.Field{Name: "lead_days", Label: r.T("desk.f_lead"), Hint: r.T("desk.f_lead_hint"), Mode: "numeric", Dir: "ltr"})
	if p.LeadDays > 0 && v.lead.Value == "" && (form == nil || form.List("lead_days") == nil) {
		v.lead.Value = number(int64(p.LeadDays))
	}
	v.few = fewField(r, shop, p, form)
	v.code = codeOf(r, shop, p, categories, form)
	v.traits, err = d.traits(r, shop, p, form)
	return err
}

// fewField asks how few of a product are nearly sold out; nothing leaves it to
// the shop.
func fewField(r *web.Request, shop catalog.Shop, p catalog.Product, form *web.Form) ui.Field {
	f := ui.Field{Name: "few", Label: r.T("desk.f_few"), Hint: r.T("desk.f_few_shop", "n", shop.Few), Mode: "numeric", Dir: "ltr"}
	if p.Few >= 0 {
		f.Value = number(p.Few)
	}
	return form.Fill(r, f)
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

func factFields(r *web.Request, shop catalog.Shop, p catalog.Product, categories []catalog.Category, form *web.Form) []ui.Field {
	kinds := categoryOptions(r, categories, p.Category)
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

// mostTries is how often a form is read again because the product changed while
// it was read.
const mostTries = 4

// saveProduct makes the product what the form says, and what others changed
// since it was shown.
func (d *Desk) saveProduct(r *web.Request) error {
	sent, err := r.Form()
	if sent == nil {
		return err
	}
	for try := 1; ; try++ {
		err := d.saveOnce(r, sent.Copy(), try == mostTries)
		if !fault.HasKey(err, "fault.product_moved") {
			return err
		}
	}
}

// saveOnce is one try; a product that moved is the caller's error unless it is
// the last.
func (d *Desk) saveOnce(r *web.Request, form *web.Form, last bool) error {
	shop, p, err := d.findProduct(r)
	if err != nil {
		return err
	}
	place(p, form)
	if form.Has("find") || form.Has("kinds") || form.Has(turnRows) {
		if form.Has(turnRows) {
			form.Put(rowsFrom, form.Get(turnRows))
		}
		return d.showProduct(r, shop, p, form.Unjudged(), http.StatusOK)
	}
	if err := d.catchUp(r, shop, p, form); err != nil {
		return err
	}
	asked, err := d.Catalog.TraitsFor(r.R.Context(), form.Get("category"))
	if err != nil {
		return err
	}
	draft, rows := readProduct(r, shop, p, asked, form)
	checkCode(p, draft, form)
	if form.Err() == nil {
		draft.Version = p.Version
		var id catalog.ProductID
		if id, err = d.Catalog.SaveProduct(r.R.Context(), r.Actor, shop.ID, draft); err == nil {
			r.Say("desk.saved")
			to := base(r) + "/products/" + number(int64(id))
			if page := form.Int(rowsFrom); page > 0 {
				to += "?" + turnRows + "=" + number(page) + "#stock"
			}
			return r.Redirect(to)
		}
		if fault.List(err) == nil || fault.Is(err, fault.Forbidden) || fault.HasKey(err, "fault.product_moved") && !last {
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
