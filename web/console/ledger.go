package console

import (
	"strings"

	"agora/db"
	"agora/ledger"
	"agora/market"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// ledgerView is the trial balance and the journal.
type ledgerView struct {
	sound    bool
	verdict  string
	problems []string
	good     bool
	cols     []ui.Col
	totals   [][]ui.Cell
	journal  listView
}

// ledger shows the trial balance and the newest entries.
func (c *Console) ledger(r *web.Request) error { return c.showLedger(r, nil) }

// check rebuilds chains and balances, compares orders with stock and money, and
// says what it found.
func (c *Console) check(r *web.Request) error {
	report, err := ledger.Check(r.R.Context(), c.DB)
	if err != nil {
		return err
	}
	problems, err := market.Check(r.R.Context(), c.DB)
	if err != nil {
		return err
	}
	report.Problems = append(report.Problems, problems...)
	return c.showLedger(r, &report)
}

func (c *Console) showLedger(r *web.Request, report *ledger.Report) error {
	totals, err := c.totals(r)
	if err != nil {
		return err
	}
	var entries []ledger.Entry
	from := r.QueryID("before")
	if err := c.DB.Read(r.R.Context(), func(tx *db.Tx) error {
		entries, err = ledger.Journal(tx, ledger.TransferID(from), transfersShown)
		return err
	}); err != nil {
		return err
	}
	v := ledgerView{cols: []ui.Col{{Head: r.T("console.account")}, {Head: r.T("console.currency")}, {Head: r.T("console.balance"), Number: true}, {Head: r.T("console.held"), Number: true}}}
	_, _, v.sound = held(r, totals)
	v.totals = accountRows(r, totals)
	v.journal = journal(r, entries)
	if from > 0 {
		v.journal.first = "/console/ledger"
	}
	if report != nil {
		v.good, v.problems = len(report.Problems) == 0, report.Problems
		v.verdict = r.T("console.check_bad", "n", len(report.Problems))
		if v.good {
			v.verdict = r.T("console.check_good", "transfers", report.Transfers, "entries", report.Entries)
		}
	}
	return c.ok(r, "ledger", r.T("console.tab_ledger"), ledgerPage(v))
}

// transfersShown is how many transfers a page of the journal shows.
const transfersShown = 25

// accountRows lists the accounts, closing each currency with its sum.
func accountRows(r *web.Request, totals []ledger.Balance) (rows [][]ui.Cell) {
	sum := money.Amount{}
	end := func() {
		if sum.Currency != "" {
			rows = append(rows, []ui.Cell{{Part: bold(r.T("console.sum"))}, {Text: string(sum.Currency), Code: true}, {Part: signed(sum)}, {}})
		}
	}
	for _, t := range totals {
		if t.Amount.Currency != sum.Currency {
			end()
			sum = money.Of(0, t.Amount.Currency)
		}
		sum.Minor += t.Amount.Minor
		rows = append(rows, []ui.Cell{{Text: accountName(r, t.Account)}, {Text: string(t.Amount.Currency), Code: true}, {Part: signed(t.Amount)}, {Part: signed(t.Held)}})
	}
	end()
	return rows
}

// accountName gives an account in words, with what stands after its colon.
func accountName(r *web.Request, a ledger.Account) string {
	root, rest, _ := strings.Cut(string(a), ":")
	name := root
	if key := "console.acc_" + root; r.Locale.Has(key) {
		name = r.T(key)
	}
	if rest != "" {
		name += ", " + wayName(r, rest)
	}
	return name
}

// journal lists transfers with their legs, newest first.
func journal(r *web.Request, entries []ledger.Entry) listView {
	v := listView{title: r.T("console.journal"), none: r.T("console.no_money"),
		cols: []ui.Col{{Head: r.T("desk.col_when")}, {Head: r.T("console.kind")}, {Head: r.T("console.shop_no")}, {Head: r.T("console.entries")}}}
	for _, t := range transfers(entries) {
		row := transferRow(r, t)
		v.rows = append(v.rows, []ui.Cell{row[0], row[1], {Text: number(int64(t[0].Shop)), Code: true}, row[2]})
	}
	if len(v.rows) == transfersShown {
		v.next = "/console/ledger?before=" + number(int64(entries[len(entries)-1].Transfer))
	}
	return v
}

// transfers cuts a list of entries where the next transfer begins.
func transfers(entries []ledger.Entry) (list [][]ledger.Entry) {
	from := 0
	for i := range entries {
		if i+1 == len(entries) || entries[i+1].Transfer != entries[i].Transfer {
			list = append(list, entries[from:i+1])
			from = i + 1
		}
	}
	return list
}

// transferRow is a transfer's time and kind, and its legs, which sum to zero.
func transferRow(r *web.Request, t []ledger.Entry) []ui.Cell {
	var rows []ui.Row
	for _, e := range t {
		rows = append(rows, ui.Row{What: accountName(r, e.Account), Amount: e.Amount})
	}
	return []ui.Cell{{Text: r.Locale.DateTime(db.TimeOfID(int64(t[0].Transfer)), nil)}, {Text: kindName(r, t[0].Kind)}, {Part: legs(rows)}}
}

func kindName(r *web.Request, kind string) string {
	return r.T("console.kind_" + strings.ReplaceAll(kind, ".", "_"))
}
