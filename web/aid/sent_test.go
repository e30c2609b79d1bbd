package aid

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"agora/relief"
)

// TestAFaultyFormDoesNothing refuses and verifies a facility by forms that hold what is no
// text: they are shown again, and nothing is done.
func TestAFaultyFormDoesNothing(t *testing.T) {
	o := newOffice(t)
	desk, id := o.crisis()
	one := o.link("sends", desk+"/facilities", "Airport store")
	for _, form := range [][]string{{"refuse", "1", "why", "Burnt\x01 down"}, {"source", "A list\x01", "checked", "2026-11-20"}} {
		r := o.post("counts", desk+"/verify", append(form, "id", id)...)
		if r.status != http.StatusUnprocessableEntity || !strings.Contains(alert(r.body), "#f-") {
			t.Errorf("%q: %d %s", form, r.status, alert(r.body))
		}
	}
	if body := o.get("sends", one).body; strings.Contains(body, "Rustam") || strings.Contains(body, "Burnt down") {
		t.Error("a faulty form was acted on")
	}
}

// TestTheDeskReadsAllOfAContact has people leave an address and a number wherever one is
// asked for: the desk reads both, apart.
func TestTheDeskReadsAllOfAContact(t *testing.T) {
	o := newOffice(t)
	desk, _ := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	day := time.Now().UTC().AddDate(0, 0, 2).Format(time.DateOnly)
	who := []string{"donor", "Anna", "contact", "a@example.org, +992 900"}
	o.does("", public+"/pledge", append(who, "item", o.option("", public+"/need", "Masks"), "units", "5", "place", "Osh")...)
	o.does("", public+"/give", append(who, "amount", "50", "currency", "TJS")...)
	o.does("", public+"/carriage", append(who, "vehicle", "lorry", "day", day, "from", "Osh", "to", "Dushanbe", "packages", "40")...)
	o.does("sends", desk+"/tasks", "what", "Pack gloves", "where", "Airport store", "skill", "packer", "places", "1", "day", day, "time", "09:30")
	helper := o.does("", public+"/time", append(who, "hours", "6", "skills", "packer")...)
	o.does("", helper, "task", o.hidden(desk+"/tasks", "task"))
	for _, page := range []string{"", "/money", "/carriage", "/tasks"} {
		if body := o.get("sends", desk+page).body; !strings.Contains(body, "+992 900, a@example.org") {
			t.Errorf("%s does not say how Anna is reached", desk+page)
		}
	}
}

// TestARefusedNeedVerifiesNoPlace says by which source a place is real together with
// numbers that are refused, and the other way round: neither is kept.
func TestARefusedNeedVerifiesNoPlace(t *testing.T) {
	o := newOffice(t)
	desk, _ := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	o.does("", public+"/need", "name", "Kulob hospital", "town", "Kulob", "kind", "hospital", "item", o.option("", public+"/need", "Masks"), "units", "50", "contact", "+992")
	place, needs := o.link("sends", desk+"/facilities", "Kulob hospital"), desk+"/needs"
	still := []string{"need", o.hidden(needs, "need"), "do", "still"}
	for field, form := range map[string][]string{
		"units":  {"units", "many", "source", "letter of the mayor"},
		"stock":  {"units", "70", "stock", "-1", "source", "letter of the mayor"},
		"source": {"units", "70", "source", strings.Repeat("a list ", 30)},
	} {
		if r := o.post("counts", needs, append(still, form...)...); r.status != http.StatusUnprocessableEntity || !strings.Contains(alert(r.body), "#f-"+field) {
			t.Errorf("%s: %d %s", field, r.status, alert(r.body))
		}
		if body := o.get("sends", place).body; strings.Contains(body, "letter of the mayor") {
			t.Errorf("%s: the place is verified", field)
		}
		if body := o.get("sends", needs).body; strings.Contains(body, "70 pieces") {
			t.Errorf("%s: the numbers are kept", field)
		}
	}
	o.does("counts", needs, append(still, "units", "70", "source", "letter of the mayor")...)
	if body := o.get("sends", place).body; !strings.Contains(body, "letter of the mayor") {
		t.Error("the place is not verified")
	}
}

// TestAFormWithoutAFileSaysSo sends every form of a list without one.
func TestAFormWithoutAFileSaysSo(t *testing.T) {
	o := newOffice(t)
	desk, facility := o.crisis()
	for _, path := range []string{"/consign", "/import", "/needs/file"} {
		r := o.post("sends", desk+path, "number", "CN-1", "from", "A foundation", "place", "Kashgar", "facility", facility, "currency", "CNY", "kind", string(relief.RecordKinds[0]))
		if r.status != http.StatusUnprocessableEntity || !strings.Contains(alert(r.body), "#f-file") {
			t.Errorf("%s: %d %s", path, r.status, alert(r.body))
		}
	}
}
