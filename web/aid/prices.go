package aid

import (
	"net/http"
	"slices"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/money"
	"agora/pricewatch"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// pricesView is the watch of prices of a crisis: what goods usually cost, how much more
// they may cost, and what is held.
type pricesView struct {
	title     ui.Link
	tabs      []ui.Link
	mishaps   []ui.Mishap
	open      bool
	path      string
	baselines []ui.Row
	caps      []capRow
	base, cap []ui.Field
	states    []ui.Link
	holds     []holdRow
	next      string
}

// capRow is a cap, with what ends it while it runs.
type capRow struct{ id, what, words, state, tone string }

// holdRow is a listing that is held.
type holdRow struct {
	shop, id    string
	seen        string // when its evidence is from
	title       ui.Link
	seller      ui.Link
	view        web.HoldView
	allow, deny bool
	why         ui.Field
}

func (a *Aid) priceRoutes() []web.Route {
	return []web.Route{
		desk("GET", "/{crisis}/prices", a.prices),
		desk("POST", "/{crisis}/prices/base", a.setBase),
		desk("POST", "/{crisis}/prices/cap", a.setCap),
		desk("POST", "/{crisis}/prices/end", a.endCap),
		desk("POST", "/{crisis}/prices/decide", a.decidePrice),
		desk("GET", "/{crisis}/prices/{shop}/{hold}/{step}", a.pricePaper),
	}
}

func pricesURL(id relief.CrisisID) string { return boardURL(id) + "/prices" }

func (a *Aid) prices(r *web.Request) error { return a.showPrices(r, nil, http.StatusOK) }

func (a *Aid) showPrices(r *web.Request, form *web.Form, status int) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	v := pricesView{title: r.Words(c.Title), tabs: tabs(r, c, "/prices"), mishaps: form.Mishaps(r), open: c.State == relief.Open, path: pricesURL(c.ID)}
	v.title.URL = boardURL(c.ID)
	ctx := r.R.Context()
	list, err := a.Prices.Baselines(ctx, c.Countries)
	if err != nil {
		return err
	}
	categories, traits, err := a.Prices.Kinds(ctx)
	if err != nil {
		return err
	}
	things := map[pricewatch.BaselineID]string{}
	for _, b := range list {
		things[b.Thing] = thingOf(r, b.Entry, categories)
		v.baselines = append(v.baselines, ui.Row{What: things[b.Thing] + ", " + r.CountryName(b.Country), Amount: b.Amount,
			Why: r.T("relief.in_"+string(b.Unit)) + " · " + r.T("store.why_source", "source", b.Source, "day", b.Day)})
	}
	if err := a.fillCaps(r, c, things, &v); err != nil {
		return err
	}
	v.base = baseFields(r, form, c, categories, traits)
	v.cap = capFields(r, form, list, things)
	if err := a.fillHolds(r, c, form, &v); err != nil {
		return err
	}
	return a.page(r, status, r.T("prices.title"), pricesPage(v))
}

// thingOf names what a price is of.
func thingOf(r *web.Request, e pricewatch.Entry, categories []catalog.Category) string {
	name := ""
	if e.HS != "" {
		name = r.T("relief.hs") + " " + e.HS
	}
	i := slices.IndexFunc(categories, func(c catalog.Category) bool { return c.Key == e.Category })
	if e.Category == "" || i < 0 {
		return name
	}
	if name != "" {
		name += " · "
	}
	return name + r.Words(categories[i].Names).Text
}

func (a *Aid) fillCaps(r *web.Request, c relief.Crisis, things map[pricewatch.BaselineID]string, v *pricesView) error {
	list, err := a.Prices.Caps(r.R.Context(), pricewatch.CrisisID(c.ID))
	now := r.Now()
	for _, one := range list {
		row := capRow{id: number(int64(one.ID)), what: things[one.Baseline], state: r.T("console.cash_ended"), tone: "clay",
			words: r.T("prices.cap_line", "percent", one.Over, "from", one.Begins, "to", one.LastDay())}
		if row.what == "" {
			row.what = r.T("prices.all")
		}
		if one.Why != "" {
			row.words += " · " + one.Why
		}
		if one.Ends.After(now) {
			row.state, row.tone = r.T("desk.disc_from", "day", one.Begins), "leaf"
		} else {
			row.id = ""
		}
		v.caps = append(v.caps, row)
	}
	return err
}

