package hall

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"agora/assembly"
	"agora/audit"
	"agora/blob"
	"agora/catalog"
	"agora/db/dbtest"
	"agora/event"
	"agora/i18n"
	"agora/identity"
	"agora/web"
)

// house is a hall served in the test: a session that runs, a host and somebody who
// came to listen.
type house struct {
	*testing.T
	*assembly.Service
	server         *httptest.Server
	room           *Room
	event          assembly.Event
	session        assembly.Session
	host, guest    assembly.Seat
	hostAt, sitsAt assembly.Seated
}

var boss = identity.Actor{Person: 1, Name: "Aigul", Roles: []identity.Role{identity.Operator}}

func newHouse(t *testing.T) *house {
	t.Helper()
	store := dbtest.SQLite(t, event.Schema, audit.Schema, identity.Schema, assembly.Schema)
	h := &house{T: t, Service: assembly.New(store)}
	files, err := blob.Open(t.TempDir())
	h.must(err)
	h.KeepFiles(files)
	words, err := i18n.Load()
	h.must(err)
	edge := web.New(web.Options{Words: words, Log: slog.New(slog.DiscardHandler),
		Who:    func(context.Context, string) (identity.Actor, error) { return identity.Guest(), nil },
		Signed: func(purpose string, id int64, key string) bool { return key == purpose+number(id) }})
	people := identity.New(store, identity.Options{})
	h.must(people.Start(t.Context()))
	h.room = &Room{Assembly: h.Service, Streams: &Streams{Assembly: h.Service, People: people}}
	edge.Add(h.room.Routes()...)
	edge.Mount(web.StreamRoot, h.room.Streams.Handler())
	h.server = httptest.NewServer(edge)
	t.Cleanup(h.server.Close)
	now := time.Now()
	h.event, err = h.Save(t.Context(), boss, assembly.Event{Starts: now.Add(-time.Hour), Ends: now.Add(9 * time.Hour),
		Plan: assembly.Plan{Kind: assembly.Conference, Title: catalog.Texts{"en": "First <i>sellers</i>"}, Zone: "Asia/Bishkek", Langs: []string{"ur", "en", "ky"}}})
	h.must(err)
	h.must(h.Publish(t.Context(), boss, h.event.ID))
	speaker, err := h.Invite(t.Context(), boss, h.event.ID, assembly.Speaker{Name: "Saima <b>Rafiq</b>", Place: "Lahore"})
	h.must(err)
	h.session, err = h.Schedule(t.Context(), boss, assembly.Session{Event: h.event.ID, Starts: now, Ends: now.Add(time.Hour),
		Topic: assembly.Topic{Title: catalog.Texts{"en": "What a buyer asks"}, Speakers: []assembly.SpeakerID{speaker.ID}}})
	h.must(err)
	h.host, h.guest = h.seat("Olga"), h.seat("<script>alert(1)</script>")
	h.must(h.Appoint(t.Context(), boss, h.event.ID, h.host.ID, assembly.HostRole, ""))
	h.hostAt, h.sitsAt = h.in(h.host), h.in(h.guest)
	return h
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) seat(name string) assembly.Seat {
	h.Helper()
	s, _, err := h.Register(h.Context(), identity.Guest(), h.event.ID, assembly.Applicant{Name: name, Email: fmt.Sprintf("p%d@example.org", time.Now().UnixNano()), Country: "KG", Agreed: true})
	h.must(err)
	return s
}

// in lets a seat into the hall.
func (h *house) in(s assembly.Seat) assembly.Seated {
	h.Helper()
	at, err := h.Enter(h.Context(), identity.System(), h.event.ID, s.ID, h.session.ID)
	h.must(err)
	return at
}

// path is a place of the hall as a seat's link has it.
func (h *house) path(s assembly.Seat, place string) string {
	return fmt.Sprintf("/attend/%d/%d/%d%s?k=seat%d", h.event.ID, s.ID, h.session.ID, place, s.ID)
}

type reply struct {
	status   int
	to, body string
	header   http.Header
}

func (h *house) ask(method, path string, form url.Values, header ...string) reply {
	h.Helper()
	r, err := http.NewRequestWithContext(h.Context(), method, h.server.URL+path, strings.NewReader(form.Encode()))
	h.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w, err := http.DefaultTransport.RoundTrip(r)
	h.must(err)
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	h.must(err)
	return reply{w.StatusCode, w.Header.Get("Location"), string(body), w.Header}
}

