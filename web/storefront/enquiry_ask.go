package storefront

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/fault"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// askFor puts what a product page shows among what its shop will be asked a price
// for.
func (s *Store) askFor(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	variant, page := catalog.VariantID(form.ID("variant")), web.Local(form.Get("product"), "/cart")
	if variant == 0 {
		if variant, err = s.chosen(r, form, page); err != nil {
			return err
		}
	}
	if variant == 0 {
		r.Say("store.no_such_choice")
		return r.Redirect(page)
	}
	quantity := max(form.Int("quantity"), 1)
	if err := form.Err(); err != nil {
		return s.refuseLine(r, form, page, err)
	}
	token, shop, err := s.Market.AskFor(r.R.Context(), r.Actor, r.Cart(), market.EnquiryLine{Variant: variant, Quantity: quantity})
	if fault.Is(err, fault.Invalid) {
		form.Add("quantity", fault.List(err)[0].Key, fault.List(err)[0].Args...)
		return s.refuseLine(r, form, page, err)
	}
	if err != nil {
		return err
	}
	if err := s.count(r, token); err != nil {
		return err
	}
	return r.Redirect(askURL(shop))
}

func askURL(shop catalog.ShopID) string {
	return "/enquiries/new?shop=" + strconv.FormatInt(int64(shop), 10)
}

// newEnquiry shows what one shop will be asked.
func (s *Store) newEnquiry(r *web.Request) error {
	return s.showNewEnquiry(r, catalog.ShopID(r.QueryID("shop")), nil, http.StatusOK)
}

func (s *Store) showNewEnquiry(r *web.Request, id catalog.ShopID, form *web.Form, status int) error {
	shop, err := s.Catalog.ShopByID(r.R.Context(), id)
	if err != nil {
		return err
	}
	rehearsal := shop.Status == catalog.ShopRehearsal
	if !shop.Public() && !(rehearsal && r.Actor.Runs(shop.ID)) {
		return errGone
	}
	lines, err := s.Market.Draft(r.R.Context(), r.Cart(), id)
	if err != nil {
		return err
	}
	v := askView{shop: ui.Link{URL: shopURL(shop.Handle), Text: shop.Name}, mishaps: form.Mishaps(r),
		hidden: []string{"shop", strconv.FormatInt(int64(id), 10)},
		to:     form.Fill(r, ui.Field{Name: "to", Label: r.T("store.country"), Options: ui.Select(r.Countries(), string(r.Country)), Complete: "country"}),
		wanted: form.Fill(r, ui.Field{Name: "wanted", Label: r.T("store.enquiry_wanted"), Type: "date", Dir: "ltr"}),
		note:   form.Fill(r, ui.Field{Name: "note", Label: r.T("store.enquiry_note"), Hint: r.T("store.enquiry_note_hint"), Type: "area", Rows: 4, Max: 500, Dir: "auto"})}
	if r.Actor.SignedIn() {
		v.hidden = append(v.hidden, r.FormKey(r.T("store.enquire"))...)
	}
	if r.Actor.Email == "" && r.Actor.Phone == "" {
		v.email = form.Fill(r, ui.Field{Name: "email", Type: "email", Label: r.T("store.email"), Hint: r.T("store.enquiry_email"), Complete: "email", Dir: "ltr", Max: 254, Required: true})
	}
	for _, l := range lines {
		v.lines = append(v.lines, askLineOf(r, l, form))
	}
	f := r.Frame(r.T("store.enquire"))
	f.Private = true
	if form != nil {
		f.Path = askURL(id)
	}
	return r.Page(status, f, web.Staged(rehearsal, askPage(v)))
}

func askLineOf(r *web.Request, l market.CartLine, form *web.Form) lineView {
	v := askedThing(r, l)
	v.howMany = form.Fill(r, ui.Field{Name: market.EnquiryField(l.Variant.ID), Label: r.T("store.how_many"), Value: strconv.FormatInt(l.Quantity, 10), Mode: "numeric", Dir: "ltr", Max: 6})
	return v
}

