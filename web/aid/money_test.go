package aid

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"agora/relief"
)

// fund is a crisis with a donation of 1,500 somoni that came in.
type fund struct {
	*office
	desk, public, donation string
	facility               string
}

func newFund(t *testing.T) fund {
	t.Helper()
	o := newOffice(t)
	desk, facility := o.crisis()
	f := fund{office: o, desk: desk, public: "/relief" + strings.TrimPrefix(desk, "/aid"), facility: facility}
	f.donation = o.does("", f.public+"/give", "amount", "1500", "currency", "TJS", "donor", "Open <Door>", "contact", "a@example.org", "note", "For Kulob")
	o.does("sends", desk+"/money", "donation", f.id("donation"), "amount", "1500", "number", "B-100")
	return f
}

// id gives the first number that the desk of money has in a hidden field.
func (f fund) id(field string) string { return f.hidden(f.desk+"/money", field) }

// posts wants a form of the desk of money to be answered so.
func (f fund) posts(name string, status int, words string, pairs ...string) {
	f.Helper()
	if r := f.post(name, f.desk+"/money", pairs...); r.status != status || !strings.Contains(r.body, words) {
		f.Errorf("%s %v: %d %s", name, pairs, r.status, alert(r.body))
	}
}

// TestMoneyFromTheFormToTheCarrier pledges money by a form without an account, confirms
// it, commits it to a carrier by two, pays it when the goods were counted, and reads the
// same sums on the public page, on the donor's page and in the file.
func TestMoneyFromTheFormToTheCarrier(t *testing.T) {
	f := newFund(t)
	f.shows(f.donation, "It came in. Thank you.", "TJS 1,500", "Nothing yet.")
	f.shows(f.public+"/money", "1,500", "-Door", "-example.org")
	r := f.manifest("sends", f.desk+"/consign", "number,item,units,value,batch,expires\n1,mask-iir,2000,1.00,,\n", "number", "CN-9", "from", "A foundation", "place", "Kashgar", "facility", f.facility, "currency", "CNY")
	one := r.to
	consignment := one[strings.LastIndex(one, "/")+1:]
	f.posts("sends", http.StatusUnprocessableEntity, `value="1500.01"`, "spend", "new", "what", "Freight", "payee", "Cargo", "amount", "1500.01", "currency", "TJS", "consignment", consignment)
	f.does("sends", f.desk+"/money", "spend", "new", "what", "=Freight to <Kulob>", "payee", "Silk Road Cargo", "amount", "900.50", "currency", "TJS", "consignment", consignment)
	outlay := f.id("outlay")
	f.posts("sends", http.StatusForbidden, "second person", "outlay", outlay, "approve", "1")
	f.does("counts", f.desk+"/money", "outlay", outlay, "approve", "1")
	f.posts("sends", http.StatusConflict, "CN-9 is counted", "outlay", outlay, "amount", "900.50", "number", "B-101")
	f.shows(f.public+"/money", "900.50", "599.50", "-Freight", "-Silk Road")
	f.does("counts", one+"/scan", "device", "phone", "scans", "1")
	f.does("counts", one+"/count")
	f.does("counts", one+"/receive")
	f.posts("sends", http.StatusUnprocessableEntity, `value="1,000"`, "outlay", outlay, "amount", "1,000", "number", "B-101")
	f.does("sends", f.desk+"/money", "outlay", outlay, "amount", "900.00", "number", "B-101")
	f.shows(f.public+"/money", "=Freight to &lt;Kulob&gt;", "TJS 1,500 TJS 600 TJS 0 TJS 900 TJS 0", "-Silk Road", "-Door")
	f.shows(f.donation, "=Freight to &lt;Kulob&gt;", "TJS 900")
	f.does("sends", f.desk+"/money", "donation", f.id("donation"), "back", "1", "amount", "100", "what", "She asked for it")
	f.file(map[string]string{"received": "1500.00", "spent": "-900.00", "committed": "-100.00"})
	f.shows(f.public+"/money", "500")
	if r := f.post("sends", f.desk+"/close"); r.status != http.StatusConflict {
		t.Errorf("a crisis with money is closed: %d", r.status)
	}
}

