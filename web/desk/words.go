package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"agora/academy"
	"agora/catalog"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// Bounds of a page of texts: products, and about how many texts. A product is
// never cut.
const (
	wordsProducts = 20
	mostTexts     = 200
)

// tonguesView is how far the shop is said in each language.
type tonguesView struct {
	base     string
	products int64
	rows     []tongueRow
	others   ui.Field // more languages to begin
}

type tongueRow struct {
	url, name, lang, dir string
	own                  bool // one the shop answers in
	products             string
	fields, of, machine  int64
	share                string
}

// wordsView is texts of the shop side by side, in two languages.
type wordsView struct {
	base, action string
	lang, dir    string
	name, title  string // of the language; of the page
	views        []ui.Link
	mishaps      []ui.Mishap
	groups       []wordsGroup
	hidden       []string
	first, next  string
	missing      bool
	one          bool // a single product is looked at
	files        filesView
}

// wordsGroup is the texts of one product, or of the shop itself.
type wordsGroup struct {
	id, url, title string
	picture        ui.Picture
	shop           bool
	rows           []wordsRow
	confirm        string // name of the box that confirms what a machine made
}

// wordsRow is one text: what it says, and what it shall say.
type wordsRow struct {
	label     string
	from      string // name of the language
	lang, dir string
	text      string
	field     ui.Field
	hidden    []string
	machine   bool
}

// words shows the languages, or the texts in one of them.
func (d *Desk) words(r *web.Request) error {
	if r.Query("in") == "" {
		return d.tongues(r)
	}
	return d.showWords(r, nil, http.StatusOK)
}

// wordsURL is the address of a page of texts; name, value pairs vary it.
func wordsURL(r *web.Request, lang string, pairs ...string) string {
	q := url.Values{"in": {lang}}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return base(r) + "/words?" + q.Encode()
}

// tongues lists the languages.
func (d *Desk) tongues(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	c, err := d.Catalog.Coverage(r.R.Context(), r.Actor, shop.ID)
	if err != nil {
		return err
	}
	v := tonguesView{base: base(r), products: c.Products}
	list := languagesOf(shop)
	for _, l := range c.Languages {
		if !slices.Contains(list, l.Lang) {
			list = append(list, l.Lang)
		}
	}
	for _, lang := range list {
		l := c.Of(lang)
		v.rows = append(v.rows, tongueRow{url: wordsURL(r, lang), name: tongueName(lang), lang: lang, dir: ui.DirOf(lang), own: slices.Contains(shop.Languages, lang),
			products: r.T("desk.imp_progress", "done", r.Locale.Number(l.Products), "of", r.Locale.Number(c.Products)),
			fields:   l.Fields, of: c.Fields, machine: l.Machine, share: r.Locale.Percent(l.Fields * 100 / max(c.Fields, 1) * 100)})
	}
	v.others = ui.Field{Name: "in", Label: r.T("desk.more_languages"), Options: []ui.Option{}}
	for _, t := range tongues {
		if !slices.Contains(list, t[0]) {
			v.others.Options = append(v.others.Options, ui.Option{Value: t[0], Text: t[1], Lang: t[0], Dir: ui.DirOf(t[0])})
		}
	}
	return d.teaching(r, http.StatusOK, shop, "products", r.T("desk.tr_title"), tonguesPage(v), academy.DescribedTwice, academy.FoundInScript)
}

// showWords shows a page of texts; form is one that was refused.
func (d *Desk) showWords(r *web.Request, form *web.Form, status int) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	lang := r.Query("in")
	if !d.spoken(shop, lang) {
		c, err := d.Catalog.Coverage(r.R.Context(), r.Actor, shop.ID)
		if err != nil {
			return err
		}
		if c.Of(lang).Fields == 0 {
			return fault.New(fault.NotFound, "fault.page_not_found")
		}
	}
	v := wordsView{base: base(r), lang: lang, dir: ui.DirOf(lang), name: tongueName(lang), missing: r.Query("missing") != "", one: r.QueryID("product") > 0, mishaps: form.Mishaps(r)}
	page, err := d.wordsOn(r, shop, v, form)
	if err != nil {
		return err
	}
	after := r.Query("after")
	if !v.one && after == "" {
		v.add(r, shop, wordsGroup{id: "0", shop: true, title: shop.Name, url: v.base + "/shop"}, shop.Passages(), shop.Machine, form)
	}
	page = v.fill(r, shop, page, form)
	if v.files, err = d.filesOf(r, shop, lang); err != nil {
		return err
	}
	v.title = r.T("desk.tr_into", "language", alone(v.name))
	missing, product := r.Query("missing"), r.Query("product")
	v.action = wordsURL(r, lang, "missing", missing, "after", after, "product", product)
	v.hidden = append(r.FormKey(r.T("desk.tr_title")), "back", v.action)
	v.views = []ui.Link{{URL: wordsURL(r, lang), Text: r.T("console.msg_all"), Current: !v.missing && !v.one},
		{URL: wordsURL(r, lang, "missing", "1"), Text: r.T("desk.tr_missing"), Current: v.missing && !v.one}}
	if after != "" {
		v.first = wordsURL(r, lang, "missing", missing)
	}
	if page.Next != "" {
		v.next = wordsURL(r, lang, "missing", missing, "after", page.Next)
	}
	return d.page(r, status, shop, "products", v.title, wordsPage(v))
}