func baseFields(r *web.Request, form *web.Form, c relief.Crisis, categories []catalog.Category, traits []catalog.Trait) []ui.Field {
	var at, kinds, counts []ui.Option
	for _, code := range c.Countries {
		at = append(at, ui.Option{Value: string(code), Text: r.CountryName(code)})
	}
	for _, k := range categories {
		if !k.Retired {
			kinds = append(kinds, ui.Option{Value: k.Key, Text: r.Words(k.Names).Text})
		}
	}
	for _, t := range traits {
		if t.Kind == catalog.TraitNumber && t.Unit == "" && !t.Retired {
			counts = append(counts, ui.Option{Value: t.Key, Text: r.Words(t.Names).Text})
		}
	}
	fields := []ui.Field{{Name: "country", Label: r.T("store.country"), Options: at},
		{Name: "hs", Label: r.T("relief.hs"), Hint: r.T("prices.hs_hint"), Max: 12, Dir: "ltr", Mode: "numeric"},
		{Name: "category", Label: r.T("desk.f_category"), Options: kinds, Empty: "–"},
		{Name: "unit", Label: r.T("relief.unit"), Options: named(r, "relief.in_", pricewatch.Units)},
		{Name: "amount", Label: r.T("desk.col_price"), Mode: "decimal", Dir: "ltr", Max: 20, Required: true},
		{Name: "currency", Label: r.T("ui.currency"), Max: 3, Dir: "ltr", Value: string(r.Currency), Required: true},
		{Name: "source", Label: r.T("console.source"), Max: 200, Dir: "auto", Required: true},
		{Name: "day", Label: r.T("console.day"), Type: "date", Value: r.Now().UTC().Format(time.DateOnly), Required: true}}
	if len(counts) > 0 {
		fields = append(fields, ui.Field{Name: "count", Label: r.T("prices.count"), Options: counts, Empty: "–"})
	}
	return filled(r, form, fields...)
}

func capFields(r *web.Request, form *web.Form, list []pricewatch.Baseline, things map[pricewatch.BaselineID]string) []ui.Field {
	var of []ui.Option
	for _, b := range list {
		of = append(of, ui.Option{Value: number(int64(b.Thing)), Text: things[b.Thing] + ", " + r.CountryName(b.Country)})
	}
	today := r.Now().UTC()
	return filled(r, form, ui.Field{Name: "over", Label: r.T("prices.over"), Mode: "numeric", Dir: "ltr", Max: 4, Value: "20", Required: true},
		ui.Field{Name: "baseline", Label: r.T("prices.of"), Options: of, Empty: r.T("prices.all")},
		ui.Field{Name: "from", Label: r.T("desk.disc_first"), Type: "date", Value: today.Format(time.DateOnly), Required: true},
		ui.Field{Name: "to", Label: r.T("desk.disc_last"), Type: "date", Value: today.AddDate(0, 0, 30).Format(time.DateOnly), Required: true},
		ui.Field{Name: "why", ID: "cap-why", Label: r.T("console.why"), Max: 200, Dir: "auto", Span: true})
}

// fillHolds lists what is held, or what stands as the query says.
func (a *Aid) fillHolds(r *web.Request, c relief.Crisis, form *web.Form, v *pricesView) error {
	in := pricewatch.HoldState(r.Query("state"))
	if !slices.Contains(pricewatch.HoldStates, in) {
		in = ""
	}
	v.states = []ui.Link{{URL: v.path + "#held", Text: r.T("desk.product_all"), Current: in == ""}}
	for _, s := range pricewatch.HoldStates {
		v.states = append(v.states, ui.Link{URL: v.path + "?state=" + string(s) + "#held", Text: r.T("prices.state_" + string(s)), Current: s == in})
	}
	list, err := a.Prices.Holds(r.R.Context(), r.Actor, pricewatch.CrisisID(c.ID), in, pricewatch.HoldID(r.QueryID("after")))
	for _, h := range list {
		shop, id := number(int64(h.Shop)), number(int64(h.ID))
		row := holdRow{shop: shop, id: id, seen: number(db.Micro(h.Evidence.At)), title: r.Words(h.Title), seller: ui.Link{Text: h.ShopName, URL: "/desk/" + shop}, view: r.Hold(h, v.path+"/"+shop+"/"+id),
			allow: v.open && h.State.Blocks() && !r.Actor.Runs(h.Shop), deny: h.State == pricewatch.Appealed}
		row.title.URL = "/desk/" + shop + "/products/" + number(int64(h.Product))
		row.why = ui.Field{Name: "why", ID: "why-" + id, Label: r.T("console.why"), Type: "area", Rows: 2, Max: pricewatch.MaxWords, Dir: "auto", Required: true}
		if form != nil && form.Get("hold") == id {
			row.why = form.Fill(r, row.why)
		}
		v.holds = append(v.holds, row)
	}
	if len(list) == pricewatch.PageSize {
		v.next = v.path + "?state=" + string(in) + "&after=" + v.holds[len(v.holds)-1].id
	}
	return err
}

