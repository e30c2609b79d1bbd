package console

import (
	"agora/catalog"
	"agora/web"
	"agora/web/ui"
)

// debts lists what shops owe the house, and how often they were reminded.
func (c *Console) debts(r *web.Request) error {
	after := catalog.ShopID(r.QueryID("after"))
	all, err := c.Treasury.Debts(r.R.Context(), r.Actor, after)
	if err != nil {
		return err
	}
	v := listView{title: r.T("console.acc_debt"), intro: r.T("console.debts_words"), none: r.T("console.no_debts"),
		cols: []ui.Col{{Head: r.T("console.shop")}, {Head: r.T("console.debt_since")}, {Head: r.T("console.debt_level"), Number: true}, {Head: r.T("desk.col_amount"), Number: true}}}
	for _, d := range all {
		since := "–"
		if !d.Since.IsZero() {
			since = r.Locale.Date(d.Since)
		}
		v.rows = append(v.rows, []ui.Cell{{Text: d.Holder, URL: "/desk/" + number(int64(d.Shop)) + "/money"}, {Text: since}, {Text: r.Locale.Number(int64(d.Level))}, {Amount: d.Amount}})
	}
	if after > 0 {
		v.first = "/console/debts"
	}
	if len(all) == pageSize {
		v.next = "/console/debts?after=" + number(int64(all[len(all)-1].Shop))
	}
	return c.ok(r, "payouts", v.title, list(v))
}
