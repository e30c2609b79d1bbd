package aid

import (
	"net/http"
	"time"

	"agora/money"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// moneyView is what everybody reads about the money of a crisis.
type moneyView struct {
	crisis      ui.Link
	give, file  string // addresses; give is "" when it is closed
	first, next string // pages of what was paid
	cols        []ui.Col
	rows        [][]ui.Cell
	paid        []paidView
	donors      [][]ui.Cell
}

// paidView is one outlay that was paid.
type paidView struct {
	what, day string
	sum       money.Amount
	url       string // of the consignment that it was for
	kept      string // says that there is a receipt; "" for none
}

// money shows what everybody reads about the money of a crisis.
func (a *Aid) money(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	at := crisisURL(c.ID)
	v := moneyView{crisis: r.Words(c.Title), file: at + "/money.csv"}
	v.crisis.URL = at
	if c.State == relief.Open {
		v.give = at + "/give"
	}
	list, err := a.Relief.Funds(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	v.cols, v.rows = sums(r, list)
	var before time.Time
	if n := r.QueryID("before"); n > 0 {
		before, v.first = time.UnixMicro(n), at+"/money"
	}
	done, err := a.Relief.OutlaysPaid(r.R.Context(), c.ID, before)
	if err != nil {
		return err
	}
	if v.paid = paid(r, done); len(done) == relief.PageSize {
		v.next = at + "/money?before=" + number(done[len(done)-1].Day.UnixMicro())
	}
	donors, err := a.Relief.Donors(r.R.Context(), c.ID)
	for _, d := range donors {
		v.donors = append(v.donors, []ui.Cell{{Text: d.Donor}, {Amount: money.Of(d.Received-d.Returned, d.Amount.Currency)}})
	}
	if err != nil {
		return err
	}
	return a.page(r, http.StatusOK, r.T("desk.tab_money"), moneyPage(v))
}

// sums is the table of the funds of a crisis.
func sums(r *web.Request, list []relief.Fund) (cols []ui.Col, rows [][]ui.Cell) {
	cols = []ui.Col{{Head: r.T("console.currency")}}
	for _, key := range []string{"relief.pledged", "relief.received", "relief.money_left", "relief.money_committed", "relief.money_spent", "relief.money_returned"} {
		cols = append(cols, ui.Col{Head: r.T(key), Number: true})
	}
	for _, f := range list {
		row := []ui.Cell{{Text: string(f.Currency), Code: true}}
		for _, minor := range []int64{f.Pledged, f.Received, f.Left, f.Committed, f.Spent, f.Returned} {
			row = append(row, ui.Cell{Amount: money.Of(minor, f.Currency)})
		}
		rows = append(rows, row)
	}
	return cols, rows
}

// paid lists what was paid; never nil.
func paid(r *web.Request, list []relief.Outlay) []paidView {
	out := []paidView{}
	for _, o := range list {
		one := paidView{what: o.What, day: r.Locale.Date(o.Day), sum: money.Of(o.Paid, o.Amount.Currency)}
		if o.Consignment != 0 {
			one.url = crisisURL(o.Crisis) + "/" + number(int64(o.Consignment))
		}
		if o.Vouchers > 0 {
			one.kept = r.T("relief.voucher_kept")
		}
		out = append(out, one)
	}
	return out
}

func cells(list []paidView) (rows [][]ui.Cell) {
	for _, p := range list {
		rows = append(rows, []ui.Cell{{Text: p.what, URL: p.url}, {Text: p.day}, {Amount: p.sum}, {Text: p.kept}})
	}
	return rows
}

// moneyFile gives each sum as a file with a row of HXL tags.
func (a *Aid) moneyFile(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.Relief.ExportFund(r.R.Context(), c.ID, r.Download("money.csv", "text/csv; charset=utf-8"))
}