// askedThing shows a line without its price.
func askedThing(r *web.Request, l market.CartLine) lineView {
	return lineView{variant: int64(l.Variant.ID), url: productURL(l.Shop.Handle, l.Product.Handle), quantity: l.Quantity,
		title: r.Words(l.Product.Title, l.Shop.Languages...), choice: strings.Join(l.Product.ChoiceOf(l.Variant, r.Locale.Lang(), l.Shop.Languages...), ", "),
		picture: thumb(l.Product.Picture(), l.Product.Tint, int64(l.Product.ID), false)}
}

// askedLines reads the quantities of the form, in the order of the variants.
func askedLines(form *web.Form) (lines []market.EnquiryLine) {
	for name := range form.Under("line.") {
		id, err := strconv.ParseInt(name, 10, 64)
		if err != nil || id <= 0 {
			continue
		}
		lines = append(lines, market.EnquiryLine{Variant: catalog.VariantID(id), Quantity: form.Int("line." + name)})
	}
	slices.SortFunc(lines, func(a, b market.EnquiryLine) int { return int(a.Variant - b.Variant) })
	return lines[:min(len(lines), 2*market.MaxEnquiryLines)]
}

// keepEnquiry keeps the quantities, and leads to more things of the shop.
func (s *Store) keepEnquiry(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	id := catalog.ShopID(form.ID("shop"))
	if lines := askedLines(form); form.Err() == nil && len(lines) > 0 {
		_, id, err = s.Market.AskFor(r.R.Context(), r.Actor, r.Cart(), lines...)
		if err := form.Join("", err); err != nil {
			return err
		}
	}
	if form.Err() != nil {
		return s.showNewEnquiry(r, catalog.ShopID(form.ID("shop")), form, http.StatusUnprocessableEntity)
	}
	shop, err := s.Catalog.ShopByID(r.R.Context(), id)
	if err != nil {
		return err
	}
	return r.Redirect(shopURL(shop.Handle))
}

// sendEnquiry asks the shop.
func (s *Store) sendEnquiry(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	n := market.NewEnquiry{Cart: r.Cart(), Shop: catalog.ShopID(form.ID("shop")), To: country.Code(form.Get("to")), Note: form.Get("note"),
		Email: form.Get("email"), Lang: r.Locale.Lang()}
	for _, l := range askedLines(form) {
		if l.Quantity != 0 { // emptied: left out
			n.Lines = append(n.Lines, l)
		}
	}
	if text := form.Get("wanted"); text != "" {
		if n.Wanted, err = time.Parse(time.DateOnly, country.Digits(text)); err != nil {
			form.Add("wanted", "fault.enquiry_day")
		}
	}
	if n.Cart == "" {
		return fault.New(fault.Conflict, "fault.enquiry_sent")
	}
	if form.Err() == nil {
		ctx := r.R.Context()
		if r.Actor.SignedIn() {
			if ctx, err = r.Once(enquiriesPath); err != nil {
				return err
			}
		}
		e, err := s.Market.Ask(ctx, r.Actor, n)
		if !fault.Is(err, fault.Invalid) {
			return r.Done(err, "store.enquiry_sent", s.enquiryURL(r, e))
		}
		if err := form.Join("", err); err != nil {
			return err
		}
	}
	return s.showNewEnquiry(r, n.Shop, form, http.StatusUnprocessableEntity)
}

// enquiryURL is the page of an enquiry; who has no account needs the key.
func (s *Store) enquiryURL(r *web.Request, e market.Enquiry) string {
	url := "/enquiries/" + strconv.FormatInt(int64(e.ID), 10)
	if e.Person != 0 && e.Person == r.Actor.Person {
		return url
	}
	return url + "?k=" + s.People.Sign(market.EnquiryPurpose, int64(e.ID))
}
