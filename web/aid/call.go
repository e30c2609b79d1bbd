package aid

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"agora/fault"
	"agora/goods"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// Rows of items on the form of a call.
const (
	callRows = 2
	mostRows = 12
)

// callView is the form by which an operator writes for who is on the telephone; or what
// she reads back before it is saved.
type callView struct {
	crisis  ui.Link
	tabs    []ui.Link
	mishaps []ui.Mishap
	action  string
	none    bool
	caller  []ui.Field
	place   []ui.Field
	ask     needAsk
	rows    [][]ui.Field
	readers []ui.Row // what is read back; nil for the form
	head    string   // above it: where, and who calls
	pairs   []string // what was typed
	saved   []ui.Row // what was saved last
}

func callURL(id relief.CrisisID) string { return boardURL(id) + "/call" }

func (a *Aid) call(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.showCall(r, c, nil, needAsk{}, http.StatusOK)
}

// showCall shows the form, with what was typed or, when nothing was, saved last.
func (a *Aid) showCall(r *web.Request, c relief.Crisis, form *web.Form, ask needAsk, status int) error {
	items, err := a.Relief.Items(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	at, err := a.somePlaces(r, c.ID)
	if err != nil {
		return err
	}
	v := a.callView(r, c, form)
	v.none = len(items) == 0 || c.State != relief.Open
	v.caller = filled(r, form, ui.Field{Name: "caller", Label: r.T("relief.caller"), Max: 200, Dir: "auto", Complete: "off"},
		ui.Field{Name: "contact", Label: r.T("relief.reach"), Hint: r.T("relief.reach_hint"), Max: 200, Dir: "auto", Complete: "off"})
	v.place = filled(r, form, ui.Field{Name: "facility", Label: r.T("relief.need_where"), Options: at, Empty: r.T("relief.need_elsewhere")})
	v.ask = ask
	v.ask.elsewhere, v.ask.typed = filled(r, form, elsewhere(r)...), form != nil && form.Has("name")
	for i := range typedRows(form) {
		v.rows = append(v.rows, filled(r, form, callRow(r, items, i)...))
	}
	if form == nil {
		err = a.savedLast(r, c, byID(items), &v)
	}
	if err != nil {
		return err
	}
	return a.page(r, status, r.T("relief.call"), callPage(v))
}

func (a *Aid) callView(r *web.Request, c relief.Crisis, form *web.Form) callView {
	v := callView{crisis: r.Words(c.Title), mishaps: form.Mishaps(r), action: callURL(c.ID)}
	v.crisis.URL = crisisURL(c.ID)
	v.tabs = tabs(r, c, "/call")
	return v
}

// callRow is the fields of one item.
func callRow(r *web.Request, items []relief.Item, i int) []ui.Field {
	choices := []ui.Option{}
	for _, it := range items {
		choices = append(choices, ui.Option{Value: number(int64(it.ID)), Text: itemName(r, it) + " · " + r.T("relief.in_"+string(it.Unit))})
	}
	list := append([]ui.Field{{Name: "item", Label: r.T("relief.item"), Options: choices, Empty: "–"}}, needFields(r)...)
	list = list[:len(list)-1] // one note is for all
	for f := range list {
		list[f].Name, list[f].Hint = rowName(i, list[f].Name), ""
	}
	return list
}

func rowName(i int, field string) string { return "i." + strconv.Itoa(i) + "." + field }

// typedRows is how many rows the form has: one more than are filled, when another is
// asked for.
func typedRows(form *web.Form) int {
	n := callRows
	if form == nil {
		return n
	}
	for i := range mostRows {
		if form.Has(rowName(i, "item")) {
			n = max(n, i+1)
		}
	}
	if form.Get("do") == "row" {
		n++
	}
	return min(n, mostRows)
}

// savedLast reads back what this page saved last.
func (a *Aid) savedLast(r *web.Request, c relief.Crisis, items map[goods.ItemID]relief.Item, v *callView) error {
	var ids []relief.NeedID
	for _, s := range strings.SplitN(r.Query("saved"), "-", mostRows+1) {
		if id, err := strconv.ParseInt(s, 10, 64); err == nil {
			ids = append(ids, relief.NeedID(id))
		}
	}
	list, places, err := a.Relief.NeedsOf(r.R.Context(), r.Actor, c.ID, ids...)
	for _, s := range list {
		f := places[s.Facility]
		v.saved = append(v.saved, ui.Row{What: itemName(r, items[s.Item]), Value: units(r, s.Gap(), items[s.Item]), Why: f.Name + ", " + f.Town})
	}
	return err
}

// calls reads back what was typed, or saves it.
func (a *Aid) calls(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	form, err := r.Form()
	if form == nil {
		return err
	}
	if do := form.Get("do"); do == "row" || do == "change" {
		return a.showCall(r, c, form, needAsk{}, http.StatusOK)
	}
	var ask needAsk
	at, needs, rows, err := a.called(r, c, form, &ask)
	if err == nil {
		err = a.Relief.CheckNeeds(r.R.Context(), c.ID, needs)
	}
	if err == nil && form.Get("do") != "save" {
		return a.readBack(r, c, form, at, needs)
	}
	if err == nil {
		var to string
		if to, err = a.saveCall(r, c, at, needs); err == nil {
			return r.Done(nil, "assembly.saved", to)
		}
	}
	if err = rowFaults(err, rows); !refused(form, err) {
		return err
	}
	return a.showCall(r, c, form, ask, fault.Status(err))
}

// called reads the form of a call: where, what, and in which rows that stands.
func (a *Aid) called(r *web.Request, c relief.Crisis, f *web.Form, ask *needAsk) (at relief.Facility, needs []relief.Need, rows []int, err error) {
	who := relief.ContactOf(f.Get("contact"))
	if caller := f.Get("caller"); caller != "" {
		who.Name = caller
	}
	for i := range mostRows {
		if !f.Has(rowName(i, "item")) {
			continue
		}
		w := relief.Want{Units: f.Int(rowName(i, "units")), Stock: f.Int(rowName(i, "stock")), Daily: f.Int(rowName(i, "daily")), Days: f.Int(rowName(i, "days")),
			Staff: f.Int(rowName(i, "staff")), Note: f.Get("note"), Reporter: who, Lang: r.Locale.Lang(), Deadline: day(f, rowName(i, "deadline"))}
		needs, rows = append(needs, relief.Need{Item: goods.ItemID(f.ID(rowName(i, "item"))), Want: w}), append(rows, i)
	}
	if len(needs) == 0 {
		f.Add(rowName(0, "item"), "fault.choice")
	}
	if who == (relief.Contact{}) {
		f.Add("contact", "fault.required")
	}
	if err = f.Err(); err == nil {
		at, err = a.placeOf(r, c, f, ask)
	}
	return at, needs, rows, err
}

// rowFaults names the fields of needs as the rows of the form do.
func rowFaults(err error, rows []int) error {
	if !fault.Is(err, fault.Invalid) {
		return err
	}
	var out fault.Fields
	for _, e := range fault.List(err) {
		place, field, several := strings.Cut(e.Field, ".")
		n, bad := strconv.Atoi(place)
		one := *e
		switch {
		case several && bad == nil && n < len(rows):
			one.Field = rowName(rows[n], field)
		case slices.Contains([]string{"item", "units", "stock", "daily", "days", "staff", "deadline"}, e.Field) && len(rows) > 0:
			one.Field = rowName(rows[0], e.Field)
		}
		out = append(out, &one)
	}
	return out.Err()
}

// readBack shows what the operator reads to the caller.
func (a *Aid) readBack(r *web.Request, c relief.Crisis, form *web.Form, at relief.Facility, needs []relief.Need) error {
	items, err := a.Relief.Items(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	known := map[goods.ItemID]relief.Need{}
	if at.ID != 0 {
		list, err := a.Relief.Known(r.R.Context(), c.ID, at.ID, 0)
		if err != nil {
			return err
		}
		for _, n := range list {
			known[n.Item] = n
		}
		if at, err = a.Relief.Place(r.R.Context(), c.ID, at.ID); err != nil {
			return err
		}
	}
	v, of := a.callView(r, c, nil), byID(items)
	v.head = strings.Join([]string{at.Name + ", " + at.Town, reached(needs[0].Reporter)}, " · ")
	for _, n := range needs {
		row := ui.Row{What: itemName(r, of[n.Item]), Value: units(r, n.Gap(), of[n.Item]), Why: terms(r, relief.Shortage{Need: n})}
		if old, ok := known[n.Item]; ok {
			row.Why += " " + r.T("fault.relief_known", "what", units(r, old.Gap(), of[n.Item]), "day", r.Locale.Date(old.Confirmed))
		}
		v.readers = append(v.readers, row)
	}
	for _, name := range form.Names() {
		if name != "do" {
			v.pairs = append(v.pairs, name, form.Get(name))
		}
	}
	return a.page(r, http.StatusOK, r.T("relief.call"), callPage(v))
}

// saveCall saves it all in one write, and gives where that is said.
func (a *Aid) saveCall(r *web.Request, c relief.Crisis, at relief.Facility, needs []relief.Need) (string, error) {
	list, err := a.Relief.ReportAt(r.R.Context(), r.Actor, at, needs)
	var ids []string
	for _, n := range list {
		ids = append(ids, number(int64(n.ID)))
	}
	return callURL(c.ID) + "?saved=" + strings.Join(ids, "-"), err
}
