package desk

import (
	"context"
	"crypto/rand"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/country"
	"agora/fault"
	"agora/identity"
	"agora/web"
	"agora/web/ui"
)

// openView is the first page of the way: the form that opens a shop.
type openView struct {
	startView
	country   string
	languages []ui.Option // the likely ones
	others    []ui.Option
	handle    ui.Field
	currency  string
}

// openForm asks for what a shop needs. Country and languages are guessed from
// what the person's browser and account say.
func (d *Desk) openForm(r *web.Request) error {
	in := country.Code(r.Query("country"))
	if !in.Known() {
		in = r.Country
	}
	return d.showOpen(r, in, nil, http.StatusOK)
}

func (d *Desk) showOpen(r *web.Request, in country.Code, form *web.Form, status int) error {
	c, ok := country.Find(in)
	if !ok {
		in = r.Country
		c, _ = country.Find(in)
	}
	v := openView{startView: startOf(r, progress{}, "shop", form), country: string(in), currency: r.T("desk.currency_is", "currency", string(c.Currency))}
	chosen := form
	if form != nil && len(form.List("languages")) == 0 {
		chosen = nil
	}
	for _, o := range languageOptions(startLanguages(r.Locale.Lang(), c), chosen) {
		if o.Selected {
			v.languages = append(v.languages, o)
		} else {
			v.others = append(v.others, o)
		}
	}
	v.fields = []ui.Field{
		form.Fill(r, ui.Field{Name: "name", Label: r.T("desk.f_name"), Max: catalog.MaxShort, Required: true, Dir: "auto"}),
		form.Fill(r, ui.Field{Name: "country", Label: r.T("store.country"), Options: ui.Select(r.Countries(), string(in)), Value: string(in), Required: true}),
	}
	v.handle = form.Fill(r, ui.Field{Name: "handle", Label: r.T("desk.f_handle"), Hint: r.T("desk.f_handle_hint"), Prefix: "/s/", Max: 40, Dir: "ltr"})
	f := r.Frame(r.T("desk.open_shop"))
	f.Place, f.Private, f.NoCart = "shop", true, true
	return r.Page(status, f, openPage(v))
}

// startLanguages guesses what a shop answers in: the language of the page,
// then those of its country, as far as the form knows them.
func startLanguages(page string, c country.Country) []string {
	var list []string
	for _, tag := range append([]string{page}, c.Languages...) {
		for _, t := range []string{tag, strings.SplitN(tag, "-", 2)[0]} {
			if slices.ContainsFunc(tongues[:], func(known [2]string) bool { return known[0] == t }) {
				if !slices.Contains(list, t) {
					list = append(list, t)
				}
				break
			}
		}
	}
	return list
}

// open sets up a shop, and goes on to its first product.
func (d *Desk) open(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	in := country.Code(form.Get("country"))
	c, ok := country.Find(in)
	if !ok {
		form.Add("country", "fault.choice")
		return d.showOpen(r, r.Country, form, http.StatusUnprocessableEntity)
	}
	languages := startLanguages(r.Locale.Lang(), c)
	if form.Has("was") && form.Get("was") == string(in) { // another country than the page was made for: its languages are guessed anew
		languages = languagesFrom(form, languages)
	}
	n := catalog.NewShop{Handle: form.Text("handle", 40), Name: form.Need("name", catalog.MaxShort), Country: in,
		Currency: c.Currency, Languages: languages, HandlingDays: 2, ReturnDays: 14}
	if len(n.Languages) == 0 {
		form.Add("languages", "fault.required")
	}
	if form.Err() != nil {
		return d.showOpen(r, in, form, http.StatusUnprocessableEntity)
	}
	id, err := d.openAs(r.R.Context(), r.Actor, n)
	if fault.Is(err, fault.Invalid) || fault.HasKey(err, "fault.handle_taken") {
		if err := form.Join("", err); err != nil {
			return err
		}
		return d.showOpen(r, in, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return r.Redirect("/desk/" + number(int64(id)) + "/start/product")
}

// openAs opens a shop under the address it asks for, or under one made of its
// name that is free.
func (d *Desk) openAs(ctx context.Context, by identity.Actor, n catalog.NewShop) (catalog.ShopID, error) {
	if n.Handle != "" {
		return d.Catalog.OpenShop(ctx, by, n)
	}
	stem := addressOf(n.Name)
	n.Handle = stem
	for i := 2; ; i++ {
		id, err := d.Catalog.OpenShop(ctx, by, n)
		if !fault.HasKey(err, "fault.handle_taken") {
			return id, err
		}
		n.Handle = stem + "-" + strconv.Itoa(i)
		if i > 9 {
			n.Handle = stem + "-" + strings.ToLower(rand.Text()[:6])
		}
	}
}
