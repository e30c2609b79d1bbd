package desk

import (
	"net/http"
	"slices"
	"strings"

	"agora/academy"
	"agora/catalog"
	"agora/country"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// shopStatus says where a shop stands when it does not sell, and what to do.
type shopStatus struct {
	tone, head, words  string
	action, move, verb string
}

// statusOf gives the note about a shop; empty while it sells.
func statusOf(r *web.Request, shop catalog.Shop) shopStatus {
	if shop.Sells() {
		return shopStatus{}
	}
	s := shopStatus{tone: "saff", head: r.T("desk.shop_" + string(shop.Status)), words: r.T("desk.shop_" + string(shop.Status) + "_words"),
		action: base(r) + "/shop/move"}
	if shop.Status == catalog.ShopDraft { // the way there leads to the question
		return s
	}
	for _, m := range shop.Moves(r.Actor) {
		if m == catalog.ShopResume || m == catalog.ShopReopen {
			s.move, s.verb = string(m), r.T("desk.move_"+string(m))
		}
	}
	return s
}

// settingsView is the form about the shop itself.
type settingsView struct {
	base, title, public string
	status              shopStatus
	canPause, canClose  bool
	rehearsal           bool // it is one itself
	paused              bool // just now: to be taken back
	mishaps             []ui.Mishap
	fields              []ui.Field
	languages           []ui.Option
	words               []wordsOf
	origin              []ui.Field
	routes              []routeRow
	numbers             numbersView
	points              web.PointsView
}

// settings shows the shop's settings.
func (d *Desk) settings(r *web.Request) error { return d.showSettings(r, nil, nil, http.StatusOK) }

func (d *Desk) showSettings(r *web.Request, form, routes *web.Form, status int) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	options, err := d.Delivery.Options(r.R.Context(), shop.ID)
	if err != nil {
		return err
	}
	v := settingsView{base: base(r), title: shop.Name, status: statusOf(r, shop), mishaps: append(form.Mishaps(r), routes.Mishaps(r)...),
		rehearsal: shop.Status == catalog.ShopRehearsal, canPause: slices.Contains(shop.Moves(r.Actor), catalog.ShopPause), languages: languageOptions(shop.Languages, form),
		origin: addressFields(r, shop.Origin, shop.Country, form)}
	v.canClose = shop.Public() && slices.Contains(shop.Moves(r.Actor), catalog.ShopClose)
	v.paused = shop.Status == catalog.ShopPaused && r.Query("paused") != ""
	if shop.Public() {
		v.public = "/s/" + shop.Handle
	}
	fill := func(f ui.Field) { v.fields = append(v.fields, form.Fill(r, f)) }
	fill(ui.Field{Name: "name", Label: r.T("desk.f_name"), Value: shop.Name, Max: catalog.MaxShort, Required: true, Dir: "auto"})
	fill(ui.Field{Name: "city", Label: r.T("store.a_city"), Value: shop.City, Max: catalog.MaxShort, Dir: "auto"})
	fill(ui.Field{Name: "handling_days", Label: r.T("desk.f_handling"), Value: number(int64(shop.HandlingDays)), Mode: "numeric", Dir: "ltr"})
	fill(ui.Field{Name: "return_days", Label: r.T("desk.f_return"), Value: number(int64(shop.ReturnDays)), Mode: "numeric", Dir: "ltr"})
	fill(ui.Field{Name: "few", Label: r.T("desk.f_few"), Hint: r.T("desk.f_few_hint"), Value: number(shop.Few), Mode: "numeric", Dir: "ltr"})
	fill(ui.Field{Name: "payout", Label: r.T("desk.f_payout"), Hint: r.T("desk.f_payout_hint"), Value: shop.Payout, Max: catalog.MaxShort, Span: true, Dir: "auto"})
	for i, tag := range languagesOf(shop, shop.Tagline, shop.Story) {
		w := wordsOf{lang: tag, dir: ui.DirOf(tag), name: tongueName(tag), open: i == 0}
		for _, f := range []ui.Field{
			{Name: "tagline." + tag, Label: r.T("desk.f_tagline"), Value: shop.Tagline[tag], Max: catalog.MaxShort, Span: true},
			{Name: "story." + tag, Label: r.T("desk.f_story"), Value: shop.Story[tag], Type: "area", Rows: 6, Span: true},
		} {
			f.Lang, f.Dir = tag, w.dir
			f = form.Fill(r, f)
			w.open = w.open || f.Error != ""
			w.fields = append(w.fields, f)
		}
		v.words = append(v.words, w)
	}
	tables, err := d.Delivery.Tables(r.R.Context(), shop.Country, shop.Currency)
	if err != nil {
		return err
	}
	v.routes = routeRows(r, options, tables, shop, routes)
	ranges, err := d.Delivery.Ranges(r.R.Context(), shop.ID)
	if err != nil {
		return err
	}
	points, err := d.Delivery.Points(r.R.Context(), shop.ID, "")
	if err != nil {
		return err
	}
	v.points = r.PointsView(v.base+"/shop/points", points, shop.Country, pointsForm(routes))
	v.numbers = numbersOf(r, ranges, shop.Country, routes)
	return d.teaching(r, status, shop, "shop", r.T("desk.tab_shop"), settingsPage(v), academy.DeliveryDescribed)
}

