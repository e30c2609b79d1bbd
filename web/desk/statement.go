package desk

import (
	"encoding/csv"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"time"

	"agora/catalog"
	"agora/fault"
	"agora/ledger"
	"agora/letters"
	"agora/market"
	"agora/money"
	"agora/paper"
	"agora/web"
	"agora/web/ui"
)

// statementView is the shop's money in a period, transfer by transfer.
type statementView struct {
	base, shop, period string
	from, to           ui.Field
	mishaps            []ui.Mishap
	months             []ui.Link
	heads              []ui.Row
	cols               []ui.Col
	rows               [][]ui.Cell
	first, next        string
	csv, pdf           string
}

// statementPage is how many transfers a page shows.
const statementPage = 50

// statement shows a period; the month at hand when the address names none.
func (d *Desk) statement(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	v := statementView{base: base(r) + "/money/statement", shop: shop.Name,
		from: ui.Field{Name: "from", Label: r.T("desk.st_from"), Type: "date", Dir: "ltr"}, to: ui.Field{Name: "to", Label: r.T("desk.st_to"), Type: "date", Dir: "ltr"}}
	status := http.StatusOK
	p, wrong := periodOf(r)
	if wrong != nil {
		v.to.Value, v.from.Value, v.to.Error, status = r.Query("to"), r.Query("from"), r.Locale.Error(wrong), http.StatusUnprocessableEntity
		v.mishaps = []ui.Mishap{{Field: "to", Words: v.to.Error}}
		p = market.Month(time.Now())
	} else {
		v.from.Value, v.to.Value = p.From.Format(time.DateOnly), p.To.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	after := ledger.TransferID(r.QueryID("after"))
	st, lines, err := d.Market.Statement(r.R.Context(), r.Actor, shop, p, after, statementPage)
	if err != nil {
		return err
	}
	q := "?" + url.Values{"from": {v.from.Value}, "to": {v.to.Value}}.Encode()
	v.csv, v.pdf = v.base+".csv"+q, v.base+".pdf"+q
	v.period = r.Locale.Date(p.From) + " – " + r.Locale.Date(p.To.AddDate(0, 0, -1))
	for m, i := market.Month(time.Now()), 0; i < 4; i++ {
		v.months = append(v.months, ui.Link{URL: v.base + "?" + url.Values{"from": {m.From.Format(time.DateOnly)}, "to": {m.To.AddDate(0, 0, -1).Format(time.DateOnly)}}.Encode(),
			Text: m.From.Format("2006-01"), Current: m == p})
		m = market.Month(m.From.AddDate(0, 0, -1))
	}
	v.heads = standing(r, st)
	v.cols = []ui.Col{{Head: r.T("desk.col_when")}, {Head: r.T("desk.col_order")}, {Head: r.T("desk.col_what")}, {Head: r.T("desk.held"), Number: true},
		{Head: r.T("desk.st_fees"), Number: true}, {Head: r.T("desk.yours"), Number: true}, {Head: r.T("desk.col_balance"), Number: true}}
	sum := func(n int64) ui.Cell {
		if n == 0 {
			return ui.Cell{}
		}
		return ui.Cell{Amount: money.Of(n, st.Currency)}
	}
	for _, l := range lines {
		row := []ui.Cell{{Text: when(r, l.At)}, {}, {Text: entryWords(r, l.Kind)}, sum(l.Change.Held), sum(l.Change.Fees), sum(l.Change.Own),
			{Amount: money.Of(l.After.Own, st.Currency)}}
		if l.Order != "" {
			row[1] = ui.Cell{Text: l.Order, URL: base(r) + "/orders/" + number(l.Subject), Code: true}
		}
		v.rows = append(v.rows, row)
	}
	if after > 0 {
		v.first = v.base + q
	}
	if len(lines) == statementPage {
		v.next = v.base + q + "&after=" + number(int64(lines[len(lines)-1].Transfer))
	}
	return d.page(r, status, shop, "money", r.T("desk.statement"), statementSheet(v))
}

// standing is how the money stood at the beginning, and stands at the end.
func standing(r *web.Request, st market.Statement) []ui.Row {
	rows := []ui.Row{}
	for _, s := range [...]struct {
		key  string
		a, b int64
	}{{"desk.held", st.Opening.Held, st.Closing.Held}, {"desk.st_paying", st.Opening.Paying, st.Closing.Paying}, {"desk.yours", st.Opening.Own, st.Closing.Own}} {
		rows = append(rows, ui.Row{What: r.T(s.key), Why: r.T("desk.st_before", "sum", money.Of(s.a, st.Currency)), Amount: money.Of(s.b, st.Currency), Total: s.key == "desk.yours"})
	}
	return rows
}

// periodOf reads the days of a statement, both of them in it.
func periodOf(r *web.Request) (p market.Period, wrong *fault.Error) {
	from, to := r.Query("from"), r.Query("to")
	if from == "" && to == "" {
		return market.Month(time.Now()), nil
	}
	a, err1 := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	if err1 != nil || err2 != nil || b.Before(a) || a.Year() < 2000 || b.Year() > 2090 {
		return p, fault.Field("to", "fault.period")
	}
	return market.Period{From: a, To: b.AddDate(0, 0, 1)}, nil
}

// download reads what a download of a statement is about.
func (d *Desk) download(r *web.Request) (catalog.Shop, market.Period, error) {
	shop, err := d.own(r)
	if err != nil {
		return shop, market.Period{}, err
	}
	p, wrong := periodOf(r)
	if wrong != nil {
		return shop, p, wrong
	}
	return shop, p, nil
}

// statementCSV gives a statement as a file for spreadsheets: dates in ISO 8601,
// sums as plain decimals, and the address of each order.
func (d *Desk) statementCSV(r *web.Request) error {
	shop, p, err := d.download(r)
	if err != nil {
		return err
	}
	out := csv.NewWriter(r.Download(statementName(shop, p)+".csv", "text/csv; charset=utf-8"))
	plain := func(n int64) string { return money.Of(n, shop.Currency).Plain() }
	err = d.Market.Snapshot(r.R.Context(), r.Actor, shop, p, func(_ market.Statement, lines iter.Seq2[market.StatementLine, error]) error {
		err := out.Write([]string{"at", "kind", "order", "address", "held", "fees", "yours", "held_after", "yours_after", "currency"})
		for l, broken := range lines {
			if err = errors.Join(err, broken); err != nil {
				return err
			}
			address := ""
			if l.Order != "" {
				address = r.Origin() + base(r) + "/orders/" + number(l.Subject)
			}
			err = out.Write([]string{l.At.Format(time.RFC3339), l.Kind, l.Order, address, plain(l.Change.Held), plain(l.Change.Fees), plain(l.Change.Own),
				plain(l.After.Held), plain(l.After.Own), string(shop.Currency)})
		}
		return err
	})
	out.Flush()
	return errors.Join(err, out.Error())
}

func statementName(shop catalog.Shop, p market.Period) string {
	return strings.Join([]string{shop.Handle, p.From.Format(time.DateOnly), p.To.AddDate(0, 0, -1).Format(time.DateOnly)}, "-")
}

// statementPDF gives a statement as a paper in the seller's language, in which
// every line leads to its order.
func (d *Desk) statementPDF(r *web.Request) error {
	shop, p, err := d.download(r)
	if err != nil {
		return err
	}
	set, err := letters.Load()
	if err != nil {
		return err
	}
	var out *paper.Paper
	var broken error
	sum := func(n int64) string {
		if n == 0 {
			return ""
		}
		return r.Locale.Figure(money.Of(n, shop.Currency))
	}
	cols := []paper.Col{{Head: r.T("desk.col_when"), Share: 0.17}, {Head: r.T("desk.col_order"), Share: 0.15}, {Head: r.T("desk.col_what"), Share: 0.24},
		{Head: r.T("desk.held"), Share: 0.11, Number: true}, {Head: r.T("desk.st_fees"), Share: 0.1, Number: true}, {Head: r.T("desk.yours"), Share: 0.11, Number: true},
		{Head: r.T("desk.col_balance"), Share: 0.12, Number: true}}
	err = d.Market.Snapshot(r.R.Context(), r.Actor, shop, p, func(st market.Statement, lines iter.Seq2[market.StatementLine, error]) error {
		out = paper.New(set, r.Locale.Lang(), ui.DirOf(r.Locale.Lang()) == "rtl", r.T("desk.statement")+" · "+shop.Name)
		out.Line(paper.Cell{Text: r.Locale.Date(p.From) + " – " + r.Locale.Date(p.To.AddDate(0, 0, -1)) + " · " + string(shop.Currency)})
		out.Space(10)
		var heads [][2]string
		for _, h := range standing(r, st) {
			heads = append(heads, [2]string{h.What + " · " + h.Why, r.Locale.Figure(h.Amount)})
		}
		out.Pairs(heads)
		out.Table(cols, func(yield func([]paper.Cell) bool) {
			for l, err := range lines {
				if broken = err; err != nil {
					return
				}
				row := []paper.Cell{{Text: when(r, l.At)}, {Text: l.Order}, {Text: entryWords(r, l.Kind)}, {Text: sum(l.Change.Held)}, {Text: sum(l.Change.Fees)},
					{Text: sum(l.Change.Own)}, {Text: r.Locale.Figure(money.Of(l.After.Own, shop.Currency))}}
				if l.Order != "" {
					row[1].URL = r.Origin() + base(r) + "/orders/" + number(l.Subject)
				}
				if !yield(row) {
					return
				}
			}
		})
		return broken
	})
	if err != nil {
		return err
	}
	_, err = out.WriteTo(r.Download(statementName(shop, p)+".pdf", "application/pdf"))
	return err
}
