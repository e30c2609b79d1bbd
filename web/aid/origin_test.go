package aid

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestWhereGoodsWereMadeIsOnTheirList pledges goods from a country by its name, packs
// them, and reads the country in the list of packages; a country that there is not is
// said beside its field, with what was typed.
func TestWhereGoodsWereMadeIsOnTheirList(t *testing.T) {
	o := newOffice(t)
	desk, facility := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	pledge := func(country string) reply {
		return o.post("", public+"/pledge", "item", o.option("", public+"/pledge", "Masks, type IIR"), "units", "500", "donor", "Open Door", "place", "Osh", "contact", "+996", "origin", country)
	}
	if r := pledge("Atlantis"); r.status != http.StatusUnprocessableEntity || !strings.Contains(alert(r.body), "#f-origin") || !strings.Contains(r.body, `value="Atlantis"`) {
		t.Errorf("no country: %d %s", r.status, alert(r.body))
	}
	for typed, code := range map[string]string{"china": "CN", "kz": "KZ", "": ""} {
		if r := pledge(typed); r.status != http.StatusSeeOther {
			t.Fatalf("%q: %d %s", typed, r.status, alert(r.body))
		}
		id := o.hidden(desk, "pledge")
		o.does("sends", desk+"/pledges", "pledge", id, "take", "1")
		o.does("sends", desk+"/pledges", "send", "1", "pledge", id, "facility", facility, "number", "CN-"+code, "packages", "1")
		at := regexp.MustCompile(`href="([^"]+)">CN-` + code + ` `).FindStringSubmatch(o.get("sends", desk).body)
		if at == nil {
			t.Fatal("it is not on the desk")
		}
		if list := o.get("sends", at[1]+"/manifest.csv").body; !strings.Contains(list, "\n1,mask-iir,500,,,,"+code+"\n") {
			t.Errorf("%q: %s", typed, list)
		}
	}
}
