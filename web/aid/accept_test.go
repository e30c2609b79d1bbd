package aid

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"agora/i18n"
	"agora/relief"
	"agora/web/ui"
)

// link gives the address to which words of a list on the desk lead.
func (o *office) link(name, path, words string) string {
	o.Helper()
	found := regexp.MustCompile(`<a href="([^"]+)">\s*<bdi>` + regexp.QuoteMeta(words)).FindStringSubmatch(o.get(name, path).body)
	if found == nil {
		o.Fatalf("%s does not lead to %s", path, words)
	}
	return found[1]
}

// TestAnItemIsChangedByItsForm changes an item, says 20 cartons in a pledge and boxes in a
// need, and finds units where they are counted.
func TestAnItemIsChangedByItsForm(t *testing.T) {
	o := newOffice(t)
	desk, facility := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	one := o.link("sends", desk+"/items", "Gloves, size M")
	id := regexp.MustCompile(`items/(\d+)/`).FindStringSubmatch(one)[1]
	form := []string{"id", id, "code", "glove-m", "item.en", "Gloves, size M", "item.ru", "Перчатки, M", "unit", "pair", "packs", "box 50\ncarton 1000", "most", "1000000",
		"codes.gtin", "4006381333931", "codes.unspsc", "42132203", "instead", "thermometer", "coldest", "-5", "warmest", "25"}
	for field, value := range map[string]string{"codes.gtin": "4006381333932", "packs": "fifty", "instead": "boots", "coldest": "30", "item.en": ""} {
		bad := append(append([]string{}, form...), "x", "")
		for i := 0; i < len(bad); i += 2 {
			if bad[i] == field || field == "item.en" && bad[i] == "item.ru" {
				bad[i+1] = value
			}
		}
		if field == "item.en" {
			field = "item-en"
		}
		if field == "coldest" {
			field = "warmest" // it is said there
		}
		r := o.post("sends", desk+"/items", bad...)
		if r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `href="#f-`+strings.ReplaceAll(field, ".", "-")+`"`) || !strings.Contains(r.body, "42132203") {
			t.Errorf("%s: %d %s", field, r.status, alert(r.body))
		}
	}
	o.does("sends", desk+"/items", form...)
	if body := o.get("sends", one).body; !strings.Contains(body, "Перчатки, M") || !strings.Contains(body, "carton 1000") || !strings.Contains(body, `value="-5"`) {
		t.Error("the form does not have what was saved")
	}
	o.shows(public+"/pledge", "Gloves, size M · box (50 pairs)", "Gloves, size M · carton (1,000 pairs)")
	o.does("", public+"/need", "facility", facility, "item", id+"x50", "daily", "10", "days", "14", "stock", "20", "contact", "+992 900")
	if body := o.get("sends", desk+"/needs").body; !strings.Contains(body, "6,000 pairs") {
		t.Error("120 boxes are not 6,000 pairs")
	}
	o.does("", public+"/pledge", "item", id+"x1000", "units", "20", "donor", "Open Door", "place", "Osh", "contact", "a@example.org")
	if body := o.get("sends", desk).body; !strings.Contains(body, "20,000 pairs") {
		t.Error("20 cartons are not 20,000 pairs")
	}
	if r := o.post("", public+"/pledge", "item", id+"x7", "units", "20", "donor", "Open Door", "place", "Osh", "contact", "a@example.org"); r.status != http.StatusUnprocessableEntity {
		t.Errorf("a pack that there is not: %d", r.status)
	}
	form[9] = "piece"
	if r := o.post("sends", desk+"/items", form...); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "it stays as it is") {
		t.Errorf("the unit changes under what is counted: %d", r.status)
	}
	if r := o.get("buyer", one); r.status == http.StatusOK {
		t.Error("a buyer reads the desk")
	}
}

