package desk

import (
	"slices"
	"strings"
	"time"

	"agora/ledger"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// moneyView is the shop's purse and every entry of it.
type moneyView struct {
	base        string
	shop, day   string // a statement that is printed says whose it is, and of when
	purses      []ui.Purse
	cols        []ui.Col
	rows        [][]ui.Cell
	first, next string
	held        []ui.Row
	none        bool
	way         ui.Chart
	balance     []ui.Point // nil when there is no way to draw
	owed        string     // what she owes, in words; "" for nothing
	noAccount   bool       // nothing can be paid out yet
	payouts     []ui.Row   // on their way or gone, newest first
}

// money shows what is held, what is free, and why.
func (d *Desk) money(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	before := r.QueryID("before")
	m, err := d.Market.Money(r.R.Context(), r.Actor, shop, ledger.TransferID(before))
	if err != nil {
		return err
	}
	v := moneyView{base: base(r), shop: shop.Name, day: r.Locale.Date(time.Now()), none: len(m.Lines) == 0,
		purses: []ui.Purse{
			{Who: r.T("desk.held"), What: r.T("desk.held_why"), Amount: m.Held},
			{Who: r.T("desk.free"), What: r.T("desk.payout_on", "day", m.Payout), Amount: m.Free, State: "is"},
			{Who: r.T("desk.next_payout"), What: payoutTo(r, shop.Payout), Words: r.Locale.Date(m.Payout)},
		},
		cols: []ui.Col{{Head: r.T("desk.col_when")}, {Head: r.T("desk.col_order")}, {Head: r.T("desk.col_what")},
			{Head: r.T("desk.col_amount"), Number: true}, {Head: r.T("desk.col_balance"), Number: true}}}
	for _, l := range m.Lines {
		row := []ui.Cell{{Text: when(r, l.At)}, {}, {Text: entryWords(r, l.Kind)}, {Amount: l.Amount}, {Amount: l.Balance}}
		if l.Order != "" {
			row[1] = ui.Cell{Text: l.Order, URL: base(r) + "/orders/" + number(l.Subject), Code: true}
		}
		if !l.Pays.IsZero() {
			row[2].Text += " · " + r.T("desk.payout_on", "day", l.Pays)
		}
		v.rows = append(v.rows, row)
	}
	if before > 0 {
		v.first = base(r) + "/money"
	}
	if m.More != 0 {
		v.next = base(r) + "/money?before=" + number(int64(m.More))
	}
	if !m.Owed.IsZero() {
		v.owed = r.T("desk.owed", "sum", m.Owed)
	}
	v.held, v.noAccount = heldRows(r, m.Waiting), shop.Payout == ""
	payouts, err := d.Treasury.PayoutsOf(r.R.Context(), r.Actor, shop.ID, 0, 50)
	if err != nil {
		return err
	}
	for _, p := range payouts {
		v.payouts = append(v.payouts, ui.Row{What: r.Locale.Date(p.Day), Amount: p.Amount, Why: r.T("desk.payout_" + string(p.State))})
	}
	v.way, v.balance = balanceChart(r, m.Lines)
	return d.ok(r, shop, "money", r.T("desk.money"), moneyPage(v))
}

func payoutTo(r *web.Request, account string) string {
	if account == "" {
		return r.T("desk.no_account")
	}
	return r.T("desk.to_account", "end", account)
}

// entryWords says what an entry of the statement is: to the seller, where it is
// something else to her than to the house.
func entryWords(r *web.Request, kind string) string {
	name := strings.ReplaceAll(kind, ".", "_")
	if key := "desk.entry_" + name; r.Locale.Has(key) {
		return r.T(key)
	}
	return r.T("console.kind_" + name)
}

// heldRows are the orders whose money is not yet the seller's, each with the
// day on which it becomes free, soonest first.
func heldRows(r *web.Request, waiting []market.Order) []ui.Row {
	slices.SortStableFunc(waiting, func(a, b market.Order) int {
		x, y := a.PayoutDay(), b.PayoutDay()
		switch {
		case x.IsZero() == y.IsZero():
			return x.Compare(y)
		case x.IsZero():
			return 1
		}
		return -1
	})
	var rows []ui.Row
	for _, o := range waiting {
		if o.State == market.AwaitingPayment || o.State == market.Unconfirmed {
			continue // nobody has paid yet
		}
		row := ui.Row{What: o.Ref, Amount: o.Earnings(), URL: base(r) + "/orders/" + number(int64(o.ID))}
		if day := o.PayoutDay(); !day.IsZero() {
			row.Why = r.T("desk.free_by", "state", stateWords(r, o, o.State), "day", o.Deadline)
		} else {
			row.Why = r.T("desk.free_later", "state", stateWords(r, o, o.State))
		}
		rows = append(rows, row)
	}
	return rows
}
