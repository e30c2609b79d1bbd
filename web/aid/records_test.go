package aid

import (
	"encoding/csv"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"agora/relief"
)

const offersHead = "donorKey,donationkey,equipmentEnum,qty,datecreated,dataSource,stateprovince\n"

// TestListsOfOthers reads a list by the form, mends a line, leaves one out, and takes the
// report and the sums out as files; what was read is in no total of the crisis.
func TestListsOfOthers(t *testing.T) {
	o := newOffice(t)
	desk, _ := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	at := desk + "/import"
	list := offersHead + "d1,o1,n95,40,2020-04-29 17:04:31 UTC,Form,Fl\nd2,o2,gown,5,2020-04-19 04:00:00 UTC,Form,<Ontario>\nd3,o3,n95,50000000,2020-04-19 04:00:00 UTC,Form,CA\n" +
		"d4,o4,n95,-1,2020-04-19 04:00:00 UTC,Form,CA\nd5,=o5,boots,5,2020-04-19 04:00:00 UTC,Form,CA\nd6,o6,gown,9,2020-04-19 04:00:00 UTC,Form,\n"
	for _, name := range []string{"", "buyer"} {
		if r := o.manifest(name, at, list, "kind", "offers"); r.status == http.StatusSeeOther && !strings.Contains(r.to, "sign-in") || o.get(name, at).status == http.StatusOK {
			t.Errorf("%q imports: %d to %s", name, r.status, r.to)
		}
	}
	if r := o.manifest("sends", at, "a,b\n1,2\n", "kind", "matches"); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "matchkey, donorkey") {
		t.Errorf("a list of something else: %d %s", r.status, alert(r.body))
	}
	for range 2 {
		if r := o.manifest("sends", at, list, "kind", "offers"); r.status != http.StatusSeeOther {
			t.Fatalf("%d %s", r.status, alert(r.body))
		}
	}
	page := words(o.get("sends", at).body)
	if !strings.Contains(page, "Good 1 To be looked at 3 Refused 2 Left out 0") || !strings.Contains(page, "Offered 1 40 pieces") {
		t.Error(page)
	}
	parked := at + "/parked?kind=offers"
	body := o.get("sends", parked).body
	if !strings.Contains(body, "“&lt;Ontario&gt;” is no state") || !strings.Contains(body, "Line 4") || strings.Count(body, `value="sure"`) != 1 {
		t.Error(words(body))
	}
	lines := regexp.MustCompile(`name="line" value="([0-9a-f]{32})"`).FindAllStringSubmatch(body, -1)
	if len(lines) != 3 {
		t.Fatal(lines)
	}
	key := func(i int) string { return lines[i][1] }
	if r := o.post("sends", parked, "line", key(0), "do", "mend", inputName(key(0), 6), "ZZ"); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `value="ZZ"`) || !strings.Contains(r.body, "“ZZ” is no state") {
		t.Errorf("no state is taken: %d %s", r.status, alert(r.body))
	}
	o.does("sends", parked, "line", key(0), "do", "mend", inputName(key(0), 6), "ny")
	o.does("sends", parked, "line", key(1), "do", "mend", inputName(key(1), 3), "500")
	o.does("sends", parked, "line", key(2), "do", "drop")
	if r := o.post("sends", parked, "line", key(2), "do", "drop"); r.status != http.StatusConflict {
		t.Errorf("left out twice: %d", r.status)
	}
	if page = words(o.get("sends", at).body); !strings.Contains(page, "Good 3 To be looked at 0 Refused 2 Left out 1") || !strings.Contains(page, "Offered 2 540 pieces") {
		t.Error(page)
	}
	got := rowsOf(t, o.get("sends", at+"/refused.csv?kind=offers").body)
	if len(got) != 4 || strings.Join(got[1][:5], ",") != "5,refused,qty,'-1,number_range" && strings.Join(got[1][:5], ",") != "5,refused,qty,-1,number_range" || !strings.Contains(got[2][5], "no item boots") || got[3][1] != "dropped" {
		t.Error(got)
	}
	got = rowsOf(t, o.get("", public+"/imported.csv").body)
	if len(got) != 4 || got[1][6] != "#output+imported+quantity" || strings.Join(got[2], ",")+strings.Join(got[3], ",") == "" || !strings.Contains(strings.Join(got[2], ",")+";"+strings.Join(got[3], ","), "n95,piece,2,540") {
		t.Error(got)
	}
	o.shows(public, "-540")
	for path, want := range map[string]int{"/parked": 404, "/parked?kind=x": 404, "/refused.csv?kind=x": 404, "/parked?kind=matches&after=zz.1": 200} {
		if r := o.get("sends", at+path); r.status != want {
			t.Errorf("%s: %d", path, r.status)
		}
	}
	o.does("sends", desk+"/close")
	if r := o.manifest("sends", at, list, "kind", "offers"); r.status != http.StatusConflict {
		t.Errorf("a closed crisis takes a list: %d", r.status)
	}
}

// words gives the text of a page.
func words(body string) string {
	return strings.Join(strings.Fields(regexp.MustCompile(`(?s)<(script|style).*?</(script|style)>|<[^>]*>`).ReplaceAllString(body, " ")), " ")
}

func rowsOf(t *testing.T, body string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err, body)
	}
	return rows
}

// TestTheListsOf2020ByTheForm sends the real lists as a person would.
func TestTheListsOf2020ByTheForm(t *testing.T) {
	o := newOffice(t)
	desk, _ := o.crisis()
	for kind, file := range map[string]string{"offers": "all_offers.csv", "matches": "all_matches.csv"} {
		body, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "relief", file))
		if err != nil {
			t.Skip("the records of GetUsPPE are not here: ", err)
		}
		if r := o.manifest("sends", desk+"/import", string(body), "kind", kind); r.status != http.StatusSeeOther {
			t.Fatalf("%s: %d %s", kind, r.status, alert(r.body))
		}
	}
	page := words(o.get("sends", desk+"/import").body)
	for _, want := range []string{"Good 4,161 To be looked at 416 Refused 389", "Good 6,006 To be looked at 515 Refused 411"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q: %s", want, page)
		}
	}
	next, seen := desk+"/import/parked?kind=matches", map[string]bool{}
	for range 515/relief.PageSize + 1 {
		body := o.get("sends", next).body
		for _, m := range regexp.MustCompile(`name="line" value="([0-9a-f]{32})"`).FindAllStringSubmatch(body, -1) {
			seen[m[1]] = true
		}
		_, pager, _ := strings.Cut(body, `class="pager"`)
		for _, m := range regexp.MustCompile(`href="([^"]+after=[^"]+)"`).FindAllStringSubmatch(pager[:min(len(pager), 800)], 1) {
			next = strings.ReplaceAll(m[1], "&amp;", "&")
		}
	}
	if len(seen) != 515 {
		t.Errorf("%d parked lines on the pages", len(seen))
	}
	if rows := rowsOf(t, o.get("sends", desk+"/import/refused.csv?kind=offers").body); len(rows) < 390 {
		t.Errorf("%d rows of the report", len(rows))
	}
}
