package aid

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"agora/audit"
	"agora/blob"
	"agora/db"
	"agora/db/dbtest"
	"agora/event"
	"agora/goods"
	"agora/i18n"
	"agora/identity"
	"agora/ledger"
	"agora/money"
	"agora/payment"
	"agora/payment/offline"
	"agora/relief"
	"agora/web"
)

// office is a desk of relief served in the test, with two who coordinate.
type office struct {
	*testing.T
	server *httptest.Server
	aid    *Aid
	d      *db.DB
}

// who are those who come with a session: who sends, who counts, and a buyer.
var who = map[string]identity.Actor{
	"sends":  {Person: 1, Name: "Madina", Roles: []identity.Role{identity.Operator}},
	"counts": {Person: 2, Name: "Rustam", Roles: []identity.Role{identity.Coordinator}},
	"buyer":  {Person: 3, Name: "Saima"},
	"caller": {Person: 4, Name: "Nigora", Roles: []identity.Role{identity.Caller}},
}

func newOffice(t *testing.T) *office {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	files, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	edge := web.New(web.Options{Words: words, Log: slog.New(slog.DiscardHandler), Signed: func(purpose string, id int64, key string) bool { return key == signed(purpose, id) }, Who: func(_ context.Context, token string) (identity.Actor, error) { return who[token], nil }})
	d := dbtest.SQLite(t, event.Schema, ledger.Schema, goods.Schema, audit.Schema, relief.Schema)
	a := &Aid{Relief: relief.New(d), Sign: signed,
		Pay: payment.Ways{offline.Transfer{Account: func(c money.Currency) string { return map[money.Currency]string{"TJS": "Amonatbonk 2020 2972 1"}[c] }}}}
	a.Relief.KeepFiles(files)
	edge.Add(a.Routes()...)
	o := &office{t, httptest.NewServer(edge), a, d}
	t.Cleanup(o.server.Close)
	return o
}

// signed is the key of a link in the test.
func signed(purpose string, id int64) string { return fmt.Sprint(purpose, id) }

type reply struct {
	status   int
	to, body string
}

func (o *office) send(name, method, path, kind string, body io.Reader) reply {
	o.Helper()
	r, err := http.NewRequestWithContext(o.Context(), method, o.server.URL+path, body)
	if err != nil {
		o.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	if name != "" {
		r.AddCookie(&http.Cookie{Name: "agora_session", Value: name})
	}
	w, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		o.Fatal(err)
	}
	defer w.Body.Close()
	raw, err := io.ReadAll(w.Body)
	if err != nil {
		o.Fatal(err)
	}
	return reply{w.StatusCode, w.Header.Get("Location"), string(raw)}
}

func (o *office) get(name, path string) reply { return o.send(name, http.MethodGet, path, "", nil) }

func (o *office) post(name, path string, pairs ...string) reply {
	o.Helper()
	f := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Add(pairs[i], pairs[i+1])
	}
	return o.send(name, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(f.Encode()))
}

// does posts a form that must be taken, and gives where it leads.
func (o *office) does(name, path string, pairs ...string) string {
	o.Helper()
	r := o.post(name, path, pairs...)
	if r.status != http.StatusSeeOther {
		o.Fatalf("%s %v: %d %s", path, pairs, r.status, alert(r.body))
	}
	return r.to
}

func alert(body string) string {
	_, after, _ := strings.Cut(body, `role="alert"`)
	return after[:min(len(after), 400)]
}

// shows wants words on a page, and, after a dash, none of others.
func (o *office) shows(path string, words ...string) {
	o.Helper()
	r := o.get("", path)
	body := strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(r.body, " ")), " ")
	for _, w := range words {
		not, without := strings.CutPrefix(w, "-")
		if r.status != http.StatusOK || strings.Contains(body, not) == without {
			o.Errorf("%s: status %d, %q: %v", path, r.status, not, !without)
		}
	}
}

// manifest sends a packing list.
func (o *office) manifest(name, path, list string, pairs ...string) reply {
	o.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = w.WriteField(pairs[i], pairs[i+1])
	}
	part, err := w.CreateFormFile("file", "list.csv")
	if err == nil {
		_, err = part.Write([]byte(list))
	}
	if err != nil {
		o.Fatal(err)
	}
	_ = w.Close()
	return o.send(name, http.MethodPost, path, w.FormDataContentType(), &body)
}

