package aid

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"agora/relief"
)

// TestTheBoardIsBounded packs one of twenty pledges on a board of 300 facilities: each
// facility is on the page twice, not once a pledge.
func TestTheBoardIsBounded(t *testing.T) {
	o := newOffice(t)
	desk, facility := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	masks := o.option("", public+"/need", "Masks")
	crisis, err := strconv.ParseInt(strings.TrimPrefix(desk, "/aid/"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 299 {
		f := relief.Facility{Crisis: relief.CrisisID(crisis), Kind: relief.FacilityKinds[0], Profile: relief.Profile{Name: "Clinic " + strconv.Itoa(n), Town: "Kulob", Country: "TJ"}}
		if _, err := o.aid.Relief.Found(t.Context(), who["sends"], f); err != nil {
			t.Fatal(err)
		}
	}
	for range 20 {
		o.does("", public+"/pledge", "item", masks, "units", "10", "donor", "Open <Door>", "place", "Osh", "contact", "+992")
	}
	var ids []string
	for _, m := range regexp.MustCompile(`name="pledge" value="(\d+)"`).FindAllStringSubmatch(o.get("sends", desk).body, -1) {
		ids = append(ids, m[1])
		o.does("sends", desk+"/pledges", "pledge", m[1], "take", "1")
	}
	r := o.get("sends", desk)
	if len(ids) != 20 || len(r.body) > 200_000 || strings.Count(r.body, ">Clinic 7,") != 2 {
		t.Errorf("%d pledges, %d bytes, a clinic %d times", len(ids), len(r.body), strings.Count(r.body, ">Clinic 7,"))
	}
	r = o.post("sends", desk+"/pledges", "pledge", ids[3], "send", "1", "facility", facility, "number", "CN-<7>", "packages", "11")
	if chosen := regexp.MustCompile(`<option value="` + ids[3] + `" selected`).MatchString(r.body); r.status != http.StatusUnprocessableEntity || !chosen ||
		!strings.Contains(alert(r.body), "#f-packages") || strings.Count(r.body, `id="f-number"`) != 1 || !strings.Contains(r.body, `value="CN-&lt;7&gt;"`) || !strings.Contains(r.body, `<details id="send" open`) {
		t.Errorf("%d, chosen %v: %s", r.status, chosen, alert(r.body))
	}
	if r := o.post("sends", desk+"/pledges", "send", "1", "facility", facility, "number", "CN-7", "packages", "1"); r.status != http.StatusUnprocessableEntity || !strings.Contains(alert(r.body), "#f-pledge") {
		t.Errorf("none is chosen: %d %s", r.status, alert(r.body))
	}
	o.does("sends", desk+"/pledges", "pledge", ids[3], "send", "1", "facility", facility, "number", "CN-7", "packages", "2")
	if body := o.get("sends", desk).body; strings.Contains(body, `<option value="`+ids[3]+`"`) || !strings.Contains(body, "CN-7 ") {
		t.Error("the pledge is not sent")
	}
}
