package aid

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestFormsSayUntilWhenTheyAreKept reads each form in which somebody gives something of
// herself, in three languages: it says once when that is deleted, and is small.
func TestFormsSayUntilWhenTheyAreKept(t *testing.T) {
	o := newOffice(t)
	desk, facility := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	if r := o.manifest("sends", desk+"/consign", "number,item,units\n1,mask-iir,2000\n", "number", "CN-1", "from", "A foundation", "place", "Kashgar", "facility", facility, "currency", "CNY"); r.status != http.StatusSeeOther {
		t.Fatal(alert(r.body))
	}
	consignment := regexp.MustCompile(`href="(` + desk + `/\d+)"`).FindStringSubmatch(o.get("sends", desk).body)[1]
	pass := strings.TrimSuffix(o.passLink(consignment, "driver", "R. Saidov", "Silk Road Cargo"), "&lang=en")
	o.does("sends", desk+"/facilities", "id", facility, "name", "Airport store", "kind", "warehouse", "country", "TJ", "town", "Dushanbe", "contact", "Zarina", "email", "zarina@store.example")
	day := time.Now().AddDate(0, 0, 2).Format(time.DateOnly)
	o.does("sends", desk+"/slots", "facility", facility, "day", day, "from", "09:00", "to", "09:30", "capacity", "1")
	slot := regexp.MustCompile(`href="(` + public + `/slots/\d+)"`).FindStringSubmatch(o.get("", public+"/slots").body)[1]
	says := map[string][2]string{"en": {"180 days", "30 days"}, "ru": {"180 дней", "30 дней"}, "ur": {"180 دن", "30 دن"}}
	for path, who := range map[string]string{
		public + "/need": "", public + "/pledge": "", public + "/give": "", public + "/carriage": "", public + "/time": "", public + "/at/" + facility + "/": "", slot: "", pass: "",
		consignment: "sends", consignment + "/passes": "sends", desk + "/facilities": "sends", desk + "/facilities?id=" + facility: "sends", desk + "/call": "sends", desk + "/needs/file": "sends",
	} {
		for lang, words := range says {
			with := "?"
			if strings.Contains(path, "?") {
				with = "&"
			}
			r := o.get(who, path+with+"lang="+lang)
			if r.status != http.StatusOK || strings.Count(r.body, words[0]) != 1 || !strings.Contains(r.body, words[1]) {
				t.Errorf("%s in %s: %d, says it %d times", path, lang, r.status, strings.Count(r.body, words[0]))
			}
			if who == "" && len(r.body) > 30<<10 {
				t.Errorf("%s in %s has %d bytes", path, lang, len(r.body))
			}
		}
	}
}
