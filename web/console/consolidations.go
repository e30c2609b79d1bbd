package console

import (
	"net/http"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/customs"
	"agora/delivery"
	"agora/fault"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

const consolPath = "/console/consolidations"

// consolidations lists those of the house, newest first.
func (c *Console) consolidations(r *web.Request) error {
	before := r.QueryID("before")
	list, err := c.Market.Consolidations(r.R.Context(), r.Actor, market.ConsolidationID(before))
	if err != nil {
		return err
	}
	v := listView{title: r.T("console.consol"), intro: r.T("console.consol_words"), none: r.T("console.consol_none"),
		begin: ui.Link{URL: consolPath + "/new", Text: r.T("console.consol_new")},
		cols:  []ui.Col{{Head: r.T("desk.col_to")}, {Head: r.T("desk.carrier")}, {Head: r.T("console.consol_closes")}, {Head: r.T("desk.col_state")}}}
	for _, one := range list {
		v.rows = append(v.rows, []ui.Cell{{Text: crossing(r, one), URL: consolPath + "/" + number(int64(one.ID))}, {Text: one.Carrier},
			{Text: r.Locale.Date(one.LastDay())}, consolBadge(r, one)})
	}
	if before > 0 {
		v.first = consolPath
	}
	if len(list) == pageSize {
		v.next = consolPath + "?before=" + number(int64(list[len(list)-1].ID))
	}
	return c.ok(r, "carriers", v.title, consolidationsPage(v))
}

// crossing says from where to where.
func crossing(r *web.Request, c market.Consolidation) string {
	return c.City + " · " + r.CountryName(c.To)
}

func consolBadge(r *web.Request, c market.Consolidation) ui.Cell {
	tone, key := "saff", "console.consol_closed"
	switch {
	case !c.Paid.IsZero():
		tone, key = "clay", "console.way_back_paid"
	case !c.Sent.IsZero():
		tone, key = "lapis", "console.consol_sent"
	case c.Open(time.Now()):
		tone, key = "pist", "console.consol_open"
	}
	return ui.Cell{Part: ui.Badge(tone, "", r.T(key))}
}

// consolForm asks for a new consolidation.
type consolForm struct {
	mishaps []ui.Mishap
	fields  []ui.Field
	key     []string
}

func (c *Console) newConsolidation(r *web.Request) error {
	return c.showConsolForm(r, nil, http.StatusOK)
}

func (c *Console) showConsolForm(r *web.Request, form *web.Form, status int) error {
	v := consolForm{mishaps: form.Mishaps(r), key: r.FormKey(r.T("console.consol_new"))}
	for _, f := range []ui.Field{
		{Name: "home", Label: r.T("console.carrier_from"), Options: ui.Select(r.Countries(), string(r.Country))},
		{Name: "to", Label: r.T("desk.col_to"), Options: r.Countries(), Empty: "–", Required: true},
		{Name: "city", Label: r.T("console.consol_city"), Max: 80, Dir: "auto", Required: true},
		{Name: "place", Label: r.T("console.consol_place"), Max: 300, Dir: "auto", Required: true},
		{Name: "carrier", Label: r.T("desk.carrier"), Max: 80, Dir: "auto", Required: true},
		{Name: "closes", Label: r.T("console.consol_closes"), Type: "date", Dir: "ltr", Required: true},
	} {
		v.fields = append(v.fields, form.Fill(r, f))
	}
	return c.page(r, status, "carriers", r.T("console.consol_new"), consolFormPage(v))
}

// gather opens a consolidation, until the end of the day that is named (UTC).
func (c *Console) gather(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	n := market.Consolidation{Home: country.Code(form.Need("home", 2)), To: country.Code(form.Need("to", 2)), City: form.Need("city", 80),
		Place: form.Need("place", 300), Carrier: form.Need("carrier", 80)}
	if day, err := time.Parse(time.DateOnly, form.Need("closes", 10)); err == nil {
		n.Closes = day.AddDate(0, 0, 1)
	}
	if form.Err() == nil {
		ctx, err := r.Once(consolPath)
		if err != nil {
			return err
		}
		_, err = c.Market.Gather(ctx, r.Actor, n)
		if !fault.Is(err, fault.Invalid) {
			return r.Done(err, "console.done", consolPath)
		}
		if err := form.Join("", err); err != nil {
			return err
		}
	}
	return c.showConsolForm(r, form, http.StatusUnprocessableEntity)
}

// consolView is one consolidation with its parcels and what may be done.
type consolView struct {
	title, path string
	mishaps     []ui.Mishap
	state       ui.Cell
	facts       []ui.Row
	parcels     listView
	send        []ui.Field          // none: it has left
	tell        []ui.Field          // none: it has not
	pay         ui.Field            // no name: nothing to pay
	keys        map[string][]string // of the forms
}

func (c *Console) consolidation(r *web.Request) error { return c.showConsol(r, nil, http.StatusOK) }

func (c *Console) showConsol(r *web.Request, form *web.Form, status int) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	one, list, err := c.Market.Consolidation(r.R.Context(), r.Actor, market.ConsolidationID(id))
	if err != nil {
		return err
	}
	v := consolView{title: crossing(r, one), path: consolPath + "/" + number(id), mishaps: form.Mishaps(r), state: consolBadge(r, one),
		keys: map[string][]string{}}
	for _, move := range []string{"send", "tell", "pay"} {
		v.keys[move] = r.FormKey(r.T("console.consol") + " · " + crossing(r, one))
	}
	v.facts = []ui.Row{{What: r.T("desk.carrier"), Value: one.Carrier}, {What: r.T("console.consol_closes"), Value: r.Locale.Date(one.LastDay())},
		{What: r.T("console.consol_place"), Value: one.Place}}
	land, _ := country.Find(one.Home)
	v.parcels = listView{title: r.T("console.consol"), none: r.T("console.consol_none"), cols: []ui.Col{{Head: r.T("desk.col_order")}, {Head: r.T("console.shop")},
		{Head: r.T("desk.col_state")}, {Head: r.T("desk.col_grams"), Number: true}, {Head: r.T("console.consol_share"), Number: true}}}
	for _, j := range list {
		v.parcels.rows = append(v.parcels.rows, []ui.Cell{{Text: j.Ref, URL: "/console/orders/" + number(int64(j.ID)), Code: true}, {Text: j.ShopName},
			{Text: r.T("desk.st_" + string(j.State))}, {Text: r.Locale.Number(j.Grams)}, {Amount: j.Share}})
	}
	switch {
	case one.Sent.IsZero():
		v.send = []ui.Field{{Name: "tracking", Label: r.T("console.consol_number"), Max: 40, Dir: "ltr"}, {Name: "carrier", Label: r.T("desk.carrier"), Value: one.Carrier, Max: 80, Dir: "auto"},
			{Name: "cost", Label: r.T("console.consol_cost", "currency", string(land.Currency)), Mode: "decimal", Dir: "ltr", Max: 20, Required: true}}
		for _, j := range list {
			v.send = append(v.send, ui.Field{Name: market.GramsField(j.ID), Label: r.T("desk.col_grams") + " · " + j.Ref, Value: number(j.Grams), Mode: "numeric", Dir: "ltr", Max: 8})
		}
	default:
		v.facts = append(v.facts, ui.Row{What: r.T("console.consol_number"), Value: alone(one.Number)}, ui.Row{What: r.T("console.consol_cost", "currency", string(land.Currency)), Amount: one.Cost})
		for _, w := range market.CrossingWhats() {
			if v.tell == nil {
				v.tell = []ui.Field{{Name: "what", Label: r.T("desk.track_what")}, {Name: "at", Label: r.T("desk.track_at"), Type: "datetime-local", Dir: "ltr", Hint: r.T("desk.track_at_hint")},
					{Name: "place", Label: r.T("desk.track_place"), Max: 120, Dir: "auto"}}
			}
			v.tell[0].Options = append(v.tell[0].Options, ui.Option{Value: string(w), Text: r.T("track.w_" + string(w))})
		}
		if one.Paid.IsZero() && !one.Cost.IsZero() {
			v.pay = form.Fill(r, ui.Field{Name: "proof", Label: r.T("console.back_proof"), Max: 200, Dir: "auto", Required: true})
		}
	}
	for _, fields := range [][]ui.Field{v.send, v.tell} {
		for i := range fields {
			fields[i] = form.Fill(r, fields[i])
		}
	}
	return c.page(r, status, "carriers", v.title, consolPage(v))
}