// crisis declares one with a hospital and three items, and gives its desk and the
// facility.
func (o *office) crisis() (desk, facility string) {
	o.Helper()
	desk = o.does("sends", "/aid", "title.en", "Spring flood, <Kulob>", "about.en", "Eleven hospitals asked.", "countries", "TJ", "began", "2026-11-20")
	o.does("sends", desk+"/facilities", "name", "Airport store", "kind", "warehouse", "country", "TJ", "town", "Dushanbe", "source", "list of the ministry", "contact", "Zarina, +992 900")
	for code, item := range map[string][2]string{"mask-iir": {"Masks, type IIR", "piece"}, "glove-m": {"Gloves, size M", "pair"}, "thermometer": {"Thermometers", "piece"}} {
		o.does("sends", desk+"/items", "code", code, "item.en", item[0], "unit", item[1], "most", "1000000")
	}
	found := regexp.MustCompile(`<option value="(\d+)"[^>]*>Airport store`).FindStringSubmatch(o.get("sends", desk).body)
	if found == nil {
		o.Fatal("the facility cannot be chosen")
	}
	return desk, found[1]
}

// packingList is 697 packages, of which 411 to 431 hold masks, gloves, thermometers.
func packingList() string {
	var b strings.Builder
	b.WriteString("number,item,units,value,batch,expires\n")
	for n := 1; n <= 697; n++ {
		switch {
		case n >= 423 && n <= 428:
			fmt.Fprintf(&b, "%d,glove-m,1000,1210.00,G26-044,\n", n)
		case n >= 429 && n <= 431:
			fmt.Fprintf(&b, "%d,thermometer,100,3000.00,T26-009,\n", n)
		default:
			fmt.Fprintf(&b, "%d,mask-iir,2000,1300.00,M26-118,2099-12-31\n", n)
		}
	}
	return b.String()
}

// TestThe697PackagesOnThePage is the story of 2020 by forms alone: after the count is
// closed the next page names the 21, their contents, their value and who had them last;
// what is found later closes its part, and the totals agree at every step.
func TestThe697PackagesOnThePage(t *testing.T) {
	o := newOffice(t)
	desk, facility := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	at := []string{"number", "CN-697", "from", "A foundation", "place", "Kashgar", "facility", facility, "currency", "CNY"}
	if r := o.manifest("sends", desk+"/consign", "number,item,units\n1,mask-iir,2000\n3,boots,1\n", at...); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "Row 3, item: There is no item") || !strings.Contains(r.body, `value="CN-697"`) {
		t.Errorf("a list with a fault: %d %s", r.status, alert(r.body))
	}
	r := o.manifest("sends", desk+"/consign", packingList(), at...)
	if r.status != http.StatusSeeOther {
		t.Fatalf("%d %s", r.status, alert(r.body))
	}
	one := r.to
	page := "/relief" + strings.TrimPrefix(one, "/aid")
	o.does("sends", one+"/over", "custodian", "Silk Road Cargo", "person", "R. Saidov", "place", "Karasu transit yard", "proof", "Rahim Saidov")
	o.shows(page, "0 of 697 packages arrived in Dushanbe.", "Signed over, 697", "-did not")
	o.shows(public, "Spring flood, &lt;Kulob&gt;", "Masks, type IIR · in pieces", "1,376,000", "-Zarina")

	o.does("counts", one+"/scan", "device", "phone-a", "first", "1", "scans", "1-380")
	o.does("counts", one+"/scan", "device", "phone-b", "first", "1", "scans", "300-410, 432-697")
	o.does("counts", one+"/scan", "device", "phone-a", "first", "1", "scans", "1-380")
	o.shows(page, "676 of 697 packages arrived", "-missing, 21")
	if r := o.post("sends", one+"/count"); r.status != http.StatusForbidden || !strings.Contains(r.body, "somebody else has to") {
		t.Errorf("who sends it counts it: %d", r.status)
	}
	o.does("counts", one+"/count")
	o.shows(page, "676 of 697 packages arrived in Dushanbe. 21 did not.", "The 21, by name", "12 × Masks, type IIR", "24,000 pieces", "numbers 411–422 · batch M26-118",
		"6 × Gloves, size M", "6,000 pairs", "3 × Thermometers", "300 pieces", "31,860", "Last signed for by Silk Road Cargo, R. Saidov, Karasu transit yard", "answers by")
	o.shows(public, "1,352,000", "24,000", "6,000", "676 of 697 packages", "21 missing")

	o.does("counts", one+"/receive")
	o.does("counts", one+"/scan", "device", "phone-c", "first", "1", "scans", "411, 412, 9999")
	o.shows(page, "678 of 697 packages arrived", "The 19, by name", "10 × Masks", "20,000 pieces")
	o.does("counts", one+"/receive")
	o.does("sends", one+"/give-up", "numbers", "413-431", "why", "The carrier paid for them.")
	o.shows(page, "678 of 697", "each was found or given up", "-by name")

	want := map[string]string{"mask-iir": "0,1356000,0,20000", "glove-m": "0,0,0,6000", "thermometer": "0,0,0,300"}
	body := strings.TrimPrefix(o.get("", public+"/totals.csv").body, "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil || len(rows) != 5 {
		t.Fatalf("%v: %q", err, body)
	}
	for _, row := range rows[2:] {
		if got := strings.Join(row[7:11], ","); got != want[row[4]] {
			t.Errorf("%s: %s, want %s", row[4], got, want[row[4]])
		}
	}
}

