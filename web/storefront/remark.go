package storefront

import (
	"net/http"
	"strconv"

	"agora/catalog"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// shownRemarks is how many of each kind stand on the page of a product.
const shownRemarks = 3

// remarks is what people said about a product; form is a question that was
// refused, nil for none.
func (s *Store) remarks(r *web.Request, p catalog.Product, shop catalog.Shop, form *web.Form) (remarksView, error) {
	v := remarksView{url: productURL(shop.Handle, p.Handle), digital: p.Digital, mayAsk: r.Actor.SignedIn()}
	rating, reviews, questions, err := s.Catalog.Remarks(r.R.Context(), shop.ID, p.ID, shownRemarks)
	if err != nil {
		return v, err
	}
	v.judged, v.newest, v.reviews, v.questions = rating, reviews, saidOf(r, reviews, shop.Name), saidOf(r, questions, shop.Name)
	if rating.Reviews > 0 {
		v.rating, v.count = ratingOf(r, rating), r.N("store.review_count", rating.Reviews)
	}
	all := func(kind string, n int64, shown int) ui.Link {
		if n <= int64(shown) {
			return ui.Link{}
		}
		return ui.Link{URL: v.url + "/" + kind, Text: r.T("store.all_n", "n", n)}
	}
	v.allReviews, v.allAsked = all("reviews", rating.Reviews, len(reviews)), all("questions", rating.Questions, len(questions))
	v.ask = form.Fill(r, ui.Field{Name: "body", ID: "f-ask", Type: "area", Label: r.T("store.ask"), Hint: r.T("store.ask_hint"), Max: catalog.MaxRemark, Required: true})
	if form != nil && form.Has("body") {
		v.mishaps = form.Mishaps(r)
	}
	return v, nil
}

func ratingOf(r *web.Request, rating catalog.Rating) string {
	return r.T("store.of_five", "n", r.Locale.Tenths(rating.Tenths()))
}

func saidOf(r *web.Request, list []catalog.Remark, shop string) (said []ui.Said) {
	for _, m := range list {
		said = append(said, r.Said(m, shop))
	}
	return said
}

// ask puts a question to a shop.
func (s *Store) ask(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	p, shop, err := s.Catalog.Product(r.R.Context(), r.Path("handle"), r.Path("product"))
	if err != nil {
		return err
	}
	if form.Err() == nil {
		by := r.Actor
		by.Lang = r.Locale.Lang()
		err := s.Catalog.Ask(r.R.Context(), by, shop.ID, p.ID, form.Get("body"))
		if err == nil {
			r.Say("store.asked")
			return r.Redirect(productURL(shop.Handle, p.Handle) + "#questions")
		}
		if err := form.Join("", err); err != nil {
			return err
		}
	}
	return s.showProduct(r, shop.Handle, p.Handle, r.Query, form, http.StatusUnprocessableEntity)
}

// remarkList is every review, or every question, beneath a product.
func (s *Store) remarkList(kind catalog.RemarkKind, title string) func(*web.Request) error {
	return func(r *web.Request) error {
		p, shop, err := s.Catalog.Product(r.R.Context(), r.Path("handle"), r.Path("product"))
		if err != nil {
			return err
		}
		if p.Status != catalog.ProductActive || shop.Status != catalog.ShopOpen && shop.Status != catalog.ShopPaused {
			return errGone
		}
		page, err := s.Catalog.RemarksOfKind(r.R.Context(), shop.ID, p.ID, kind, r.Query("cursor"), 20)
		if err != nil {
			return err
		}
		name := r.Words(p.Title, shop.Languages...)
		name.URL = productURL(shop.Handle, p.Handle)
		v := remarkListView{title: r.T(title), list: saidOf(r, page.Items, shop.Name),
			crumbs: []ui.Link{{URL: shopURL(shop.Handle), Text: shop.Name}, name, {Text: r.T(title)}}}
		if r.Query("cursor") != "" {
			v.first = r.R.URL.Path
		}
		if page.Next != "" {
			v.next = with(r, "cursor", page.Next)
		}
		return r.Page(http.StatusOK, r.Frame(r.T(title)+" · "+name.Text), remarkList(v))
	}
}

// judged is what was reviewed of a group, and a review that was refused.
type judged struct {
	stars map[catalog.OrderedVariant]int
	form  *web.Form
}

// review keeps what a buyer says of a thing that came.
func (s *Store) review(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	stars := form.Int("stars")
	if form.Err() == nil {
		err := s.Market.Review(r.R.Context(), r.Actor, market.OrderID(form.ID("order")), catalog.VariantID(form.ID("variant")),
			int(min(max(stars, 0), 6)), r.Locale.Lang(), form.Get("body"))
		if err == nil {
			r.Say("store.review_kept")
			back := "/orders/" + r.Path("id")
			if k := r.Query("k"); k != "" && r.Actor.Link != "" {
				back += "?k=" + k
			}
			return r.Redirect(back)
		}
		if err := form.Join("", err); err != nil {
			return err
		}
	}
	return s.showOrder(r, form, http.StatusUnprocessableEntity)
}

// reviewOf is the form for a line of an order that came; posted is what was
// refused, nil for none.
func reviewOf(r *web.Request, action string, o market.Order, l market.Line, posted *web.Form) *reviewView {
	v := reviewView{action: action, order: strconv.FormatInt(int64(o.ID), 10), variant: strconv.FormatInt(int64(l.Variant), 10)}
	if posted != nil && (posted.Get("order") != v.order || posted.Get("variant") != v.variant) {
		posted = nil
	}
	for n := 5; n >= 1; n-- {
		digit := strconv.Itoa(n)
		v.choices = append(v.choices, ui.Option{Value: digit, Text: r.Locale.Number(int64(n)) + " · " + r.T("store.stars_"+digit)})
	}
	v.words = posted.Fill(r, ui.Field{Name: "body", ID: "f-review-" + v.order + "-" + v.variant, Type: "area", Label: r.T("store.review_words"), Max: catalog.MaxRemark})
	if posted != nil {
		v.open, v.mishaps = true, posted.Mishaps(r)
		v.choices = ui.Select(v.choices, posted.Get("stars"))
	}
	return &v
}
