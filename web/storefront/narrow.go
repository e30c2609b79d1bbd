package storefront

import (
	"encoding/json"
	"slices"
	"strings"

	"agora/catalog"
	"agora/search"
	"agora/web"
	"agora/web/ui"
)

// traitField is the form field by which a list is narrowed to a value of a trait.
const traitField = "t."

// maxTraits bounds the traits that a list is narrowed by at once.
const maxTraits = 8

// chosenTraits gives the value chosen of each trait.
func chosenTraits(r *web.Request) map[string]string {
	chosen := map[string]string{}
	for name, values := range r.Queries() {
		if key, ok := strings.CutPrefix(name, traitField); ok && values[0] != "" && len(chosen) < maxTraits {
			chosen[key] = values[0]
		}
	}
	return chosen
}

// narrow fills what a list of things found by words is narrowed by: how many
// there are by each value.
func (s *Store) narrow(r *web.Request, v *searchView, q catalog.Query, page catalog.Finding) error {
	if page.Meant != "" {
		v.meant = r.T("store.meant", "query", page.Meant)
	}
	if !page.Counted() {
		return nil
	}
	if len(v.found) > 0 {
		key := "store.total"
		if page.More {
			key = "store.total_more"
		}
		v.total = r.T(key, "n", int64(page.Total))
	}
	kinds, err := s.Catalog.Traits(r.R.Context())
	if err != nil {
		return err
	}
	for _, counts := range page.Facets.Attributes {
		f := ui.Field{Name: traitField + counts.Name, Empty: r.T("store.any_kind")}
		say := func(value string) string { return value }
		switch i := slices.IndexFunc(kinds, func(t catalog.Trait) bool { return t.Key == counts.Name && t.Facet && !t.Retired }); {
		case i >= 0:
			f.Label = words(r, kinds[i].Names).Text
			say = func(value string) string {
				o, _ := kinds[i].Option(value)
				return words(r, o.Names).Text
			}
		case counts.Name == catalog.FacetBrand:
			f.Label = r.T("desk.f_brand")
		case counts.Name == catalog.FacetCondition:
			f.Label = r.T("desk.f_condition")
			say = func(value string) string { return r.T("desk.condition_" + value) }
		default:
			continue
		}
		chosen := q.Traits[counts.Name]
		if len(counts.Values) < 2 && chosen == "" {
			continue
		}
		for _, c := range counts.Values {
			if text := say(c.Value); text != "" {
				f.Options = append(f.Options, ui.Option{Value: c.Value, Text: text + counted(r, c.N), Selected: c.Value == chosen})
			}
		}
		v.traits = append(v.traits, f)
	}
	return nil
}

func count(list []search.Count, value string) int {
	i := slices.IndexFunc(list, func(c search.Count) bool { return c.Value == value })
	if i < 0 {
		return 0
	}
	return list[i].N
}

// counted is how many there are, behind a value; as many as are counted at most
// may be more.
func counted(r *web.Request, n int) string {
	text := r.Locale.Number(int64(n))
	if n >= search.Cap {
		text += "+"
	}
	return " (" + text + ")"
}

// suggested is how many completions are offered.
const suggested = 8

// suggest completes what is typed into the search, as a list of JSON.
func (s *Store) suggest(r *web.Request) error {
	text := r.Query("q")
	if len(text) > 200 {
		text = ""
	}
	list, err := s.Catalog.Suggest(r.R.Context(), text, suggested)
	if err != nil {
		return err
	}
	if list == nil {
		list = []string{}
	}
	h := r.W.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "public, max-age=300")
	return json.NewEncoder(r.W).Encode(list)
}
