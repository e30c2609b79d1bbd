package storefront

import (
	"encoding/json"

	"agora/catalog"
	"agora/web"
)

// totals says what was found, and how much.
func (v *searchView) totals(r *web.Request, page catalog.Finding) {
	if page.Meant != "" {
		v.meant = r.T("store.meant", "query", page.Meant)
	}
	if page.Counted() && len(v.found) > 0 {
		key := "store.total"
		if page.More {
			key = "store.total_more"
		}
		v.total = r.T(key, "n", int64(page.Total))
	}
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
