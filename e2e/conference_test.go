package e2e

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"agora/country"
)

// reads is a person who looks from a country, in English.
func reads(t *testing.T, from string, at country.Code) *client {
	c := newClient(t, from)
	c.speak("en", string(at))
	return c
}

// takesSeat registers for an event, and gives the address of the seat; "" when the
// address of the person had one.
func (c *client) takesSeat(event, name, email string) string {
	c.Helper()
	form := c.get(event).form(c, event+"/register")
	form.Set("name", name)
	form.Set("email", email)
	form.Set("agreed", "1")
	p := c.post(event+"/register", form)
	if p.status != http.StatusSeeOther {
		c.Fatalf("register: %d\n%s", p.status, mishaps(p))
	}
	to := p.header.Get("Location")
	if !strings.HasPrefix(to, "/attend/") {
		return ""
	}
	return to
}

// TestAConferenceFromPlanToSeat is the work of a programme officer who holds a
// conference, and of two who come, without script: one seat, one who waits, times as
// each of them has them, and nobody on a seat that is not hers.
func TestAConferenceFromPlanToSeat(t *testing.T) {
	t.Parallel()
	officer := reads(t, "127.0.7.1", "KG")
	officer.enter("operator@demo.agora.example")
	begins := time.Now().AddDate(0, 0, 20).UTC().Truncate(24 * time.Hour)
	local := func(hour int, minute string) string {
		return begins.Format("2006-01-02T") + fmt.Sprintf("%02d", hour) + ":" + minute
	}

	form := officer.get("/host/new?host=0").form(t, "/host/new")
	form.Set("title.en", "")
	p := officer.post("/host/new?host=0", form)
	if p.status != http.StatusUnprocessableEntity || !strings.Contains(mishaps(p), "fill this in") {
		t.Errorf("an event without a name: %d %s", p.status, mishaps(p))
	}
	for name, v := range map[string]string{"kind": "conference", "title.en": "What a buyer asks <b>first</b>", "about.en": "Two days.", "zone": "Asia/Bishkek",
		"starts": local(9, "00"), "ends": local(18, "00"), "capacity": "1", "listed": "1", "certify": "60"} {
		form.Set(name, v)
	}
	form["langs"] = []string{"en", "ky"}
	made := officer.post("/host/new?host=0", form)
	plan := made.header.Get("Location")
	if made.status != http.StatusSeeOther {
		t.Fatalf("the event is not made: %d %s", made.status, mishaps(made))
	}
	officer.namesOrganisations(plan)
	speaker := officer.get(plan+"/speakers/new").form(t, plan+"/speakers/new")
	speaker.Set("name", "Saima Rafiq")
	speaker.Set("place", "buyer, Lahore")
	officer.does(plan+"/speakers/new", speaker)
	page := officer.get(plan + "/sessions/new")
	session := page.form(t, plan+"/sessions/new")
	for _, n := range page.elements("input") {
		if value(n, "name") == "speakers" {
			session.Set("speakers", value(n, "value"))
		}
	}
	session.Set("title.en", "The number at my door")
	session.Set("starts", local(14, "30"))
	session.Set("ends", local(15, "15"))
	session.Del("pause")
	session.Del("closed")
	officer.does(plan+"/sessions/new", session)

	event := "/events/" + strings.TrimPrefix(plan, "/host/")
	nilufar, bektur := reads(t, "127.0.7.2", "IN"), reads(t, "127.0.7.3", "PK")
	if p := nilufar.get(event); p.status != http.StatusNotFound {
		t.Errorf("a draft is seen: %d", p.status)
	}
	officer.does(plan+"/move", url.Values{"to": {"publish"}})

	seen := nilufar.get(event)
	for _, want := range []string{"14:00–14:45", "14:30", "India, UTC+5:30", "Naryn Youth Council", "Saima Rafiq", "What a buyer asks &lt;b&gt;first&lt;/b&gt;", "seat is free."} {
		if !strings.Contains(string(seen.body), want) {
			t.Errorf("the event does not say %q", want)
		}
	}
	for _, want := range []string{`alt="Logo of Bank of Felt"`, `loading="lazy"`, `href="https://council.example"`} {
		if !strings.Contains(string(seen.body), want) {
			t.Errorf("the invitation has no %s", want)
		}
	}
	if said := text(seen.root); strings.Index(said, "Naryn Youth Council") > strings.Index(said, "Bank of Felt") {
		t.Error("a sponsor is named before who organises")
	}
	refused := nilufar.post(event+"/register", url.Values{"name": {"Nilufar"}, "email": {"nilufar"}})
	if refused.status != http.StatusUnprocessableEntity || !strings.Contains(string(refused.body), "agreement") {
		t.Errorf("without an address and her word: %d %s", refused.status, mishaps(refused))
	}
	seat := nilufar.takesSeat(event, "Nilufar <i>Khan</i>", "nilufar@example.org")
	if p := nilufar.get(seat); p.status != http.StatusOK || !strings.Contains(string(p.body), "You have a seat.") {
		t.Errorf("her seat: %d", p.status)
	}
	if again := nilufar.takesSeat(event, "Somebody", "nilufar@example.org"); again != "" {
		t.Error("who knows her address got her seat")
	}
	waits := bektur.takesSeat(event, "Bektur", "bektur@example.org")
	if p := bektur.get(waits); !strings.Contains(string(p.body), "Waiting") {
		t.Error("two on one seat")
	}
	bare, key, _ := strings.Cut(seat, "?")
	other, _, _ := strings.Cut(waits, "?")
	for _, path := range []string{bare, other + "?" + key, bare + "?k=x"} {
		if p := bektur.get(path); p.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, p.status)
		}
	}
	listed := officer.get(plan + "/seats")
	if !strings.Contains(string(listed.body), "Nilufar &lt;i&gt;Khan&lt;/i&gt;") || !strings.Contains(string(listed.body), "bektur@example.org") {
		t.Error("the officer does not see who registered")
	}
	if p := bektur.get(plan + "/seats"); p.status == http.StatusOK {
		t.Error("a stranger sees who registered")
	}
	if p := nilufar.get(seat); !strings.Contains(string(p.body), "Minutes attended: 0 of 60") || strings.Contains(string(p.body), "certificate.pdf") {
		t.Error("her seat does not say what a certificate asks for")
	}
	if p := nilufar.post(bare+"/survey?"+key, url.Values{"score": {"5"}}); p.status != http.StatusForbidden {
		t.Errorf("an answer before it begins: %d", p.status)
	}
	if p := officer.get(plan + "/survey"); p.status != http.StatusOK || !strings.Contains(string(p.body), "No answers yet") {
		t.Errorf("the officer's page of answers: %d", p.status)
	}
	if p := bektur.get(plan + "/survey"); p.status == http.StatusOK {
		t.Error("a stranger reads the answers")
	}
	nilufar.does(bare+"/leave?"+key, url.Values{})
	if p := bektur.get(waits); !strings.Contains(string(p.body), "You have a seat.") {
		t.Error("who waited did not get the seat")
	}
	if p := bektur.get("/events"); !strings.Contains(string(p.body), "What a buyer asks") {
		t.Error("the list of events lacks it")
	}
	if p := bektur.get(event + "/calendar.ics"); !strings.Contains(string(p.body), "SUMMARY;LANGUAGE=en:The number at my door") || !strings.Contains(string(p.body), begins.Format("20060102")+"T083000Z") {
		t.Errorf("her calendar is told: %s", p.body)
	}
	var list bytes.Buffer
	file := multipart.NewWriter(&list)
	part, err := file.CreateFormFile("file", "people.csv")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(part, "name;email;country\nАсель;asel@example.org;KZ\nNobody;nowhere;KZ\nBektur;bektur@example.org;PK\n")
	_ = file.WriteField("agreed", "1")
	file.Close()
	taken := officer.send(http.MethodPost, plan+"/people", file.FormDataContentType(), &list)
	for _, want := range []string{"Seats: 0, waiting: 1, were there: 1, wrong: 1.", "Row 3, email:"} {
		if said := strings.Join(strings.Fields(text(taken.root)), " "); !strings.Contains(said, want) {
			t.Errorf("the list was taken, and %q is not said: %s", want, said)
		}
	}
	if p := officer.get(plan + "/people.csv"); !strings.Contains(string(p.body), "Асель") {
		t.Errorf("the list that is given: %s", p.body)
	}
}
