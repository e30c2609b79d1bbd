package storefront

import (
	"net/http"

	"agora/web"
	"agora/web/ui"
)

func (s *Store) help(r *web.Request) error {
	v := wordsView{title: r.T("store.help_title")}
	for _, key := range []string{"store.help_buy", "store.help_price", "store.help_money", "store.help_wrong"} {
		v.parts = append(v.parts, wordsPart{head: r.T(key), text: r.T(key + "_words")})
	}
	v.parts[1].link = ui.Link{URL: "/rates", Text: r.T("store.rates_from")}
	f := r.Frame(v.title)
	f.Found = r.Found(r.R.URL.Path, nil)
	f.Place = "help"
	return r.Page(http.StatusOK, f, wordsPage(v))
}

func (s *Store) fees(r *web.Request) error {
	v := wordsView{title: r.T("store.fees_title")}
	for _, key := range []string{"store.fees_buyer", "store.fees_seller"} {
		v.parts = append(v.parts, wordsPart{head: r.T(key), text: r.T(key + "_words")})
	}
	f := r.Frame(v.title)
	f.Found = r.Found(r.R.URL.Path, nil)
	f.Place = "help"
	return r.Page(http.StatusOK, f, wordsPage(v))
}
