package web

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"agora/db"
	"agora/fault"
	"agora/i18n"
	"agora/identity"
	"agora/web/ui"
)

var people = map[string]identity.Actor{
	"buyer":    {Person: 1, Name: "Saima"},
	"seller":   {Person: 2, Shops: map[db.ShopID]identity.Role{7: "owner"}},
	"operator": {Person: 3, Roles: []identity.Role{identity.Operator}},
}

func testServer(t *testing.T, routes ...Route) (*Server, *strings.Builder) {
	t.Helper()
	var log strings.Builder
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := New(Options{
		Words: words,
		Who: func(_ context.Context, token string) (identity.Actor, error) {
			a, ok := people[token]
			if !ok {
				return a, fault.New(fault.Unauthenticated, "fault.sign_in_first")
			}
			return a, nil
		},
		Signed:  func(purpose string, id int64, key string) bool { return purpose == "order" && id == 5 && key == "good" },
		Log:     slog.New(slog.NewTextHandler(&log, nil)),
		Metrics: prometheus.NewRegistry(),
	})
	s.Add(routes...)
	return s, &log
}

func ok(r *Request) error { r.W.WriteHeader(http.StatusNoContent); return nil }

// ask sends a request; who names a session, form makes it a post.
func ask(s http.Handler, method, path, who, form string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(form))
	if form != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if who != "" {
		r.AddCookie(&http.Cookie{Name: sessionCookie, Value: who})
	}
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestWhoMayUseWhichRoute(t *testing.T) {
	s, _ := testServer(t,
		Route{Method: "GET", Pattern: "/any", Access: Anyone, Handle: ok},
		Route{Method: "GET", Pattern: "/buyer", Access: Buyer, Handle: ok},
		Route{Method: "GET", Pattern: "/desk", Access: Seller, Handle: ok},
		Route{Method: "GET", Pattern: "/desk/{shop}", Access: Seller, Handle: ok},
		Route{Method: "POST", Pattern: "/desk/{shop}", Access: Seller, Handle: ok},
		Route{Method: "GET", Pattern: "/console", Access: Operator, Handle: ok},
		Route{Method: "GET", Pattern: "/orders/{id}", Access: Link, Purpose: "order", Handle: ok},
	)
	for _, c := range []struct {
		path                           string
		guest, buyer, seller, operator int
	}{
		{"/any", 204, 204, 204, 204},
		{"/buyer", 303, 204, 204, 204},
		{"/desk", 303, 403, 204, 204},
		{"/desk/7", 303, 403, 204, 204},
		{"/desk/8", 303, 403, 403, 204},
		{"/console", 303, 403, 403, 204},
		{"/orders/5", 404, 204, 204, 204},
		{"/orders/5?k=good", 204, 204, 204, 204},
		{"/orders/6?k=good", 404, 204, 204, 204},
		{"/orders/5?k=bad", 404, 204, 204, 204},
		{"/nowhere", 404, 404, 404, 404},
	} {
		for who, want := range map[string]int{"": c.guest, "buyer": c.buyer, "seller": c.seller, "operator": c.operator} {
			if got := ask(s, "GET", c.path, who, "").Code; got != want {
				t.Errorf("%q asks %s: %d, want %d", who, c.path, got, want)
			}
		}
	}
	if got := ask(s, "POST", "/desk/7", "", "a=b").Code; got != 401 {
		t.Errorf("a post of a stranger: %d, want 401", got)
	}
	if got := ask(s, "GET", "/light", "", "").Code; got != 405 {
		t.Errorf("a get of a post route: %d, want 405", got)
	}
}

func TestEveryRouteStatesItsAccess(t *testing.T) {
	s, _ := testServer(t)
	for _, bad := range []Route{
		{Method: "GET", Pattern: "/x", Handle: ok},
		{Method: "GET", Pattern: "/x", Access: Anyone},
		{Method: "GET", Pattern: "/x/{id}", Access: Link, Handle: ok},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%+v was taken", bad)
				}
			}()
			s.Add(bad)
		}()
	}
}

