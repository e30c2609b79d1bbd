package console

import (
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"agora/fault"
	"agora/rates"
	"agora/web"
	"agora/web/ui"
)

// sheetBody bounds an uploaded sheet with its form, in bytes.
const sheetBody = rates.MaxBytes + 1<<16

const ratesPath = "/console/rates"

func sheetPath(bank string) string { return ratesPath + "/banks/" + bank }

// banksView is the central banks that are asked or have said something.
func banksView(r *web.Request, list []rates.State, now time.Time, old int) listView {
	v := listView{title: r.T("console.central_banks"), none: r.T("console.central_none"),
		cols: []ui.Col{{Head: r.T("console.bank_name")}, {Head: r.T("console.central_asked")}, {Head: r.T("console.central_said")}, {Head: r.T("console.status")}}}
	for _, b := range list {
		if !b.On && b.Day.IsZero() && !b.Waiting {
			continue
		}
		asked, said := ui.Cell{Text: "–"}, ui.Cell{Text: "–"}
		if !b.Asked.IsZero() {
			asked.Text = r.Locale.DateTime(b.Asked, time.UTC)
		}
		if !b.Day.IsZero() {
			said = ui.Cell{Part: dated(r.Locale.Date(b.Day), age(r, now, b.Day, old))}
		}
		v.rows = append(v.rows, []ui.Cell{{Part: stacked(b.Name, string(b.Currency))}, asked, said, {Part: bankState(r, b)}})
	}
	return v
}

// bankState says how a bank answers, why not, and that a sheet of it waits.
func bankState(r *web.Request, b rates.State) templ.Component {
	badge := ui.Badge("leaf", "ok", r.T("console.central_ok"))
	switch {
	case !b.On:
		badge = ui.Badge("", "", r.T("console.central_off"))
	case b.Trouble == rates.Held:
		badge = ui.Badge("saff", "warn", r.T("console.central_held"))
	case b.Trouble == rates.Empty:
		badge = ui.Badge("", "", r.T("console.central_empty"))
	case b.Trouble != "":
		badge = ui.Badge("pome", "warn", r.T("console.central_"+string(b.Trouble)))
	case b.Asked.IsZero():
		badge = nil
	}
	waits := ui.Link{}
	if b.Waiting {
		waits = ui.Link{URL: sheetPath(b.Key), Text: r.T("console.central_waits")}
	}
	detail := b.Detail
	if !b.On || b.Trouble == rates.Empty {
		detail = ""
	}
	return bankPart(badge, detail, waits)
}

// readSheet reads a sheet of a bank and shows what it would change.
func (c *Console) readSheet(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	file, _, err := form.File("sheet")
	if err != nil {
		return err
	}
	if file == nil {
		form.Add("sheet", "fault.required")
		return c.showRates(r, form, http.StatusUnprocessableEntity)
	}
	defer file.Close()
	bank := form.Get("bank")
	err = c.Rates.Draft(r.R.Context(), r.Actor, bank, "upload", file)
	if fault.Is(err, fault.Invalid) {
		for _, e := range fault.List(err) {
			field := "sheet"
			if e.Field == "bank" {
				field = e.Field
			}
			form.Add(field, e.Key, e.Args...)
		}
		return c.showRates(r, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return r.Redirect(sheetPath(bank))
}

// sheetView is a sheet that waits, with what it would change.
type sheetView struct {
	path, id string
	bank     string
	facts    []ui.Row
	changes  listView
	lines    listView
}

// sheet shows a sheet that waits.
func (c *Console) sheet(r *web.Request) error {
	d, err := c.Rates.Drafted(r.R.Context(), r.Actor, r.Path("bank"))
	if err != nil {
		return err
	}
	b, _ := rates.Find(d.Bank)
	v := sheetView{path: sheetPath(b.Key), id: number(d.ID), bank: b.Name, facts: []ui.Row{
		{What: r.T("console.day"), Value: r.Locale.Date(d.Day)}, {What: r.T("console.currency"), Value: string(d.Currency)},
		{What: r.T("console.source"), Value: d.URL}, {What: r.T("console.who"), Value: d.Who}, {What: r.T("console.sheet_came"), Value: r.Locale.DateTime(d.Fetched(), time.UTC)}}}
	v.changes = listView{title: r.T("console.sheet_dry"), none: r.T("console.sheet_nothing"), cols: []ui.Col{{Head: r.T("console.currency")},
		{Head: r.T("console.sheet_old"), Number: true}, {Head: r.T("console.sheet_new"), Number: true}, {Head: r.T("console.sheet_move"), Number: true}, {Head: r.T("console.source")}}}
	for _, ch := range d.Changes {
		v.changes.rows = append(v.changes.rows, changeRow(r, ch))
	}
	v.lines = listView{title: r.T("console.sheet_lines"), cols: []ui.Col{{Head: r.T("console.currency")}, {Head: r.T("console.rate"), Number: true}, {Head: r.T("console.sheet_nominal"), Number: true}}}
	for _, l := range d.Lines {
		v.lines.rows = append(v.lines.rows, []ui.Cell{{Text: string(l.Currency), Code: true}, {Text: l.Said, Code: true}, {Text: r.Locale.Number(l.Nominal)}})
	}
	return c.ok(r, "rates", v.bank, sheetPage(v))
}

func changeRow(r *web.Request, ch rates.Change) []ui.Cell {
	row := []ui.Cell{{Text: string(ch.New.To), Code: true}, {}, {Text: ch.New.String(), Code: true}, {}, {Text: ch.New.Source}}
	if ch.Old.Value > 0 {
		row[1] = ui.Cell{Part: stacked(ch.Old.String(), r.Locale.Date(ch.Old.Day))}
	}
	if n, ok := ch.Tenths(); ok {
		const bps = 10
		row[3] = ui.Cell{Text: r.Locale.Percent(n * bps)}
		if ch.Leaps() {
			row[3] = ui.Cell{Part: ui.Badge("saff", "warn", row[3].Text)}
		}
	}
	if ch.ByHand {
		row[4] = ui.Cell{Part: stacked(ch.New.Source, r.T("console.by_hand_stands"))}
	}
	return row
}

// endSheet puts a sheet into force, or forgets it.
func (c *Console) endSheet(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	bank := r.Path("bank")
	id, err := strconv.ParseInt(form.Get("id"), 10, 64)
	if err != nil {
		return fault.Field("id", "fault.choice")
	}
	switch form.Get("do") {
	case "apply":
		err = c.Rates.Apply(r.R.Context(), r.Actor, bank, id)
	case "drop":
		err = c.Rates.Drop(r.R.Context(), r.Actor, bank, id)
	default:
		err = fault.Field("do", "fault.choice")
	}
	if err != nil {
		return err
	}
	r.Say("console.done")
	return r.Redirect(ratesPath)
}
