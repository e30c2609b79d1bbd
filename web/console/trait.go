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

func (c *Console) trait(r *web.Request) error { return c.showTrait(r, nil, http.StatusOK) }

func (c *Console) showTrait(r *web.Request, form *web.Form, status int) error {
	traits, err := c.Catalog.Traits(r.R.Context())
	if err != nil {
		return err
	}
	shelves, err := c.Catalog.Categories(r.R.Context())
	if err != nil {
		return err
	}
	one, key := catalog.Trait{}, r.Query("key")
	for _, t := range traits {
		if t.Key == key && key != "" {
			one = t
		}
	}
	if key != one.Key {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	v := kindView{title: r.T("console.trait_new"), path: kindsPath + "/trait", mishaps: form.Mishaps(r), wordsHint: r.T("console.choices_hint")}
	add := func(f ui.Field) { v.fields = append(v.fields, form.Fill(r, f)) }
	if key != "" {
		v.title, v.path = nameOf(r, one.Names), v.path+"?"+url.Values{"key": {key}}.Encode()
	} else {
		add(ui.Field{Name: "key", Label: r.T("console.kind_key"), Hint: r.T("console.kind_key_hint"), Dir: "ltr", Max: 40, Required: true})
	}
	kind, unit := ui.Field{Name: "kind", Label: r.T("console.trait_kind")}, ui.Field{Name: "unit", Label: r.T("console.trait_unit"), Hint: r.T("console.trait_unit_hint"), Empty: r.T("desk.f_none")}
	for _, k := range catalog.TraitKinds() {
		if key == "" || k == one.Kind {
			kind.Options = append(kind.Options, ui.Option{Value: string(k), Text: r.T("console.trait_" + string(k)), Selected: k == one.Kind})
		}
	}
	for _, u := range catalog.Units() {
		if u != "" && (key == "" || u.Same(one.Unit)) {
			unit.Options = append(unit.Options, ui.Option{Value: string(u), Text: r.UnitName(u), Selected: u == one.Unit})
		}
	}
	add(kind)
	if unit.Options != nil {
		add(unit)
	}
	if key == "" || one.Kind == catalog.TraitChoice {
		add(ui.Field{Name: "choices", Label: r.T("console.choices"), Hint: r.T("console.choices_keys"), Type: "area", Rows: 6, Dir: "ltr", Value: choiceLines(one, func(o catalog.TraitOption) string { return o.Key })})
	}
	on := one.Categories
	if form != nil {
		on = form.List("on")
	}
	for _, s := range shelves {
		if selected := slices.Contains(on, s.Key); selected || !s.Retired {
			v.on = append(v.on, ui.Option{Value: s.Key, Text: nameOf(r, s.Names), Selected: selected})
		}
	}
	v.checks = []ui.Choice{ticked(form, "required", r.T("console.trait_required"), one.Required), ticked(form, "facet", r.T("console.trait_facet"), one.Facet),
		ticked(form, "many", r.T("console.trait_many"), one.Many), ticked(form, "retired", r.T("console.retired"), one.Retired)}
	v.words = c.tongues(func(lang, dir string) []ui.Field {
		list := []ui.Field{form.Fill(r, ui.Field{Name: "names." + lang, Label: r.T("console.kind_name"), Value: one.Names[lang], Lang: lang, Dir: dir, Max: catalog.MaxShort, Span: true})}
		if key == "" || one.Kind == catalog.TraitChoice {
			list = append(list, form.Fill(r, ui.Field{Name: "choices." + lang, Label: r.T("console.choices"), Type: "area", Rows: 6, Lang: lang, Dir: dir, Span: true,
				Value: choiceLines(one, func(o catalog.TraitOption) string { return o.Names[lang] })}))
		}
		return list
	})
	return c.page(r, status, "kinds", v.title, kindPage(v))
}

// choiceLines writes something of each choice that is offered, one a line.
func choiceLines(t catalog.Trait, of func(catalog.TraitOption) string) string {
	var lines []string
	for _, o := range t.Choices {
		if !o.Retired {
			lines = append(lines, of(o))
		}
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// saveTrait adds a trait, or changes the one of the address.
func (c *Console) saveTrait(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	t := catalog.Trait{Key: r.Query("key"), Names: textsIn(form, "names"), Kind: catalog.TraitKind(form.Get("kind")), Unit: catalog.Unit(form.Get("unit")), Categories: form.List("on"),
		Many: form.Has("many"), Required: form.Has("required"), Facet: form.Has("facet"), Retired: form.Has("retired")}
	if t.Key == "" {
		if t.Key = form.Need("key", 40); c.has(r, t.Key) {
			form.Add("key", "fault.key_taken")
		}
	}
	t.Choices = readChoices(form)
	if err = nil; form.Err() == nil {
		err = c.Catalog.SaveTrait(r.R.Context(), r.Actor, t)
	}
	return c.savedKind(r, form, err, func() error { return c.showTrait(r, form, http.StatusUnprocessableEntity) })
}

// readChoices reads keys, one a line, with the names that stand in the same line
// of each language.
func readChoices(form *web.Form) (list []catalog.TraitOption) {
	if !form.Has("choices") {
		return nil
	}
	for key := range strings.SplitSeq(form.Get("choices"), "\n") {
		list = append(list, catalog.TraitOption{Key: strings.TrimSpace(key), Names: catalog.Texts{}})
	}
	for lang, text := range form.Under("choices.") {
		if text == "" {
			continue
		}
		lines := strings.Split(text, "\n")
		if len(lines) > len(list) {
			form.Add("choices."+lang, "fault.choice_lines", "n", len(list))
			continue
		}
		for i, line := range lines {
			if line = strings.TrimSpace(line); line != "" {
				list[i].Names[lang] = line
			}
		}
	}
	return list
}
