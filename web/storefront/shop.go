package storefront

import (
	"net/http"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// shop is one seller's place and what it sells.
func (s *Store) shop(r *web.Request) error {
	ctx := r.R.Context()
	found, err := s.openShop(r)
	if err != nil {
		return err
	}
	rehearsal := s.staged(r, found)
	page, err := s.Catalog.Search(ctx, catalog.Query{Shop: found.ID, Cursor: r.Query("cursor"), Limit: 24})
	if err != nil {
		return err
	}
	v := shopView{shop: shopFace(r, found), taglineText: r.Words(found.Tagline, found.Languages...), facts: shopFacts(r, found), machine: byMachine(r, found.Passages(), found.Machine, found)}
	story := r.Words(found.Story, found.Languages...)
	v.shop.Story, v.shop.Lang, v.shop.Dir = story.Text, story.Lang, story.Dir
	if v.things, err = s.Cards(r, page.Items); err != nil {
		return err
	}
	if r.Query("cursor") != "" {
		v.first = shopURL(found.Handle)
	}
	if page.Next != "" {
		v.next = with(r, "cursor", page.Next)
	}
	f := r.Frame(found.Name)
	f.Description = v.taglineText.Text
	rating, err := s.Catalog.RatingOfShop(ctx, found.ID)
	if err != nil {
		return err
	}
	if rating.Reviews > 0 {
		v.facts = append(v.facts, ui.Row{What: r.T("store.reviews"), Value: ratingOf(r, rating) + " · " + r.N("store.review_count", rating.Reviews)})
	}
	if found.Status == catalog.ShopOpen {
		f.Found = foundShop(r, found, rating)
	}
	f.Private = rehearsal
	return r.Page(http.StatusOK, f, web.Staged(rehearsal, shop(v)))
}

// staged reports whether a shop is a rehearsal; its page counts in play money
// then.
func (s *Store) staged(r *web.Request, shop catalog.Shop) bool {
	if shop.Status != catalog.ShopRehearsal {
		return false
	}
	r.Currency = money.Play
	return true
}

// openShop gives the shop of the address, unless it has left the market or has
// not opened yet.
func (s *Store) openShop(r *web.Request) (catalog.Shop, error) {
	found, err := s.Catalog.Shop(r.R.Context(), r.Path("handle"))
	if err == nil && found.Status != catalog.ShopOpen && found.Status != catalog.ShopPaused && !r.Actor.Runs(found.ID) && !r.Actor.IsOperator() {
		err = errGone
	}
	return found, err
}

func shopFacts(r *web.Request, s catalog.Shop) []ui.Row {
	rows := []ui.Row{
		{What: r.T("store.fact_sends"), Value: r.N("store.days", int64(s.HandlingDays))},
		{What: r.T("store.fact_returns"), Value: r.N("store.days", int64(s.ReturnDays))},
		{What: r.T("store.fact_prices"), Value: string(s.Currency)},
		{What: r.T("store.fact_languages"), Value: strings.Join(r.LanguageNames(s.Languages), ", ")},
	}
	if !s.Opened.IsZero() {
		rows = append(rows, ui.Row{What: r.T("store.fact_since"), Value: r.Locale.Date(s.Opened)})
	}
	return rows
}

// shopList lists the shops of the market.
func (s *Store) shopList(r *web.Request) error {
	page, err := s.Catalog.Shops(r.R.Context(), catalog.ShopOpen, r.Query("cursor"), 24)
	if err != nil {
		return err
	}
	var list []ui.Shop
	for _, o := range page.Items {
		list = append(list, shopFace(r, o))
	}
	first, next := "", ""
	if r.Query("cursor") != "" {
		first = "/shops"
	}
	if page.Next != "" {
		next = with(r, "cursor", page.Next)
	}
	f := r.Frame(r.T("store.shops_all"))
	f.Place = "shops"
	f.Found = r.Found("/shops", nil)
	return r.Page(http.StatusOK, f, shopList(list, first, next))
}

// optionField names the nth choice of a product in forms and addresses.
func optionField(i int) string { return "o" + strconv.Itoa(i) }
