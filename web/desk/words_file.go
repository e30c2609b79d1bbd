package desk

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"agora/bilingual"
	"agora/catalog"
	"agora/fault"
	"agora/once"
	"agora/web"
	"agora/web/ui"
)

// filesView is what a language's page has for translators who are no sellers:
// files for people, and a machine where the operator has set one.
type filesView struct {
	action   string // where a file is sent
	lang     string
	as, what ui.Field
	machine  machineView
}

// machineView is what a machine is asked for, or does.
type machineView struct {
	action string // "" while there is none
	hidden []string
	state  string // what became of the last time
	busy   bool
}

// wordsReport is what a file would do.
type wordsReport struct {
	base, action, name string
	back               string
	token              string
	head               string
	facts              []ui.Row
	cols               []ui.Col
	rows               [][]ui.Cell
	mishaps            []ui.Mishap
}

// filesOf fills that part of a page.
func (d *Desk) filesOf(r *web.Request, shop catalog.Shop, lang string) (v filesView, err error) {
	v = filesView{action: base(r) + "/words/file", lang: lang,
		as: ui.Field{Name: "as", Label: r.T("desk.tr_format"), Options: []ui.Option{{Value: "xliff", Text: "XLIFF"}, {Value: "csv", Text: "CSV"}}},
		what: ui.Field{Name: "what", Label: r.T("desk.tr_texts"), Options: []ui.Option{{Value: "missing", Text: r.T("desk.tr_missing")},
			{Value: "all", Text: r.T("console.msg_all")}}}}
	if d.Bilingual == nil || !d.Bilingual.On() {
		return v, nil
	}
	v.machine.action = base(r) + "/words/machine?in=" + lang
	v.machine.hidden = r.FormKey(r.T("desk.tr_ask"))
	run, ok, err := d.Bilingual.Last(r.R.Context(), r.Actor, shop.ID, lang)
	if err != nil || !ok {
		return v, err
	}
	v.machine.busy = run.Ended.IsZero()
	switch {
	case run.Trouble != "":
		v.machine.state = r.T("desk.tr_" + string(run.Trouble))
	case v.machine.busy:
		v.machine.state = r.T("desk.tr_busy")
	default:
		v.machine.state = r.N("desk.tr_filled", run.Filled, "when", when(r, run.Ended))
	}
	return v, nil
}

// wordsFile gives the texts of a language as a file.
func (d *Desk) wordsFile(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	lang, as := r.Query("in"), bilingual.XLIFF
	if !d.spoken(shop, lang) {
		return fault.New(fault.NotFound, "fault.page_not_found")
	}
	kind, ending := "application/xliff+xml", ".xlf"
	if r.Query("as") == string(bilingual.CSV) {
		as, kind, ending = bilingual.CSV, "text/csv; charset=utf-8", ".csv"
	}
	return d.Bilingual.Export(r.R.Context(), r.Actor, shop, lang, as, r.Query("what") == "missing", r.Download(shop.Handle+"-"+lang+ending, kind))
}

// spoken reports whether a language is one that the desk knows, or the shop
// speaks.
func (d *Desk) spoken(shop catalog.Shop, lang string) bool {
	return slices.Contains(shop.Languages, lang) || slices.ContainsFunc(tongues[:], func(t [2]string) bool { return t[0] == lang })
}

