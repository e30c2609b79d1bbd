package desk

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/country"
	"agora/delivery"
	"agora/fault"
	"agora/identity"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// routeRow is one way of delivery in the form.
type routeRow struct {
	title  string
	facts  string // days and prices in short
	open   bool   // something is wrong in it
	hidden []string
	fields []ui.Field
	checks []ui.Choice
}

// owned adds a shop to those an actor runs: the actor of a request was read
// before the shop was there.
func owned(shops map[catalog.ShopID]identity.Role, id catalog.ShopID) map[catalog.ShopID]identity.Role {
	out := maps.Clone(shops)
	if out == nil {
		out = map[catalog.ShopID]identity.Role{}
	}
	out[id] = identity.ShopOwner
	return out
}

// routeRows are the ways of a shop and an empty one to add.
func routeRows(r *web.Request, options []delivery.Option, tables []delivery.Carrier, shop catalog.Shop, form *web.Form) []routeRow {
	var rows []routeRow
	for i := range len(options) + 1 {
		o := delivery.Option{Service: delivery.Post, Incoterm: "DAP", Tracked: true}
		title := r.T("desk.new_way")
		facts := ""
		if i < len(options) {
			o = options[i]
			title, facts = catalogText(r, shop, o), r.T("store.days_window", "from", o.DaysMin, "to", o.DaysMax)
			if o.Table != "" {
				facts = o.Carrier
			}
		}
		row := routeOf(r, i, title, o, tables, shop, form)
		row.facts = facts
		rows = append(rows, row)
	}
	return rows
}

func catalogText(r *web.Request, shop catalog.Shop, o delivery.Option) string {
	if s := text(r, shop, catalog.Texts(o.Name)); s != "" {
		return s
	}
	return o.Carrier
}

func routeOf(r *web.Request, i int, title string, o delivery.Option, tables []delivery.Carrier, shop catalog.Shop, form *web.Form) routeRow {
	at := fmt.Sprintf("options.%d.", i)
	row := routeRow{title: title, hidden: []string{at + "key", o.Key}}
	fill := func(f ui.Field) {
		f.Name = at + f.Name
		f = form.Fill(r, f)
		row.open = row.open || f.Error != ""
		row.fields = append(row.fields, f)
	}
	choices := func(prefix string, keys ...string) (list []ui.Option) {
		for _, k := range keys {
			list = append(list, ui.Option{Value: k, Text: r.T(prefix + strings.ToLower(k))})
		}
		return list
	}
	name, _ := catalog.Texts(o.Name).In(shop.Lang())
	fill(ui.Field{Name: "name", Label: r.T("desk.way_name"), Value: name, Max: 80, Dir: "auto"})
	fill(ui.Field{Name: "carrier", Label: r.T("desk.carrier"), Value: o.Carrier, Max: 80, Dir: "auto"})
	fill(ui.Field{Name: "to", Label: r.T("desk.way_to"), Hint: r.T("desk.way_to_hint"), Value: strings.Join(o.To, " "), Dir: "ltr"})
	fill(ui.Field{Name: "steps", Label: r.T("desk.way_steps", "currency", string(shop.Currency)), Hint: r.T("desk.way_steps_hint"), Value: stepLines(o.Steps), Type: "area", Rows: 3, Dir: "ltr"})
	if len(tables) > 0 {
		by := []ui.Option{{Text: r.T("desk.way_own")}}
		for _, c := range tables {
			by = append(by, ui.Option{Value: c.Key, Text: c.Name})
		}
		fill(ui.Field{Name: "table", Label: r.T("desk.way_table"), Hint: r.T("desk.way_table_hint"), Options: ui.Select(by, o.Table)})
	}
	fill(ui.Field{Name: "days", Label: r.T("desk.way_days"), Hint: r.T("desk.way_days_hint"), Value: dayRange(o), Dir: "ltr"})
	fill(ui.Field{Name: "service", Label: r.T("desk.way_service"), Value: o.Service, Options: ui.Select(choices("desk.service_", delivery.Post, delivery.Courier, delivery.Pickup), o.Service)})
	fill(ui.Field{Name: "incoterm", Label: r.T("desk.duty_paid"), Value: o.Incoterm, Options: ui.Select(choices("desk.incoterm_", "DDP", "DAP"), o.Incoterm)})
	tracked, gone := o.Tracked, false
	if form != nil {
		tracked, gone = form.Get(at+"tracked") != "", form.Get(at+"gone") != ""
	}
	row.checks = []ui.Choice{{Name: at + "tracked", Title: r.T("desk.way_tracked"), Checked: tracked}}
	if o.Key != "" {
		row.checks = append(row.checks, ui.Choice{Name: at + "gone", Title: r.T("desk.remove"), Checked: gone})
	}
	return row
}