// languageOptions are the boxes of languages; those of the form count.
func languageOptions(chosen []string, form *web.Form) []ui.Option {
	if form != nil {
		chosen = form.List("languages")
	}
	var list []ui.Option
	for _, t := range tongues {
		list = append(list, ui.Option{Value: t[0], Text: t[1], Lang: t[0], Dir: ui.DirOf(t[0]), Selected: slices.Contains(chosen, t[0])})
	}
	return list
}

// languagesFrom reads the boxes; those the shop had keep their order.
func languagesFrom(form *web.Form, before []string) []string {
	sent := form.List("languages")
	var list []string
	for _, tag := range append(slices.Clone(before), sent...) {
		if slices.Contains(sent, tag) && !slices.Contains(list, tag) {
			list = append(list, tag)
		}
	}
	return list
}

// addressFields is the form of an address in a country.
func addressFields(r *web.Request, a country.Address, in country.Code, form *web.Form) []ui.Field {
	c, _ := country.Find(in)
	var list []ui.Field
	for _, f := range c.AddressForm() {
		field := ui.Field{Name: "origin." + f.Key, Label: r.T("store.a_" + f.Key), Value: *a.Part(f.Key), Required: f.Required,
			Span: f.Width == country.Full, Max: 120, Dir: "auto"}
		switch f.Key {
		case "phone":
			field.Type, field.Dir = "tel", "ltr"
		case "postcode":
			field.Dir, field.Hint = "ltr", r.T("desk.such_as", "example", f.Example)
		}
		for _, o := range f.Options {
			field.Options = append(field.Options, ui.Option{Value: o, Text: o, Selected: o == field.Value})
		}
		if f.Options != nil {
			field.Empty = r.T("desk.f_none")
		}
		list = append(list, form.Fill(r, field))
	}
	return list
}

// addressFrom reads the address of a form.
func addressFrom(form *web.Form, in country.Code) country.Address {
	a := country.Address{Country: in}
	c, _ := country.Find(in)
	for _, f := range c.AddressForm() {
		*a.Part(f.Key) = form.Get("origin." + f.Key)
	}
	return a
}

// saveSettings changes what the shop says about itself.
func (d *Desk) saveSettings(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	n := catalog.NewShop{Name: form.Need("name", catalog.MaxShort), City: form.Text("city", catalog.MaxShort),
		Languages: languagesFrom(form, shop.Languages), Origin: addressFrom(form, shop.Country), Tint: shop.Tint, Initials: shop.Initials,
		HandlingDays: int(form.Int("handling_days")), ReturnDays: int(form.Int("return_days")), Payout: form.Text("payout", catalog.MaxShort),
		Tagline: catalog.Texts{}, Story: catalog.Texts{}}
	if form.Has("few") {
		few := form.Int("few")
		n.Few = &few
	}
	for _, tag := range languagesOf(shop, shop.Tagline, shop.Story) {
		n.Tagline[tag], n.Story[tag] = form.Get("tagline."+tag), form.Get("story."+tag)
	}
	if cleaned, err := n.Origin.Check(); err == nil {
		n.Origin = cleaned
	}
	if form.Err() == nil {
		err = d.Catalog.SaveShop(r.R.Context(), r.Actor, shop.ID, n)
		if err == nil {
			r.Say("desk.saved")
			return r.Redirect(base(r) + "/shop")
		}
		if fault.KindOf(err) != fault.Invalid {
			return err
		}
		for _, e := range fault.List(err) {
			field := e.Field
			if field == "tagline" || field == "story" {
				field += "." + shop.Lang()
			}
			form.Add(field, e.Key, e.Args...)
		}
	}
	return d.showSettings(r, form, nil, http.StatusUnprocessableEntity)
}

// moveShop submits, pauses, resumes, closes or reopens the shop.
func (d *Desk) moveShop(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	move := catalog.ShopMove(strings.TrimSpace(form.Get("move")))
	if move == catalog.ShopSubmit { // only what is whole is looked at
		return r.Redirect(base(r) + "/start")
	}
	if err := d.Catalog.MoveShop(r.R.Context(), r.Actor, r.Shop, move, ""); err != nil {
		return err
	}
	if move == catalog.ShopPause { // the page offers to take it back
		return r.Redirect(base(r) + "/shop?paused=1")
	}
	r.Say("desk.done")
	return r.Redirect(base(r) + "/shop")
}
