package storefront

import (
	"cmp"

	"agora/catalog"
	"agora/web"
	"agora/web/ui"
)

// crumbs are the way to a product, over its shelf.
func (s *Store) crumbs(r *web.Request, p catalog.Product, title ui.Link) []ui.Link {
	list := []ui.Link{{URL: "/", Text: r.T("ui.market")}}
	if categories, err := s.Catalog.Categories(r.R.Context()); err == nil {
		for _, c := range categories {
			if c.Key == p.Category {
				l := words(r, c.Names)
				l.URL = "/c/" + c.Key
				list = append(list, l)
			}
		}
	}
	return append(list, ui.Link{Text: title.Text, Lang: title.Lang, Dir: title.Dir})
}

func productPictures(r *web.Request, p catalog.Product, shop catalog.Shop, title string) []ui.Picture {
	var list []ui.Picture
	for i, m := range p.Media {
		alt := words(r, m.Alt, shop.Languages...).Text
		pic := thumb(m, p.Tint, int64(p.ID)+int64(i), true)
		pic.Sizes = "6rem"
		if i == 0 {
			pic = web.Stage(m)
			pic.Tint = ground(p.Tint, int64(p.ID))
		}
		pic.Alt = cmp.Or(alt, title)
		list = append(list, pic)
	}
	return list
}

// options are the choices of a product, with the chosen one marked.
func options(r *web.Request, p catalog.Product, chosen catalog.Variant, shop catalog.Shop) (list []optionView) {
	for i, o := range p.Options {
		legend := words(r, o.Name, shop.Languages...)
		v := optionView{name: optionField(i), legend: legend.Text}
		for _, value := range o.Values {
			name := words(r, value.Name, shop.Languages...)
			selected := i < len(chosen.Values) && chosen.Values[i] == value.Key
			if asked := r.Query(optionField(i)); asked != "" {
				selected = asked == value.Key
			}
			v.values = append(v.values, ui.Option{Value: value.Key, Text: cmp.Or(name.Text, value.Key), Lang: name.Lang, Dir: name.Dir, Selected: selected})
		}
		list = append(list, v)
	}
	return list
}

func promises(r *web.Request, s catalog.Shop) []promise {
	list := []promise{{"cash", r.T("store.promise_cash")}, {"lock", r.T("store.promise_held")}}
	if s.ReturnDays > 0 {
		list = append(list, promise{"box", r.N("store.promise_return", int64(s.ReturnDays))})
	}
	return list
}

// facts are the table of what a thing is.
func facts(r *web.Request, p catalog.Product, v catalog.Variant, shop catalog.Shop) (rows []ui.Row) {
	for _, a := range p.Attributes {
		rows = append(rows, ui.Row{What: words(r, a.Name, shop.Languages...).Text, Value: words(r, a.Value, shop.Languages...).Text})
	}
	if v.Grams > 0 {
		rows = append(rows, ui.Row{What: r.T("store.fact_weight"), Value: r.Locale.Weight(v.Grams)})
	}
	if p.Origin != "" {
		rows = append(rows, ui.Row{What: r.T("store.fact_made"), Value: r.CountryName(p.Origin)})
	}
	if p.HS != "" {
		rows = append(rows, ui.Row{What: r.T("store.fact_hs"), Value: p.HS})
	}
	return rows
}
