package aid

import (
	"bytes"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// plainText is a page without its tags.
func plainText(body string) string {
	return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, " ")), " ")
}

// reads wants words on a page of the desk, and, after a dash, none of others.
func (o *office) reads(r reply, words ...string) {
	o.Helper()
	body := plainText(r.body)
	for _, w := range words {
		not, without := strings.CutPrefix(w, "-")
		if strings.Contains(body, not) == without {
			o.Errorf("status %d, %q: %v", r.status, not, !without)
		}
	}
}

// TestWhoReportsIsAskedFirst reports a need of a place that is not in the list but nearly
// is, and then once more: the reporter is asked before anything is sent, and keeps what
// she typed.
func TestWhoReportsIsAskedFirst(t *testing.T) {
	o := newOffice(t)
	desk, facility := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	masks := o.option("", public+"/need", "Masks, type IIR")
	typed := []string{"name", "Air port store", "town", "Dushanbe", "kind", "warehouse", "item", masks, "daily", "100", "days", "14", "stock", "400", "contact", "nurse@example.org", "note", "Size <M>"}
	r := o.post("", public+"/need", typed...)
	if r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `value="Air port store"`) || !strings.Contains(r.body, `value="400"`) || !strings.Contains(r.body, "Size &lt;M&gt;") {
		t.Fatalf("%d, or what was typed is lost", r.status)
	}
	o.reads(r, "Is it one of these places", "Airport store", "None of these")
	asked := "Air port store|Dushanbe"
	o.does("", public+"/need", append(typed, "typed", asked, "like", facility)...)
	o.reads(o.get("sends", desk+"/needs"), "Masks, type IIR · 1,000 pieces", "Airport store, Dushanbe", "100 a day × 14 days − 400 in stock − 0 on the way or received = 1,000 lacking", "Stock for 4 days", "nurse@example.org")

	// the same need, by somebody else
	same := []string{"facility", facility, "item", masks, "units", "300", "contact", "+992 900"}
	r = o.post("", public+"/need", same...)
	if r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `value="300"`) || strings.Contains(r.body, "nurse@example.org") {
		t.Fatalf("the need is not known, or says too much: %d", r.status)
	}
	o.reads(r, "this place needs 1,000 pieces", "Same need", "It stands as it was", "Needed besides that")
	known := regexp.MustCompile(`name="known" value="(\d+)"`).FindStringSubmatch(r.body)
	if known == nil {
		t.Fatal("nothing is known")
	}
	o.does("", public+"/need", append(same, "known", known[1], "same", "more")...)
	page := o.get("sends", desk+"/needs")
	o.reads(page, "1,300 pieces", "+992 900", "Reported: 1,000 pieces · nurse@example.org")
	if n := strings.Count(page.body, `id="need-`); n != 1 {
		t.Errorf("%d needs", n)
	}

	// another place, which the desk verifies as it takes the need
	typed[1], typed[3] = "Village clinic", "Vose"
	o.does("", public+"/need", typed...)
	page = o.get("sends", desk+"/needs")
	o.reads(page, "Village clinic, Vose", "Not verified yet")
	id := regexp.MustCompile(`id="need-(\d+)"`).FindAllStringSubmatch(page.body, -1)
	for _, m := range id {
		if m[1] != known[1] {
			o.does("sends", desk+"/needs", "need", m[1], "do", "still", "daily", "100", "days", "10", "stock", "400", "source", "list of the ministry")
		}
	}
	o.shows(public, "Village clinic, Vose", "600", "-nurse", "Confirmed by the facility")
	o.shows(o.link("", public, "Village clinic, Vose"), "Verified: list of the ministry", "-nurse")
}

// TestTasksAreClaimed has two who coordinate work through what waits, by forms alone.
func TestTasksAreClaimed(t *testing.T) {
	o := newOffice(t)
	desk, facility := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	masks, gloves := o.option("", public+"/need", "Masks, type IIR"), o.option("", public+"/need", "Gloves")
	o.does("", public+"/need", "facility", facility, "item", gloves, "units", "50", "contact", "1")
	o.does("", public+"/need", "facility", facility, "item", masks, "daily", "10", "days", "9", "stock", "20", "contact", "1")
	first := o.does("sends", desk+"/needs", "do", "next")
	o.reads(o.get("sends", first), "Masks, type IIR · 70 pieces", "Yours until", "Give it back", "-Gloves")
	o.reads(o.get("counts", first), "Madina is working on this now", "-It is so", "-I do this")
	need := first[strings.LastIndex(first, "=")+1:]
	if r := o.post("counts", desk+"/needs", "need", need, "do", "claim"); r.status != http.StatusConflict {
		t.Errorf("two claim it: %d", r.status)
	} else {
		o.reads(r, "Madina is working on this now")
	}
	second := o.does("counts", desk+"/needs", "do", "next")
	o.reads(o.get("counts", second), "Gloves, size M · 50 pairs")
	o.does("sends", desk+"/needs", "need", need, "do", "release")
	o.does("counts", desk+"/needs", "need", need, "take", "1")
	o.reads(o.get("counts", desk+"/needs?state=open"), "Masks", "-Gloves, size M ·")
	o.reads(o.get("counts", desk+"/needs?item="+gloves), "Gloves, size M · 50 pairs", "-Masks, type IIR ·")
	if r := o.post("counts", desk+"/needs", "need", need, "do", "still", "units", "0", "note", "kept"); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "kept") {
		t.Errorf("a need of nothing: %d", r.status)
	}
}