// wordsOn gives the products of a page: those of a form that was refused, so
// that nothing that was typed is lost.
func (d *Desk) wordsOn(r *web.Request, shop catalog.Shop, v wordsView, form *web.Form) (page catalog.Page[catalog.Product], err error) {
	ctx := r.R.Context()
	switch one := r.QueryID("product"); {
	case form != nil:
		page.Items, err = d.Catalog.ProductsByID(ctx, r.Actor, shop.ID, wordsProductsOf(form))
	case one > 0:
		p, err := d.Catalog.ProductByID(ctx, r.Actor, shop.ID, catalog.ProductID(one))
		page.Items = []catalog.Product{p}
		return page, err
	case v.missing:
		page, err = d.Catalog.Lacking(ctx, r.Actor, shop.ID, v.lang, r.Query("after"), wordsProducts)
	default:
		page, err = d.Catalog.Products(ctx, r.Actor, shop.ID, catalog.ProductFilter{Cursor: r.Query("after"), Limit: wordsProducts})
	}
	return page, err
}

// fill puts in as many products as fit, and gives the page that ends there.
func (v *wordsView) fill(r *web.Request, shop catalog.Shop, page catalog.Page[catalog.Product], form *web.Form) catalog.Page[catalog.Product] {
	rows := 0
	for i, p := range page.Items {
		list := p.Passages()
		if rows += len(list); rows > mostTexts && i > 0 && form == nil {
			page.Next = catalog.After(page.Items[i-1].ID)
			break
		}
		id := number(int64(p.ID))
		v.add(r, shop, wordsGroup{id: id, url: v.urlOf(r, id), title: text(r, shop, p.Title), picture: thumb(p.Picture(), p.Tint, int64(p.ID))},
			list, p.Machine, form)
	}
	return page
}

// urlOf leads from a product of many to its page alone, and from there to its
// form.
func (v *wordsView) urlOf(r *web.Request, product string) string {
	if v.one {
		return v.base + "/products/" + product
	}
	return wordsURL(r, v.lang, "product", product)
}

// add puts in a group with those of its texts that the page is about; none when
// there is none.
func (v *wordsView) add(r *web.Request, shop catalog.Shop, g wordsGroup, list []catalog.Passage, marks catalog.Marks, form *web.Form) {
	for i, p := range list {
		name := g.id + "." + number(int64(i))
		machine := marks.Has(p, v.lang)
		typed := form != nil && sameField(form.Get("h."+name), p.Field)
		if v.missing && p.Texts[v.lang] != "" && !machine && !typed {
			continue
		}
		source, from := p.Source(shop, v.lang)
		row := wordsRow{label: passageName(r, p), from: tongueName(from), lang: from, dir: ui.DirOf(from), text: source, machine: machine,
			hidden: []string{"h." + name, catalog.Hash(p.Texts[v.lang]) + " " + p.Field}}
		row.field = ui.Field{Name: "t." + name, Label: row.label + " · " + v.name, Value: p.Texts[v.lang], Lang: v.lang, Dir: v.dir, Max: p.Max}
		const line = 60 // letters
		if long := len([]rune(source)); long > 2*line || p.Field == catalog.FieldDescription || p.Field == catalog.FieldStory || strings.Contains(source+row.field.Value, "\n") {
			row.field.Type, row.field.Rows = "area", min(max(3, long/line+1), 12)
		}
		if typed {
			row.field = form.Fill(r, row.field)
		}
		if machine {
			g.confirm = "ok." + g.id
		}
		g.rows = append(g.rows, row)
	}
	if len(g.rows) > 0 {
		v.groups = append(v.groups, g)
	}
}

// passageName says what a text is of, as the form of a product does.
func passageName(r *web.Request, p catalog.Passage) string {
	n := p.Number() + 1
	switch p.Kind() {
	case "attribute.name":
		return r.T("desk.f_fact", "n", n)
	case "attribute.value":
		return r.T("desk.f_fact_value")
	case "option.name":
		return r.T("desk.f_option", "n", n)
	case "option.value":
		return r.T("desk.f_values")
	case "picture":
		return r.T("desk.alt")
	}
	return r.T("desk.f_" + p.Field)
}

// sameField reports whether a hidden value names this text.
func sameField(hidden, field string) bool {
	_, named, _ := strings.Cut(hidden, " ")
	return named == field
}

// lackLinks lead to the products of a page that lack a text in a language of
// the shop: one for each such language.
func lackLinks(r *web.Request, shop catalog.Shop, list []catalog.Product) (links []ui.Link) {
	for _, lang := range shop.Languages {
		n := int64(0)
		for _, p := range list {
			if p.Status != catalog.ProductArchived && p.Lacks(lang) {
				n++
			}
		}
		if n > 0 {
			links = append(links, ui.Link{URL: wordsURL(r, lang, "missing", "1"), Text: tongueName(lang) + " " + r.Locale.Number(n), Lang: lang, Dir: ui.DirOf(lang)})
		}
	}
	return links[:min(len(links), maxLackLinks)]
}

// maxLackLinks bounds the languages of that line.
const maxLackLinks = 4

// paragraphs splits a text at its blank lines.
func paragraphs(s string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(s, "\n\n", "\x00"), func(c rune) bool { return c == 0 })
}