// moveConsolidation sends it, tells of it, or pays for it.
func (c *Console) moveConsolidation(r *web.Request) error {
	form, id, err := formAndID(r)
	if form == nil || err != nil {
		return err
	}
	to := consolPath + "/" + number(id)
	ctx, err := r.Once(to)
	if err != nil {
		return err
	}
	at := market.ConsolidationID(id)
	switch form.Get("move") {
	case "send":
		said := market.Sending{Carrier: form.Text("carrier", 80), Number: form.Text("tracking", 40), Grams: map[market.OrderID]int64{}}
		if said.Cost, err = r.Locale.ParseDecimal(form.Need("cost", 20)); err != nil {
			form.Add("cost", "fault.number")
		}
		for name := range form.Under("grams.") {
			if order, ok := market.OrderOfGrams("grams." + name); ok {
				said.Grams[order] = form.Int("grams." + name)
			}
		}
		if err = form.Err(); err == nil {
			err = c.Market.SendConsolidation(ctx, r.Actor, at, said)
		}
	case "tell":
		t := delivery.Tracked{What: delivery.What(form.Get("what")), Place: form.Text("place", 120), At: time.Now()}
		if form.Has("at") {
			t.At, err = delivery.TrackTime(form.Get("at"))
		}
		if err == nil {
			err = c.Market.TrackConsolidation(ctx, r.Actor, at, t)
		}
	case "pay":
		err = c.Market.PayConsolidation(ctx, r.Actor, at, form.Get("proof"))
	default:
		err = fault.New(fault.NotFound, "fault.not_found")
	}
	if fault.Is(err, fault.Invalid) {
		if form.Err() == nil {
			_ = form.Join("", err) // it is Invalid
		}
		return c.showConsol(r, form, http.StatusUnprocessableEntity)
	}
	return r.Done(err, "console.done", to)
}

