package aid

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestAReceiptIsKeptAndNotShown commits money with an invoice, which the second person
// opens before she approves; the public reads that there is one, and never gets it.
func TestAReceiptIsKeptAndNotShown(t *testing.T) {
	f := newFund(t)
	const file = "%PDF-1.4\ninvoice of Silk Road"
	spends := []string{"spend", "new", "what", "Freight", "payee", "Silk Road Cargo", "amount", "900", "currency", "TJS"}
	if r := f.manifest("sends", f.desk+"/money", "number,item\n", spends...); r.status != http.StatusUnprocessableEntity || !strings.Contains(alert(r.body), "#f-file") || !strings.Contains(r.body, `value="Silk Road Cargo"`) {
		t.Errorf("a list for an invoice: %d %s", r.status, alert(r.body))
	}
	if r := f.manifest("sends", f.desk+"/money", file, spends...); r.status != http.StatusSeeOther {
		t.Fatalf("%d %s", r.status, alert(r.body))
	}
	outlay, desk := f.id("outlay"), f.get("counts", f.desk+"/money").body
	at := regexp.MustCompile(`href="(/aid/\d+/money/voucher[^"]*)"`).FindStringSubmatch(desk)
	if at == nil {
		t.Fatal("who approves does not see it")
	}
	voucher := strings.ReplaceAll(at[1], "&amp;", "&")
	if r := f.get("counts", voucher); r.status != http.StatusOK || r.body != file {
		t.Errorf("the invoice: %d %q", r.status, r.body)
	}
	for _, name := range []string{"", "buyer", "caller"} {
		if r := f.get(name, voucher); r.status == http.StatusOK || strings.Contains(r.body, "invoice of") {
			t.Errorf("%q gets it: %d", name, r.status)
		}
	}
	f.does("counts", f.desk+"/money", "outlay", outlay, "approve", "1")
	f.does("sends", f.desk+"/money", "outlay", outlay, "amount", "900", "number", "B-7")
	f.shows(f.public+"/money", "Receipt kept")
	if body := f.get("", f.public+"/money").body; strings.Contains(body, "voucher") {
		t.Error("the public page leads to it")
	}
	page := f.desk + "/money/outlay?outlay=" + outlay
	if r := f.manifest("sends", page, "%PDF-1.4\nreceipt"); r.status != http.StatusSeeOther || r.to != page {
		t.Errorf("a receipt after it is paid: %d %s", r.status, alert(r.body))
	}
	if r := f.post("sends", page); r.status != http.StatusUnprocessableEntity || !strings.Contains(alert(r.body), "#f-file") {
		t.Errorf("no file: %d", r.status)
	}
	if body := f.get("sends", page).body; strings.Count(body, "/money/voucher?") != 2 || !strings.Contains(body, "B-7") {
		t.Error("the page of the outlay does not have both")
	}
	if !strings.Contains(f.get("sends", f.desk+"/money").body, page) {
		t.Error("the desk does not lead to what was paid")
	}
	f.manifest("sends", f.desk+"/money", "%PDF-1.4\nanother", append(spends[:7:7], "100", "currency", "TJS")...)
	n := 0
	f.d.Watch(func(string) { n++ })
	f.get("sends", f.desk+"/money")
	f.d.Watch(nil)
	if n > 8 {
		t.Errorf("%d statements", n)
	}
}
