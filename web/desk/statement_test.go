package desk

import (
	"encoding/csv"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestTheStatementIsAPageATableAndAPaper(t *testing.T) {
	b := newBench(t)
	o := b.sell(b.shop)
	at := "/desk/" + number(int64(b.shop.ID))
	for _, move := range []string{"accept", "pack", "ship", "deliver"} {
		if got := b.ask("sadia", at+"/orders/"+number(int64(o.ID))+"/"+move, url.Values{}); got.status != 303 {
			t.Fatalf("%s: %d %s", move, got.status, got.body)
		}
	}
	today := time.Now().UTC().Format(time.DateOnly)
	days := "?from=" + today + "&to=" + today
	page := b.ask("sadia", at+"/money/statement"+days, nil)
	if page.status != 200 || !strings.Contains(page.body, o.Ref) || !strings.Contains(page.body, "750") {
		t.Errorf("page: %d without the order %s: %s", page.status, o.Ref, page.body)
	}
	rows, err := csv.NewReader(strings.NewReader(b.ask("sadia", at+"/money/statement.csv"+days, nil).body)).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][2] != o.Ref || rows[1][4] != "750.00" || !strings.HasSuffix(rows[1][3], at+"/orders/"+number(int64(o.ID))) {
		t.Errorf("table: %v %v", err, rows)
	}
	pdf := b.ask("sadia", at+"/money/statement.pdf"+days, nil)
	if !strings.HasPrefix(pdf.body, "%PDF-1.7") || !strings.Contains(pdf.body, at+"/orders/"+number(int64(o.ID))) {
		t.Errorf("paper: %d, %.40q", pdf.status, pdf.body)
	}
	for _, bad := range []string{"?from=2026-02-31&to=2026-03-01", "?from=2026-03-02&to=2026-03-01", "?from=1&to="} {
		if got := b.ask("sadia", at+"/money/statement"+bad, nil); got.status != 422 || !strings.Contains(got.body, "f-to-e") {
			t.Errorf("%s: %d", bad, got.status)
		}
	}
	if got := b.ask("bilal", at+"/money/statement.csv"+days, nil); got.status != 403 {
		t.Errorf("another seller: %d", got.status)
	}
}