// TestWhoMayNot keeps others out, and a closed crisis as it is.
func TestWhoMayNot(t *testing.T) {
	o := newOffice(t)
	desk, _ := o.crisis()
	for _, name := range []string{"", "buyer", "caller"} {
		for _, path := range []string{"/aid", desk} {
			if r := o.get(name, path); r.status == http.StatusOK {
				t.Errorf("%q reads %s", name, path)
			}
		}
		if r := o.post(name, desk+"/facilities", "name", "x"); r.status == http.StatusSeeOther && !strings.Contains(r.to, "sign-in") {
			t.Errorf("%q writes: %d to %s", name, r.status, r.to)
		}
	}
	if r := o.post("sends", "/aid", "title.en", "", "countries", "TJ", "began", "soon", "about.en", "Kept"); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "Kept") || !strings.Contains(r.body, "f-began") {
		t.Errorf("a crisis without a title: %d", r.status)
	}
	o.does("sends", desk+"/close")
	if r := o.post("sends", desk+"/items", "code", "soap", "item.en", "Soap", "unit", "piece"); r.status != http.StatusConflict {
		t.Errorf("a closed crisis is written to: %d", r.status)
	}
	o.shows("/relief", "Closed")
}

// TestRanges reads what people type.
func TestRanges(t *testing.T) {
	for text, want := range map[string]string{"1-3, 7": "[1 2 3 7]", "5\n6;9–10": "[5 6 9 10]", "": "[]", "3-1": "bad", "0": "bad", "x": "bad", "1-99999": "bad", "-4": "bad", "1-4000 1-4000": "bad"} {
		list, err := ranges(text, relief.MaxPackages)
		got := fmt.Sprint(list)
		if err != nil {
			got = "bad"
		}
		if got != want {
			t.Errorf("%q: %.60s, want %s", text, got, want)
		}
	}
}

// option gives the value of a choice on a page.
func (o *office) option(name, path, words string) string {
	o.Helper()
	found := regexp.MustCompile(`<option value="(\d+)"[^>]*>` + regexp.QuoteMeta(words)).FindStringSubmatch(o.get(name, path).body)
	if found == nil {
		o.Fatalf("%s: %q cannot be chosen", path, words)
	}
	return found[1]
}

// hidden gives the value of a field of the first form that has it.
func (o *office) hidden(path, field string) string {
	o.Helper()
	found := regexp.MustCompile(`name="` + field + `" value="(\d+)"`).FindStringSubmatch(o.get("sends", path).body)
	if found == nil {
		o.Fatalf("%s has no %s", path, field)
	}
	return found[1]
}

