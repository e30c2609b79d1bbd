package desk

import (
	"net/http"
	"time"

	"agora/fault"
	"agora/treasury"
	"agora/web"
	"agora/web/ui"
)

// fineTones are the colours of the states of a fine.
var fineTones = map[treasury.FineState]string{treasury.FineAnnounced: "saff", treasury.FineAppealed: "lapis", treasury.FineCharged: "pome", treasury.FineLifted: "clay"}

// finesView is what the house took for breaches of its rules, newest first.
type finesView struct {
	cols        []ui.Col
	rows        [][]ui.Cell
	first, next string
}

func (d *Desk) fines(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	before := r.QueryID("before")
	list, err := d.Treasury.FinesOf(r.R.Context(), r.Actor, shop.ID, treasury.FineID(before))
	if err != nil {
		return err
	}
	v := finesView{cols: []ui.Col{{Head: r.T("desk.col_what")}, {Head: r.T("desk.col_state")}, {Head: r.T("desk.fine_due")}, {Head: r.T("desk.col_amount"), Number: true}}}
	for _, f := range list {
		v.rows = append(v.rows, []ui.Cell{{Text: f.Reason, URL: base(r) + "/fines/" + number(int64(f.ID))},
			{Part: ui.Badge(fineTones[f.State], "", r.T("desk.fine_"+string(f.State)))}, {Text: r.Locale.Date(f.Due)}, {Amount: f.Amount}})
	}
	if before > 0 {
		v.first = base(r) + "/fines"
	}
	const pageSize = 50 // of the treasury's lists
	if len(list) == pageSize {
		v.next = base(r) + "/fines?before=" + number(int64(list[len(list)-1].ID))
	}
	return d.ok(r, shop, "money", r.T("desk.fines"), finesPage(v))
}

// fineView is one fine and, while there is time, the form to appeal.
type fineView struct {
	base, path, file, reason string
	state, tone              string
	evidence, words          string
	facts                    []ui.Row
	mishaps                  []ui.Mishap
	appeal                   ui.Field // no name: too late, or done
	key                      []string
}

func (d *Desk) fine(r *web.Request) error { return d.showFine(r, nil, http.StatusOK) }

func (d *Desk) showFine(r *web.Request, form *web.Form, status int) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	f, err := d.Treasury.Fine(r.R.Context(), r.Actor, shop.ID, treasury.FineID(id))
	if err != nil {
		return err
	}
	v := fineView{base: base(r), path: base(r) + "/fines/" + number(id), reason: f.Reason, state: r.T("desk.fine_" + string(f.State)), tone: fineTones[f.State],
		evidence: f.Evidence, words: f.Appeal, mishaps: form.Mishaps(r), key: r.FormKey(r.T("desk.fine_send")),
		facts: []ui.Row{{What: r.T("desk.col_amount"), Amount: f.Amount}}}
	if f.State == treasury.FineAnnounced {
		v.facts = append(v.facts, ui.Row{What: r.T("desk.fine_due"), Value: r.Locale.Date(f.Due)})
	}
	if f.Decision != "" {
		v.facts = append(v.facts, ui.Row{What: r.T("desk.fine_decision"), Value: f.Decision})
	}
	if f.File.Key != "" {
		v.file = v.path + "/file"
	}
	if appeal, _, _ := f.May(r.Actor, time.Now()); appeal {
		v.appeal = form.Fill(r, ui.Field{Name: "appeal", Label: r.T("desk.fine_appeal"), Type: "area", Max: treasury.MaxFineWords, Required: true, Span: true, Dir: "auto"})
	}
	return d.page(r, status, shop, "money", r.T("desk.fine"), finePage(v))
}

// appeal is the shop's one answer to a fine.
func (d *Desk) appeal(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	to := base(r) + "/fines/" + number(id)
	ctx, err := r.Once(to)
	if err != nil {
		return err
	}
	err = d.Treasury.Appeal(ctx, r.Actor, r.Shop, treasury.FineID(id), form.Text("appeal", treasury.MaxFineWords))
	if fault.Is(err, fault.Invalid) {
		if err := form.Join("", err); err != nil {
			return err
		}
	}
	if form.Err() != nil {
		return d.showFine(r, form, http.StatusUnprocessableEntity)
	}
	return r.Done(err, "desk.done", to)
}

// fineFile gives the file that shows what the shop did.
func (d *Desk) fineFile(r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	file, paper, err := d.Treasury.OpenPaper(r.R.Context(), r.Actor, r.Shop, treasury.FineID(id))
	if err != nil {
		return err
	}
	defer file.Close()
	return r.Private(file, paper.Type, "fine-"+number(id)+paper.Ext())
}