func (h *house) get(s assembly.Seat, more string) reply {
	h.Helper()
	return h.ask(http.MethodGet, h.path(s, "")+more, nil)
}

// does posts a form and wants to be led back to the hall with the same key.
func (h *house) does(s assembly.Seat, place string, pairs ...string) {
	h.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r := h.ask(http.MethodPost, h.path(s, place), form)
	hall, key, _ := strings.Cut(h.path(s, ""), "?")
	if r.status != http.StatusSeeOther || !strings.HasPrefix(r.to, hall) || !strings.Contains(r.to, "?"+key) {
		_, after, _ := strings.Cut(r.body, `role="alert"`)
		h.Fatalf("%s %v: %d to %q %.400s", place, pairs, r.status, r.to, after)
	}
}

// shows wants words on the page of a seat, and, after a dash, none of others.
func (h *house) shows(s assembly.Seat, words ...string) string {
	h.Helper()
	r := h.get(s, "")
	for _, w := range words {
		not, without := strings.CutPrefix(w, "-")
		if r.status != http.StatusOK || strings.Contains(r.body, not) == without {
			h.Errorf("status %d, %q: %v", r.status, not, !without)
		}
	}
	return r.body
}

// TestAHallWithoutScript does everything by forms, and reads what the page says.
func TestAHallWithoutScript(t *testing.T) {
	h := newHouse(t)
	h.shows(h.guest, "What a buyer asks", "Begins", "-Write to everybody", "Ask in your language", "Saima &lt;b&gt;Rafiq", "First &lt;i&gt;sellers")
	h.does(h.guest, "/ask", "ask", "Who pays the <freight>?")
	h.shows(h.host, "/begin?", "Who pays the &lt;freight&gt;?")
	h.does(h.host, "/begin")
	h.shows(h.guest, "Write to everybody", ">Live<", "1 person", "-New poll", "-/end?", "-/hide?", "-/pace?")

	q, err := h.Questions(t.Context(), h.sitsAt, 0)
	h.must(err)
	id := number(int64(q[0].ID))
	h.does(h.host, "/vote", "up", id)
	h.shows(h.host, `name="down"`, `aria-pressed="true"`)
	h.shows(h.guest, `name="up"`, "Vote, 1 so far")
	h.does(h.host, "/vote", "down", id)
	h.shows(h.guest, "Vote, 0 so far")
	h.does(h.host, "/answer", "question", id, "state", "answered", "answer", "The shop does.")
	h.shows(h.guest, "The shop does.", "Answered")

	h.does(h.guest, "/say", "say", "Good <day>")
	h.shows(h.host, "Good &lt;day&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;</bdi>", " · Kyrgyzstan", "-<script>alert")
	said, err := h.Messages(t.Context(), h.hostAt, 0)
	h.must(err)
	h.does(h.host, "/hide", "message", number(int64(said[0].ID)))
	h.shows(h.guest, "-Good &lt;day", "Nobody has written yet")

	h.does(h.host, "/poll", "question", "Ten <days>?", "options", "Yes\n\n Six \nNo <!-- -->")
	h.shows(h.guest, "Ten &lt;days&gt;?", "No &lt;!-- --&gt;", "0%")
	polls, err := h.Polls(t.Context(), h.sitsAt)
	h.must(err)
	poll := number(int64(polls[0].ID))
	h.does(h.guest, "/ballot", "poll", poll, "choice", "1")
	h.shows(h.guest, "Your choice", "100%", "1 person chose")
	h.does(h.host, "/close", "poll", poll)
	h.shows(h.guest, "closed")

	h.does(h.host, "/caption", "lang", "en", "caption", "I look at <one> thing")
	h.shows(h.guest, "I look at &lt;one&gt; thing", "/captions/en.vtt?")
	if r := h.get(h.guest, "&in=ur"); strings.Contains(r.body, "one&gt; thing") || !strings.Contains(r.body, "in=ur") {
		t.Error("captions of another language")
	}
	h.does(h.guest, "/hand")
	h.shows(h.guest, "number 1 in line", "Lower my hand")
	h.does(h.host, "/hand", "call", number(int64(h.guest.ID)))
	h.shows(h.guest, "You have the floor")
	h.does(h.guest, "/hand", "lower", "1")
	h.shows(h.guest, "Raise my hand")
	h.does(h.guest, "/react", "kind", "clap")
	h.shows(h.host, `<b data-react="clap">1</b>`, `<b data-react="laugh"></b>`)
	h.does(h.host, "/pace", "slow", "600")
	h.does(h.host, "/end")
	h.shows(h.guest, ">Over<", "-Write to everybody", "-Raise my hand", "The shop does.", "Ten &lt;days&gt;?")
}

