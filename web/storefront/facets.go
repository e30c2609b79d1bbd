package storefront

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"agora/catalog"
	"agora/country"
	"agora/market"
	"agora/search"
	"agora/web"
	"agora/web/ui"
)

// The form fields by which a list is narrowed, besides those of traits and the
// range of prices.
const (
	kindField  = "category"
	fromField  = "country"
	shopField  = "shop"
	wayField   = "way"
	comesField = "comes"
	traitField = "t."
)

// Bounds of what a list is narrowed by at once, and of the values shown before
// the rest is folded away.
const (
	maxTraits = 8
	maxValues = 20
	openly    = 8
	shopsSeen = 20
)

// facet is one thing by which a list is narrowed: any of the chosen values.
type facet struct {
	label, name string
	values      []facetValue
}

type facetValue struct {
	value, text string
	lang, dir   string
	n           string // how many there are; empty when nobody counted
	on          bool
	below       bool // it is a part of one before it
}

func (v facetValue) label() string {
	if v.below {
		return "– " + v.text
	}
	return v.text
}

// rest is what does not stand openly; chosen ones do.
func (f facet) cut() (first, rest []facetValue) {
	for _, v := range f.values {
		if len(first) < openly || v.on {
			first = append(first, v)
			continue
		}
		rest = append(rest, v)
	}
	if len(rest) == 1 {
		first, rest = append(first, rest...), nil
	}
	return first, rest
}

// narrowedBy reads what a list is narrowed by.
func narrowedBy(r *web.Request, q *catalog.Query) {
	all := r.Queries()
	several := func(name string) []string {
		var list []string
		for _, v := range all[name] {
			if v != "" && len(v) <= 200 && len(list) < maxValues && !slices.Contains(list, v) {
				list = append(list, v)
			}
		}
		return list
	}
	q.Kinds, q.Ways, q.Here = several(kindField), several(wayField), r.Country
	q.Comes = r.Query(comesField) != ""
	for _, c := range several(fromField) {
		if code := country.Code(c); code.Known() {
			q.Countries = append(q.Countries, code)
		}
	}
	for _, s := range several(shopField) {
		if id, err := strconv.ParseInt(s, 10, 64); err == nil && id > 0 {
			q.Shops = append(q.Shops, catalog.ShopID(id))
		}
	}
	q.Traits = map[string][]string{}
	for name := range all {
		if key, ok := strings.CutPrefix(name, traitField); ok && len(q.Traits) < maxTraits {
			if list := several(name); len(list) > 0 {
				q.Traits[key] = list
			}
		}
	}
}

// facets fills by what the list may be narrowed, with how many there are of each.
func (s *Store) facets(r *web.Request, v *searchView, q catalog.Query, categories []catalog.Category, page catalog.Finding) error {
	counted := page.Counted()
	add := func(label, name string, list []facetValue) {
		list = slices.DeleteFunc(list, func(f facetValue) bool { return f.text == "" || counted && f.n == "" && !f.on })
		chosen := slices.ContainsFunc(list, func(f facetValue) bool { return f.on })
		if len(list) > 1 || chosen {
			v.facets = append(v.facets, facet{label, name, list})
		}
		for _, f := range list {
			if f.on {
				v.chosen = append(v.chosen, chosen1(r, name, f))
			}
		}
	}
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return atLeast(r, n, page.Facets.More)
	}
	if counted {
		v.comes = &facetValue{value: "1", text: r.T("store.comes_here", "country", r.CountryName(r.Country)), on: q.Comes,
			n: atLeast(r, page.Facets.Comes, page.Facets.More)}
		if q.Comes {
			v.chosen = append(v.chosen, chosen1(r, comesField, *v.comes))
		}
	}
	add(r.T("store.kind"), kindField, kindValues(r, q, categories, page, number))
	if err := s.traitFacets(r, q, page, number, add); err != nil {
		return err
	}
	var countries []facetValue
	for _, c := range r.Countries() {
		countries = append(countries, facetValue{value: c.Value, text: c.Text, lang: c.Lang, dir: c.Dir, n: number(count(page.Facets.Countries, c.Value)),
			on: slices.Contains(q.Countries, country.Code(c.Value))})
	}
	add(r.T("store.comes_from"), fromField, countries)
	if !counted {
		return nil
	}
	var ways []facetValue
	for _, kind := range s.Market.PayWays(market.Choice{Currency: r.Currency, To: r.Country}) {
		ways = append(ways, facetValue{value: kind, text: r.T("store.pay_" + kind), n: number(count(page.Facets.Ways, kind)), on: slices.Contains(q.Ways, kind)})
	}
	add(r.T("store.facet_way"), wayField, ways)
	shops, err := s.shopValues(r, q, page, number)
	if err != nil {
		return err
	}
	add(r.T("store.shops"), shopField, shops)
	return nil
}

