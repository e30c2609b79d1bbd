package node

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/identity"
)

// TestATalkGoesFromItsProposalToASession: a host calls, somebody proposes and
// changes her talk, it is scored and accepted, and stands on the agenda.
func TestATalkGoesFromItsProposalToASession(t *testing.T) {
	n, site := demoSite(t, settings(t, t.TempDir()))
	system, now := identity.System(), time.Now().Truncate(time.Minute)
	e, err := n.Assembly.Save(t.Context(), system, assembly.Event{Starts: now.Add(240 * time.Hour), Ends: now.Add(250 * time.Hour),
		Plan: assembly.Plan{Kind: assembly.Conference, Listed: true, Title: catalog.Texts{"en": "Felt"}, Zone: "Asia/Bishkek", Langs: []string{"en", "ky"}}})
	if err == nil {
		err = n.Assembly.Publish(t.Context(), system, e.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	host, guest := newVisit(t, n, site).signIn("operator"), newVisit(t, n, site)
	desk, public := "/host/"+number(e.ID)+"/call", "/events/"+number(e.ID)+"/call"
	if status, _ := guest.read(public); status != 404 {
		t.Errorf("a call that nobody made: %d", status)
	}
	host.post(desk, url.Values{"until": {e.Starts.In(e.Location()).Format(assembly.Typed)}, "words.en": {"Tell us of <felt>"}})
	if _, body := guest.read(public); !strings.Contains(body, "Tell us of &lt;felt&gt;") {
		t.Error("the call does not say what is wanted")
	}
	talk := url.Values{"name": {"Nurgul"}, "email": {"nurgul@example.org"}, "country": {"KG"}, "lang": {"ky"}, "title": {"Wool"}, "abstract": {"Of wool"},
		"biography": {"She felts"}, "links": {"http://plain.example"}, "agreed": {"1"}}
	if body := guest.refused(public, talk); !strings.Contains(body, "Of wool") {
		t.Error("what was typed is gone")
	}
	talk.Set("links", "https://example.org/wool")
	page := guest.post(public, talk)
	if !strings.HasPrefix(page, "/proposal/") {
		t.Fatalf("it leads to %s", page)
	}
	talk.Set("title", "Wool that arrives")
	guest.post(page, talk)
	if status, _ := newVisit(t, n, site).read(strings.Split(page, "?")[0]); status == 200 {
		t.Error("somebody without the link reads it")
	}
	reviews := host.post("/host/"+number(e.ID)+"/review", nil)
	_, body := host.read(reviews)
	at := strings.Index(body, `href="/review/`)
	if at < 0 || !strings.Contains(body, "Wool that arrives") {
		t.Fatalf("no proposal on %s", reviews)
	}
	one, _, _ := strings.Cut(body[at+len(`href="`):], `"`)
	host.count(reviews, one, public, desk)
	host.refused(one, url.Values{"score": {"9"}})
	host.post(one, url.Values{"score": {"4"}, "note": {"Yes"}})
	if _, body := host.read(one); !strings.Contains(body, "4.0") {
		t.Error("no mean after one's own score")
	}
	host.post(one, url.Values{"to": {"accepted"}, "starts": {e.Starts.In(e.Location()).Format(assembly.Typed)}})
	if _, body := guest.read("/events/" + number(e.ID)); !strings.Contains(body, "Wool that arrives") || !strings.Contains(body, "Nurgul") {
		t.Error("it does not stand on the agenda")
	}
	if _, csv := host.read("/host/" + number(e.ID) + "/proposals.csv"); !strings.Contains(csv, "accepted,1,4.00") {
		t.Errorf("%s", csv)
	}
}
