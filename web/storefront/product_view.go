package storefront

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"agora/catalog"
	"agora/digital"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// crumbs are the way to a product, over its shelf.
func (s *Store) crumbs(r *web.Request, p catalog.Product, title ui.Link) []ui.Link {
	list := []ui.Link{{URL: "/", Text: r.T("ui.market")}}
	if categories, err := s.Catalog.Categories(r.R.Context()); err == nil {
		for _, c := range categories {
			if c.Key == p.Category {
				l := r.Words(c.Names)
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
		alt := r.Words(m.Alt, shop.Languages...).Text
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
		legend := r.Words(o.Name, shop.Languages...)
		v := optionView{name: optionField(i), legend: legend.Text}
		for _, value := range o.Values {
			name := r.Words(value.Name, shop.Languages...)
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

func promises(r *web.Request, p catalog.Product, s catalog.Shop) (list []promise) {
	if p.LeadDays > 0 {
		list = append(list, promise{"clock", r.N("store.made_to_order", int64(p.LeadDays))})
	}
	if p.Digital {
		list = append(list, promise{"file", r.T("store.digital_promise", "days", int64(digital.LinkLife/(24*time.Hour)), "times", digital.MaxDownloads)})
	} else {
		list = append(list, promise{"cash", r.T("store.promise_cash")})
	}
	held := "store.promise_held"
	if p.Digital {
		held = "store.digital_held"
	}
	list = append(list, promise{"lock", r.T(held)})
	if s.ReturnDays > 0 && !p.Digital {
		list = append(list, promise{"box", r.N("store.promise_return", int64(s.ReturnDays))})
	}
	return list
}

// termsOf says how few are sold, and lists what one costs by how many are bought,
// before freight and taxes.
func termsOf(r *web.Request, d *doors, v catalog.Variant, shop catalog.Shop) (words string, rows []ui.Row) {
	least, by := v.Terms.Fewest(), v.Terms.By()
	switch {
	case by > 1:
		words = r.T("store.sold_by", "least", least, "step", by)
	case least > 1:
		words = r.N("store.sold_from", least)
	}
	steps := v.Steps()
	if len(steps) < 2 {
		return words, nil
	}
	for _, b := range steps {
		rows = append(rows, ui.Row{What: r.N("store.from_many", b.From), Amount: d.mine(money.Of(b.Price, shop.Currency))})
	}
	return words, rows
}

// facts are the table of what a thing is.
func facts(r *web.Request, p catalog.Product, v catalog.Variant, shop catalog.Shop, asked []catalog.Trait) (rows []ui.Row) {
	if p.Brand != "" {
		rows = append(rows, ui.Row{What: r.T("desk.f_brand"), Value: p.Brand})
	}
	if p.Condition != "" && !(p.Digital && p.Condition == catalog.ConditionNew) { // a file does not wear
		rows = append(rows, ui.Row{What: r.T("desk.f_condition"), Value: r.T("desk.condition_" + string(p.Condition))})
	}
	var own []ui.Row
	for _, a := range p.Attributes {
		own = append(own, ui.Row{What: r.Words(a.Name, shop.Languages...).Text, Value: r.Words(a.Value, shop.Languages...).Text})
	}
	for _, row := range r.TraitRows(asked, p, shop.Languages...) { // what the seller says of it in her own words is more exact
		if !slices.ContainsFunc(own, func(o ui.Row) bool { return strings.EqualFold(o.What, row.What) }) {
			rows = append(rows, row)
		}
	}
	rows = append(rows, own...)
	if v.Grams > 0 && !p.Digital {
		rows = append(rows, ui.Row{What: r.T("store.fact_weight"), Value: r.Locale.Weight(v.Grams)})
	}
	if p.Origin != "" {
		rows = append(rows, ui.Row{What: r.T("store.fact_made"), Value: r.CountryName(p.Origin)})
	}
	if p.HS != "" && !v.IsSet() && !p.Digital { // each part of a set has its own; a link crosses no border
		rows = append(rows, ui.Row{What: r.T("store.fact_hs"), Value: p.HS})
	}
	return rows
}
