package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// running makes an event that began an hour ago and is published, and gives its plan.
func (c *client) running(title string) string {
	c.Helper()
	form := c.get("/host/new?host=0").form(c, "/host/new")
	began := time.Now().UTC().Add(-time.Hour)
	for name, v := range map[string]string{"kind": "webinar", "title.en": title, "zone": "UTC", "certify": "30", "listed": "1",
		"starts": began.Format("2006-01-02T15:04"), "ends": began.Add(5 * time.Hour).Format("2006-01-02T15:04")} {
		form.Set(name, v)
	}
	form["langs"] = []string{"en"}
	made := c.post("/host/new?host=0", form)
	plan := made.header.Get("Location")
	if made.status != http.StatusSeeOther {
		c.Fatalf("the event is not made: %d %s", made.status, mishaps(made))
	}
	c.does(plan+"/move", url.Values{"to": {"publish"}})
	return plan
}

// TestASurveyFromTheSeatToTheHost asks two people how it was: what they said comes
// to the host, who they are does not; the pages are open to everybody.
func TestASurveyFromTheSeatToTheHost(t *testing.T) {
	t.Parallel()
	officer := reads(t, "127.0.7.11", "KG")
	officer.enter("operator@demo.agora.example")
	plan := officer.running("How to answer a buyer")
	event := "/events/" + strings.TrimPrefix(plan, "/host/")
	dilnoza, farid := reads(t, "127.0.7.12", "UZ"), reads(t, "127.0.7.13", "AF")
	seat := dilnoza.takesSeat(event, "Dilnoza Karimova", "dilnoza@example.org")
	other := farid.takesSeat(event, "Farid Noori", "farid@example.org")
	survey := func(seat string) string {
		path, key, _ := strings.Cut(seat, "?")
		return path + "/survey?" + key
	}
	if p := dilnoza.post(survey(seat), url.Values{"words": {"No score"}}); p.status != http.StatusUnprocessableEntity || !strings.Contains(string(p.body), "No score") {
		t.Errorf("without a score: %d", p.status)
	}
	dilnoza.does(survey(seat), url.Values{"score": {"2"}})
	dilnoza.does(survey(seat), url.Values{"score": {"5"}, "words": {"Clear & short"}})
	farid.does(survey(other), url.Values{"score": {"4"}, "words": {"<b>More</b> time"}})
	if p := dilnoza.get(seat); !strings.Contains(string(p.body), "Clear &amp; short") {
		t.Error("what she said is not there to be changed")
	}
	page := string(officer.get(plan + "/survey").body)
	for _, want := range []string{"4.5", "Clear &amp; short", "&lt;b&gt;More&lt;/b&gt; time", "5 very good"} {
		if !strings.Contains(page, want) {
			t.Errorf("the officer does not read %q", want)
		}
	}
	for _, never := range []string{"Dilnoza", "Farid", "example.org"} {
		if strings.Contains(page, never) {
			t.Errorf("the officer reads %q beside the answers", never)
		}
	}

	ctx := openBrowser(t)
	for _, at := range audited {
		guest := visit(t, ctx, at, "guest")
		guest.open(seat)
		guest.audit("seat")
		guest.open("/verify")
		guest.audit("verify")
		operator := visit(t, ctx, at, "operator")
		operator.signIn("operator", "/console")
		for _, path := range []string{plan, plan + "/survey", plan + "/seats"} {
			operator.open(path)
			operator.audit(path[len(plan):])
		}
	}
}

// TestHostsReadReactions has people react in a session: hosts read how often and when
// most, once it is over, and nobody's name.
func TestHostsReadReactions(t *testing.T) {
	c := holdConference(t)
	for i, kind := range []string{"clap", "clap", "lost", "clap"} {
		from := fmt.Sprint("127.0.8.", 31+i)
		s := c.seat(fmt.Sprintf("Guest%d Example", i), from, "attendee", "")
		newClient(t, from).does(s.at("/react"), url.Values{"kind": {kind}})
	}
	c.host.does(c.hall("/end"), url.Values{})
	page := c.host.shows(c.plan+"/survey", "Reactions", "Applause3", "I don’t follow1", "Most in one minute: ")
	if strings.Contains(string(page.body), "Guest") {
		t.Error("somebody who reacted is named")
	}
	ctx := openBrowser(t)
	for _, at := range audited {
		operator := visit(t, ctx, at, "operator-reactions")
		operator.signIn("operator", "/console")
		operator.open(c.plan + "/survey")
		operator.fits(at.width)
		operator.shot("survey")
		operator.audit("survey with reactions")
	}
}