// TestACallIsReadBack writes three items for who is on the telephone.
func TestACallIsReadBack(t *testing.T) {
	o := newOffice(t)
	desk, facility := o.crisis()
	page := desk + "/call"
	masks, gloves := o.option("sends", page, "Masks, type IIR"), o.option("sends", page, "Gloves")
	call := []string{"facility", facility, "caller", "Dr. <Nur>", "contact", "+992 900", "i.0.item", masks, "i.0.units", "500", "i.2.item", gloves, "i.2.daily", "10", "i.2.days", "30", "i.2.stock", "x"}
	if r := o.post("sends", page, append(call, "do", "read")...); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `href="#f-i-2-stock"`) || !strings.Contains(r.body, "+992 900") {
		t.Fatalf("a number that is none: %d %s", r.status, alert(r.body))
	}
	call[len(call)-1] = "300"
	if r := o.post("sends", page, append(call, "do", "read")...); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `href="#f-i-2-units"`) {
		t.Errorf("nothing is lacking: %d %s", r.status, alert(r.body))
	}
	call[len(call)-1] = "100"
	r := o.post("sends", page, append(call, "do", "read")...)
	o.reads(r, "Airport store, Dushanbe · Dr. &lt;Nur&gt;, +992 900", "500 pieces", "200 pairs")
	o.reads(o.get("sends", desk+"/needs"), "-500 pieces")
	to := o.does("caller", page, append(call, "do", "save")...)
	o.reads(o.get("caller", to), "Saved.", "500 pieces", "200 pairs")
	if body := o.get("sends", to).body; strings.Contains(body, "Nur") {
		t.Error("the form is not empty")
	}
	o.reads(o.get("sends", desk+"/needs?state=open"), "500 pieces", "200 pairs", "Dr. &lt;Nur&gt;")
	o.shows("/relief"+strings.TrimPrefix(desk, "/aid"), "500", "200", "-Nur", "-+992")
	if r := o.get("buyer", page); r.status != http.StatusForbidden {
		t.Errorf("a buyer: %d", r.status)
	}
}

// TestNeedsComeAsAFile sends a file, sees what would become of it row by row, takes it,
// and sends it again, as CSV and as a workbook.
func TestNeedsComeAsAFile(t *testing.T) {
	o := newOffice(t)
	desk, facility := o.crisis()
	page := desk + "/needs/file"
	head := []string{"facility", "item", "units", "daily", "days", "stock", "deadline", "contact"}
	rows := [][]string{head, {"airport store, Dushanbe", "mask-iir", "1 500"}, {facility, "glove-m", "", "10", "20", "50", "", "Dr. Nur, +992"},
		{"Air port store", "mask-iir", "5"}, {"Airport store", "boots", "5"}, {"Airport store", "thermometer", "-3"}, {"Airport store", "mask-iir", "7"}, {"", "thermometer"}}
	var text strings.Builder
	book := excelize.NewFile()
	for n, row := range rows {
		text.WriteString(`"` + strings.Join(row, `","`) + "\"\n")
		if err := book.SetSheetRow("Sheet1", fmt.Sprint("A", n+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var xlsx bytes.Buffer
	if err := book.Write(&xlsx); err != nil {
		t.Fatal(err)
	}
	take := func(r reply) {
		t.Helper()
		var pairs []string
		for _, m := range regexp.MustCompile(`name="(rows\.\d+)" value="([^"]*)"`).FindAllStringSubmatch(r.body, -1) {
			pairs = append(pairs, m[1], strings.NewReplacer("&#34;", `"`, "&#39;", "'").Replace(m[2]))
		}
		o.does("sends", page, pairs...)
	}
	files := []string{text.String(), xlsx.String()}
	for kind, file := range files {
		r := o.manifest("sends", page, file)
		o.reads(r, "Good 2", "Known already 0", "Refused 4", "item: There is no item boots", "no single place “Air port store” in this crisis. Nearly the same: Airport store, Dushanbe", "units: A whole number from 0", "Line 2 says something else")
		if kind == 1 {
			take(r)
		}
	}
	o.reads(o.get("sends", desk+"/needs?state=open"), "1,500 pieces", "150 pairs", "Dr. Nur, +992")
	for _, file := range files {
		r := o.manifest("sends", page, file)
		o.reads(r, "Good 0", "Known already 2")
		if strings.Contains(r.body, `name="rows.0"`) {
			t.Error("there is something to take")
		}
	}
	for _, bad := range []string{"", "a,b\n1,2\n", "PK\x03\x04 broken", "\xff\xfe", "facility,item\n"} {
		if r := o.manifest("sends", page, bad); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "f-file") {
			t.Errorf("%q: %d", bad, r.status)
		}
	}
	if r := o.get("sends", desk+"/needs/template.csv"); !strings.Contains(r.body, "facility,item,units") || !strings.Contains(r.body, "\n,glove-m,,") {
		t.Errorf("%q", r.body)
	}
}
