package console

import (
	"strings"
	"time"

	"agora/audit"
	"agora/catalog"
	"agora/db"
	"agora/ledger"
	"agora/market"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// overviewView is the market at a glance.
type overviewView struct {
	sound   bool // every currency sums to zero
	states  []ui.Row
	figures []ui.Figure
	byDay   ui.Chart
	days    []ui.Point
	byState ui.Chart
	shares  []ui.Point
	where   ui.Chart
	nations []ui.Nation
	cols    []ui.Col
	rows    [][]ui.Cell
	waiting []shopView
	late    string
	dead    int64
	notes   listView
}

// states are the states of orders in the order of their life.
var states = []market.OrderState{market.AwaitingPayment, market.Unconfirmed, market.Placed, market.Accepted, market.Packed, market.Shipped,
	market.Delivered, market.Disputed, market.Completed, market.Cancelled, market.Refused}

// overview shows what the market does.
func (c *Console) overview(r *web.Request) error {
	ctx := r.R.Context()
	pulse, err := c.Market.Pulse(ctx, r.Actor, chartDays)
	if err != nil {
		return err
	}
	counts := pulse.Counts
	nations, err := c.Catalog.ShopNations(ctx)
	if err != nil {
		return err
	}
	totals, err := c.totals(r)
	if err != nil {
		return err
	}
	late, err := c.Market.PastDeadline(ctx)
	if err != nil {
		return err
	}
	asking, err := c.Catalog.Shops(ctx, catalog.ShopSubmitted, "", 20)
	if err != nil {
		return err
	}
	queue := map[string]int64{}
	if c.Jobs != nil {
		if queue, err = c.Jobs.Counts(ctx); err != nil {
			return err
		}
	}
	v := overviewView{dead: queue["discarded"]}
	v.cols, v.rows, v.sound = held(r, totals)
	open, all := 0, 0
	for _, s := range states {
		v.states = append(v.states, ui.Row{What: r.T("desk.st_" + string(s)), Value: r.Locale.Number(int64(counts[s])), URL: "/console/orders?state=" + string(s)})
		all += counts[s]
		if !s.Ended() {
			open += counts[s]
		}
	}
	v.byDay, v.days = ordersChart(r, pulse.Days)
	v.byState, v.shares = statesChart(r, counts, all)
	v.where, v.nations = shopsChart(r, nations)
	v.late = r.T("console.clock_ok")
	if late > time.Minute {
		v.late = r.T("console.clock_late", "time", span(r, late))
	}
	v.figures = []ui.Figure{
		{What: r.T("console.open_orders"), Value: r.Locale.Number(int64(open)), Note: r.T("console.of_all", "n", all)},
		{What: r.T("console.shops_wait"), Value: r.Locale.Number(int64(len(asking.Items)))},
		{What: r.T("console.dead_jobs"), Value: r.Locale.Number(v.dead), Note: r.T("console.jobs_waiting", "n", queue["available"]+queue["retryable"]+queue["scheduled"])},
		{What: r.T("console.clock"), Value: lateness(r, late), Note: v.late},
	}
	notes, err := audit.List(ctx, c.DB, audit.Filter{}, audit.Page{Limit: 8})
	if err != nil {
		return err
	}
	v.notes = listView{title: r.T("console.last_notes"), cols: noteCols(r)}
	if v.notes.rows, err = c.noteRows(r, notes); err != nil {
		return err
	}
	for _, s := range asking.Items {
		v.waiting = append(v.waiting, shopViewOf(r, s, nil))
	}
	return c.ok(r, "today", r.T("console.overview"), overview(v))
}

func lateness(r *web.Request, late time.Duration) string {
	if late <= time.Minute {
		return r.T("console.on_time")
	}
	return span(r, late)
}

// span writes a length of time in its largest unit, rounded down.
func span(r *web.Request, d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= 2*day:
		return r.N("common.days", int64(d/day))
	case d >= 2*time.Hour:
		return r.N("common.hours", int64(d/time.Hour))
	}
	return r.N("console.minutes", int64(d/time.Minute))
}

// totals reads the trial balance of the house.
func (c *Console) totals(r *web.Request) (list []ledger.Balance, err error) {
	err = c.DB.Read(r.R.Context(), func(tx *db.Tx) error {
		list, err = ledger.Totals(tx)
		return err
	})
	return list, err
}

// purses are the columns of the treasury: accounts that a person thinks of as
// one thing.
var purses = [...]string{"escrow", "payable", "commission", "border", "other", "clearing"}

// purseOf gives the column of an account.
func purseOf(a ledger.Account) string {
	root, _, _ := strings.Cut(string(a), ":")
	switch ledger.Account(root) {
	case ledger.Escrow, ledger.Payable, ledger.Commission, ledger.Clearing:
		return root
	case ledger.Duty, ledger.VAT:
		return "border"
	}
	return "other"
}

// held puts the trial balance into a table, a row for each currency, whose
// last column is the sum and must be zero.
func held(r *web.Request, totals []ledger.Balance) (cols []ui.Col, rows [][]ui.Cell, sound bool) {
	cols = append(cols, ui.Col{Head: r.T("console.currency")})
	for _, p := range purses {
		cols = append(cols, ui.Col{Head: r.T("console.purse_" + p), Number: true})
	}
	cols = append(cols, ui.Col{Head: r.T("console.sum"), Number: true})
	sums := map[money.Currency]map[string]int64{}
	var order []money.Currency
	for _, t := range totals {
		cur := t.Amount.Currency
		if sums[cur] == nil {
			sums[cur] = map[string]int64{}
			order = append(order, cur)
		}
		sums[cur][purseOf(t.Account)] += t.Amount.Minor
		sums[cur][""] += t.Amount.Minor
	}
	sound = true
	for _, cur := range order {
		row := []ui.Cell{{Text: string(cur), Code: true}}
		for _, p := range purses {
			row = append(row, ui.Cell{Part: signed(money.Of(sums[cur][p], cur))})
		}
		row = append(row, ui.Cell{Part: signed(money.Of(sums[cur][""], cur))})
		sound = sound && sums[cur][""] == 0
		rows = append(rows, row)
	}
	return cols, rows, sound
}
