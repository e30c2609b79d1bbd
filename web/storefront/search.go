package storefront

import (
	"net/http"
	"net/url"
	"strings"

	"agora/catalog"
	"agora/country"
	"agora/fault"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// search lists things by words, shelf, country and price.
func (s *Store) search(r *web.Request) error {
	d, err := s.doors(r)
	if err != nil {
		return err
	}
	categories, err := s.Catalog.Categories(r.R.Context())
	if err != nil {
		return err
	}
	q := catalog.Query{Text: r.Query("q"), Category: r.Path("category"), Cursor: r.Query("cursor"), Limit: 24}
	narrowedBy(r, &q)
	v := searchView{action: r.R.URL.Path, query: q.Text, sort: r.Query("sort"), title: r.T("store.search_title"),
		low: priceField(r, "min", "store.from"), high: priceField(r, "max", "store.to"), price: r.T("store.price_goods", "currency", string(r.Currency))}
	q.Price, q.Rates = prices(r, d, &v)
	switch q.Sort = catalog.Sort(v.sort); q.Sort {
	case catalog.SortNew, catalog.SortPriceUp, catalog.SortPriceDown:
	default:
		if q.Sort, v.sort = catalog.SortNew, ""; q.Text != "" {
			q.Sort = catalog.SortBest
		}
	}
	q.Facets = true
	page, err := s.Catalog.Find(r.R.Context(), q)
	if fault.Is(err, fault.Invalid) && q.Cursor != "" { // an old link to a later page: begin again
		return r.Redirect(with(r, "cursor", ""))
	}
	if err != nil {
		return err
	}
	if v.found, err = s.Cards(r, page.Items); err != nil {
		return err
	}
	v.totals(r, page)
	if err := s.facets(r, &v, q, categories, page); err != nil {
		return err
	}
	if q.Price != nil {
		v.chosen = append(v.chosen, v.chosenPrice(r))
	}
	v.narrowed = r.Locale.Number(int64(len(v.chosen)))
	return s.showSearch(r, v, q, categories, page)
}

func (s *Store) showSearch(r *web.Request, v searchView, q catalog.Query, categories []catalog.Category, page catalog.Finding) error {
	if q.Text != "" {
		v.title = r.T("store.search_for", "query", q.Text)
	}
	found := false
	for _, c := range categories {
		if found = found || c.Key == q.Category; q.Text == "" && (c.Key == q.Category || q.Category == "" && len(q.Kinds) == 1 && c.Key == q.Kinds[0]) {
			name := r.Words(c.Names)
			v.title, v.titleLang, v.titleDir = name.Text, name.Lang, name.Dir
		}
	}
	if q.Category != "" && !found {
		return fault.New(fault.NotFound, "fault.page_not_found")
	}
	if q.Text != "" {
		v.sorts = append(v.sorts, ui.Link{URL: with(r, "sort", ""), Text: r.T("store.sort_best"), Current: q.Sort == catalog.SortBest})
	}
	for _, o := range []struct{ sort, key string }{{"new", "store.sort_new"}, {"price_up", "store.sort_up"}, {"price_down", "store.sort_down"}} {
		v.sorts = append(v.sorts, ui.Link{URL: with(r, "sort", o.sort), Text: r.T(o.key), Current: o.sort == string(q.Sort)})
	}
	if q.Cursor != "" {
		v.first = with(r, "cursor", "")
	}
	if page.Next != "" {
		v.next = with(r, "cursor", page.Next)
	}
	if at := with(r, "cursor", ""); strings.Contains(at, "?") || r.Path("category") != "" {
		v.keep = at
	}
	f := r.Frame(v.title)
	if r.Path("category") != "" && with(r, "lang", "") == r.R.URL.Path { // what is chosen from a shelf is one of very many pages
		f.Found = r.Found(r.R.URL.Path, nil)
	}
	f.Query = q.Text
	return r.Page(http.StatusOK, f, searchPage(v))
}

// chosenPrice is the range of prices as a link that takes it away.
func (v *searchView) chosenPrice(r *web.Request) ui.Link {
	q := r.Queries()
	low, high := v.low.Value, v.high.Value
	text := low + " – " + high
	switch {
	case low == "":
		text = "≤ " + high
	case high == "":
		text = "≥ " + low
	}
	kept := url.Values{}
	for k, list := range q {
		if k != "min" && k != "max" && k != "cursor" && k != "lang" {
			kept[k] = list
		}
	}
	return ui.Link{URL: strings.TrimSuffix(r.R.URL.EscapedPath()+"?"+kept.Encode(), "?"), Text: text + " " + string(r.Currency), Dir: "ltr"}
}

// prices turns the wished range, in the buyer's money, into a range for each
// currency in which shops price; a shop whose rate is not known is left out.
func prices(r *web.Request, d *doors, v *searchView) ([]catalog.PriceBound, map[money.Currency]money.Rate) {
	low, high := wish(r, &v.low), wish(r, &v.high)
	rates := map[money.Currency]money.Rate{}
	var bounds []catalog.PriceBound
	for _, c := range r.Countries() {
		found, _ := country.Find(country.Code(c.Value))
		if _, twice := rates[found.Currency]; twice {
			continue
		}
		rate, _, ok := d.view.Charged(found.Currency, r.Currency)
		if !ok || rate.Value == 0 {
			continue
		}
		rates[found.Currency] = rate
		if low == 0 && high == 0 {
			continue
		}
		b := catalog.PriceBound{Currency: found.Currency, Max: 1 << 62}
		b.Min, _ = money.Up.MulDiv(low, money.RateScale, rate.Value)
		if high > 0 {
			b.Max, _ = money.Down.MulDiv(high, money.RateScale, rate.Value)
		}
		bounds = append(bounds, b)
	}
	return bounds, rates
}

// wish reads a price that somebody typed; 0 for none.
func wish(r *web.Request, f *ui.Field) int64 {
	if f.Value == "" {
		return 0
	}
	if a, err := r.Amount(f.Value, r.Currency); err == nil && a.Minor >= 0 && a.Minor < 1<<50 {
		return a.Minor
	}
	f.Error = r.T("fault.money_format")
	return 0
}

func priceField(r *web.Request, name, key string) ui.Field {
	return ui.Field{Name: name, Label: r.T(key), Value: r.Query(name), Mode: "decimal", Dir: "ltr", Max: 20}
}

// with gives the address of this page with one value changed, from the start
// of the list unless the value is the place in it.
func with(r *web.Request, name, value string) string {
	q := url.Values{}
	for k, list := range r.Queries() {
		if k != "cursor" && k != "lang" {
			q[k] = list
		}
	}
	q.Del(name)
	if value != "" {
		q.Set(name, value)
	}
	return strings.TrimSuffix(r.R.URL.EscapedPath()+"?"+q.Encode(), "?")
}
