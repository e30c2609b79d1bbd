package aid

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestPledgesAreMatchedOnThePage has three needs and two pledges; the proposal says why,
// one line is not approved, the others are sent, counted and received, and the totals
// agree at every step.
func TestPledgesAreMatchedOnThePage(t *testing.T) {
	o := newOffice(t)
	desk, store := o.crisis()
	public, matching := "/relief"+strings.TrimPrefix(desk, "/aid"), desk+"/matching"
	o.does("sends", desk+"/facilities", "name", "Vose health house", "kind", "clinic", "country", "TJ", "town", "Vose")
	page := o.get("sends", desk).body
	clinic := option(t, page, "Vose health house")
	masks, gloves := option(t, o.get("", public+"/need").body, "Masks, type IIR"), option(t, o.get("", public+"/need").body, "Gloves, size M")
	o.does("sends", public+"/need", "facility", store, "item", masks, "daily", "100", "days", "10", "stock", "200", "staff", "20", "contact", "1")
	o.does("sends", public+"/need", "facility", clinic, "item", masks, "units", "300", "contact", "1")
	o.does("sends", public+"/need", "facility", clinic, "item", gloves, "units", "50", "contact", "1")
	if r := o.post("sends", matching); r.status != http.StatusConflict || !strings.Contains(r.body, "There is nothing to match") {
		t.Errorf("nothing is matched: %d %s", r.status, alert(r.body))
	}
	o.does("", public+"/pledge", "item", masks, "units", "1000", "donor", "Aziza <Textile>", "place", "Osh", "contact", "aziza@example.org")
	o.does("", public+"/pledge", "item", gloves, "units", "80", "donor", "A maker", "place", "Bishkek", "contact", "2")
	for _, id := range values(o.get("sends", desk).body, "pledge") {
		o.does("sends", desk+"/pledges", "pledge", id, "take", "1")
	}
	o.shows(public, "1,000", "-Aziza")

	o.does("sends", matching)
	o.readsAs("sends", matching, "Made by Madina", "Needs: 3, pledges: 2, lines: 3", "800 pieces", "Masks, type IIR · Aziza &lt;Textile&gt;, Osh", "Days left: 2", "Warehouse counts 20 %", "Clinic counts 80 %", "Exposed staff: 20", "Split among needs: 2",
		"Still lacking", "Vose health house, Vose", "100 pieces", "What fits went to others.", "Still to give", "A maker, Bishkek", "30 pairs", "Whoever takes it has enough.", "0 to 100,000; as it was suggested")
	lines := values(o.get("sends", matching).body, "line")
	if len(lines) != 3 {
		t.Fatalf("%d lines", len(lines))
	}
	if r := o.post("sends", matching+"/lines"); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "Tick at least one") {
		t.Errorf("nothing is ticked: %d %s", r.status, alert(r.body))
	}
	o.does("sends", matching+"/lines", "line", lines[0], "line", lines[1])
	o.does("sends", matching+"/lines", "line", lines[2], "refuse", "1")
	ready := values(o.get("sends", matching).body, "line")
	if len(ready) != 2 {
		t.Fatalf("%d are approved", len(ready))
	}
	o.shows(public, "1,000", "-on the way, 800") // promised still, until it is sent
	if r := o.post("sends", matching+"/send", "line", ready[0], "number", "", "packages", "0"); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `id="f-number"`) {
		t.Errorf("without a number: %d %s", r.status, alert(r.body))
	}
	for i, id := range ready {
		o.does("sends", matching+"/send", "line", id, "number", "M-"+number(int64(i+1)), "packages", "4")
	}
	if r := o.post("sends", matching+"/send", "line", ready[0], "number", "M-9", "packages", "4"); r.status != http.StatusConflict {
		t.Errorf("it is sent twice: %d", r.status)
	}
	sent := regexp.MustCompile(desk+`/(\d+)"[^>]*>M-`).FindAllStringSubmatch(o.get("sends", desk).body, -1)
	if len(sent) != 2 {
		t.Fatalf("%v consignments", sent)
	}
	o.shows(public, "-Aziza")
	for _, c := range sent {
		one := desk + "/" + c[1]
		o.shows(public+"/"+c[1], "Somebody who is not named", "-Aziza")
		o.does("counts", one+"/scan", "device", "phone", "first", "1", "scans", "1-4")
		o.does("counts", one+"/count")
		o.does("counts", one+"/receive")
	}
	csv := o.get("", public+"/totals.csv").body
	for _, want := range []string{",mask-iir,piece,0,0,800,0,0,", ",mask-iir,piece,100,0,200,", ",glove-m,pair,50,0,"} {
		if !strings.Contains(csv, want) {
			t.Errorf("no %s in %s", want, csv)
		}
	}
	o.does("sends", matching)
	o.readsAs("sends", matching, "Needs: 2", "-Airport store, Dushanbe")
}

// TestWeightsAreSetOnThePage keeps what was typed, names the field that is wrong, and says
// who set a number.
func TestWeightsAreSetOnThePage(t *testing.T) {
	o := newOffice(t)
	desk, _ := o.crisis()
	matching := desk + "/matching"
	r := o.post("sends", matching+"/weights", "weight.exposed", "700", "weight.kind_clinic", "101")
	if r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "#f-weight-kind_clinic") || !strings.Contains(r.body, `value="700"`) || !strings.Contains(r.body, "A whole number from 0 to 100, please.") {
		t.Errorf("%d %s", r.status, alert(r.body))
	}
	o.does("sends", matching+"/weights", "weight.exposed", "700", "weight.kind_clinic", "90")
	o.readsAs("sends", matching, "0 to 100,000; Madina, ", "0 to 100; Madina, ")
	for _, name := range []string{"", "buyer"} {
		if r := o.get(name, matching); r.status == http.StatusOK {
			t.Errorf("%q reads %s", name, matching)
		}
		for _, path := range []string{"", "/lines", "/send", "/weights"} {
			if r := o.post(name, matching+path, "weight.exposed", "1", "all", "1"); r.status == http.StatusSeeOther && !strings.Contains(r.to, "sign-in") {
				t.Errorf("%q posts to %s: %s", name, path, r.to)
			}
		}
	}
	o.does("sends", desk+"/close")
	if r := o.post("sends", matching+"/weights", "weight.exposed", "1"); r.status != http.StatusConflict {
		t.Errorf("a closed crisis: %d", r.status)
	}
}

// readsAs is shows for somebody.
func (o *office) readsAs(name, path string, words ...string) {
	o.Helper()
	r := o.get(name, path)
	body := strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(r.body, " ")), " ")
	for _, w := range words {
		not, without := strings.CutPrefix(w, "-")
		if r.status != http.StatusOK || strings.Contains(body, not) == without {
			o.Errorf("%s: status %d, %q: %v", path, r.status, not, !without)
		}
	}
}

// option gives the value of an option by what it says.
func option(t *testing.T, body, says string) string {
	t.Helper()
	m := regexp.MustCompile(`<option value="(\d+)"[^>]*>` + regexp.QuoteMeta(says)).FindStringSubmatch(body)
	if m == nil {
		t.Fatalf("%s cannot be chosen", says)
	}
	return m[1]
}

// values are those of all fields of a name, each once.
func values(body, name string) (list []string) {
	for _, m := range regexp.MustCompile(`name="`+name+`" value="(\d+)"`).FindAllStringSubmatch(body, -1) {
		list = append(list, m[1])
	}
	return list
}
