package console

import (
	"net/http"
	"slices"
	"strings"

	"agora/country"
	"agora/db"
	"agora/delivery"
	"agora/fault"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// tariffBody bounds a file of prices with its form, in bytes.
const tariffBody = delivery.MaxTariffBytes + 1<<20

// carriers lists all carriers.
func (c *Console) carriers(r *web.Request) error {
	list, err := c.Delivery.Carriers(r.R.Context())
	if err != nil {
		return err
	}
	v := listView{title: r.T("console.tab_carriers"), intro: r.T("console.carriers_words"),
		cols: []ui.Col{{Head: r.T("desk.carrier")}, {Head: r.T("console.carrier_from")}, {Head: r.T("console.carrier_limits")}, {Head: r.T("console.source")}}}
	for _, one := range list {
		v.rows = append(v.rows, []ui.Cell{{Text: one.Name, URL: carrierPath(one.Key)}, {Text: codes(one.Countries), Code: true},
			{Text: limitsText(r, one.Limits)}, {Text: one.Source}})
	}
	return c.ok(r, "carriers", v.title, carriersPage(v))
}

func carrierPath(key string) string { return "/console/carriers/" + key }

func limitsText(r *web.Request, l delivery.Limits) string {
	var parts []string
	if l.MaxGrams > 0 {
		parts = append(parts, r.Locale.Weight(l.MaxGrams))
	}
	if l.MaxLength > 0 {
		parts = append(parts, r.T("console.carrier_long", "mm", l.MaxLength))
	}
	if l.MaxGirth > 0 {
		parts = append(parts, r.T("console.carrier_girth", "mm", l.MaxGirth))
	}
	return strings.Join(parts, " · ")
}

// carrierView is one carrier: what it takes, and its dated prices.
type carrierView struct {
	listView
	path    string
	fresh   bool
	fields  []ui.Field
	points  web.PointsView
	checks  []ui.Choice
	file    ui.Field
	events  ui.Field
	hook    string // where it may tell of parcels
	secret  string // new, shown once
	imports []ui.Field
}

// newCarrier is the key in the path of a carrier that is not there yet.
const newCarrier = "new"

func (c *Console) carrier(r *web.Request) error {
	return c.showCarrier(r, carrierForms{}, http.StatusOK)
}

// carrierForms are what was typed in the forms of a carrier's page, and what is
// told once.
type carrierForms struct {
	about, prices, events, points *web.Form
	secret                        string
}

// showCarrier shows a carrier.
func (c *Console) showCarrier(r *web.Request, typed carrierForms, status int) error {
	form, prices := typed.about, typed.prices
	one, tariffs := delivery.Carrier{}, []delivery.Tariff(nil)
	key, before := r.Path("key"), r.QueryID("before")
	if key != newCarrier {
		var err error
		if one, err = c.Delivery.Carrier(r.R.Context(), key); err != nil {
			return err
		}
		if tariffs, err = c.Delivery.Tariffs(r.R.Context(), r.Actor, key, delivery.TariffID(before)); err != nil {
			return err
		}
	}
	v := carrierView{path: carrierPath(key), fresh: key == newCarrier, listView: listView{title: one.Name, none: r.T("console.tariffs_none"),
		mishaps: slices.Concat(form.Mishaps(r), prices.Mishaps(r), typed.events.Mishaps(r), typed.points.Mishaps(r)),
		cols:    []ui.Col{{Head: r.T("console.rule_from")}, {Head: r.T("console.carrier_from")}, {Head: r.T("console.currency")}, {Head: r.T("desk.col_state")}}}}
	if v.fresh {
		v.title = r.T("console.carrier_new")
	}
	points, err := c.Delivery.Points(r.R.Context(), db.House, key)
	if err != nil {
		return err
	}
	v.points = r.PointsView(v.path+"/points", points, r.Country, typed.points)
	v.fields = carrierFields(r, one, form)
	for _, k := range []struct {
		name string
		on   bool
	}{{"cash", one.Cash}, {"dangerous", one.Dangerous}} {
		if form != nil {
			k.on = form.Has(k.name)
		}
		v.checks = append(v.checks, ui.Choice{Name: k.name, Title: r.T("console.carrier_" + k.name), Checked: k.on})
	}
	v.events, v.secret = typed.events.Fill(r, ui.Field{Name: "events", Error: ""}), typed.secret
	v.hook = "/hook/carriers/" + key
	v.file, v.imports = prices.Fill(r, ui.Field{Name: "file"}), tariffFields(r, one, prices)
	for _, t := range tariffs {
		v.rows = append(v.rows, []ui.Cell{{Text: r.Locale.Date(t.From), URL: tariffPath(t.ID)}, {Text: string(t.Home), Code: true},
			{Text: string(t.Currency), Code: true}, tariffBadge(r, t)})
	}
	if before > 0 {
		v.first = v.path
	}
	if len(tariffs) == delivery.PageSize {
		v.next = v.path + "?before=" + number(int64(tariffs[len(tariffs)-1].ID))
	}
	return c.page(r, status, "carriers", v.title, carrierPage(v))
}

func carrierFields(r *web.Request, one delivery.Carrier, form *web.Form) (list []ui.Field) {
	plain := func(n int64) string {
		if n == 0 {
			return ""
		}
		return number(n)
	}
	for _, f := range []ui.Field{
		{Name: "key", Label: r.T("console.carrier_key"), Value: one.Key, Max: 40, Dir: "ltr", Required: true},
		{Name: "name", Label: r.T("desk.f_name"), Value: one.Name, Max: 80, Dir: "auto", Required: true},
		{Name: "countries", Label: r.T("console.carrier_from"), Value: codes(one.Countries), Dir: "ltr", Required: true},
		{Name: "pattern", Label: r.T("console.carrier_pattern"), Value: one.Pattern, Max: 100, Dir: "ltr"},
		{Name: "page", Label: r.T("console.carrier_page"), Hint: r.T("console.carrier_page_hint", "number", delivery.Numbered), Value: one.Page, Max: 200, Dir: "ltr"},
		{Name: "max_grams", Label: r.T("console.carrier_grams"), Value: plain(one.MaxGrams), Mode: "numeric", Dir: "ltr"},
		{Name: "max_length", Label: r.T("console.carrier_longest"), Value: plain(one.MaxLength), Mode: "numeric", Dir: "ltr"},
		{Name: "max_girth", Label: r.T("console.carrier_around"), Value: plain(one.MaxGirth), Mode: "numeric", Dir: "ltr"},
		{Name: "divisor", Label: r.T("console.carrier_divisor"), Hint: r.T("console.carrier_divisor_hint"), Value: plain(one.Divisor), Mode: "numeric", Dir: "ltr"},
		{Name: "source", Label: r.T("console.source"), Value: one.Source, Max: 200, Dir: "auto"},
	} {
		list = append(list, form.Fill(r, f))
	}
	return list
}

func tariffFields(r *web.Request, one delivery.Carrier, form *web.Form) []ui.Field {
	var homes, money []ui.Option
	for _, code := range one.Countries {
		homes = append(homes, ui.Option{Value: string(code), Text: r.CountryName(code)})
		if land, ok := country.Find(code); ok && !slices.ContainsFunc(money, func(o ui.Option) bool { return o.Value == string(land.Currency) }) {
			money = append(money, ui.Option{Value: string(land.Currency), Text: string(land.Currency)})
		}
	}
	return []ui.Field{
		form.Fill(r, ui.Field{Name: "home", Label: r.T("console.carrier_from"), Options: homes}),
		form.Fill(r, ui.Field{Name: "currency", Label: r.T("console.currency"), Options: money}),
		form.Fill(r, ui.Field{Name: "from", Label: r.T("console.rule_from"), Type: "date", Dir: "ltr", Required: true}),
	}
}

// saveCarrier writes what a carrier takes.
func (c *Console) saveCarrier(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	one := delivery.Carrier{Key: form.Need("key", 40), Name: form.Need("name", 80), Pattern: form.Text("pattern", 100), Page: form.Text("page", 200),
		Source: form.Text("source", 200), Cash: form.Has("cash"), Dangerous: form.Has("dangerous"),
		Limits: delivery.Limits{MaxGrams: form.Int("max_grams"), MaxLength: form.Int("max_length"), MaxGirth: form.Int("max_girth"), Divisor: form.Int("divisor")}}
	for _, code := range strings.FieldsFunc(strings.ToUpper(form.Get("countries")), func(c rune) bool { return strings.ContainsRune(" ,،\n", c) }) {
		one.Countries = append(one.Countries, country.Code(code))
	}
	if key := r.Path("key"); key != newCarrier && one.Key != key || one.Key == newCarrier {
		form.Add("key", "fault.carrier_key")
	}
	if form.Err() == nil {
		if err := form.Join("", c.Delivery.SaveCarrier(r.R.Context(), r.Actor, one)); err != nil {
			return err
		}
	}
	if form.Err() != nil {
		return c.showCarrier(r, carrierForms{about: form}, http.StatusUnprocessableEntity)
	}
	r.Say("console.done")
	return r.Redirect(carrierPath(one.Key))
}

// importTariff reads a file of prices and shows what it would change.
func (c *Console) importTariff(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	file, _, err := form.File("file")
	if err != nil {
		return err
	}
	if file == nil {
		form.Add("file", "fault.required")
		return c.showCarrier(r, carrierForms{prices: form}, http.StatusUnprocessableEntity)
	}
	defer file.Close()
	from := day(form, "from")
	if form.Err() == nil {
		id, err := c.Delivery.DraftTariff(r.R.Context(), r.Actor, r.Path("key"), country.Code(form.Get("home")), from, money.Currency(form.Get("currency")), file)
		if err == nil {
			return r.Redirect(tariffPath(id))
		}
		if !fault.Is(err, fault.Invalid) {
			return err
		}
		if err := form.Join("", err); err != nil {
			return err
		}
	}
	return c.showCarrier(r, carrierForms{prices: form}, http.StatusUnprocessableEntity)
}
