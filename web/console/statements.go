package console

import (
	"net/http"
	"net/url"

	"agora/bank"
	"agora/fault"
	"agora/treasury"
	"agora/web"
	"agora/web/ui"
)

// statementBody bounds an uploaded statement with its form, in bytes.
const statementBody = bank.MaxBytes + 1<<20

// statementsView is what was imported, with the form for a new one.
type statementsView struct {
	listView
	file, source ui.Field
	banks        []ui.Link
}

func (c *Console) statements(r *web.Request) error { return c.showStatements(r, nil, http.StatusOK) }

func (c *Console) showStatements(r *web.Request, form *web.Form, status int) error {
	ctx, before := r.R.Context(), r.QueryID("before")
	list, err := c.Treasury.Statements(ctx, r.Actor, treasury.StatementID(before))
	if err != nil {
		return err
	}
	banks, err := c.Treasury.Mappings(ctx, r.Actor)
	if err != nil {
		return err
	}
	v := statementsView{listView: listView{title: r.T("console.tab_statements"), intro: r.T("console.statements_words"), none: r.T("console.no_statements"), mishaps: form.Mishaps(r),
		cols: []ui.Col{{Head: r.T("console.payout_account")}, {Head: r.T("console.day")}, {Head: r.T("console.statement_lines"), Number: true}, {Head: r.T("desk.col_state")}}}}
	v.file = form.Fill(r, ui.Field{Name: "file"})
	v.source = ui.Field{Name: "mapping", Label: r.T("console.statement_form"), Options: []ui.Option{{Text: "ISO 20022 camt.053"}}}
	for _, m := range banks {
		v.source.Options = append(v.source.Options, ui.Option{Value: m.Name, Text: m.Name + " (CSV)"})
		v.banks = append(v.banks, ui.Link{URL: "/console/banks?name=" + url.QueryEscape(m.Name), Text: m.Name})
	}
	v.source = form.Fill(r, v.source)
	for _, s := range list {
		v.rows = append(v.rows, []ui.Cell{{Text: s.Account, URL: statementPath(s.ID)}, {Text: daysOf(r, s)},
			{Text: r.Locale.Number(int64(s.Lines))}, statementBadge(r, s)})
	}
	if before > 0 {
		v.first = "/console/statements"
	}
	if len(list) == pageSize {
		v.next = "/console/statements?before=" + number(int64(list[len(list)-1].ID))
	}
	return c.page(r, status, "statements", v.title, statementsPage(v))
}

func statementPath(id treasury.StatementID) string { return "/console/statements/" + number(int64(id)) }

func daysOf(r *web.Request, s treasury.Statement) string {
	switch {
	case s.Lines == 0:
		return "–"
	case s.From.Equal(s.To):
		return r.Locale.Date(s.From)
	}
	return r.Locale.Date(s.From) + " – " + r.Locale.Date(s.To)
}

func statementBadge(r *web.Request, s treasury.Statement) ui.Cell {
	if s.Draft {
		return ui.Cell{Part: ui.Badge("saff", "", r.T("console.statement_draft"))}
	}
	return ui.Cell{Part: ui.Badge("leaf", "ok", r.T("console.statement_booked"))}
}

// importStatement reads a file and shows what it would do.
func (c *Console) importStatement(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	file, _, err := form.File("file")
	if err != nil {
		return err
	}
	if file == nil {
		form.Add("file", "fault.required")
		return c.showStatements(r, form, http.StatusUnprocessableEntity)
	}
	defer file.Close()
	ids, err := c.Treasury.Draft(r.R.Context(), r.Actor, form.Get("mapping"), file)
	if fault.Is(err, fault.Invalid) {
		err = form.Join("", err)
	}
	if form.Err() != nil {
		return c.showStatements(r, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	if len(ids) == 1 {
		return r.Redirect(statementPath(ids[0]))
	}
	return r.Redirect("/console/statements")
}

// statementView is one statement with its lines.
type statementView struct {
	listView
	path  string
	draft bool
	state ui.Cell
	facts []ui.Row
	gap   string
}

// fateTones are the colours of what becomes of a line.
var fateTones = map[treasury.Fate]string{treasury.Received: "leaf", treasury.Paid: "leaf", treasury.Refunded: "leaf", treasury.Bounced: "pome",
	treasury.Parked: "saff", treasury.Look: "saff", treasury.Known: "clay", treasury.Again: "clay"}

func (c *Console) statement(r *web.Request) error {
	n, err := r.PathID("id")
	if err != nil {
		return err
	}
	after := -1
	if q := r.QueryID("after"); q > 0 {
		after = int(q)
	}
	s, lines, err := c.Treasury.Statement(r.R.Context(), r.Actor, treasury.StatementID(n), after)
	if err != nil {
		return err
	}
	v := statementView{path: statementPath(s.ID), draft: s.Draft, state: statementBadge(r, s),
		listView: listView{title: daysOf(r, s), none: r.T("console.statement_empty"),
			cols: []ui.Col{{Head: r.T("console.day")}, {Head: r.T("console.statement_text")}, {Head: r.T("console.statement_fate")}, {Head: r.T("desk.col_amount"), Number: true}}},
		facts: []ui.Row{{What: r.T("console.payout_account"), Value: s.Account}, {What: r.T("console.currency"), Value: string(s.Currency)},
			{What: r.T("console.statement_lines"), Value: r.Locale.Number(int64(s.Lines))}}}
	if !s.Gap.IsZero() {
		v.gap = r.T("console.statement_gap", "amount", s.Gap)
	}
	for _, l := range lines {
		v.rows = append(v.rows, []ui.Cell{{Text: r.Locale.Date(l.Day)}, {Part: stacked(l.Text, l.Party)}, fateCell(r, l), {Amount: l.Amount}})
	}
	if after >= 0 {
		v.first = v.path
	}
	if at := after + len(lines); at+1 < s.Lines && len(lines) > 0 {
		v.next = v.path + "?after=" + number(int64(at))
	}
	return c.ok(r, "statements", s.Account, statementPage(v))
}

// fateCell says what became of a line, and leads to it.
func fateCell(r *web.Request, l treasury.StatementLine) ui.Cell {
	to := ""
	switch {
	case l.Subject == "" && l.Fate == treasury.Parked:
		to = "/console/queue"
	case l.Subject == "":
	case l.Shop > 0:
		to = "/console/payouts/" + number(int64(l.Shop)) + "/" + l.Subject[len("PO"):]
	default:
		to = "/console/groups?ref=" + l.Subject
	}
	return ui.Cell{Part: fatePart(fateTones[l.Fate], r.T("console.fate_"+string(l.Fate)), to, l.Subject, r.T("console.tab_queue"))}
}

// bookStatement books a draft, or forgets it.
func (c *Console) bookStatement(r *web.Request) error {
	n, err := r.PathID("id")
	if err != nil {
		return err
	}
	form, err := r.Form()
	if err != nil {
		return err
	}
	id, to := treasury.StatementID(n), "/console/statements"
	switch form.Get("do") {
	case "book":
		err, to = c.Treasury.Book(r.R.Context(), r.Actor, id), statementPath(id)
	case "drop":
		err = c.Treasury.Drop(r.R.Context(), r.Actor, id)
	default:
		err = fault.Field("do", "fault.choice")
	}
	if err != nil {
		return err
	}
	r.Say("console.done")
	return r.Redirect(to)
}
