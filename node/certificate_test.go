package node

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/identity"
)

// held is an event of yesterday with one person who was there for twelve minutes.
type held struct {
	event assembly.EventID
	path  string
	key   string
}

// hold lets an event happen on a node whose clock is at.
func hold(t *testing.T, n *Node, at *atomic.Int64) held {
	t.Helper()
	ctx := context.Background()
	host := identity.Actor{Person: 1, Name: "Aigul", Roles: []identity.Role{identity.Operator}}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	began := time.Now().Add(-30 * time.Hour).Truncate(time.Minute)
	at.Store(began.UnixMicro())
	e, err := n.Assembly.Save(ctx, host, assembly.Event{Starts: began, Ends: began.Add(6 * time.Hour), Plan: assembly.Plan{Kind: assembly.Conference, Listed: true,
		Title: catalog.Texts{"en": "First <i>sellers</i>", "ky": "Биринчи сатуучулар"}, Zone: "Asia/Bishkek", Langs: []string{"ky", "en"}, Certify: 12}})
	must(err)
	must(n.Assembly.Publish(ctx, host, e.ID))
	s, err := n.Assembly.Schedule(ctx, host, assembly.Session{Event: e.ID, Starts: began, Ends: began.Add(time.Hour), Topic: assembly.Topic{Title: catalog.Texts{"en": "The first order"}}})
	must(err)
	seat, _, err := n.Assembly.Register(ctx, identity.Guest(), e.ID, assembly.Applicant{Name: "Айгүл <b>Өмүрбекова</b>", Email: "aigul@example.org", Country: "KG", Lang: "ky", Agreed: true})
	must(err)
	hers := identity.Actor{Link: assembly.SeatPurpose + ":" + strconv.FormatInt(int64(seat.ID), 10)}
	in, err := n.Assembly.Enter(ctx, hers, e.ID, seat.ID, s.ID)
	must(err)
	must(n.Assembly.Begin(ctx, assembly.Seated{Event: e, Session: s, Seat: assembly.Seat{Role: assembly.HostRole}}))
	for range 12 {
		must(n.Assembly.Attend(ctx, in))
		at.Add(time.Minute.Microseconds())
	}
	at.Store(0)
	path := "/attend/" + strconv.FormatInt(int64(e.ID), 10) + "/" + strconv.FormatInt(int64(seat.ID), 10)
	return held{event: e.ID, path: path, key: "?k=" + url.QueryEscape(n.Identity.Sign(assembly.SeatPurpose, int64(seat.ID)))}
}

// afterwards is a node on which an event was held.
func afterwards(t *testing.T) (*Node, held) {
	t.Helper()
	var at atomic.Int64
	s := settings(t, t.TempDir())
	s.Clock = func() time.Time {
		if micro := at.Load(); micro > 0 {
			return time.UnixMicro(micro)
		}
		return time.Now()
	}
	n := start(t, s)
	t.Cleanup(func() { stop(t, n) })
	return n, hold(t, n, &at)
}

