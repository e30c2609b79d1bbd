package aid

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"agora/fault"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// parkedView is a page of lines that a person has to look at.
type parkedView struct {
	title       ui.Link
	kind        string
	mishaps     []ui.Mishap
	action      string // where forms go
	lines       []lineView
	first, next string
	back        string
}

// lineView is one of them, with inputs for what may be wrong.
type lineView struct {
	name   string // "Line 14"
	key    string
	said   []string    // the whole line, column by column
	why    [][2]string // column, and what is wrong there
	fields []ui.Field
	sure   bool // it may be confirmed as it is
}

// inputName is that of a cell: unlike those of other lines of the page.
func inputName(key string, column int) string {
	return "c" + key[:min(len(key), 12)] + "." + strconv.Itoa(column)
}

func (a *Aid) parked(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.showParked(r, c, nil, http.StatusOK)
}

func (a *Aid) showParked(r *web.Request, c relief.Crisis, form *web.Form, status int) error {
	kind, err := kindOf(r)
	if err != nil {
		return err
	}
	at := boardURL(c.ID) + importPage
	here := at + "/parked?kind=" + string(kind)
	list, err := a.Relief.Records(r.R.Context(), c.ID, kind, relief.LineParked, cursor(r.Query("after")))
	if err != nil {
		return err
	}
	v := parkedView{title: r.Words(c.Title), kind: r.T("relief.import_" + string(kind)), mishaps: form.Mishaps(r), action: here, back: at}
	v.title.URL = boardURL(c.ID)
	if after := r.Query("after"); after != "" {
		v.first, v.action = here, here+"&after="+after
	}
	for _, one := range list {
		v.lines = append(v.lines, lineOf(r, one, form))
	}
	if n := len(list); n == relief.PageSize {
		v.next = fmt.Sprintf("%s&after=%d.%s", here, list[n-1].Row, list[n-1].Key)
	}
	return a.page(r, status, v.kind, parkedPage(v))
}

// cursor reads the last line of the page before, "14.9f…".
func cursor(after string) relief.Record {
	row, key, _ := strings.Cut(after, ".")
	n, _ := strconv.ParseInt(row, 10, 64)
	return relief.Record{Row: n, Key: key}
}

func lineOf(r *web.Request, one relief.Record, form *web.Form) lineView {
	v := lineView{name: r.T("relief.import_line", "row", one.Row), key: one.Key}
	columns := one.Kind.Columns()
	for i, name := range columns {
		if i < len(one.Cells) {
			v.said = append(v.said, name+": "+one.Cells[i])
		}
	}
	for _, f := range one.Faults {
		v.why = append(v.why, [2]string{f.Field, r.Locale.Error(f.Error())})
		v.sure = v.sure || f.Key == "fault.relief_absurd" || f.Key == "fault.relief_differs"
	}
	for i, name := range columns {
		input := inputName(one.Key, i)
		wrong := slices.ContainsFunc(one.Faults, func(f relief.RecordFault) bool { return f.Field == name })
		if i < len(one.Cells) && (wrong || form != nil && form.Has(input)) {
			v.fields = append(v.fields, form.Fill(r, ui.Field{Name: input, Label: name, Value: one.Cells[i], Max: 64, Dir: "ltr", Complete: "off"}))
		}
	}
	return v
}

// mend takes what a person made of a line.
func (a *Aid) mend(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	kind, err := kindOf(r)
	if err != nil {
		return err
	}
	return sent(r, "assembly.saved", func(f *web.Form) (string, error) {
		return r.R.URL.RequestURI(), ofLine(a.mendLine(r, c, kind, f), kind, f.Get("line"))
	}, func(f *web.Form, status int) error { return a.showParked(r, c, f, status) })
}

func (a *Aid) mendLine(r *web.Request, c relief.Crisis, kind relief.RecordKind, form *web.Form) error {
	key := form.Get("line")
	if form.Get("do") == "drop" {
		return a.Relief.Drop(r.R.Context(), r.Actor, c.ID, kind, key)
	}
	return a.Relief.Mend(r.R.Context(), r.Actor, c.ID, kind, key, func(column int) (string, bool) {
		name := inputName(key, column)
		return form.Get(name), form.Has(name)
	}, form.Get("do") == "sure")
}

// ofLine gives faults of columns the names of the inputs of a line.
func ofLine(err error, kind relief.RecordKind, key string) error {
	var list fault.Fields
	for _, f := range fault.List(err) {
		field := f.Field
		if i := slices.Index(kind.Columns(), field); i >= 0 {
			field = inputName(key, i)
		}
		list.Add(field, f.Key, f.Args...)
	}
	if len(list) == 0 || fault.KindOf(err) != fault.Invalid {
		return err
	}
	return list.Err()
}