// rehearseWords reads a file of translations and says what it would do. It
// changes nothing, and keeps the file for the confirmation.
func (d *Desk) rehearseWords(r *web.Request) error {
	form, formErr := r.Form()
	large := tooLarge(formErr, "file")
	if form == nil && large == nil {
		return formErr
	}
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	form = cmp.Or(form, large)
	v := d.reportView(r)
	refuse := func(status int) error {
		v.mishaps = form.Mishaps(r)
		return d.page(r, status, shop, "products", v.name, wordsReportPage(v))
	}
	if large != nil {
		return refuse(http.StatusRequestEntityTooLarge)
	}
	file, _, err := form.File("file")
	if err != nil {
		return err
	}
	if file == nil {
		form.Add("file", "fault.required")
		return refuse(http.StatusUnprocessableEntity)
	}
	defer file.Close()
	report, err := d.Bilingual.Import(r.R.Context(), r.Actor, shop, file, true)
	if fault.List(err) != nil && !fault.Is(err, fault.Forbidden) {
		for _, e := range fault.List(err) {
			form.Add("file", e.Key, e.Args...)
		}
		return refuse(fault.Status(form.Err()))
	}
	if err != nil {
		return err
	}
	v.tell(r, report)
	if report.Changed > 0 {
		if v.token, err = d.uploads.keep(shop.ID, file, 0, time.Now()); err != nil {
			return err
		}
	}
	return d.ok(r, shop, "products", v.name, wordsReportPage(v))
}

func (d *Desk) reportView(r *web.Request) wordsReport {
	v := wordsReport{base: base(r), action: base(r) + "/words/file", name: r.T("desk.tr_file"), back: base(r) + "/words"}
	if lang := r.Query("in"); lang != "" {
		v.back = wordsURL(r, lang)
	}
	return v
}

// tell puts what a file does into words.
func (v *wordsReport) tell(r *web.Request, report bilingual.Report) {
	v.head = r.N("desk.tr_changes", int64(report.Changed))
	for _, f := range []struct {
		key string
		n   int
	}{{"desk.tr_texts", report.Units}, {"desk.tr_empty", report.Empty}, {"desk.tr_same", report.Same}, {"desk.tr_refused", report.Refused}} {
		v.facts = append(v.facts, ui.Row{What: r.T(f.key), Value: r.Locale.Number(int64(f.n))})
	}
	v.cols = []ui.Col{{Head: r.T("desk.imp_row"), Number: true}, {Head: r.T("desk.tr_source")}, {Head: r.T("desk.tr_was")}, {Head: r.T("desk.tr_becomes")}}
	for _, row := range report.Rows {
		becomes := ui.Cell{Part: ui.Run(row.Lang, ui.DirOf(row.Lang), brief(row.Text))}
		if row.Fault != nil {
			becomes = ui.Cell{Part: ui.Badge("pome", "warn", r.Locale.Error(row.Fault))}
		}
		v.rows = append(v.rows, []ui.Cell{{Text: number(int64(row.Number)), Code: true}, {Part: ui.Run(row.From, ui.DirOf(row.From), brief(row.Source))},
			{Part: ui.Run(row.Lang, ui.DirOf(row.Lang), brief(row.Was))}, becomes})
	}
}

// brief gives the beginning of a text.
func brief(s string) string {
	const most = 120
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// takeWords puts in what a file says that was looked at.
func (d *Desk) takeWords(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	file, _, err := d.kept(shop.ID, form)
	if err != nil {
		return err
	}
	if file == nil {
		v := d.reportView(r)
		v.mishaps = form.Mishaps(r)
		return d.page(r, http.StatusUnprocessableEntity, shop, "products", v.name, wordsReportPage(v))
	}
	defer file.Close()
	if _, err := d.Bilingual.Import(r.R.Context(), r.Actor, shop, file, false); err != nil {
		return err
	}
	r.Say("desk.imported")
	return r.Redirect(base(r) + "/words")
}

// askMachine has a machine fill in what is missing.
func (d *Desk) askMachine(r *web.Request) error {
	if form, err := r.Form(); form == nil {
		return err
	}
	lang := r.Query("in")
	to := wordsURL(r, lang)
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	if d.Bilingual == nil || !d.spoken(shop, lang) {
		return fault.New(fault.NotFound, "fault.page_not_found")
	}
	ctx, err := r.Once(to)
	if err == nil {
		err = d.Bilingual.Want(ctx, r.Actor, shop.ID, lang)
	}
	if _, before := once.Answer(err); err != nil && !before {
		return err
	}
	return r.Done(err, "desk.tr_asked", to)
}
