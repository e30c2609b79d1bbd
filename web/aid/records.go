package aid

import (
	"encoding/csv"
	"io"
	"net/http"
	"slices"
	"strings"

	"agora/fault"
	"agora/relief"
	"agora/sheet"
	"agora/web"
	"agora/web/ui"
)

// importPage is where lists of other systems are read, behind the desk of a crisis.
const importPage = "/import"

// recordsView is what is kept of other systems' lists.
type recordsView struct {
	title   ui.Link
	tabs    []ui.Link
	mishaps []ui.Mishap
	open    bool
	action  string
	kind    ui.Field
	file    ui.Field
	counts  []countView
	sums    [][]ui.Cell
	cols    []ui.Col
	csv     string
}

// countView is how many lines of a list are good, and what is to be done about the rest.
type countView struct {
	name           string
	rows           []ui.Row
	parked, report string // addresses; none where there is nothing
}

func (a *Aid) recordRoutes() []web.Route {
	return []web.Route{
		desk("GET", "/{crisis}"+importPage, a.records),
		{Method: "POST", Pattern: "/aid/{crisis}" + importPage, Access: web.Coordinator, Body: relief.MaxPastBytes + web.DefaultBody, Handle: a.importList},
		desk("GET", "/{crisis}"+importPage+"/parked", a.parked),
		desk("POST", "/{crisis}"+importPage+"/parked", a.mend),
		desk("GET", "/{crisis}"+importPage+"/refused.csv", a.refusedLines),
		public("/{crisis}/imported.csv", a.imported),
	}
}

func (a *Aid) records(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.showRecords(r, c, nil, http.StatusOK)
}

func (a *Aid) showRecords(r *web.Request, c relief.Crisis, form *web.Form, status int) error {
	at := boardURL(c.ID) + importPage
	v := recordsView{title: r.Words(c.Title), tabs: tabs(r, c, importPage), mishaps: form.Mishaps(r), open: c.State == relief.Open, action: at, csv: crisisURL(c.ID) + "/imported.csv"}
	v.title.URL = boardURL(c.ID)
	v.kind = form.Fill(r, ui.Field{Name: "kind", Label: r.T("relief.import_kind"), Options: named(r, "relief.import_", relief.RecordKinds)})
	v.file = form.Fill(r, ui.Field{Name: "file", Label: r.T("desk.choose_file")})
	counts, err := a.Relief.RecordCounts(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	for _, k := range relief.RecordKinds {
		v.counts = append(v.counts, countsOf(r, k, counts[k], at))
	}
	sums, err := a.Relief.RecordSums(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	list, err := a.Relief.Items(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	items := byID(list)
	v.cols = []ui.Col{{Head: r.T("relief.item")}, {Head: r.T("desk.col_state")}, {Head: r.T("console.statement_lines"), Number: true}, {Head: r.T("desk.col_quantity"), Number: true}}
	for _, s := range sums {
		i := items[s.Item]
		v.sums = append(v.sums, []ui.Cell{{Text: itemName(r, i)}, {Text: r.T("relief.past_" + string(s.Status))}, {Text: r.Locale.Number(s.Lines)}, {Text: units(r, s.Units, i)}})
	}
	return a.page(r, status, r.T("relief.import"), recordsPage(v))
}

func countsOf(r *web.Request, k relief.RecordKind, n map[relief.Verdict]int64, at string) countView {
	v := countView{name: r.T("relief.import_" + string(k))}
	for _, of := range []struct {
		verdict relief.Verdict
		key     string
	}{{relief.LineGood, "relief.import_good"}, {relief.LineParked, "relief.import_parked"}, {relief.LineRefused, "console.msg_refused"}, {relief.LineDropped, "relief.import_dropped"}} {
		v.rows = append(v.rows, ui.Row{What: r.T(of.key), Value: r.Locale.Number(n[of.verdict])})
	}
	if n[relief.LineParked] > 0 {
		v.parked = at + "/parked?kind=" + string(k)
	}
	if n[relief.LineRefused]+n[relief.LineDropped] > 0 {
		v.report = at + "/refused.csv?kind=" + string(k)
	}
	return v
}

// importList reads a list that was sent.
func (a *Aid) importList(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return sent(r, "assembly.saved", func(f *web.Form) (string, error) { return boardURL(c.ID) + importPage, a.readList(r, c, f) },
		func(f *web.Form, status int) error { return a.showRecords(r, c, f, status) })
}

func (a *Aid) readList(r *web.Request, c relief.Crisis, form *web.Form) error {
	file, err := fileOf(form)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = a.Relief.Import(r.R.Context(), r.Actor, c.ID, relief.RecordKind(form.Get("kind")), file)
	return err
}

// kindOf is the list of the address.
func kindOf(r *web.Request) (relief.RecordKind, error) {
	k := relief.RecordKind(r.Query("kind"))
	if !slices.Contains(relief.RecordKinds, k) {
		return k, fault.New(fault.NotFound, "fault.not_found")
	}
	return k, nil
}

// refusedLines is the report of what was refused or left out: line, what stood there, why,
// and the cure, in the reader's language.
func (a *Aid) refusedLines(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	kind, err := kindOf(r)
	if err != nil {
		return err
	}
	w := r.Download("refused-"+string(kind)+".csv", "text/csv; charset=utf-8")
	_, _ = io.WriteString(w, "\ufeff")
	out := csv.NewWriter(w)
	_ = out.Write([]string{"line", "verdict", "column", "value", "reason", "cure"}) // what goes wrong is kept until Flush
	for _, v := range []relief.Verdict{relief.LineRefused, relief.LineDropped} {
		if err := a.Relief.EachRecord(r.R.Context(), c.ID, kind, v, func(one relief.Record) error {
			for _, f := range one.Faults {
				_ = out.Write([]string{number(one.Row), string(v), f.Field, sheet.Guard(cellOf(one, f.Field)), strings.TrimPrefix(f.Key, "fault."), sheet.Guard(r.Locale.Error(f.Error()))})
			}
			return out.Error()
		}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// cellOf is what stands in a column of a record.
func cellOf(one relief.Record, column string) string {
	if i := slices.Index(one.Kind.Columns(), column); i >= 0 && i < len(one.Cells) {
		return one.Cells[i]
	}
	return ""
}

// imported gives what the good lines add up to, to everybody.
func (a *Aid) imported(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.Relief.ExportRecords(r.R.Context(), c.ID, r.Download("imported-"+number(int64(c.ID))+".csv", "text/csv; charset=utf-8"))
}
