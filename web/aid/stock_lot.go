package aid

import (
	"net/http"

	"agora/fault"
	"agora/goods"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// lotView is what a place has of a lot.
type lotView struct {
	crisis, stock ui.Link
	name          string
	tabs          []ui.Link
	mishaps       []ui.Mishap
	words, tone   string // whether it may be used; "" for nothing to say
	facts         []ui.Row
	batch         string   // address of where the batch is; "" for no batch
	hidden        []string // what the forms name
	give, off     []ui.Field
	action        string
}

func (a *Aid) lot(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.showLot(r, c, relief.FacilityID(r.QueryID("at")), goods.LotID(r.QueryID("lot")), nil, http.StatusOK)
}

func (a *Aid) showLot(r *web.Request, c relief.Crisis, at relief.FacilityID, id goods.LotID, form *web.Form, status int) error {
	ctx := r.R.Context()
	place, err := a.Relief.Place(ctx, c.ID, at)
	if err != nil {
		return err
	}
	s, err := a.Relief.StockOf(ctx, r.Actor, c.ID, at, id)
	if err != nil {
		return err
	}
	items, err := a.Relief.Items(ctx, c.ID)
	if err != nil {
		return err
	}
	item := byID(items)[s.Lot.Item]
	v := lotView{crisis: r.Words(c.Title), stock: ui.Link{URL: stockURL(c.ID), Text: r.T("relief.stock")}, name: itemName(r, item), tabs: tabs(r, c, "/stock"), mishaps: form.Mishaps(r),
		action: stockURL(c.ID), hidden: []string{"facility", number(int64(at)), "lot", number(int64(id)), "item", number(int64(item.ID))}}
	v.crisis.URL = boardURL(c.ID)
	v.words, v.tone = freshness(r, s.Lot)
	v.facts = []ui.Row{{What: r.T("relief.where"), Value: place.Name + ", " + place.Town}, {What: r.T("relief.expires"), Value: goodUntil(r, s.Lot)}, {What: r.T("relief.state_received"), Value: units(r, s.Units, item)}}
	if s.Lot.Batch != "" {
		v.batch = batchURL(c.ID, s.Lot.Item, s.Lot.Batch)
		v.facts = append(v.facts, ui.Row{What: r.T("relief.batch_name"), Value: "\u2066" + s.Lot.Batch + "\u2069"})
	}
	v.facts = append(v.facts, ui.Row{What: r.T("desk.map_origin"), Value: made(r, s.Lot.Origin)})
	if c.State == relief.Open && s.Units > 0 {
		v.forms(r, s, form)
	}
	return a.page(r, status, v.name, lotPage(v))
}

// forms are what may be done with a lot: what is expired or recalled is only written off.
// Of the form that was sent the fields have their common names, to which mishaps lead.
func (v *lotView) forms(r *web.Request, s goods.Stock, form *web.Form) {
	stale := s.Lot.Stale(goods.DayOf(r.Now()))
	gave := form != nil && form.Has("give") && !stale
	v.off = offFields(r, s.Lot)
	switch {
	case stale:
		v.off = filled(r, form, v.off...)
	case gave:
		v.give = filled(r, form, giveFields(r)...)
		v.off[0].ID = "off-units"
	default:
		v.give, v.off = giveFields(r), filled(r, form, v.off...)
		v.give[0].ID = "give-units"
	}
}

// offFields are how many units are written off, and why.
func offFields(r *web.Request, l goods.Lot) []ui.Field {
	many := amount(r, "units", "relief.pledge_units", "")
	many.Required = true
	why := ""
	switch {
	case l.Recalled != "":
		why = string(goods.Recalled)
	case l.Stale(goods.DayOf(r.Now())):
		why = string(goods.Expired)
	}
	options := []ui.Option{}
	for _, reason := range goods.Reasons {
		options = append(options, ui.Option{Value: string(reason), Text: reasonName(r, reason)})
	}
	return []ui.Field{many, {Name: "reason", Label: r.T("relief.why"), Empty: "–", Options: ui.Select(options, why), Required: true}}
}

func reasonName(r *web.Request, reason goods.Reason) string {
	if reason == goods.Damaged {
		return r.T("desk.condition_damaged")
	}
	return r.T("relief.off_" + string(reason))
}

// batchView is where a batch is, and where it went.
type batchView struct {
	crisis, stock ui.Link
	name, batch   string
	tabs          []ui.Link
	mishaps       []ui.Mishap
	recalled      string // why it was
	cols          []ui.Col
	rows          [][]ui.Cell
	first, next   string
	hidden        []string
	why           *ui.Field // nil where it cannot be recalled
	action        string
}

func (a *Aid) batch(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.showBatch(r, c, goods.ItemID(r.QueryID("item")), r.Query("batch"), nil, http.StatusOK)
}

func (a *Aid) showBatch(r *web.Request, c relief.Crisis, id goods.ItemID, batch string, form *web.Form, status int) error {
	ctx := r.R.Context()
	skip := min(r.QueryID("skip"), 1_000_000)
	trail, came, err := a.Relief.Trail(ctx, r.Actor, c.ID, id, batch, skip)
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
	item := byID(items)[id]
	if item.ID == 0 {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	at := batchURL(c.ID, id, batch)
	v := batchView{crisis: r.Words(c.Title), stock: ui.Link{URL: stockURL(c.ID), Text: r.T("relief.stock")}, name: itemName(r, item), batch: batch, tabs: tabs(r, c, "/stock"), mishaps: form.Mishaps(r),
		hidden: []string{"item", number(int64(id)), "batch", batch}, action: stockURL(c.ID) + "/recall"}
	v.crisis.URL = boardURL(c.ID)
	v.cols = []ui.Col{{Head: r.T("relief.where")}, {Head: r.T("desk.col_state")}, {Head: r.T("desk.col_quantity"), Number: true}}
	names := placeNames(places)
	for _, t := range trail {
		where := ui.Cell{Text: names[t.Party]}
		if sent, ok := came[relief.ConsignmentID(t.Party)]; ok && t.Sort == goods.Source {
			where = ui.Cell{Text: sent.Number + " · " + nameOr(r, sent.From), URL: custodyURL(sent)}
		}
		if t.Words != "" {
			where.Text += " · " + t.Words
		}
		v.rows = append(v.rows, []ui.Cell{where, {Text: r.T(traceKeys[t.Sort])}, {Text: units(r, t.Units, item)}})
		v.recalled = max(v.recalled, t.Recalled)
	}
	if skip > 0 {
		v.first = at
	}
	if len(trail) == relief.PageSize {
		v.next = at + "&skip=" + number(skip+relief.PageSize)
	}
	if c.State == relief.Open && len(trail) > 0 && v.recalled == "" {
		why := form.Fill(r, ui.Field{Name: "why", Label: r.T("relief.why"), Max: 200, Dir: "auto", Required: true})
		v.why = &why
	}
	return a.page(r, status, v.name, batchPage(v))
}

// traceKeys say what became of units of a batch.
var traceKeys = map[goods.Sort]string{goods.Place: "relief.state_received", goods.Package: "relief.on_the_way", goods.Missing: "relief.missing",
	goods.Source: "relief.state_packed", goods.Given: "relief.given", goods.Off: "relief.lost"}

// recall stops a batch wherever it is.
func (a *Aid) recall(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	of := func(f *web.Form) (goods.ItemID, string) { return goods.ItemID(f.ID("item")), f.Get("batch") }
	return sent(r, "assembly.saved", func(f *web.Form) (string, error) {
		item, batch := of(f)
		_, err := a.Relief.Recall(r.R.Context(), r.Actor, c.ID, item, batch, f.Get("why"))
		return batchURL(c.ID, item, batch), err
	}, func(f *web.Form, status int) error {
		item, batch := of(f)
		return a.showBatch(r, c, item, batch, f, status)
	})
}