// watch does what a form of the page asks for, in a crisis that goes on.
func (a *Aid) watch(r *web.Request, do func(relief.Crisis, *web.Form) error) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return sent(r, "assembly.saved", func(f *web.Form) (string, error) {
		if c.State != relief.Open {
			return "", fault.New(fault.Conflict, "fault.crisis_closed")
		}
		return pricesURL(c.ID), do(c, f)
	}, func(f *web.Form, status int) error { return a.showPrices(r, f, status) })
}

func (a *Aid) setBase(r *web.Request) error {
	return a.watch(r, func(c relief.Crisis, f *web.Form) error {
		e := pricewatch.Entry{Country: country.Code(f.Get("country")), HS: f.Get("hs"), Category: f.Get("category"), Unit: pricewatch.Unit(f.Get("unit")), Count: f.Get("count"), Source: f.Get("source"), Day: dayOf(f, "day")}
		if !slices.Contains(c.Countries, e.Country) {
			f.Add("country", "fault.choice")
		}
		in := money.Currency(currency(f.Get("currency")))
		if !in.Valid() {
			f.Add("currency", "fault.choice")
		}
		var err error
		if e.Amount, err = r.Amount(f.Get("amount"), in); err != nil {
			f.Add("amount", "fault.money_format")
		}
		if err := f.Err(); err != nil {
			return err
		}
		_, err = a.Prices.Base(r.R.Context(), r.Actor, e)
		return err
	})
}

func (a *Aid) setCap(r *web.Request) error {
	return a.watch(r, func(c relief.Crisis, f *web.Form) error {
		one := pricewatch.Cap{Crisis: pricewatch.CrisisID(c.ID), Begins: dayOf(f, "from"), Ends: dayOf(f, "to").AddDate(0, 0, 1),
			Terms: pricewatch.Terms{Over: f.Int("over"), Baseline: pricewatch.BaselineID(f.ID("baseline")), Countries: c.Countries, Why: f.Get("why")}}
		if err := f.Err(); err != nil {
			return err
		}
		_, err := a.Prices.Cap(r.R.Context(), r.Actor, one)
		return err
	})
}

func (a *Aid) endCap(r *web.Request) error {
	return a.watch(r, func(c relief.Crisis, f *web.Form) error {
		id := f.ID("cap")
		if id == 0 {
			return fault.New(fault.NotFound, "fault.not_found")
		}
		return a.Prices.End(r.R.Context(), r.Actor, pricewatch.CrisisID(c.ID), pricewatch.CapID(id))
	})
}

func (a *Aid) decidePrice(r *web.Request) error {
	return a.watch(r, func(_ relief.Crisis, f *web.Form) error {
		return a.Prices.Decide(r.R.Context(), r.Actor, catalog.ShopID(f.ID("shop")), pricewatch.HoldID(f.ID("hold")), db.Time(f.ID("seen")), f.Has("allow"), f.Get("why"))
	})
}

// pricePaper gives a file that came with an appeal.
func (a *Aid) pricePaper(r *web.Request) error {
	shop, err := r.PathID("shop")
	if err != nil {
		return err
	}
	id, err := r.PathID("hold")
	if err != nil {
		return err
	}
	return r.HoldPaper(a.Prices, catalog.ShopID(shop), pricewatch.HoldID(id))
}
