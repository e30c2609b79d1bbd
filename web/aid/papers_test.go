package aid

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestPapersOfAConsignment asks for each paper as the desk's page leads to it: those who
// coordinate get it as a file, and nobody else.
func TestPapersOfAConsignment(t *testing.T) {
	o := newOffice(t)
	desk, facility := o.crisis()
	r := o.manifest("sends", desk+"/consign", packingList(), "number", `CN-"697"`, "from", "A foundation", "place", "Kashgar", "facility", facility, "currency", "CNY")
	if r.status != http.StatusSeeOther {
		t.Fatal(r.status)
	}
	one := r.to
	o.does("sends", one+"/over", "custodian", "Silk <Road>", "person", "R. Saidov", "place", "Karasu", "proof", "Rahim Saidov")
	page := o.get("sends", one).body
	links := regexp.MustCompile(`href="(/aid/\d+/\d+/papers\?[^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(links) != 8 {
		t.Fatalf("%d papers on the page", len(links))
	}
	for _, l := range links {
		path := strings.ReplaceAll(l[1], "&amp;", "&") + "&with=ru"
		if r := o.get("counts", path); r.status != http.StatusOK || !strings.HasPrefix(r.body, "%PDF-1.7") || !strings.HasSuffix(r.body, "%%EOF\n") {
			t.Errorf("%s: %d, %.60s", path, r.status, r.body)
		}
		for _, name := range []string{"", "buyer"} {
			if r := o.get(name, path); strings.HasPrefix(r.body, "%PDF") || r.status == http.StatusOK {
				t.Errorf("%q is given %s: %d", name, path, r.status)
			}
		}
	}
	for path, want := range map[string]int{"?paper=labels&slips=1-20": 200, "?paper=labels&slips=x": 422, "?paper=labels&slips=698": 422, "?paper=bill": 404, "?paper=proof&over=1": 404, "?paper=proof": 404, "": 404} {
		if r := o.get("sends", one+"/papers"+path); r.status != want || want == 422 && (!strings.Contains(r.body, "f-slips") || !strings.Contains(r.body, "Write numbers and ranges")) {
			t.Errorf("%s: %d, %s", path, r.status, alert(r.body))
		}
	}
	small, all := len(o.get("sends", one+"/papers?paper=labels&slips=1-20").body), len(o.get("sends", one+"/papers?paper=labels").body)
	if small*4 > all {
		t.Errorf("labels of 20 packages have %d bytes, those of 697 %d", small, all)
	}
}
