package aid

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"agora/fault"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// Bounds of what is shown of a file before it is taken.
const (
	shownRows = 300
	partBytes = 48 << 10 // of the file in one field of the form
)

// fileView is the form for a file of needs; or what would become of one, row by row.
type fileView struct {
	crisis   ui.Link
	tabs     []ui.Link
	mishaps  []ui.Mishap
	action   string
	template string
	file     ui.Field
	figures  []ui.Figure
	cols     []ui.Col
	rows     [][]ui.Cell
	pairs    []string // the file, to be taken
}

func needsFileURL(id relief.CrisisID) string { return needsURL(id) + "/file" }

func (a *Aid) needsFile(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.showNeedsFile(r, c, nil, nil, http.StatusOK)
}

func (a *Aid) showNeedsFile(r *web.Request, c relief.Crisis, form *web.Form, list []relief.NeedLine, status int) error {
	v := fileView{crisis: r.Words(c.Title), tabs: tabs(r, c, "/needs"), mishaps: form.Mishaps(r), action: needsFileURL(c.ID), template: needsURL(c.ID) + "/template.csv",
		file: form.Fill(r, ui.Field{Name: "file", Label: r.T("relief.needs_file"), Hint: r.T("relief.needs_file_hint")})}
	v.crisis.URL = boardURL(c.ID)
	if list != nil {
		v.preview(r, list)
	}
	return a.page(r, status, r.T("relief.needs_file"), needsFilePage(v))
}

// preview says what would become of each row, those with a fault first.
func (v *fileView) preview(r *web.Request, list []relief.NeedLine) {
	count := map[relief.NeedVerdict]int64{}
	var good []relief.NeedRow
	for _, l := range list {
		if count[l.Verdict]++; l.Verdict == relief.RowGood {
			good = append(good, l.NeedRow)
		}
	}
	for _, k := range []relief.NeedVerdict{relief.RowGood, relief.RowThere, relief.RowRefused} {
		v.figures = append(v.figures, ui.Figure{What: r.T("relief.row_" + string(k)), Value: r.Locale.Number(count[k])})
	}
	v.cols = []ui.Col{{Head: r.T("desk.imp_row"), Number: true}, {Head: r.T("relief.need_where")}, {Head: r.T("relief.item")}, {Head: r.T("relief.needed")}, {}}
	order := map[relief.NeedVerdict]int{relief.RowRefused: 0, relief.RowGood: 1, relief.RowThere: 2}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b relief.NeedLine) int { return cmp.Compare(order[a.Verdict], order[b.Verdict]) })
	for _, l := range list[:min(len(list), shownRows)] {
		v.rows = append(v.rows, lineCells(r, l))
	}
	if len(good) > 0 {
		for i, part := range parts(relief.WriteNeeds(good), partBytes) {
			v.pairs = append(v.pairs, "rows."+strconv.Itoa(i), part)
		}
	}
}

// lineCells are a row with what becomes of it.
func lineCells(r *web.Request, l relief.NeedLine) []ui.Cell {
	place, item, lacks := l.Facility, l.Code, ""
	if l.At.ID != 0 {
		place = l.At.Name + ", " + l.At.Town
	}
	if l.What.ID != 0 {
		item = itemName(r, l.What)
	}
	said := r.T("relief.row_" + string(l.Verdict))
	if l.Verdict == relief.RowRefused {
		said = ""
		for _, f := range l.Faults {
			said += f.Field + ": " + r.Locale.Error(f) + " "
		}
	} else {
		lacks = units(r, l.Want.Gap(), l.What)
	}
	if l.Verdict == relief.RowGood && l.Instead > 0 {
		said += " · " + units(r, l.Instead, l.What) + " → " + lacks
	}
	return []ui.Cell{{Text: r.Locale.Number(l.Row)}, {Text: place}, {Text: item}, {Text: lacks}, {Text: strings.TrimSpace(said)}}
}

// parts cuts a text between lines into parts of so many bytes at most.
func parts(s string, most int) (list []string) {
	for len(s) > most {
		at := strings.LastIndexByte(s[:most], '\n')
		if at < 0 {
			at = most - 1
		}
		list, s = append(list, s[:at]), s[at+1:]
	}
	return append(list, strings.TrimSuffix(s, "\n"))
}

// takeNeeds shows what would become of a file that was sent, or takes one that was
// shown.
func (a *Aid) takeNeeds(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	form, err := r.Form()
	if form == nil {
		return err
	}
	var list []relief.NeedLine
	if err == nil {
		if form.Has("rows.0") {
			_, err = a.importNeeds(r, c, form)
			if err == nil {
				return r.Done(nil, "assembly.saved", needsURL(c.ID))
			}
		} else if list, err = a.judgeFile(r, c, form); err == nil {
			return a.showNeedsFile(r, c, form, list, http.StatusOK)
		}
	}
	if !refused(form, err) {
		return err
	}
	return a.showNeedsFile(r, c, form, nil, fault.Status(err))
}

func (a *Aid) judgeFile(r *web.Request, c relief.Crisis, form *web.Form) ([]relief.NeedLine, error) {
	file, err := fileOf(form)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	rows, err := relief.ReadNeeds(file)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fault.Field("file", "fault.relief_gap_none")
	}
	return a.Relief.JudgeNeeds(r.R.Context(), r.Actor, c.ID, rows)
}

func (a *Aid) importNeeds(r *web.Request, c relief.Crisis, form *web.Form) ([]relief.NeedLine, error) {
	var text []string
	for i := 0; form.Has("rows." + strconv.Itoa(i)); i++ {
		text = append(text, form.Get("rows."+strconv.Itoa(i)))
	}
	rows, err := relief.ReadNeeds(strings.NewReader(strings.Join(text, "\n")))
	if err != nil {
		return nil, err
	}
	return a.Relief.ImportNeeds(r.R.Context(), r.Actor, c.ID, rows)
}

// needsTemplate gives a file to fill in.
func (a *Aid) needsTemplate(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	items, err := a.Relief.Items(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	return relief.NeedTemplate(r.Download("needs.csv", "text/csv; charset=utf-8"), items)
}
