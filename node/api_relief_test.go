package node

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"agora/api"
)

// TestTheAPIOfReliefSaysWhatItsPagesSay compares the API with the file and the page of the
// demo's flood, of which 21 packages are missing, and counts its statements.
func TestTheAPIOfReliefSaysWhatItsPagesSay(t *testing.T) {
	n, site := demoSite(t, settings(t, t.TempDir()))
	guest := newVisit(t, n, site)
	body, _ := guest.get("/relief")
	page := regexp.MustCompile(`/relief/\d+`).FindString(body)
	at := api.Root + strings.Replace(page, "/relief/", "/crises/", 1)

	file, _ := guest.get(page + "/totals.csv")
	rows, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var have, want []string
	for _, r := range rows[2:] {
		want = append(want, strings.Join([]string{r[0], r[6], r[7], r[8], r[9], r[10]}, " "))
	}
	for _, l := range listed[api.Total](guest, at+"/totals", 3) {
		have = append(have, fmt.Sprint(l.ID+" ", l.Needed, l.OnTheWay, l.Received, l.Missing, l.WrittenOff))
	}
	slices.Sort(have)
	if slices.Sort(want); len(want) < 6 || !slices.Equal(have, want) {
		t.Errorf("the API has\n%q, the file\n%q", have, want)
	}

	var missing []api.MissingPackage
	sent := listed[api.Consignment](guest, at+"/consignments", 200)
	for _, c := range sent {
		missing = append(missing, listed[api.MissingPackage](guest, at+"/consignments/"+c.ID+"/missing", 8)...)
	}
	if len(missing) != 21 || missing[0].Number != 411 || missing[20].Number != 431 || missing[0].Last == nil || missing[0].Last.Custodian != "Silk Road Cargo" {
		t.Errorf("missing are %+v", missing)
	}

	places := listed[api.Facility](guest, at+"/facilities", 200)
	paths := []string{api.Root + "/crises", at, at + "/totals", at + "/facilities", at + "/facilities/" + places[0].ID, at + "/needs", at + "/consignments",
		at + "/consignments/" + sent[0].ID, at + "/consignments/" + sent[0].ID + "/missing"}
	t.Log(guest.count(paths...))
	person := regexp.MustCompile(`@|\+992|Saidov|Li Na`)
	for _, path := range paths {
		if body, _ := guest.get(path); person.MatchString(body) {
			t.Errorf("%s tells %q", path, person.FindString(body))
		}
	}
}

// listed reads a whole list of the API, so many at a time.
func listed[T any](v *visit, path string, limit int) (list []T) {
	v.Helper()
	for cursor := ""; ; {
		body, _ := v.get(fmt.Sprintf("%s?limit=%d&cursor=%s", path, limit, cursor))
		var page api.Page[T]
		if err := json.Unmarshal([]byte(body), &page); err != nil {
			v.Fatal(err)
		}
		if list, cursor = append(list, page.Items...), page.Next; cursor == "" {
			return list
		}
	}
}
