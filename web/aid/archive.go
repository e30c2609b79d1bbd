package aid

import (
	"archive/zip"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"agora/relief"
	"agora/web"
)

func (a *Aid) archiveRoutes() []web.Route {
	return []web.Route{desk("GET", "/{crisis}/export", a.export)}
}

// export gives all that is counted of a crisis as one file, for who closes it: each list
// as it is read, and a text that says what they are in the reader's language.
func (a *Aid) export(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	z := zip.NewWriter(r.Download("relief-"+number(int64(c.ID))+".zip", "application/zip"))
	now := r.Now()
	open := func(name string) (io.Writer, error) {
		return z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: now})
	}
	files, at, err := a.Relief.Archive(r.R.Context(), r.Actor, c.ID, open)
	if err != nil {
		return err
	}
	w, err := open("README.txt")
	if err == nil {
		_, err = io.WriteString(w, readme(r, c, files, at))
	}
	if err != nil {
		return err
	}
	return z.Close()
}

// readme says what the files of an archive are, when they were read, how many rows each
// has, and what its columns mean. It begins with a mark of order: a text editor needs it.
func readme(r *web.Request, c relief.Crisis, files []relief.Archived, at time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\ufeff%s\r\n\r\n%s\r\n", r.Words(c.Title).Text, r.T("relief.export_words", "time", r.Locale.DateTime(at, time.UTC)))
	var columns []string
	for _, f := range files {
		fmt.Fprintf(&b, "\r\n%s: %s\r\n%s\r\n%s\r\n", f.Name, r.T(fileWords[f.Name]), r.T("relief.export_rows", "rows", r.Locale.Number(f.Rows)), strings.Join(f.Columns, ", "))
		columns = append(columns, f.Columns...)
	}
	b.WriteString("\r\n")
	slices.Sort(columns)
	for _, name := range slices.Compact(columns) {
		if of, is := strings.CutSuffix(name, "_id"); is {
			fmt.Fprintf(&b, "%s: %s (%s)\r\n", name, r.T("relief.export_id"), of)
		} else if key, ok := columnWords[name]; ok {
			fmt.Fprintf(&b, "%s: %s\r\n", name, r.T(key))
		}
	}
	return b.String()
}

// fileWords say what each file of an archive has.
var fileWords = map[string]string{
	"totals.csv": "relief.table", "facilities.csv": "relief.facilities", "items.csv": "relief.items", "needs.csv": "relief.needs", "pledges.csv": "relief.pledges",
	"allotments.csv": "relief.matching", "consignments.csv": "relief.consignments", "packages.csv": "relief.paper_package", "custody.csv": "relief.road",
	"scans.csv": "relief.scan_seen", "discrepancies.csv": "relief.missing", "stock.csv": "relief.stock", "moves.csv": "console.tab_ledger", "donations.csv": "relief.pledged",
	"carriage.csv": "relief.carriage", "tasks.csv": "relief.time", "money.csv": "desk.tab_money", "imported.csv": "relief.import",
}

// columnWords say what columns mean; those that end in _id name a row of another file.
var columnWords = map[string]string{
	"id": "relief.export_id", "facility": "relief.facilities", "kind": "relief.kind", "country": "store.country", "town": "relief.town", "status": "console.status",
	"source": "relief.source", "checked": "relief.is_verified", "latitude": "relief.point", "longitude": "relief.point", "item": "relief.item", "item_code": "relief.code",
	"unit": "relief.unit", "hs": "relief.hs", "units": "desk.col_quantity", "daily": "relief.need_daily", "days": "relief.need_days", "stock": "relief.need_stock",
	"staff": "relief.need_staff", "deadline": "relief.need_deadline", "reported": "relief.needs_reported", "confirmed": "relief.need_still", "allotted": "relief.allotted",
	"declined": "relief.row_refused", "from": "relief.from", "expires": "relief.expires", "date": "console.day", "time": "desk.col_when", "consignment": "relief.number",
	"place": "relief.where", "packages": "relief.packages", "package": "relief.paper_package", "currency": "ui.currency", "value": "desk.col_amount", "custodian": "relief.custodian",
	"person": "relief.person", "sign": "relief.sign", "due": "desk.col_deadline", "batch": "relief.batch_name", "recalled": "relief.off_recalled", "account": "console.account",
	"reference": "store.pay_reference", "received": "relief.received", "returned": "relief.money_returned", "kilograms": "relief.carriage_kilos", "what": "relief.task_what",
	"wanted": "relief.task_people", "needed": "relief.needed", "on_the_way": "relief.on_the_way", "missing": "relief.missing", "written_off": "relief.lost", "counted": "console.day",
	"description": "desk.col_what", "origin": "desk.map_origin", "sent": "console.msg_sent", "taken": "slots.booked", "lines": "console.statement_lines",
	"list": "relief.import_kind", "unvalued": "relief.worth_unsaid",
}