// TestAPlaceSaysWhatItTakes writes down a hospital with its rules, verifies it, reads its
// public page, is told so by a pledge that it would not take, and writes to it.
func TestAPlaceSaysWhatItTakes(t *testing.T) {
	o := newOffice(t)
	desk, _ := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	masks := o.option("", public+"/need", "Masks, type IIR")
	fields := []string{"name", "Kulob <hospital>", "kind", "hospital", "country", "TJ", "town", "Kulob", "landmark", "Behind the bazaar", "hours", "8–20", "point", "37.912, 69.781",
		"contact", "Zarina", "email", "nurse@kulob.example", "phone", "+992 918", "homemade", "1", "homemade_of", "glove-m"}
	if r := o.post("sends", desk+"/facilities", append(fields, "only", "boots")...); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "There is no item boots") || !strings.Contains(r.body, "Behind the bazaar") {
		t.Errorf("an item that there is not: %d", r.status)
	}
	fields[13] = "95, 10"
	if r := o.post("sends", desk+"/facilities", fields...); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `href="#f-point"`) {
		t.Errorf("beyond the pole: %d", r.status)
	}
	fields[13] = "37,912 N 69,781 E"
	o.does("sends", desk+"/facilities", fields...)
	one := o.link("sends", desk+"/facilities?q=kulob", "Kulob &lt;hospital&gt;")
	id := regexp.MustCompile(`facilities/(\d+)/`).FindStringSubmatch(one)[1]
	page := public + "/at/" + id + "/"
	o.shows(page, "Not verified yet", "Behind the bazaar", "8–20", "37.912, 69.781", "Gloves, size M", "-+992 918", "-Zarina", "-nurse@kulob")
	if r := o.post("counts", desk+"/verify", "id", id, "source", "", "checked", "2026-11-20"); r.status != http.StatusUnprocessableEntity {
		t.Errorf("verified by nothing: %d", r.status)
	}
	o.does("counts", desk+"/verify", "id", id, "source", "list of the ministry", "checked", "2026-11-20")
	o.shows(page, "Verified: list of the ministry", "-Rustam")
	if !strings.Contains(o.get("sends", one).body, "Rustam") {
		t.Error("the desk does not say who verified it")
	}
	o.does("", public+"/need", "facility", id, "item", masks, "daily", "1000", "days", "14", "stock", "2000", "contact", "+992")
	o.does("sends", desk+"/needs", "need", o.hidden(desk+"/needs", "need"), "do", "still", "daily", "1000", "days", "14", "stock", "2000")
	o.does("sends", desk+"/needs", "need", o.needOf(public, desk, id, "Gloves"), "do", "still", "units", "50")
	o.shows(page, "12,000 pieces", "2 days")
	o.shows(public, "Kulob &lt;hospital&gt;, Kulob", "12,000 pieces", "50 pairs", "-12,050", "-Zarina")

	given := []string{"item", masks, "units", "100", "donor", "Sewing circle", "place", "Osh", "contact", "1", "homemade", "1"}
	if r := o.post("", public+"/pledge", given...); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "Home-made are wanted: ") || !strings.Contains(r.body, "Gloves, size M") || !strings.Contains(r.body, "Sewing circle") {
		t.Errorf("home-made masks: %d %s", r.status, alert(r.body))
	}
	if r := o.post("", page, "text", "", "reply", "1"); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `href="#f-text"`) && !strings.Contains(r.body, `href="#f-email"`) {
		t.Errorf("nothing is written: %d", r.status)
	}
	o.does("", page, "text", "We have masks.", "email", "a@example.org")
	o.does("sends", desk+"/verify", "id", id, "refuse", "1", "why", "It was closed")
	if r := o.get("", page); r.status != http.StatusNotFound {
		t.Errorf("a refused place is shown: %d", r.status)
	}
	o.shows(public, "-Kulob &lt;hospital&gt;")
}

// needOf reports a need of an item at a place, and gives its id.
func (o *office) needOf(public, desk, facility, item string) string {
	o.Helper()
	all := func() (ids []string) {
		for _, m := range regexp.MustCompile(`id="need-(\d+)"`).FindAllStringSubmatch(o.get("sends", desk+"/needs").body, -1) {
			ids = append(ids, m[1])
		}
		return ids
	}
	before := all()
	o.does("", public+"/need", "facility", facility, "item", o.option("", public+"/need", item), "units", "50", "contact", "+992")
	fresh := slices.DeleteFunc(all(), func(id string) bool { return slices.Contains(before, id) })
	if len(fresh) != 1 {
		o.Fatalf("%d needs are new", len(fresh))
	}
	return fresh[0]
}