// TestWhatIsRefusedIsShownAgain keeps what was typed.
func TestWhatIsRefusedIsShownAgain(t *testing.T) {
	h := newHouse(t)
	h.must(h.Begin(t.Context(), h.hostAt))
	for place, c := range map[string]struct {
		form   url.Values
		status int
		words  string
	}{
		"/ask":     {url.Values{"ask": {""}}, 422, `href="#f-ask"`},
		"/poll":    {url.Values{"question": {"Keep me"}, "options": {"one"}}, 403, ""},
		"/say":     {url.Values{"say": {strings.Repeat("x", 601)}}, 422, strings.Repeat("x", 601)},
		"/caption": {url.Values{"lang": {"en"}, "caption": {"x"}}, 403, ""},
		"/ballot":  {url.Values{"poll": {"7"}}, 422, ""},
		"/close":   {url.Values{"poll": {"7"}}, 403, ""},
		"/begin":   {nil, 403, ""},
	} {
		if r := h.ask(http.MethodPost, h.path(h.guest, place), c.form); r.status != c.status || !strings.Contains(r.body, c.words) {
			t.Errorf("%s: %d, want %d with %.20q", place, r.status, c.status, c.words)
		}
	}
	if r := h.ask(http.MethodPost, h.path(h.host, "/poll"), url.Values{"question": {"Keep me"}, "options": {"one"}}); r.status != 422 || !strings.Contains(r.body, `value="Keep me"`) {
		t.Errorf("a poll of one choice: %d", r.status)
	}
	h.must(h.Pace(t.Context(), h.hostAt, 60, false))
	h.does(h.guest, "/say", "say", "one")
	if r := h.ask(http.MethodPost, h.path(h.guest, "/say"), url.Values{"say": {"too soon"}}); r.status != 429 || !strings.Contains(r.body, `value="too soon"`) || !strings.Contains(r.body, "Not so fast") {
		t.Errorf("too soon: %d", r.status)
	}
	r := h.ask(http.MethodPost, h.path(h.guest, "/say"), url.Values{"say": {"too soon"}}, "Accept", "application/json")
	if r.status != 429 || !strings.Contains(r.body, "Not so fast") || strings.Contains(r.body, "<html") {
		t.Errorf("a script is told: %d %.200s", r.status, r.body)
	}
}

// TestNobodyComesInWithoutHerSeat tries no key, and that of another.
func TestNobodyComesInWithoutHerSeat(t *testing.T) {
	h := newHouse(t)
	own := h.path(h.guest, "")
	path, _, _ := strings.Cut(own, "?")
	for _, p := range []string{path, path + "?k=seat" + number(int64(h.host.ID)), path + "/live", path + "/captions/en.vtt", strings.Replace(own, number(int64(h.session.ID)), "77", 1),
		own + "&part=none", h.path(h.guest, "/captions/fr.vtt"), h.path(h.guest, "/captions/en")} {
		if r := h.ask(http.MethodGet, p, nil); r.status != http.StatusNotFound {
			t.Errorf("%s: %d", p, r.status)
		}
	}
}

// TestPartsAreThoseOfThePage fetches each piece alone.
func TestPartsAreThoseOfThePage(t *testing.T) {
	h := newHouse(t)
	h.must(h.Begin(t.Context(), h.hostAt))
	h.must(h.Say(t.Context(), h.sitsAt, "Salam"))
	page := h.get(h.host, "").body
	for _, p := range parts {
		r := h.get(h.host, "&part="+p.name)
		if r.status != 200 || !strings.Contains(r.body[:strings.Index(r.body, ">")], `data-part="`+p.name+`"`) || strings.Contains(r.body, "<html") || !strings.Contains(page, `data-part="`+p.name+`"`) {
			t.Errorf("%s: %d %.200s", p.name, r.status, r.body)
		}
	}
	if r := h.ask(http.MethodGet, h.path(h.guest, "/captions/en.vtt"), nil); r.body != "WEBVTT\n" || !strings.HasPrefix(r.header.Get("Content-Type"), "text/vtt") {
		t.Errorf("a track of nothing: %q", r.body)
	}
}

