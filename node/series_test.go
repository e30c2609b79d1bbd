package node

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/identity"
)

// read reads a page of any status.
func (v *visit) read(path string) (status int, body string) {
	v.Helper()
	res, err := v.http.Get(v.url + path)
	if err != nil {
		v.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		v.Fatal(err)
	}
	return res.StatusCode, string(text)
}

// refused sends a form that is refused, and gives the page that says why.
func (v *visit) refused(path string, form url.Values) string {
	v.Helper()
	res, err := v.http.PostForm(v.url+path, form)
	if err != nil {
		v.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusUnprocessableEntity {
		v.Fatalf("%s: %d %v", path, res.StatusCode, err)
	}
	return string(text)
}

// TestASeriesKeepsItsHourThroughAChangeOfClock: a host makes a class weekly over
// the end of summer time in Berlin; calendars have each session at the same hour of
// the wall.
func TestASeriesKeepsItsHourThroughAChangeOfClock(t *testing.T) {
	n, site := demoSite(t, settings(t, t.TempDir()))
	host := newVisit(t, n, site).signIn("operator")
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	year := time.Now().Year() + 1
	change := time.Date(year, 10, 31, 0, 0, 0, 0, zone) // the clock goes back on the last Sunday of October
	change = change.AddDate(0, 0, -int(change.Weekday()))
	first := time.Date(year, change.Month(), change.Day()-4, 18, 0, 0, 0, zone) // the Wednesday before
	e, err := n.Assembly.Save(t.Context(), identity.System(), assembly.Event{Starts: first.AddDate(0, 0, -1), Ends: first.AddDate(0, 2, 0),
		Plan: assembly.Plan{Kind: assembly.Class, Title: catalog.Texts{"en": "Felt"}, Zone: "Europe/Berlin", Langs: []string{"en"}}})
	if err == nil {
		err = n.Assembly.Publish(t.Context(), identity.System(), e.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	session, err := n.Assembly.Schedule(t.Context(), identity.System(), assembly.Session{Event: e.ID, Starts: first, Ends: first.Add(time.Hour), Topic: assembly.Topic{Title: catalog.Texts{"en": "Wool"}}})
	if err != nil {
		t.Fatal(err)
	}
	at := fmt.Sprintf("/host/%d/sessions/%d", e.ID, session.ID)
	if page := host.refused(at+"/repeat", url.Values{"every": {"week"}, "count": {"61"}}); !strings.Contains(page, `value="61"`) {
		t.Error("what was typed is gone")
	}
	host.post(at+"/repeat", url.Values{"every": {"week"}, "days": {"3"}, "count": {"3"}})
	_, ics := host.read(fmt.Sprintf("/events/%d/calendar.ics", e.ID))
	for i, utc := range []int{16, 17, 17} {
		if want := first.AddDate(0, 0, 7*i).Format("DTSTART:20060102T") + fmt.Sprintf("%02d0000Z", utc); !strings.Contains(ics, want) {
			t.Errorf("no %s in\n%s", want, ics)
		}
	}
	if strings.Count(ics, "BEGIN:VEVENT") != 3 {
		t.Errorf("entries:\n%s", ics)
	}
	if _, page := host.read(at); !strings.Contains(page, "BYDAY=WE") {
		t.Error("the page of the session does not say its rule")
	}
	host.count(at, fmt.Sprintf("/events/%d", e.ID))
	host.post(at+"/repeat", url.Values{"every": {""}})
	if _, ics := host.read(fmt.Sprintf("/events/%d/calendar.ics", e.ID)); strings.Count(ics, "BEGIN:VEVENT") != 1 {
		t.Errorf("ended, it goes on:\n%s", ics)
	}
}