// consolFile gives the manifest of a consolidation, or the papers of all its
// parcels in one file.
func (c *Console) consolFile(r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	one, list, err := c.Market.Consolidation(r.R.Context(), r.Actor, market.ConsolidationID(id))
	if err != nil {
		return err
	}
	shops := make([]catalog.ShopID, len(list))
	for i, j := range list {
		shops[i] = j.Shop
	}
	from, err := c.Catalog.Origins(r.R.Context(), shops)
	if err != nil {
		return err
	}
	out, senders := make([]market.Outgoing, len(list)), make([]country.Address, len(list))
	for i, j := range list {
		out[i], senders[i] = j.Outgoing, from[j.Shop]
		out[i].Declared.Gross = j.Grams
	}
	papers, err := c.Market.Shipments(r.R.Context(), out, senders)
	if err != nil {
		return err
	}
	var sheets []customs.Sheet
	switch r.Path("file") {
	case "manifest.pdf":
		day := time.Now().UTC()
		if !one.Sent.IsZero() {
			day = one.Sent
		}
		home, _ := country.Find(one.Home)
		to, _ := country.Find(one.To)
		sheets = []customs.Sheet{customs.Manifest(customs.Crossing{From: []string{one.City, home.Name("en")}, To: []string{to.Name("en")}, Carrier: one.Carrier, Number: one.Number, Day: day}, papers)}
	case "papers.pdf":
		for _, p := range papers {
			sheets = append(sheets, p.Sheets()...)
		}
	default:
		return fault.New(fault.NotFound, "fault.not_found")
	}
	return customs.Draw(r.Download("consolidation-"+number(id)+"-"+r.Path("file"), "application/pdf"), sheets...)
}