// TestACertificateFromTheHallToWhoChecksIt is what a person who came, her host, and
// an employer to whom she shows the paper see.
func TestACertificateFromTheHallToWhoChecksIt(t *testing.T) {
	n, h := afterwards(t)

	status, seat := fetch(t, n, h.path+h.key)
	if status != http.StatusOK || !strings.Contains(seat, "Minutes attended: 12 of 12") || !strings.Contains(seat, "certificate.pdf") {
		t.Fatalf("her seat: %d\n%s", status, seat)
	}
	first, pdf := fetch(t, n, h.path+"/certificate.pdf"+h.key)
	again, same := fetch(t, n, h.path+"/certificate.pdf"+h.key)
	if first != http.StatusOK || again != http.StatusOK || !strings.HasPrefix(pdf, "%PDF-1.7") || pdf != same {
		t.Errorf("the paper: %d %d, the same again: %v", first, again, pdf == same)
	}
	if status, _ := fetch(t, n, h.path+"/certificate.pdf"); status != http.StatusNotFound {
		t.Errorf("without the key of her link: %d", status)
	}
	_, seat = fetch(t, n, h.path+h.key)
	number := regexp.MustCompile(`/verify/([0-9A-Z]{12})`).FindStringSubmatch(seat)
	if number == nil {
		t.Fatalf("her seat does not lead to where it is checked:\n%s", seat)
	}

	status, page := fetch(t, n, "/verify/"+number[1])
	for _, want := range []string{"Certificate of attendance", "Valid", "Айгүл &lt;b&gt;Өмүрбекова&lt;/b&gt;", "First &lt;i&gt;sellers&lt;/i&gt;", "12 minutes attended", `content="noindex`} {
		if status != http.StatusOK || !strings.Contains(page, want) {
			t.Errorf("who checks it does not read %q (%d)", want, status)
		}
	}
	typed := strings.ToLower(number[1][:4] + " " + number[1][4:8] + "-" + number[1][8:])
	if status, page := fetch(t, n, "/verify?number="+url.QueryEscape(typed)); status != http.StatusOK || !strings.Contains(page, "Valid") {
		t.Errorf("typed as %q: %d", typed, status)
	}
	for path, want := range map[string]int{"/verify": 200, "/verify?number=abc": 422, "/verify/222222222222": 404, "/verify/%3Cscript%3E": 404} {
		if status, page := fetch(t, n, path); status != want || strings.Contains(page, "<script>") {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}

	status, badge := fetch(t, n, "/verify/"+number[1]+"/badge")
	if _, again := fetch(t, n, "/verify/"+number[1]+"/badge"); status != http.StatusOK || !strings.Contains(badge, `"cryptosuite":"eddsa-rdfc-2022"`) || badge != again {
		t.Errorf("the badge: %d, the same again: %v", status, badge == again)
	}
	if status, key := fetch(t, n, "/.well-known/did.json"); status != http.StatusOK || !strings.Contains(key, `"publicKeyMultibase":"z6Mk`) {
		t.Errorf("the keys: %d %s", status, key)
	}
	for path, want := range map[string]int{"/badges/status/1": 200, "/badges/status/2": 404, "/badges/status/x": 404} {
		if status, list := fetch(t, n, path); status != want || want == 200 && !strings.Contains(list, `"encodedList":"u`) {
			t.Errorf("%s: %d %s", path, status, list)
		}
	}
	if keep := os.Getenv("AGORA_KEEP_PAPERS"); keep != "" {
		if err := os.WriteFile(filepath.Join(keep, "badge.json"), []byte(badge), 0o600); err != nil {
			t.Fatal(err)
		}
	}

	say := func(form url.Values) (int, string) {
		client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		r, err := client.PostForm(n.Addr()+h.path+"/survey"+h.key, form)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		text, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return r.StatusCode, string(text)
	}
	if status, page := say(url.Values{"score": {"9"}, "words": {"Жакшы"}}); status != http.StatusUnprocessableEntity || !strings.Contains(page, "Жакшы") {
		t.Errorf("a score that there is none: %d", status)
	}
	if status, _ := say(url.Values{"score": {"4"}, "words": {"Жакшы <b>болду</b>"}}); status != http.StatusSeeOther {
		t.Errorf("her answer: %d", status)
	}
	if _, seat := fetch(t, n, h.path+h.key); !strings.Contains(seat, "Жакшы &lt;b&gt;болду&lt;/b&gt;") {
		t.Error("her answer is not there to be changed")
	}
	id := strings.Split(h.path, "/")[3]
	seatID, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	host := identity.Actor{Person: 1, Roles: []identity.Role{identity.Operator}}
	if err := n.Assembly.Uncertify(t.Context(), host, h.event, assembly.SeatID(seatID)); err != nil {
		t.Fatal(err)
	}
	if status, page := fetch(t, n, "/verify/"+number[1]); status != http.StatusOK || !strings.Contains(page, "Taken back") || strings.Contains(page, "stands by it") {
		t.Errorf("taken back it is: %d", status)
	}
	if _, page := fetch(t, n, "/verify/"+number[1]+"/badge"); strings.Contains(page, "proofValue") {
		t.Error("taken back it is still signed")
	}
	if _, page := fetch(t, n, h.path+"/certificate.pdf"+h.key); strings.HasPrefix(page, "%PDF") {
		t.Error("taken back it is still printed")
	}
}
