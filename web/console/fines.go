package console

import (
	"net/http"
	"time"

	"agora/fault"
	"agora/money"
	"agora/treasury"
	"agora/web"
	"agora/web/ui"
)

// fineBody bounds the form that announces a fine, in bytes.
const fineBody = treasury.MaxPaper + 1<<20

// fineStates are the states of a fine in the order of its life, with their
// colours.
var fineStates = [...]struct {
	state treasury.FineState
	tone  string
}{{treasury.FineAnnounced, "saff"}, {treasury.FineAppealed, "lapis"}, {treasury.FineCharged, "pome"}, {treasury.FineLifted, "clay"}}

func fineBadge(r *web.Request, s treasury.FineState) ui.Cell {
	for _, f := range fineStates {
		if f.state == s {
			return ui.Cell{Part: ui.Badge(f.tone, "", r.T("desk.fine_"+string(s)))}
		}
	}
	return ui.Cell{Text: string(s)}
}

func finePath(f treasury.Fine) string {
	return "/console/fines/" + number(int64(f.Shop)) + "/" + number(int64(f.ID))
}

// fines lists the fines, newest first.
func (c *Console) fines(r *web.Request) error {
	at, before := treasury.FineState(r.Query("state")), r.QueryID("before")
	list, err := c.Treasury.Fines(r.R.Context(), r.Actor, at, treasury.FineID(before))
	if err != nil {
		return err
	}
	v := listView{title: r.T("console.tab_fines"), none: r.T("console.no_fines"), words: r.T("console.no_fines_words"),
		begin: ui.Link{URL: "/console/fines/new", Text: r.T("console.fine_new")}}
	v.chips = append(v.chips, ui.Link{URL: "/console/fines", Text: r.T("console.all"), Current: at == ""})
	for _, s := range fineStates {
		v.chips = append(v.chips, ui.Link{URL: "/console/fines?state=" + string(s.state), Text: r.T("desk.fine_" + string(s.state)), Current: s.state == at})
	}
	v.cols = []ui.Col{{Head: r.T("console.fine_reason")}, {Head: r.T("console.shop")}, {Head: r.T("desk.col_state")}, {Head: r.T("desk.fine_due")}, {Head: r.T("desk.col_amount"), Number: true}}
	for _, f := range list {
		v.rows = append(v.rows, []ui.Cell{{Text: f.Reason, URL: finePath(f)}, {Text: f.Holder}, fineBadge(r, f.State), {Text: r.Locale.Date(f.Due)}, {Amount: f.Amount}})
	}
	if before > 0 {
		v.first = "/console/fines?state=" + string(at)
	}
	if len(list) == pageSize {
		v.next = "/console/fines?state=" + string(at) + "&before=" + number(int64(list[len(list)-1].ID))
	}
	return c.ok(r, "fines", v.title, finesPage(v))
}

// fineForm asks for a new fine.
type fineForm struct {
	mishaps []ui.Mishap
	fields  []ui.Field
	file    string // what is wrong with it
	key     []string
}

func (c *Console) newFine(r *web.Request) error { return c.showFineForm(r, nil, http.StatusOK) }

func (c *Console) showFineForm(r *web.Request, form *web.Form, status int) error {
	v := fineForm{mishaps: form.Mishaps(r), key: r.FormKey(r.T("console.fine_new"))}
	for _, f := range []ui.Field{
		{Name: "shop", Label: r.T("console.fine_shop"), Value: r.Query("shop"), Dir: "ltr", Max: 60, Required: true},
		{Name: "amount", Label: r.T("console.fine_amount"), Mode: "decimal", Dir: "ltr", Max: 20, Required: true},
		{Name: "reason", Label: r.T("console.fine_reason"), Max: treasury.MaxFineReason, Required: true, Span: true, Dir: "auto"},
		{Name: "evidence", Label: r.T("desk.fine_evidence"), Type: "area", Max: treasury.MaxFineWords, Required: true, Span: true, Dir: "auto"},
	} {
		v.fields = append(v.fields, form.Fill(r, f))
	}
	v.file = form.Fill(r, ui.Field{Name: "file"}).Error
	return c.page(r, status, "fines", r.T("console.fine_new"), fineFormPage(v))
}

