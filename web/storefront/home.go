package storefront

import (
	"net/http"

	"agora/catalog"
	"agora/web"
	"agora/web/ui"
)

// home is the gate of the market.
func (s *Store) home(r *web.Request) error {
	ctx := r.R.Context()
	fresh, err := s.Catalog.Fresh(ctx, 60, 11)
	if err != nil {
		return err
	}
	kinds, err := s.kinds(r, 8)
	if err != nil {
		return err
	}
	open, err := s.Catalog.Shops(ctx, catalog.ShopOpen, "", 3)
	if err != nil {
		return err
	}
	things, fresh, err := s.shown(r, fresh)
	if err != nil {
		return err
	}
	v := homeView{country: r.CountryName(r.Country), kinds: kinds}
	n := min(3, len(things))
	v.niches, v.fresh = things[:n], things[n:]
	for i := range v.niches {
		v.niches[i].Picture.Lazy = false
	}
	if n > 0 {
		if v.sum, err = s.example(r, fresh[min(1, n-1)]); err != nil {
			return err
		}
	}
	for _, o := range open.Items {
		v.shops = append(v.shops, shopFace(r, o))
	}
	f := r.Frame(r.T("store.home_page"))
	f.Wide, f.Description = true, r.T("store.home_meta")
	f.Found = foundMarket(r)
	return r.Page(http.StatusOK, f, home(v))
}

// example is the way of one thing to its true price, as an addition.
func (s *Store) example(r *web.Request, c catalog.Card) ([]ui.Row, error) {
	d, err := s.doors(r, c.Shop)
	if err != nil {
		return nil, err
	}
	q, _, ok := d.quoteKept(thingOf(c))
	if !ok {
		return nil, nil
	}
	rows := parcelRows(r, q.Parcels[0], false)
	title := r.Words(c.Title)
	rows[len(rows)-1].Why = title.Text
	return rows, nil
}

// kinds are links to the fullest shelves; all of them when most is 0.
func (s *Store) kinds(r *web.Request, most int) ([]ui.Link, error) {
	list, err := s.Catalog.Categories(r.R.Context())
	if err != nil {
		return nil, err
	}
	var links []ui.Link
	for _, c := range list {
		if c.Parent != "" || c.Count == 0 || c.Retired {
			continue
		}
		l := r.Words(c.Names)
		l.URL = "/c/" + c.Key
		links = append(links, l)
		if len(links) == most {
			break
		}
	}
	return links, nil
}