// file reads the file of sums by status, which add up to the 500 that are left.
func (f fund) file(want map[string]string) {
	f.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(f.get("", f.public+"/money.csv").body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 2+len(want) || rows[1][5] != "#value" {
		f.Fatalf("%v %v", err, rows)
	}
	total := 0.0
	for _, row := range rows[2:] {
		n, _ := strconv.ParseFloat(row[5], 64)
		total += n
		if want[row[2]] != row[5] || row[4] != "TJS" || strings.HasPrefix(row[3], "=") || strings.Contains(strings.Join(row, ""), "Open") {
			f.Errorf("%v, want %s", row, want[row[2]])
		}
	}
	if total != 500 {
		f.Errorf("the file adds up to %v", total)
	}
}

// TestOnlyTheDonorReadsHerPage keeps others from the page of a donation, and forms with
// what is wrong as they were typed.
func TestOnlyTheDonorReadsHerPage(t *testing.T) {
	f := newFund(t)
	at, _, _ := strings.Cut(f.donation, "?")
	for name, path := range map[string]string{"": at, "buyer": at} {
		if r := f.get(name, path); r.status != http.StatusNotFound {
			t.Errorf("%q reads %s: %d", name, path, r.status)
		}
	}
	if r := f.get("sends", at); r.status != http.StatusOK || !regexp.MustCompile(`content="noindex`).MatchString(r.body) {
		t.Errorf("who coordinates: %d", r.status)
	}
	for _, c := range [][]string{{"amount", "-5", "f-amount"}, {"amount", "x", "f-amount"}, {"amount", "999999999999999", "f-amount"}, {"currency", "ZZZ", "f-currency"}, {"currency", "XTS", "f-currency"}, {"contact", "", "f-contact"}} {
		form := map[string]string{"amount": "10", "currency": "TJS", "donor": "Kept", "contact": "x"}
		form[c[0]] = c[1]
		var pairs []string
		for k, v := range form {
			pairs = append(pairs, k, v)
		}
		if r := f.post("", f.public+"/give", pairs...); r.status != http.StatusUnprocessableEntity || !strings.Contains(alert(r.body), c[2]) || !strings.Contains(r.body, `value="Kept"`) {
			t.Errorf("%v: %d %s", c, r.status, alert(r.body))
		}
	}
	waits := f.does("", f.public+"/give", "amount", "20", "currency", "TJS", "contact", "+992 900")
	r := f.get("", waits)
	ref := regexp.MustCompile(`RF\d\d( [0-9A-Z]{1,4}){3}`).FindString(r.body)
	if ref == "" || !strings.Contains(r.body, "Amonatbonk 2020 2972 1") || len(r.body) > 30<<10 {
		t.Errorf("how to pay: %q, %d bytes", ref, len(r.body))
	}
	if money := f.get("sends", f.desk+"/money").body; !strings.Contains(money, ref) || !strings.Contains(money, "+992 900") {
		t.Error("the desk does not know the donation")
	}
	for query, found := range map[string]bool{url.QueryEscape(strings.ToLower(ref)): true, "RF00": false} {
		if body := f.get("sends", f.desk+"/money?ref="+query).body; strings.Contains(body, ref) != found || strings.Contains(body, "For Kulob") {
			t.Errorf("%s is found: %v", query, !found)
		}
	}
	f.does("sends", f.desk+"/money", "donation", f.id("donation"), "refuse", "1")
	f.shows(waits, "-Amonatbonk")
}

// TestOnlyWhoWantsItIsNamed names a donor who chose it, once her money came, and not one
// whose name looks like the mark of that.
func TestOnlyWhoWantsItIsNamed(t *testing.T) {
	f := newFund(t)
	f.does("", f.public+"/give", "amount", "7", "currency", "TJS", "donor", `Bakers of <Khujand>`, "contact", "1", "public", "1")
	f.shows(f.public+"/money", "-Bakers")
	f.does("sends", f.desk+"/money", "donation", f.id("donation"), "amount", "7", "number", "B-1")
	f.does("", f.public+"/give", "amount", "8", "currency", "TJS", "donor", `Hidden","public":true,"x":"`, "contact", "1")
	f.does("sends", f.desk+"/money", "donation", f.id("donation"), "amount", "8", "number", "B-2")
	f.shows(f.public+"/money", "Bakers of &lt;Khujand&gt;", "TJS 7", "-Hidden", "-Door")
	file := f.get("", f.public+"/money.csv").body
	if !strings.Contains(file, "Bakers of <Khujand>") || strings.Contains(file, "Hidden") || strings.Contains(file, "Door") {
		t.Errorf("%s", file)
	}
}

// TestAnOldConsignmentIsNamed entrusts a consignment to a lorry and commits money to it;
// fifty newer ones do not hide what the desk says of it.
func TestAnOldConsignmentIsNamed(t *testing.T) {
	f := newFund(t)
	day := time.Now().UTC().AddDate(0, 0, 2).Format(time.DateOnly)
	f.does("", f.public+"/carriage", "vehicle", "lorry", "day", day, "from", "Kashgar", "to", "Dushanbe", "packages", "40", "donor", "Silk Road", "contact", "+992")
	consign := func(number string) string {
		r := f.manifest("sends", f.desk+"/consign", "number,item,units,value,batch,expires\n1,mask-iir,2000,1.00,,\n", "number", number, "from", "A foundation", "place", "Kashgar", "facility", f.facility, "currency", "CNY")
		if r.status != http.StatusSeeOther {
			t.Fatalf("%d %s", r.status, alert(r.body))
		}
		return r.to
	}
	one := consign("CN-OLD")
	id := one[strings.LastIndex(one, "/")+1:]
	f.does("sends", f.desk+"/carriage", "carriage", f.hidden(one, "carriage"), "consignment", id)
	f.does("sends", f.desk+"/money", "spend", "new", "what", "Freight", "payee", "Silk Road Cargo", "amount", "900", "currency", "TJS", "consignment", id)
	f.does("counts", f.desk+"/money", "outlay", f.id("outlay"), "approve", "1")
	for n := range 50 {
		consign("CN-" + strconv.Itoa(n))
	}
	if !strings.Contains(f.get("sends", f.desk+"/carriage").body, ">CN-OLD<") {
		t.Error("the desk of carriage does not say what the lorry carries")
	}
	if !strings.Contains(f.get("sends", f.desk+"/money").body, "consignment CN-OLD is counted") {
		t.Error("the desk of money does not say what the outlay waits for")
	}
}

// TestEveryOutlayIsReached has one more outlay than a page of the desk of money.
func TestEveryOutlayIsReached(t *testing.T) {
	f := newFund(t)
	for n := range relief.PageSize + 1 {
		f.does("sends", f.desk+"/money", "spend", "new", "what", "Freight", "payee", "Carrier "+strconv.Itoa(n+100), "amount", "1", "currency", "TJS")
	}
	next := regexp.MustCompile(`href="([^"]*\?outlays=\d+)#outlays"`).FindStringSubmatch(f.get("sends", f.desk+"/money").body)
	if next == nil {
		t.Fatal("no next page of outlays")
	}
	if r := f.get("sends", next[1]); !strings.Contains(r.body, "Carrier 150") || strings.Contains(r.body, "Carrier 149") {
		t.Error("the next page has another outlay than the last")
	}
}