// TestFromANeedToTheWard has a nurse report a need and a donor pledge 10,000 masks, by
// forms alone and without an account: the pledge is sent, counted and received, and the
// public page says where they are at each step.
func TestFromANeedToTheWard(t *testing.T) {
	o := newOffice(t)
	desk, facility := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	masks := o.option("", public+"/need", "Masks, type IIR")
	if r := o.post("", public+"/need", "facility", facility, "item", masks, "daily", "1000", "days", "14", "stock", "14000", "contact", "+992 900"); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "what is used in a day") || !strings.Contains(r.body, `value="14000"`) {
		t.Errorf("nothing is lacking: %d %s", r.status, alert(r.body))
	}
	if r := o.post("", public+"/need", "facility", facility, "item", masks, "units", "5"); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "f-contact") {
		t.Errorf("nobody is to be reached: %d", r.status)
	}
	o.does("", public+"/need", "facility", facility, "item", masks, "daily", "1000", "days", "14", "stock", "2000", "staff", "40", "note", "By <Thursday>", "contact", "+992 900")
	o.shows(public, "-12,000", "-+992")
	if body := o.get("sends", desk+"/needs").body; !strings.Contains(body, "12,000 pieces") || !strings.Contains(body, "+992 900") || !strings.Contains(body, "By &lt;Thursday&gt;") {
		t.Error("who coordinates does not read the need")
	}
	o.does("sends", desk+"/needs", "need", o.hidden(desk+"/needs", "need"), "take", "1")
	o.shows(public, "Needed", "12,000", "-Thursday")

	if r := o.post("", public+"/pledge", "item", masks, "units", "199999999999998", "donor", "Open Door", "place", "Osh", "contact", "a@example.org"); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "f-units") {
		t.Errorf("an absurd pledge: %d", r.status)
	}
	o.does("", public+"/pledge", "item", masks, "units", "10000", "donor", "Open Door", "place", "Osh", "contact", "a@example.org")
	o.shows(public, "-10,000")
	pledge := o.hidden(desk, "pledge")
	o.does("sends", desk+"/pledges", "pledge", pledge, "take", "1")
	o.shows(public, "10,000", "-Open Door")
	if r := o.post("sends", desk+"/pledges", "pledge", pledge, "send", "1", "facility", facility, "number", "CN-1", "packages", "20000"); r.status != http.StatusUnprocessableEntity {
		t.Errorf("more packages than masks: %d", r.status)
	}
	o.does("sends", desk+"/pledges", "pledge", pledge, "send", "1", "facility", facility, "number", "CN-1", "packages", "3")
	if r := o.post("sends", desk+"/pledges", "pledge", pledge, "send", "1", "facility", facility, "number", "CN-2", "packages", "3"); r.status != http.StatusConflict {
		t.Errorf("a pledge is sent twice: %d", r.status)
	}
	found := regexp.MustCompile(`href="(` + desk + `/\d+)">CN-1`).FindStringSubmatch(o.get("sends", desk).body)
	if found == nil {
		t.Fatal("the consignment is not on the desk")
	}
	one := found[1]
	o.shows("/relief"+strings.TrimPrefix(one, "/aid"), "0 of 3 packages", "Somebody who is not named", "-Open Door")
	o.does("counts", one+"/scan", "device", "phone", "scans", "1-3")
	o.does("counts", one+"/count")
	o.does("counts", one+"/receive")
	o.shows(public, "2,000", "10,000", "3 of 3 packages", "In stock", "-12,000") // what came is lacking no longer
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(o.get("", public+"/totals.csv").body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 3 || strings.Join(rows[2][6:11], ",") != "2000,0,10000,0,0" {
		t.Errorf("%v %v", err, rows)
	}
}

// TestPagesAreSmall weighs the pages of the way from a need to the ward.
func TestPagesAreSmall(t *testing.T) {
	o := newOffice(t)
	desk, _ := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	for _, lang := range []string{"en", "ru", "ur"} {
		for _, path := range []string{"/relief", public, public + "/need", public + "/pledge", public + "/give", public + "/money", public + "/carriage", public + "/time"} {
			if r := o.get("", path+"?lang="+lang); r.status != http.StatusOK || len(r.body) > 30<<10 {
				t.Errorf("%s in %s: %d, %d bytes", path, lang, r.status, len(r.body))
			}
		}
	}
}
