package console

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

const kindsPath = "/console/kinds"

// kindsView is the shelves of the market, and what is asked of the things on them.
type kindsView struct {
	shelves, traits listView
}

// kinds lists categories as a tree, and the traits below.
func (c *Console) kinds(r *web.Request) error {
	shelves, err := c.Catalog.Categories(r.R.Context())
	if err != nil {
		return err
	}
	traits, err := c.Catalog.Traits(r.R.Context())
	if err != nil {
		return err
	}
	v := kindsView{listView{title: r.T("console.tab_kinds"), intro: r.T("console.kinds_words"), none: r.T("console.kinds_none"),
		cols: []ui.Col{{Head: r.T("desk.f_category")}, {Head: r.T("store.fact_hs")}, {Head: r.T("console.kinds_languages"), Number: true}, {Head: r.T("desk.products"), Number: true}}},
		listView{title: r.T("console.traits"), intro: r.T("console.traits_words"), none: r.T("console.traits_none"),
			cols: []ui.Col{{Head: r.T("console.trait")}, {Head: r.T("console.trait_kind")}, {Head: r.T("console.trait_for")}, {Head: r.T("console.kinds_languages"), Number: true}}}}
	names := map[string]string{}
	for _, s := range shelves {
		names[s.Key] = nameOf(r, s.Names)
		name := names[s.Key]
		if s.Parent != "" {
			name = "– " + name
		}
		v.shelves.rows = append(v.shelves.rows, []ui.Cell{{Part: wayTo(kindsPath+"/category?key="+s.Key, name, retired(r, s.Retired))}, {Text: s.HS, Code: true},
			{Text: r.Locale.Number(int64(len(s.Names)))}, {Text: r.Locale.Number(s.Count)}})
	}
	for _, t := range traits {
		var on []string
		for _, key := range t.Categories {
			on = append(on, names[key])
		}
		kind := r.T("console.trait_" + string(t.Kind))
		if t.Unit != "" {
			kind += " · " + r.UnitName(t.Unit)
		}
		v.traits.rows = append(v.traits.rows, []ui.Cell{{Part: wayTo(kindsPath+"/trait?key="+t.Key, nameOf(r, t.Names), retired(r, t.Retired))}, {Text: kind},
			{Text: strings.Join(on, ", ")}, {Text: r.Locale.Number(int64(len(t.Names)))}})
	}
	return c.ok(r, "kinds", v.shelves.title, kindsPage(v))
}

func nameOf(r *web.Request, t catalog.Texts) string {
	name, _ := t.In(r.Locale.Lang(), r.Reads()...)
	return name
}

func retired(r *web.Request, yes bool) string {
	if yes {
		return r.T("console.retired")
	}
	return ""
}

// kindView is the form of a category or a trait.
type kindView struct {
	title, path string
	mishaps     []ui.Mishap
	fields      []ui.Field
	on          []ui.Option // categories to tick
	checks      []ui.Choice
	words       []tongueView
	wordsHint   string
}

// tongueView are the words of one language.
type tongueView struct {
	lang, dir, name string
	open            bool
	fields          []ui.Field
}

// tongues are the languages of the market with their words, in which add puts
// the inputs; English is open, and what is wrong.
func (c *Console) tongues(add func(lang, dir string) []ui.Field) (list []tongueView) {
	for _, s := range c.Wording.Standings() {
		w := tongueView{lang: s.Lang, dir: c.Wording.Locale(s.Lang).Dir(), name: s.Name, open: s.Lang == "en"}
		w.fields = add(w.lang, w.dir)
		for _, f := range w.fields {
			w.open = w.open || f.Error != ""
		}
		list = append(list, w)
	}
	slices.SortStableFunc(list, func(a, b tongueView) int { return first(a.lang) - first(b.lang) })
	return list
}

// first puts English before the rest.
func first(lang string) int {
	if lang == "en" {
		return 0
	}
	return 1
}

// textsIn reads the words of all languages under a name.
func textsIn(form *web.Form, name string) catalog.Texts {
	return catalog.Texts(form.Under(name + "."))
}

func (c *Console) category(r *web.Request) error { return c.showCategory(r, nil, http.StatusOK) }

