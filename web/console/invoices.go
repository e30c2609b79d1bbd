package console

import (
	"agora/db"
	"agora/invoice"
	"agora/web"
	"agora/web/ui"
)

// invoices lists the invoices of all shops, newest first; each is the seller's
// page.
func (c *Console) invoices(r *web.Request) error {
	before := r.QueryID("before")
	found, err := c.Invoices.List(r.R.Context(), r.Actor, db.House, invoice.ID(before))
	if err != nil {
		return err
	}
	v := listView{title: r.T("desk.invoices"), none: r.T("desk.no_invoices"), words: r.T("desk.no_invoices_words"),
		cols: []ui.Col{{Head: r.T("desk.invoice")}, {Head: r.T("console.shop")}, {Head: r.T("console.day")}, {Head: r.T("console.tab_commission"), Number: true}, {Head: r.T("console.scope_tax"), Number: true}}}
	for _, i := range found {
		v.rows = append(v.rows, []ui.Cell{{Text: i.Number, URL: "/desk/" + number(int64(i.Shop)) + "/invoices/" + number(int64(i.ID)), Code: true}, {Text: i.Holder},
			{Text: r.Locale.Date(i.Month.AddDate(0, 1, -1))}, {Amount: i.Commission}, {Amount: i.Tax}})
	}
	if before > 0 {
		v.first = "/console/invoices"
	}
	if len(found) == invoice.PageSize {
		v.next = "/console/invoices?before=" + number(int64(found[len(found)-1].ID))
	}
	return c.ok(r, "commission", v.title, list(v))
}