// kindValues are the shelves; on the page of one those below it.
func kindValues(r *web.Request, q catalog.Query, categories []catalog.Category, page catalog.Finding, number func(int) string) (list []facetValue) {
	for _, c := range categories {
		on := slices.Contains(q.Kinds, c.Key)
		if c.Retired && !on || q.Category != "" && c.Parent != q.Category {
			continue
		}
		name := r.Words(c.Names)
		list = append(list, facetValue{c.Key, name.Text, name.Lang, name.Dir, number(count(page.Facets.Categories, c.Key)), on, c.Parent != q.Category})
	}
	return list
}

// traitFacets adds brand, condition and the traits by which lists are narrowed.
func (s *Store) traitFacets(r *web.Request, q catalog.Query, page catalog.Finding, number func(int) string, add func(label, name string, list []facetValue)) error {
	all := slices.Clone(page.Facets.Attributes)
	for _, key := range slices.Sorted(maps.Keys(q.Traits)) { // what nothing has can be taken away, too
		if !slices.ContainsFunc(all, func(c search.Counts) bool { return c.Name == key }) {
			all = append(all, search.Counts{Name: key})
		}
	}
	if len(all) == 0 {
		return nil
	}
	kinds, err := s.Catalog.Traits(r.R.Context())
	if err != nil {
		return err
	}
	for _, counts := range all {
		label, say := "", func(value string) ui.Link { return ui.Link{} }
		switch i := slices.IndexFunc(kinds, func(t catalog.Trait) bool { return t.Key == counts.Name && t.Facet && !t.Retired }); {
		case i >= 0:
			label = r.Words(kinds[i].Names).Text
			say = func(value string) ui.Link {
				o, _ := kinds[i].Option(value)
				return r.Words(o.Names)
			}
		case counts.Name == catalog.FacetBrand:
			label, say = r.T("desk.f_brand"), func(value string) ui.Link { return ui.Link{Text: capital(value)} }
		case counts.Name == catalog.FacetCondition:
			label, say = r.T("desk.f_condition"), func(value string) ui.Link { return ui.Link{Text: r.T("desk.condition_" + value)} }
		default:
			continue
		}
		var list []facetValue
		chosen := q.Traits[counts.Name]
		for _, value := range chosen {
			if count(counts.Values, value) == 0 {
				counts.Values = append(slices.Clip(counts.Values), search.Count{Value: value})
			}
		}
		for _, c := range counts.Values {
			text, on := say(c.Value), slices.Contains(chosen, c.Value)
			list = append(list, facetValue{c.Value, text.Text, text.Lang, text.Dir, number(c.N), on, false})
		}
		add(label, traitField+counts.Name, list)
	}
	return nil
}

// shopValues are the shops that have most, and those chosen.
func (s *Store) shopValues(r *web.Request, q catalog.Query, page catalog.Finding, number func(int) string) (list []facetValue, err error) {
	ids := slices.Clone(q.Shops)
	for _, c := range page.Facets.Shops[:min(len(page.Facets.Shops), shopsSeen)] {
		if id, err := strconv.ParseInt(c.Value, 10, 64); err == nil && !slices.Contains(ids, catalog.ShopID(id)) {
			ids = append(ids, catalog.ShopID(id))
		}
	}
	if len(ids) < 2 && len(q.Shops) == 0 {
		return nil, nil
	}
	names, err := s.Catalog.NamesOfShops(r.R.Context(), ids)
	for _, id := range ids {
		key := strconv.FormatInt(int64(id), 10)
		list = append(list, facetValue{value: key, text: names[id], n: number(count(page.Facets.Shops, key)), on: slices.Contains(q.Shops, id)})
	}
	return list, err
}

// chosen1 is a chosen value as a link that takes it away.
func chosen1(r *web.Request, name string, f facetValue) ui.Link {
	return ui.Link{URL: without(r, name, f.value), Text: f.text, Lang: f.lang, Dir: f.dir}
}

// without gives the address of this list without one chosen value, from its
// start.
func without(r *web.Request, name, value string) string {
	q := url.Values{}
	for k, list := range r.Queries() {
		if k == "cursor" || k == "lang" {
			continue
		}
		for _, v := range list {
			if v != "" && !(k == name && (v == value || value == "")) {
				q.Add(k, v)
			}
		}
	}
	return strings.TrimSuffix(r.R.URL.EscapedPath()+"?"+q.Encode(), "?")
}

func count(list []search.Count, value string) int {
	i := slices.IndexFunc(list, func(c search.Count) bool { return c.Value == value })
	if i < 0 {
		return 0
	}
	return list[i].N
}

// atLeast is how many there are; not all may have been counted.
func atLeast(r *web.Request, n int, more bool) string {
	text := r.Locale.Number(int64(n))
	if more && n > 0 {
		text += "+"
	}
	return text
}

// capital begins a brand, which is kept in small letters, with a large one.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToTitle(first)) + s[size:]
}