func dayRange(o delivery.Option) string {
	if o.DaysMax == 0 {
		return ""
	}
	return fmt.Sprintf("%d-%d", o.DaysMin, o.DaysMax)
}

// stepLines writes a tariff: grams and price, one step a line.
func stepLines(steps []delivery.Step) string {
	lines := make([]string, len(steps))
	for i, s := range steps {
		lines[i] = number(s.UpToGrams) + " " + s.Price.Plain()
	}
	return strings.Join(lines, "\n")
}

// saveDelivery replaces the ways of delivery.
func (d *Desk) saveDelivery(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	before, err := d.Delivery.Options(r.R.Context(), shop.ID)
	if err != nil {
		return err
	}
	list, rows := readRoutes(form, shop, before)
	if form.Err() == nil {
		err := d.Delivery.Save(r.R.Context(), r.Actor, shop.ID, list)
		if err == nil {
			r.Say("desk.saved")
			return r.Redirect(base(r) + "/shop#delivery")
		}
		if fault.KindOf(err) != fault.Invalid {
			return err
		}
		for _, e := range fault.List(err) {
			form.Add(routeField(e.Field, rows), e.Key, e.Args...)
		}
	}
	return d.showSettings(r, nil, form, http.StatusUnprocessableEntity)
}

// routeField turns the path of a fault into the name of an input.
func routeField(field string, rows []int) string {
	parts := strings.Split(field, ".")
	if len(parts) < 3 {
		return field
	}
	if n, err := strconv.Atoi(parts[1]); err == nil && n < len(rows) {
		parts[1] = strconv.Itoa(rows[n])
	}
	return strings.Join(parts[:3], ".")
}

// readRoutes reads the rows of the form; an empty one is none.
func readRoutes(form *web.Form, shop catalog.Shop, before []delivery.Option) (list []delivery.Option, rows []int) {
	for i := range len(before) + 1 {
		at := fmt.Sprintf("options.%d.", i)
		if form.Get(at+"gone") != "" || !form.Has(at+"carrier") && !form.Has(at+"to") && !form.Has(at+"steps") && !form.Has(at+"table") && !form.Has(at+"name") {
			continue
		}
		o := delivery.Option{Home: shop.Country, Key: form.Get(at + "key"), Name: map[string]string{}}
		for _, old := range before {
			if old.Key == o.Key {
				o = old
				o.Name = maps.Clone(old.Name)
			}
		}
		if name := form.Text(at+"name", 80); name != "" {
			if o.Name == nil {
				o.Name = map[string]string{}
			}
			o.Name[shop.Lang()] = name
		}
		o.Carrier, o.Service, o.Incoterm = form.Get(at+"carrier"), form.Get(at+"service"), form.Get(at+"incoterm")
		o.To = strings.FieldsFunc(form.Get(at+"to"), func(c rune) bool { return c == ' ' || c == ',' || c == '،' || c == '\n' })
		o.Tracked = form.Get(at+"tracked") != ""
		if o.Table = form.Get(at + "table"); o.Table != "" {
			o.Currency, o.Steps, o.DaysMin, o.DaysMax = shop.Currency, nil, 0, 0
		} else {
			o.Currency = ""
			o.DaysMin, o.DaysMax = readDays(form, at+"days")
			o.Steps = readSteps(form, at+"steps", shop.Currency)
		}
		if o.Key == "" {
			o.Key = freeKey(append(slices.Clone(before), list...))
		}
		list, rows = append(list, o), append(rows, i)
	}
	return list, rows
}

func freeKey(taken []delivery.Option) string {
	for n := len(taken) + 1; ; n++ {
		key := "way-" + strconv.Itoa(n)
		if !slices.ContainsFunc(taken, func(o delivery.Option) bool { return o.Key == key }) {
			return key
		}
	}
}

// readDays reads "5-9", or one number for both.
func readDays(form *web.Form, field string) (low, high int) {
	a, b, two := strings.Cut(strings.NewReplacer("–", "-", "—", "-", " ", "").Replace(country.Digits(form.Get(field))), "-")
	low, err := strconv.Atoi(a)
	high = low
	if err == nil && two {
		high, err = strconv.Atoi(b)
	}
	if err != nil {
		form.Add(field, "fault.delivery_days", "max", 365)
	}
	return low, high
}

// readSteps reads a tariff: grams and price on each line.
func readSteps(form *web.Form, field string, c money.Currency) (steps []delivery.Step) {
	for line := range strings.Lines(form.Get(field)) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if len(words) == 2 {
			grams, err := strconv.ParseInt(country.Digits(words[0]), 10, 64)
			price, priceErr := money.Parse(country.Digits(words[1]), c)
			if err == nil && priceErr == nil {
				steps = append(steps, delivery.Step{UpToGrams: grams, Price: price})
				continue
			}
		}
		form.Add(field, "fault.delivery_step")
		return steps
	}
	return steps
}