// TestTheHallHearsWhatHappens reads the stream while somebody asks.
func TestTheHallHearsWhatHappens(t *testing.T) {
	h := newHouse(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, h.server.URL+h.path(h.guest, "/live"), nil)
	h.must(err)
	w, err := http.DefaultClient.Do(r)
	h.must(err)
	defer w.Body.Close()
	var heard bytes.Buffer
	want := func(words string) {
		t.Helper()
		for b := make([]byte, 512); !strings.Contains(heard.String(), words); {
			n, err := w.Body.Read(b)
			heard.Write(b[:n])
			if err != nil {
				t.Fatalf("%v before %q: %s", err, words, &heard)
			}
		}
	}
	want("event: here\ndata: \"1 person\"")
	h.does(h.host, "/ask", "ask", "Why?")
	want("event: part\ndata: \"question\"")
	h.does(h.host, "/begin")
	want("event: part\ndata: \"state\"")
	h.does(h.guest, "/react", "kind", "heart")
	want(`event: react`)
	want(`"heart":"1"`)
}

// TestWhoListensSaysToWhat hears what happens while she listens to a channel of the room,
// which the figures of hosts tell then.
func TestWhoListensSaysToWhat(t *testing.T) {
	h := newHouse(t)
	h.must(h.Begin(t.Context(), h.hostAt))
	hears := func(s assembly.Seat, channel string) {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, h.server.URL+h.path(s, "/live")+"&channel="+channel, nil)
		h.must(err)
		w, err := http.DefaultClient.Do(r)
		h.must(err)
		defer w.Body.Close()
		for lines := bufio.NewScanner(w.Body); lines.Text() != "event: here"; { // she is noted before
			if !lines.Scan() {
				t.Fatal(lines.Err())
			}
		}
	}
	hears(h.guest, "audio.ky")
	hears(h.guest, "")
	hears(h.host, "audio.fa")
	f, err := h.Turnout(t.Context(), boss, h.event.ID)
	if h.must(err); len(f.Channels) != 1 || f.Channels[0].Of != "ky" || f.Channels[0].People != 1 || f.Came != 2 {
		t.Errorf("they listened to %+v", f)
	}
}

// TestAFullHallKeepsItsBudget fills all lists, and weighs the page of who has the
// most to press.
func TestAFullHallKeepsItsBudget(t *testing.T) {
	h := newHouse(t)
	h.must(h.Begin(t.Context(), h.hostAt))
	for i := range assembly.PageSize + 1 {
		s := h.in(h.seat(fmt.Sprintf("Person number %d", i)))
		h.must(h.Ask(t.Context(), s, fmt.Sprintf("%d: what do you do when the courier asks for %d more than the page said, and where does one complain?", i, i*37)))
		h.must(h.Say(t.Context(), s, fmt.Sprintf("Good day from town %d, we are %d people in the room", i*7, i*13)))
		if i < assembly.LastLines {
			h.must(h.Caption(t.Context(), h.hostAt, "en", fmt.Sprintf("%d times I have looked at the number at my door before I bought", i)))
			h.must(h.RaiseHand(t.Context(), s))
		}
		if i < 4 {
			h.must(h.OpenPoll(t.Context(), h.hostAt, assembly.Sheet{Question: fmt.Sprint("Would you wait days: ", i), Options: []string{"Yes, if the total is true", "Only under 6 days", "No"}}))
		}
	}
	for _, lang := range []string{"en", "ur", "km", "si"} {
		for name, seat := range map[string]assembly.Seat{"guest": h.guest, "host": h.host} {
			r := h.get(seat, "&lang="+lang)
			html := zipped(t, []byte(r.body))
			all, requests := html, 1
			for _, m := range regexp.MustCompile(`(?:href|src)="(/assets/[^"]+)"`).FindAllStringSubmatch(r.body, -1) {
				all, requests = all+zipped(t, []byte(h.ask(http.MethodGet, m[1], nil).body)), requests+1
			}
			t.Logf("%s in %s: %d bytes of HTML, %d in %d requests", name, lang, html, all, requests)
			if r.status != 200 || html > 14<<10 || all > 60<<10 || requests > 12 || !strings.Contains(r.body, "from=50") {
				t.Errorf("%s in %s: status %d, %d bytes of HTML, %d in %d requests", name, lang, r.status, html, all, requests)
			}
			seen := map[string]bool{}
			for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(r.body, -1) {
				if seen[m[1]] {
					t.Errorf("two %q", m[1])
				}
				seen[m[1]] = true
			}
		}
	}
}

func zipped(t *testing.T, body []byte) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}