// TestAPledgeAnswersWhatItsItemAsks has an item that needs a certificate and expires: its
// questions come when they are missed, or at once where the item is known.
func TestAPledgeAnswersWhatItsItemAsks(t *testing.T) {
	o := newOffice(t)
	desk, _ := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	o.does("sends", desk+"/items", "code", "vaccine", "item.en", "Vaccine", "unit", "box", "certificate", "WHO-PQ", "keeps", "1")
	vaccine := o.option("", public+"/pledge", "Vaccine")
	o.shows(public+"/pledge", "-Is there a certificate", "-Good until")
	o.shows(public+"/pledge?item="+vaccine, "Is there a certificate", "WHO-PQ", "Good until")
	given := []string{"item", vaccine, "units", "10", "donor", "Open Door", "place", "Osh", "contact", "1"}
	if r := o.post("", public+"/pledge", given...); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `id="f-expires"`) {
		t.Errorf("without its day: %d", r.status)
	}
	if r := o.post("", public+"/pledge", append(given, "expires", "2099-01-01", "certificate", "no")...); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `href="#f-certificate"`) {
		t.Errorf("without a certificate: %d", r.status)
	}
	o.does("", public+"/pledge", append(given, "expires", "2099-01-01", "certificate", "yes")...)
}

// TestACrisisOfManyPlacesIsSmall has 300 places.
func TestACrisisOfManyPlacesIsSmall(t *testing.T) {
	o := newOffice(t)
	desk, _ := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	crisis, err := strconv.ParseInt(strings.TrimPrefix(desk, "/aid/"), 10, 64)
	for n := int64(0); n < 300 && err == nil; n++ {
		_, err = o.aid.Relief.Found(t.Context(), who["sends"], relief.Facility{Crisis: relief.CrisisID(crisis), Kind: "clinic", Profile: relief.Profile{Name: fmt.Sprintf("Health house number %d of the valley", n), Country: "TJ", Town: "Vose",
			Lat: 37_00000 + n*37717%300_000, Lon: 68_00000 + n*91331%400_000}})
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"en", "ru", "ur"} {
		for _, path := range []string{public + "?lang=", public + "?places=10&lang=", public + "?places=291&lang="} {
			if r := o.get("", path+lang); r.status != http.StatusOK || len(r.body) > 30<<10 {
				t.Errorf("%s%s: %d, %d bytes", path, lang, r.status, len(r.body))
			}
		}
	}
	o.shows(public+"?places=291", "Health house number 299", "-Next page")
}

// TestTheMapIsAsKept draws a map of known places and compares it; no name covers another
// or leaves the map.
func TestTheMapIsAsKept(t *testing.T) {
	list := []spot{{"Kulob regional hospital", 37_91200, 69_78100, 12_000}, {"Airport store", 38_54300, 68_82500, 0}, {"Vose health house", 37_80400, 69_64300, 4_000}, {"Danghara clinic", 38_09500, 69_33900, 500}, {"库洛布医院", 37_91300, 69_78200, 100}}
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := drawMap(list)
	var b strings.Builder
	if err := mapFigure(c, "50 km").Render(ui.With(t.Context(), words.Locale("en")), &b); err != nil {
		t.Fatal(err)
	}
	const kept = "testdata/map.svg"
	svg := regexp.MustCompile(`(?s)<svg.*</svg>`).FindString(b.String())
	if os.Getenv("AGORA_KEEP_MAP") != "" {
		_ = os.MkdirAll("testdata", 0o755)
		if err := os.WriteFile(kept, []byte(svg), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(kept)
	if err != nil || string(want) != svg {
		t.Errorf("%v\n%s", err, svg)
	}
	for i, n := range c.names {
		for _, m := range c.names[:i] {
			if n.box(width(n.text)).over(m.box(width(m.text))) {
				t.Errorf("%s covers %s", n.text, m.text)
			}
		}
	}
	for _, one := range [][]spot{nil, {{"Here", 0, 0, 1}}, {{"Fiji", -17_00000, 178_00000, 1}, {"Samoa", -13_00000, -172_00000, 2}}, {{"Pole", 90_00000, 10, 1}, {"Other", -90_00000, 10, 1}}} {
		c := drawMap(one)
		if len(one) > 0 && (c.height < mapLeast || c.height > mapMost || c.bar < 5 || c.bar > mapWidth || c.km < 1) {
			t.Errorf("%v: %+v", one, c)
		}
	}
}