func TestFormOfAnotherSiteIsRefused(t *testing.T) {
	ran := false
	s, _ := testServer(t, Route{Method: "POST", Pattern: "/do", Access: Anyone, Handle: func(r *Request) error { ran = true; return ok(r) }})
	w := ask(s, "POST", "/do", "", "a=b", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") })
	if w.Code != 403 || ran {
		t.Errorf("status %d, ran %v", w.Code, ran)
	}
}

func TestBodiesAreBoundedAndNameTheField(t *testing.T) {
	s, _ := testServer(t, Route{Method: "POST", Pattern: "/do", Access: Anyone, Handle: func(r *Request) error {
		_, err := r.Form()
		if err != nil {
			return err
		}
		return ok(r)
	}})
	for name, c := range map[string]struct {
		form  string
		want  int
		field string
	}{
		"fine":     {"name=" + url.QueryEscape("ساجد"), 204, ""},
		"huge":     {"a=b&story=" + strings.Repeat("x", 11<<20), 413, "story"},
		"not text": {"name=%ff%fe", 422, "name"},
		"zero":     {"name=a%00b", 422, "name"},
		"broken":   {"name=%zz", 422, ""},
	} {
		w := ask(s, "POST", "/do", "", c.form)
		if w.Code != c.want || !strings.Contains(w.Body.String(), c.field) {
			t.Errorf("%s: %d without %q, want %d", name, w.Code, c.field, c.want)
		}
	}
}

func TestPostsAreSlowedDown(t *testing.T) {
	now := time.Unix(0, 0)
	s, _ := testServer(t, Route{Method: "POST", Pattern: "/in", Access: Anyone, Strict: true, Handle: ok})
	s.o.Clock = func() time.Time { return now }
	codes := map[int]int{}
	for range 30 {
		codes[ask(s, "POST", "/in", "", "a=b").Code]++
	}
	if codes[204] != 20 || codes[429] != 10 {
		t.Errorf("codes %v", codes)
	}
	now = now.Add(6 * time.Second)
	if w := ask(s, "POST", "/in", "", "a=b"); w.Code != 204 {
		t.Errorf("after a wait: %d", w.Code)
	}
	other := ask(s, "POST", "/in", "", "a=b", func(r *http.Request) { r.RemoteAddr = "198.51.100.7:1" })
	if other.Code != 204 {
		t.Errorf("another client: %d", other.Code)
	}
}

func TestWhatBreaksInsideShowsAnIDThatTheLogRepeats(t *testing.T) {
	s, log := testServer(t,
		Route{Method: "GET", Pattern: "/err", Access: Anyone, Handle: func(*Request) error { return errors.New("disk of host-7 is full") }},
		Route{Method: "GET", Pattern: "/panic", Access: Anyone, Handle: func(*Request) error { panic("host-7") }},
	)
	for _, path := range []string{"/err", "/panic"} {
		w := ask(s, "GET", path, "", "")
		id := w.Header().Get("X-Request-Id")
		body := w.Body.String()
		if w.Code != 500 || !strings.Contains(body, id) || strings.Contains(body, "host-7") || !strings.Contains(log.String(), id) {
			t.Errorf("%s: %d, id %s shown %v, log %v", path, w.Code, id, strings.Contains(body, id), strings.Contains(log.String(), id))
		}
	}
}

// TestWhatHasToWaitSaysSo is a disk that is full, as far as a page can know.
func TestWhatHasToWaitSaysSo(t *testing.T) {
	s, log := testServer(t, Route{Method: "GET", Pattern: "/full", Access: Anyone,
		Handle: func(*Request) error { return fmt.Errorf("place: %w: host-7 is full", db.ErrAway) }})
	w := ask(s, "GET", "/full", "", "")
	body := w.Body.String()
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") != RetryAfter || !strings.Contains(body, "try again in a minute") || strings.Contains(body, "host-7") {
		t.Errorf("%d %v %s", w.Code, w.Header(), body)
	}
	if !strings.Contains(log.String(), "level=ERROR") || !strings.Contains(log.String(), "host-7") {
		t.Errorf("the log says %s", log)
	}
}

func TestPagesCarryThePolicyAndAreCompressed(t *testing.T) {
	s, log := testServer(t, Route{Method: "GET", Pattern: "/page", Access: Anyone, Handle: func(r *Request) error {
		return r.Page(200, r.Frame("A title"), ui.Empty("Nothing", "here"))
	}})
	w := ask(s, "GET", "/page?k=secret", "buyer", "", func(r *http.Request) { r.Header.Set("Accept-Encoding", "gzip") })
	if w.Code != 200 || w.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'none'") {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(z)
	if err != nil || !strings.HasSuffix(strings.TrimSpace(string(page)), "</html>") {
		t.Fatalf("page ends with %q, %v", page[max(0, len(page)-20):], err)
	}
	for _, bad := range []string{" style=", "<script>", " onclick"} {
		if strings.Contains(string(page), bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	if strings.Contains(log.String(), "secret") {
		t.Error("the log holds the key of a link")
	}
}

func TestStreamSendsEvents(t *testing.T) {
	events := make(chan Event, 1)
	events <- Event{"count", map[string]int{"orders": 3}}
	close(events)
	s, _ := testServer(t, Route{Method: "GET", Pattern: "/live", Access: Anyone, Handle: func(r *Request) error { return r.Stream(events) }})
	w := ask(s, "GET", "/live", "", "")
	if want := "event: count\ndata: {\"orders\":3}\n\n"; !strings.Contains(w.Body.String(), want) {
		t.Errorf("stream is %q", w.Body.String())
	}
}

func TestLocaleIsGuessedChosenAndKept(t *testing.T) {
	s, _ := testServer(t, Route{Method: "GET", Pattern: "/x", Access: Anyone, Handle: func(r *Request) error {
		_, err := io.WriteString(r.W, r.Locale.Lang()+"."+string(r.Country)+"."+string(r.Currency))
		return err
	}})
	for _, c := range []struct{ path, accept, cookie, want string }{
		{"/x", "", "", "en.PK.PKR"},
		{"/x", "ru-KZ,ru;q=0.9", "", "ru.KZ.KZT"},
		{"/x", "ur", "", "ur.PK.PKR"},
		{"/x", "ur", "ru.UZ.CNY", "ru.UZ.CNY"},
		{"/x?lang=ur", "", "ru.UZ.CNY", "ur.UZ.CNY"},
		{"/x", "fr", "xx.XX.XXX", "en.PK.PKR"},
	} {
		w := ask(s, "GET", c.path, "", "", func(r *http.Request) {
			r.Header.Set("Accept-Language", c.accept)
			r.AddCookie(&http.Cookie{Name: localeCookie, Value: c.cookie})
		})
		if w.Body.String() != c.want {
			t.Errorf("%s %q %q: %s, want %s", c.path, c.accept, c.cookie, w.Body, c.want)
		}
	}
	w := ask(s, "POST", "/locale", "", "lang=ru&country=KG&currency=PKR&back=//evil.example/")
	if w.Code != 303 || w.Header().Get("Location") != "/" || !strings.Contains(w.Header().Get("Set-Cookie"), "ru.KG.KGS") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}