func (c *Console) showCategory(r *web.Request, form *web.Form, status int) error {
	shelves, err := c.Catalog.Categories(r.R.Context())
	if err != nil {
		return err
	}
	one, key := catalog.Category{}, r.Query("key")
	for _, s := range shelves {
		if s.Key == key && key != "" {
			one = s
		}
	}
	if key != one.Key {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	v := kindView{title: r.T("console.category_new"), path: kindsPath + "/category", mishaps: form.Mishaps(r)}
	add := func(f ui.Field) { v.fields = append(v.fields, form.Fill(r, f)) }
	if key != "" {
		v.title, v.path = nameOf(r, one.Names), v.path+"?"+url.Values{"key": {key}}.Encode()
	} else {
		add(ui.Field{Name: "key", Label: r.T("console.kind_key"), Hint: r.T("console.kind_key_hint"), Dir: "ltr", Max: 40, Required: true})
	}
	var above []ui.Option
	for _, s := range shelves {
		if s.Parent == "" && s.Key != key {
			above = append(above, ui.Option{Value: s.Key, Text: nameOf(r, s.Names), Selected: s.Key == one.Parent})
		}
	}
	add(ui.Field{Name: "parent", Label: r.T("console.category_above"), Options: append([]ui.Option{}, above...), Empty: r.T("desk.f_none"), Value: one.Parent})
	add(ui.Field{Name: "hs", Label: r.T("store.fact_hs"), Value: one.HS, Dir: "ltr", Max: 100})
	v.checks = []ui.Choice{ticked(form, "retired", r.T("console.retired"), one.Retired)}
	v.words = c.tongues(func(lang, dir string) []ui.Field {
		return []ui.Field{form.Fill(r, ui.Field{Name: "names." + lang, Label: r.T("console.kind_name"), Value: one.Names[lang], Lang: lang, Dir: dir, Max: catalog.MaxShort, Span: true})}
	})
	return c.page(r, status, "kinds", v.title, kindPage(v))
}

// ticked is a box as it was sent, or else as it is.
func ticked(form *web.Form, name, label string, is bool) ui.Choice {
	if form != nil {
		is = form.Has(name)
	}
	return ui.Choice{Name: name, Title: label, Checked: is}
}

// saveCategory adds a category, or changes the one of the address.
func (c *Console) saveCategory(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	one := catalog.Category{Key: r.Query("key"), Parent: form.Get("parent"), HS: form.Text("hs", 100), Names: textsIn(form, "names"), Retired: form.Has("retired")}
	if one.Key == "" {
		if one.Key = form.Need("key", 40); c.has(r, one.Key) {
			form.Add("key", "fault.key_taken")
		}
	}
	if err = nil; form.Err() == nil {
		err = c.Catalog.SaveCategory(r.R.Context(), r.Actor, one)
	}
	return c.savedKind(r, form, err, func() error { return c.showCategory(r, form, http.StatusUnprocessableEntity) })
}

// has reports whether there is a category or a trait of a key.
func (c *Console) has(r *web.Request, key string) bool {
	shelves, _ := c.Catalog.Categories(r.R.Context())
	traits, _ := c.Catalog.Traits(r.R.Context())
	if strings.HasSuffix(r.R.URL.Path, "/trait") {
		return slices.ContainsFunc(traits, func(t catalog.Trait) bool { return t.Key == key })
	}
	return slices.ContainsFunc(shelves, func(s catalog.Category) bool { return s.Key == key })
}

// savedKind goes back to the list, or shows the form with what is wrong.
func (c *Console) savedKind(r *web.Request, form *web.Form, err error, again func() error) error {
	if fault.Is(err, fault.Forbidden) || err != nil && fault.List(err) == nil {
		return err
	}
	for _, e := range fault.List(err) {
		field := e.Field
		switch {
		case field == "names":
			field = "names.en"
		case strings.HasPrefix(field, "choices."):
			field = "choices"
		}
		form.Add(field, e.Key, e.Args...)
	}
	if form.Err() != nil {
		return again()
	}
	r.Say("desk.saved")
	return r.Redirect(kindsPath)
}
