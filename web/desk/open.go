package desk

import (
	"net/http"

	"agora/catalog"
	"agora/country"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// openView is the form that opens a shop.
type openView struct {
	mishaps   []ui.Mishap
	fields    []ui.Field
	languages []ui.Option
	origin    []ui.Field
	currency  string
}

// openForm asks for what a shop needs.
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
	v := openView{mishaps: form.Mishaps(r), currency: r.T("desk.currency_is", "currency", string(c.Currency)),
		origin: addressFields(r, country.Address{Name: r.Actor.Name}, in, form), languages: languageOptions(startLanguages(c), form)}
	fill := func(f ui.Field) { v.fields = append(v.fields, form.Fill(r, f)) }
	fill(ui.Field{Name: "name", Label: r.T("desk.f_name"), Max: catalog.MaxShort, Required: true, Dir: "auto"})
	fill(ui.Field{Name: "handle", Label: r.T("desk.f_handle"), Hint: r.T("desk.f_handle_hint"), Prefix: "/s/", Max: 40, Required: true, Dir: "ltr"})
	fill(ui.Field{Name: "country", Label: r.T("store.country"), Options: ui.Select(r.Countries(), string(in)), Value: string(in), Required: true})
	fill(ui.Field{Name: "city", Label: r.T("store.a_city"), Max: catalog.MaxShort, Required: true, Dir: "auto"})
	f := r.Frame(r.T("desk.open_shop"))
	f.Place, f.Private, f.NoCart = "shop", true, true
	return r.Page(status, f, openPage(v))
}

// startLanguages are the languages of a country that the form knows.
func startLanguages(c country.Country) []string { return c.Languages }

// open sets up a shop and asks the operator to let it open.
func (d *Desk) open(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	in := country.Code(form.Get("country"))
	if form.Get("do") == "country" {
		return d.showOpen(r, in, form, http.StatusOK)
	}
	c, ok := country.Find(in)
	if !ok {
		form.Add("country", "fault.choice")
		return d.showOpen(r, r.Country, form, http.StatusUnprocessableEntity)
	}
	n := catalog.NewShop{Handle: form.Need("handle", 40), Name: form.Need("name", catalog.MaxShort), Country: in,
		City: form.Need("city", catalog.MaxShort), Currency: c.Currency, Languages: languagesFrom(form, c.Languages),
		HandlingDays: 2, ReturnDays: 14}
	origin, err := addressFrom(form, in).Check()
	if err := form.Join("origin", err); err != nil {
		return err
	}
	n.Origin = origin
	if len(n.Languages) == 0 {
		form.Add("languages", "fault.required")
	}
	if form.Err() != nil {
		return d.showOpen(r, in, form, http.StatusUnprocessableEntity)
	}
	ctx := r.R.Context()
	id, err := d.Catalog.OpenShop(ctx, r.Actor, n)
	if fault.Is(err, fault.Invalid) || fault.HasKey(err, "fault.handle_taken") {
		if err := form.Join("", err); err != nil {
			return err
		}
		return d.showOpen(r, in, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	r.Actor.Shops = owned(r.Actor.Shops, id)
	if err := d.Catalog.MoveShop(ctx, r.Actor, id, catalog.ShopSubmit, ""); err != nil {
		return err
	}
	r.Say("desk.opened")
	return r.Redirect("/desk/" + number(int64(id)))
}