// announceFine tells a shop of a fine.
func (c *Console) announceFine(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	n := treasury.NewFine{Reason: form.Need("reason", treasury.MaxFineReason), Evidence: form.Need("evidence", treasury.MaxFineWords)}
	shop, err := c.Catalog.Shop(r.R.Context(), form.Get("shop"))
	if fault.Is(err, fault.NotFound) {
		form.Add("shop", "fault.no_shop")
	} else if err != nil {
		return err
	}
	plain, err := r.Locale.ParseDecimal(form.Get("amount"))
	if err == nil && shop.Currency != "" {
		n.Amount, err = money.Parse(plain, shop.Currency)
	}
	if err != nil {
		form.Add("amount", "fault.money_format")
	}
	if form.Err() != nil {
		return c.showFineForm(r, form, http.StatusUnprocessableEntity)
	}
	file, _, err := form.File("file")
	if err != nil {
		return err
	}
	if n.Shop = shop.ID; file != nil {
		defer file.Close()
		n.File = file
	}
	const to = "/console/fines"
	ctx, err := r.Once(to)
	if err != nil {
		return err
	}
	_, err = c.Treasury.Announce(ctx, r.Actor, n)
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.TooLarge) {
		status := fault.Status(err)
		if err := form.Join("", err); err != nil {
			return err
		}
		return c.showFineForm(r, form, status)
	}
	return r.Done(err, "console.done", to)
}

// fineView is one fine with what may be done to it.
type fineView struct {
	path, file, reason string
	mishaps            []ui.Mishap
	state              ui.Cell
	facts              []ui.Row
	evidence, appeal   string
	moves              []payoutMove
}

func (c *Console) fine(r *web.Request) error { return c.showFine(r, nil, http.StatusOK) }

func (c *Console) showFine(r *web.Request, form *web.Form, status int) error {
	shop, id, err := shopAndID(r)
	if err != nil {
		return err
	}
	f, err := c.Treasury.Fine(r.R.Context(), r.Actor, shop, treasury.FineID(id))
	if err != nil {
		return err
	}
	v := fineView{path: finePath(f), reason: f.Reason, mishaps: form.Mishaps(r), state: fineBadge(r, f.State), evidence: f.Evidence, appeal: f.Appeal,
		facts: []ui.Row{{What: r.T("console.shop"), Value: f.Holder, URL: "/desk/" + number(int64(shop)) + "/fines"}, {What: r.T("desk.col_amount"), Amount: f.Amount},
			{What: r.T("console.fine_by"), Value: f.By}, {What: r.T("desk.fine_due"), Value: r.Locale.Date(f.Due)}}}
	if f.Decision != "" {
		v.facts = append(v.facts, ui.Row{What: r.T("desk.fine_decision"), Value: f.Decision, Why: f.Decided})
	}
	if f.File.Key != "" {
		v.file = v.path + "/file"
	}
	_, uphold, lift := f.May(r.Actor, time.Now())
	for _, m := range [...]struct {
		name string
		may  bool
	}{{"uphold", uphold}, {"lift", lift}} {
		if m.may {
			why := ui.Field{Name: "why", ID: m.name + "-why", Label: r.T("console.why"), Type: "area", Max: treasury.MaxFineWords, Required: true, Span: true, Dir: "auto"}
			if form != nil && form.Get("move") == m.name {
				why = form.Fill(r, why)
			}
			v.moves = append(v.moves, payoutMove{m.name, r.T("console.fine_" + m.name), why})
		}
	}
	return c.page(r, status, "fines", r.T("desk.fine"), finePage(v))
}

// moveFine decides a fine.
func (c *Console) moveFine(r *web.Request) error {
	shop, id, err := shopAndID(r)
	if err != nil {
		return err
	}
	form, err := r.Form()
	if form == nil {
		return err
	}
	do := c.Treasury.Lift
	switch form.Get("move") {
	case "uphold":
		do = c.Treasury.Uphold
	case "lift":
	default:
		return fault.Field("move", "fault.choice")
	}
	err = do(r.R.Context(), r.Actor, shop, treasury.FineID(id), form.Text("why", treasury.MaxFineWords))
	if fault.Is(err, fault.Invalid) {
		err = form.Join("", err)
	}
	if form.Err() != nil {
		return c.showFine(r, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	r.Say("console.done")
	return r.Redirect("/console/fines/" + number(int64(shop)) + "/" + number(id))
}

// fineFile gives the file that shows what a shop did.
func (c *Console) fineFile(r *web.Request) error {
	shop, id, err := shopAndID(r)
	if err != nil {
		return err
	}
	file, paper, err := c.Treasury.OpenPaper(r.R.Context(), r.Actor, shop, treasury.FineID(id))
	if err != nil {
		return err
	}
	defer file.Close()
	return r.Private(file, paper.Type, "fine-"+number(id)+paper.Ext())
}
