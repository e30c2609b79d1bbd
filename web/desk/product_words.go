package desk

import (
	"fmt"
	"strings"

	"agora/catalog"
	"agora/web"
	"agora/web/ui"
)

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
			hint := ""
			if n == 0 {
				hint = r.T("desk.f_fact_hint")
			}
			if n < len(p.Attributes) {
				a = p.Attributes[n]
			}
			add(ui.Field{Name: fmt.Sprintf("attributes.%d.name.%s", n, tag), Label: r.T("desk.f_fact", "n", n+1), Value: a.Name[tag], Hint: hint, Max: catalog.MaxShort})
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
