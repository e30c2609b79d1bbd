package desk

import (
	"net/http"
	"time"

	"agora/catalog"
	"agora/commission"
	"agora/invoice"
	"agora/web"
	"agora/web/ui"
)

// invoicesView is what the market takes, and the papers about it.
type invoicesView struct {
	rule        []ui.Row
	cols        []ui.Col
	rows        [][]ui.Cell
	first, next string
}

// invoices shows the rule in force for the shop and its invoices.
func (d *Desk) invoices(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	book, err := d.Commission.Book(r.R.Context(), shop.ID)
	if err != nil {
		return err
	}
	before := r.QueryID("before")
	list, err := d.Invoices.List(r.R.Context(), r.Actor, shop.ID, invoice.ID(before))
	if err != nil {
		return err
	}
	v := invoicesView{rule: ruleRows(r, shop, book), cols: []ui.Col{{Head: r.T("desk.invoice")}, {Head: r.T("console.day")}, {Head: r.T("desk.col_amount"), Number: true}}}
	for _, i := range list {
		v.rows = append(v.rows, []ui.Cell{{Text: i.Number, URL: base(r) + "/invoices/" + number(int64(i.ID)), Code: true}, {Text: r.Locale.Date(lastDay(i))}, {Amount: i.Total()}})
	}
	if before > 0 {
		v.first = base(r) + "/invoices"
	}
	if len(list) == invoice.PageSize {
		v.next = base(r) + "/invoices?before=" + number(int64(list[len(list)-1].ID))
	}
	return d.ok(r, shop, "money", r.T("desk.invoices"), invoicesPage(v))
}

func lastDay(i invoice.Invoice) time.Time { return i.Month.AddDate(0, 1, -1) }

// ruleRows say what the market takes of the shop's goods, and until when.
func ruleRows(r *web.Request, shop catalog.Shop, book commission.Book) []ui.Row {
	rule := book.For(shop.ID, "")
	row := ui.Row{What: r.T("console.scope_" + string(rule.Scope)), Value: r.Locale.Percent(int64(rule.Rate)), Why: rule.Name}
	rows := []ui.Row{row}
	if !rule.Until.IsZero() {
		rows = append(rows, ui.Row{What: r.T("console.rule_until"), Value: r.Locale.Date(rule.Until.Add(-time.Microsecond))})
	}
	if tax, ok := book.Tax(); ok {
		rows = append(rows, ui.Row{What: r.T("console.scope_tax"), Value: r.Locale.Percent(int64(tax.Rate))})
	}
	return rows
}

// invoiceView is one invoice as it is printed.
type invoiceView struct {
	back, title, number, house, holder, day string
	cols                                    []ui.Col
	rows                                    [][]ui.Cell
	sums                                    []ui.Row
}

// invoice shows one invoice, to be printed.
func (d *Desk) invoice(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	i, err := d.Invoices.Invoice(r.R.Context(), r.Actor, shop.ID, invoice.ID(id))
	if err != nil {
		return err
	}
	v := invoiceView{back: base(r) + "/invoices", title: r.T("desk.invoice"), number: i.Number, house: i.House, holder: i.Holder, day: r.Locale.Date(lastDay(i)),
		cols: []ui.Col{{Head: r.T("desk.col_when")}, {Head: r.T("desk.col_order")}, {Head: r.T("console.tab_commission"), Number: true}, {Head: r.T("console.scope_tax"), Number: true}},
		sums: []ui.Row{{What: r.T("console.tab_commission"), Amount: i.Commission}, {What: r.T("console.scope_tax"), Amount: i.Tax}, {What: r.T("desk.invoice_total"), Amount: i.Total(), Sum: true}}}
	if i.Credit() {
		v.title = r.T("desk.credit_note")
	}
	for _, l := range i.Lines {
		order := ui.Cell{Text: l.Ref, Code: true}
		if l.Ref != "" {
			order.URL = base(r) + "/orders/" + number(l.Order)
		}
		v.rows = append(v.rows, []ui.Cell{{Text: when(r, l.At())}, order, {Amount: l.Commission}, {Amount: l.Tax}})
	}
	f := r.Frame(v.title + " " + v.number)
	f.Room, f.Home, f.Place, f.NoCart, f.Private = r.T("desk.room"), base(r), "shop", true, true
	return r.Page(http.StatusOK, f, invoicePage(v))
}
