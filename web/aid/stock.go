package aid

import (
	"net/http"
	"net/url"

	"agora/fault"
	"agora/goods"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// stockView is what is in stock, where.
type stockView struct {
	title       ui.Link
	tabs        []ui.Link
	mishaps     []ui.Mishap
	open        bool
	action      string // address of the list
	filter      []ui.Field
	cols        []ui.Col
	rows        [][]ui.Cell
	first, next string     // addresses of pages
	give        []ui.Field // what a ward gets of any batch
	batch       []ui.Field // which batch is looked for
}

func (a *Aid) stockRoutes() []web.Route {
	return []web.Route{
		desk("GET", "/{crisis}/stock", a.shelf),
		desk("GET", "/{crisis}/stock/lot", a.lot),
		desk("GET", "/{crisis}/stock/batch", a.batch),
		desk("POST", "/{crisis}/stock/give", a.handOut),
		desk("POST", "/{crisis}/stock/off", a.writeOff),
		desk("POST", "/{crisis}/stock/recall", a.recall),
	}
}

func stockURL(c relief.CrisisID) string { return boardURL(c) + "/stock" }

// lotURL is what a place has of a lot.
func lotURL(c relief.CrisisID, s goods.Stock) string {
	return stockURL(c) + "/lot?at=" + number(s.Account.Party()) + "&lot=" + number(int64(s.Lot.ID))
}

// batchURL is where a batch is.
func batchURL(c relief.CrisisID, item goods.ItemID, batch string) string {
	return stockURL(c) + "/batch?item=" + number(int64(item)) + "&batch=" + url.QueryEscape(batch)
}

// soon is how many days before its last a lot is marked.
const soon = 30

// freshness says whether a lot may be used today, and whether soon no longer; nothing
// where there is nothing to say.
func freshness(r *web.Request, l goods.Lot) (words, tone string) {
	today := goods.DayOf(r.Now())
	switch {
	case l.Recalled != "":
		return r.T("relief.off_recalled"), "pome"
	case l.Stale(today):
		return r.T("relief.off_expired"), "pome"
	case l.Expires != 0 && l.Expires <= today+soon:
		return r.T("relief.stock_soon"), "saff"
	}
	return "", ""
}

// goodUntil writes until when a lot is good.
func goodUntil(r *web.Request, l goods.Lot) string {
	if l.Expires == 0 {
		return "–"
	}
	return r.Locale.Date(l.Expires.Time())
}

func (a *Aid) shelf(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.showStock(r, c, nil, http.StatusOK)
}

// showStock lists stock, what expires first at the front, with the form by which a ward
// gets of it.
func (a *Aid) showStock(r *web.Request, c relief.Crisis, form *web.Form, status int) error {
	ctx := r.R.Context()
	f := goods.Shelf{Place: r.QueryID("at"), Item: goods.ItemID(r.QueryID("item")), After: goods.Row{Day: goods.Day(r.QueryID("day")), Lot: goods.LotID(r.QueryID("lot")), Place: r.QueryID("by")}}
	list, err := a.Relief.OnShelf(ctx, r.Actor, c.ID, f)
	if err != nil {
		return err
	}
	places, err := a.Relief.AllFacilities(ctx, c.ID)
	if err != nil {
		return err
	}
	items, err := a.Relief.Items(ctx, c.ID)
	if err != nil {
		return err
	}
	v := stockView{title: r.Words(c.Title), tabs: tabs(r, c, "/stock"), mishaps: form.Mishaps(r), open: c.State == relief.Open, action: stockURL(c.ID)}
	v.title.URL = boardURL(c.ID)
	v.choices(r, f, items, places, form)
	v.pages(f, list)
	v.cols = []ui.Col{{Head: r.T("relief.item")}, {Head: r.T("relief.where")}, {Head: r.T("relief.batch_name")}, {Head: r.T("relief.expires")}, {Head: r.T("desk.col_state")}, {Head: r.T("desk.col_quantity"), Number: true}}
	known, names := byID(items), placeNames(places)
	for _, s := range list {
		row := []ui.Cell{{Text: itemName(r, known[s.Lot.Item]), URL: lotURL(c.ID, s)}, {Text: names[s.Account.Party()]}, {Text: "–"}, {Text: goodUntil(r, s.Lot)}, {Text: "–"}, {Text: units(r, s.Units, known[s.Lot.Item])}}
		if s.Lot.Batch != "" {
			row[2] = ui.Cell{Text: s.Lot.Batch, URL: batchURL(c.ID, s.Lot.Item, s.Lot.Batch), Code: true}
		}
		if words, tone := freshness(r, s.Lot); words != "" {
			row[4] = ui.Cell{Part: ui.Badge(tone, "", words)}
		}
		v.rows = append(v.rows, row)
	}
	return a.page(r, status, r.T("relief.stock"), stockPage(v))
}

// placeNames names facilities by their numbers.
func placeNames(list []relief.Facility) map[int64]string {
	names := map[int64]string{}
	for _, f := range list {
		names[int64(f.ID)] = f.Name + ", " + f.Town
	}
	return names
}

// choices are the forms of the list. The filter's fields have names of their own: a
// mishap leads to the form that was sent.
func (v *stockView) choices(r *web.Request, f goods.Shelf, items []relief.Item, places []relief.Facility, form *web.Form) {
	of := []ui.Option{}
	for _, i := range items {
		of = append(of, ui.Option{Value: number(int64(i.ID)), Text: itemName(r, i)})
	}
	place := ui.Field{Name: "at", ID: "by-place", Label: r.T("relief.where"), Empty: r.T("desk.shelf_all"), Options: ui.Select(placeOptions(places), number(f.Place))}
	item := ui.Field{Name: "item", ID: "by-item", Label: r.T("relief.item"), Empty: r.T("desk.shelf_all"), Options: ui.Select(of, number(int64(f.Item)))}
	v.filter = []ui.Field{place, item}
	place.Name, place.ID, place.Empty, place.Required = "facility", "", "–", true
	item.ID, item.Empty, item.Required = "", "–", true
	v.give = filled(r, form, append([]ui.Field{place, item}, giveFields(r)...)...)
	item.ID = "of-item"
	v.batch = []ui.Field{item, {Name: "batch", ID: "of-batch", Label: r.T("relief.batch_name"), Max: 200, Dir: "ltr", Complete: "off", Required: true}}
}

// giveFields are how many units go, and to which ward.
func giveFields(r *web.Request) []ui.Field {
	many := amount(r, "units", "relief.pledge_units", "")
	many.Required = true
	return []ui.Field{many, {Name: "to", Label: r.T("relief.hand_to"), Max: 200, Dir: "auto", Complete: "off", Required: true}}
}

// pages are the ways to the next page of a list, and back to its start.
func (v *stockView) pages(f goods.Shelf, list []goods.Stock) {
	q := url.Values{}
	for name, id := range map[string]int64{"at": f.Place, "item": int64(f.Item)} {
		if id != 0 {
			q.Set(name, number(id))
		}
	}
	if f.After != (goods.Row{}) {
		v.first = v.action + "?" + q.Encode()
	}
	if len(list) == relief.PageSize {
		last := goods.RowOf(list[len(list)-1])
		q.Set("day", number(int64(last.Day)))
		q.Set("lot", number(int64(last.Lot)))
		q.Set("by", number(last.Place))
		v.next = v.action + "?" + q.Encode()
	}
}

// handOut notes what a ward got, of any batch or of the one that the form names.
func (a *Aid) handOut(r *web.Request) error {
	return a.onStock(r, func(c relief.Crisis, f *web.Form, at relief.FacilityID, lot goods.LotID) error {
		h := relief.Handing{Item: goods.ItemID(f.ID("item")), Lot: lot, Units: f.Int("units"), To: f.Get("to")}
		if err := f.Err(); err != nil {
			return err
		}
		return a.Relief.HandOut(r.R.Context(), r.Actor, c.ID, at, h)
	})
}

func (a *Aid) writeOff(r *web.Request) error {
	return a.onStock(r, func(c relief.Crisis, f *web.Form, at relief.FacilityID, lot goods.LotID) error {
		n := f.Int("units")
		if err := f.Err(); err != nil {
			return err
		}
		return a.Relief.WriteOff(r.R.Context(), r.Actor, c.ID, at, lot, n, goods.Reason(f.Get("reason")))
	})
}

// onStock does something with the stock of a place, and shows it again where that was
// refused.
func (a *Aid) onStock(r *web.Request, do func(relief.Crisis, *web.Form, relief.FacilityID, goods.LotID) error) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	of := func(f *web.Form) (relief.FacilityID, goods.LotID) {
		return relief.FacilityID(f.ID("facility")), goods.LotID(f.ID("lot"))
	}
	return sent(r, "assembly.saved", func(f *web.Form) (string, error) {
		at, lot := of(f)
		if at == 0 {
			return "", fault.Field("facility", "fault.required")
		}
		return stockURL(c.ID) + "?at=" + number(int64(at)), do(c, f, at, lot)
	}, func(f *web.Form, status int) error {
		if at, lot := of(f); lot != 0 {
			return a.showLot(r, c, at, lot, f, status)
		}
		return a.showStock(r, c, f, status)
	})
}
