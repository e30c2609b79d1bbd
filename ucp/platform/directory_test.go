package platform

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"agora/egress"
	"agora/httpsig"
)

// clock is a time that tests move.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// host serves what a test makes of it, and counts how often it was asked.
type host struct {
	*httptest.Server
	asked  atomic.Int64
	answer atomic.Pointer[http.HandlerFunc]
}

func (h *host) says(f http.HandlerFunc) { h.answer.Store(&f) }

// gives lets the host give a text with a Cache-Control.
func (h *host) gives(text, control string) {
	h.says(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cache-Control", control)
		fmt.Fprint(w, text)
	})
}

func newHost(t *testing.T) *host {
	h := &host{}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.asked.Add(1)
		(*h.answer.Load())(w, r)
	}))
	t.Cleanup(h.Close)
	h.gives(text, "public, max-age=600")
	return h
}

func newDirectory() (*Directory, *clock) {
	c := &clock{at: time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)}
	return NewDirectory(Options{Now: c.now, Dev: true}), c
}

func code(err error) Code {
	if r := Refused(err); r != nil {
		return r.Code
	}
	return ""
}

func TestT9ProfileAddressesAreStrangers(t *testing.T) {
	s := newHost(t)
	open := NewDirectory(Options{Now: time.Now})
	for address, want := range map[string]Code{
		s.URL:                              InvalidURL, // http
		"https://127.0.0.1/profile":        InvalidURL,
		"https://localhost/profile":        InvalidURL,
		"https://10.0.0.1/profile":         InvalidURL,
		"https://[::1]/profile":            InvalidURL,
		"https://169.254.169.254/":         InvalidURL,
		"https://me:secret@a.example/":     InvalidURL,
		"ftp://a.example/":                 InvalidURL,
		"profile":                          InvalidURL,
		"":                                 InvalidURL,
		"https://a.example/#" + "fragment": InvalidURL,
	} {
		if _, err := open.At(t.Context(), address); code(err) != want {
			t.Errorf("%s: %v", address, err)
		}
	}
	if s.asked.Load() != 0 {
		t.Error("this machine was called")
	}
	// A name that leads to this machine is found out when it is dialled.
	if _, _, err := open.fetch(strings.Replace(s.URL, "127.0.0.1", "localhost", 1)); code(err) != Unreachable || !errors.Is(err, egress.ErrClosed) {
		t.Error(err)
	}
	dev, _ := newDirectory()
	p, err := dev.Of(t.Context(), http.Header{"Ucp-Agent": {`profile="` + s.URL + `/profile"`}})
	if err != nil || p.Address != s.URL+"/profile" || p.Version != Version {
		t.Errorf("%+v %v", p, err)
	}
	if _, err := dev.Of(t.Context(), http.Header{}); code(err) != InvalidURL {
		t.Error(err)
	}
}

func TestT9WhatAnswersIsNoProfile(t *testing.T) {
	s := newHost(t)
	for name, c := range map[string]struct {
		says http.HandlerFunc
		want Code
	}{
		"moved":   {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/other", http.StatusFound) }, Unreachable},
		"gone":    {http.NotFound, Unreachable},
		"created": {func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusCreated); fmt.Fprint(w, text) }, Unreachable},
		"broken":  {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, Unreachable},
		"cut": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "9999")
			fmt.Fprint(w, text)
		}, Unreachable},
		"endless": {func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 1<<10)); err != nil {
					return
				}
			}
		}, Malformed},
		"a page":          {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>") }, Malformed},
		"of another time": {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"ucp":{"version":"2026-01-11"}}`) }, VersionUnsupported},
		"of endless header": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X", strings.Repeat("x", 64<<10))
			fmt.Fprint(w, text)
		}, Unreachable},
	} {
		d, _ := newDirectory()
		s.asked.Store(0)
		s.says(c.says)
		if _, err := d.At(t.Context(), s.URL); code(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		if s.asked.Load() != 1 {
			t.Errorf("%s: asked %d times", name, s.asked.Load())
		}
	}
}

// endless answers without end, and counts what is read of it.
type endless struct{ read int }

func (e *endless) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(e)}, nil
}

func (e *endless) Read(b []byte) (int, error) {
	e.read += len(b)
	return len(b), nil
}

func TestT9NoMoreIsReadThanAProfile(t *testing.T) {
	d, _ := newDirectory()
	e := &endless{}
	d.client.Transport = e
	if _, err := d.At(t.Context(), "https://platform.example/"); code(err) != Malformed || e.read > 2*MaxProfile {
		t.Errorf("%d bytes, %v", e.read, err)
	}
}

func TestT9AProfileIsKept(t *testing.T) {
	for control, want := range map[string]time.Duration{
		"":                      Floor,
		"max-age=5":             Floor,
		"max-age=-1":            Floor,
		"no-store":              Floor,
		"max-age=600, no-cache": Floor,
		"max-age=600":           10 * time.Minute,
		`Public,MAX-AGE="600"`:  10 * time.Minute,
		"max-age=99999999":      24 * time.Hour,
	} {
		s := newHost(t)
		s.gives(text, control)
		d, c := newDirectory()
		for _, step := range []struct {
			wait time.Duration
			want int64
		}{{0, 1}, {want - time.Second, 1}, {time.Second, 2}} {
			c.pass(step.wait)
			if _, err := d.At(t.Context(), s.URL); err != nil || s.asked.Load() != step.want {
				t.Errorf("%s after %v: asked %d times, want %d; %v", control, step.wait, s.asked.Load(), step.want, err)
			}
		}
	}
}

func TestT9AFailureIsLeftAlone(t *testing.T) {
	s := newHost(t)
	s.says(http.NotFound)
	d, c := newDirectory()
	ask := func(want Code, asked int64) {
		t.Helper()
		if _, err := d.At(t.Context(), s.URL); code(err) != want || s.asked.Load() != asked {
			t.Fatalf("%v, asked %d times; want %s, %d", err, s.asked.Load(), want, asked)
		}
	}
	var asked int64
	for _, wait := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
		asked++
		ask(Unreachable, asked)
		c.pass(wait*time.Minute - time.Second)
		ask(Unreachable, asked)
		if _, err := d.At(t.Context(), s.URL); Refused(err).Wait != time.Second {
			t.Error(Refused(err).Wait)
		}
		c.pass(time.Second)
	}
	s.gives(text, "")
	ask("", asked+1)
	s.says(http.NotFound)
	c.pass(Floor)
	ask(Unreachable, asked+2)
	c.pass(Floor) // it counts anew
	ask(Unreachable, asked+3)
}

func TestT9ManyAskOnce(t *testing.T) {
	s := newHost(t)
	release := make(chan struct{})
	s.says(func(w http.ResponseWriter, _ *http.Request) {
		<-release
		fmt.Fprint(w, text)
	})
	d, _ := newDirectory()
	ctx, leave := context.WithCancel(t.Context())
	leave() // the first doesn't wait, and ends it for nobody
	if _, err := d.At(ctx, s.URL); code(err) != Unreachable {
		t.Error(err)
	}
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, err := d.At(t.Context(), s.URL); err != nil {
				t.Error(err)
			}
		})
	}
	close(release)
	all.Wait()
	if s.asked.Load() != 1 {
		t.Errorf("asked %d times", s.asked.Load())
	}
}

func TestT9StrangersAreFetchedSlowly(t *testing.T) {
	s := newHost(t)
	d, c := newDirectory()
	if _, err := d.At(t.Context(), s.URL+"/known"); err != nil {
		t.Fatal(err)
	}
	for i := range burst {
		_, err := d.At(t.Context(), fmt.Sprintf("%s/%d", s.URL, i))
		if want := i == burst-1; (code(err) == RateLimited) != want {
			t.Fatalf("%d: %v", i, err)
		}
	}
	c.pass(10 * time.Minute) // all have to be fetched anew
	for i := range burst {
		if _, err := d.At(t.Context(), fmt.Sprintf("%s/new/%d", s.URL, i)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.At(t.Context(), s.URL+"/new"); code(err) != RateLimited || Refused(err).Wait == 0 || RateLimited.Status() != 429 {
		t.Error(err)
	}
	if _, err := d.At(t.Context(), s.URL+"/known"); err != nil {
		t.Errorf("strangers keep out a platform that is known: %v", err)
	}
	c.pass(time.Second / pace)
	if _, err := d.At(t.Context(), s.URL+"/new"); err != nil {
		t.Errorf("what was refused was kept: %v", err)
	}
}

func TestT9MemoryIsBounded(t *testing.T) {
	l := newLRU[int](2)
	for i, key := range []string{"a", "b", "a", "c"} {
		l.put(key, i)
	}
	l.get("a")
	l.put("d", 4)
	for key, want := range map[string]bool{"a": true, "b": false, "c": false, "d": true} {
		if _, ok := l.get(key); ok != want {
			t.Errorf("%s: %v", key, ok)
		}
	}
	if l.drop("a"); l.order.Len() != 1 || len(l.at) != 1 {
		t.Error(l.order.Len(), len(l.at))
	}
}

func TestT9AnUnknownKeyIsLookedForOnce(t *testing.T) {
	s := newHost(t)
	d, c := newDirectory()
	p, err := d.At(t.Context(), s.URL)
	if err != nil {
		t.Fatal(err)
	}
	look := func(kid string, want Code, asked int64) {
		t.Helper()
		if _, err := d.Keys(t.Context(), p)(kid); code(err) != want || s.asked.Load() != asked {
			t.Fatalf("%v, asked %d times; want %q, %d", err, s.asked.Load(), want, asked)
		}
	}
	look("2026-11", "", 1)
	look("other", AlgorithmUnsupported, 1)
	look("new", KeyNotFound, 1)
	s.gives(strings.Replace(text, `"other"`, `"new","crv":"P-256","old":"old"`, 1), "")
	c.pass(Floor - time.Second)
	look("new", KeyNotFound, 1)
	c.pass(time.Second)
	look("new", AlgorithmUnsupported, 2) // it is there now, and of another kind
	look("newer", KeyNotFound, 2)
	s.says(http.NotFound)
	c.pass(Floor)
	look("newer", Unreachable, 3)
	look("newer", Unreachable, 3)
	look("2026-11", "", 3)
}

func TestSomePlatformsMayBeServedOnly(t *testing.T) {
	s := newHost(t)
	c := &clock{}
	d := NewDirectory(Options{Now: c.now, Dev: true, Trusts: func(a string) bool { return a == s.URL+"/ours" }})
	if _, err := d.At(t.Context(), s.URL+"/ours"); err != nil {
		t.Error(err)
	}
	if _, err := d.At(t.Context(), s.URL+"/others"); code(err) != NotTrusted || NotTrusted.Status() != 403 || NotTrusted.RPC() != -32000 {
		t.Error(err)
	}
}

func TestT9WebhooksAreStrangersToo(t *testing.T) {
	open, dev := NewDirectory(Options{}), NewDirectory(Options{Dev: true})
	p, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := open.Webhook(p); got != "https://platform.example/hooks" || !ok {
		t.Error(got, ok)
	}
	for address, want := range map[string]bool{`"http://127.0.0.1:80/"`: true, `"https://localhost/"`: true, `"https://10.0.0.1/"`: false, `7`: false, `""`: false} {
		p, err := Parse([]byte(strings.Replace(text, `"https://platform.example/hooks"`, address, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := open.Webhook(p); ok {
			t.Errorf("%s is called: %s", address, got)
		}
		if _, ok := dev.Webhook(p); ok != want {
			t.Errorf("%s in development: %v", address, ok)
		}
	}
	if _, ok := open.Webhook(Profile{}); ok {
		t.Error("a webhook without a profile")
	}
}

// TestT42APlatformSigns goes the whole way: a key is published, a request
// signed, and verified by what the directory fetched.
func TestT42APlatformSigns(t *testing.T) {
	key, err := httpsig.Generate()
	if err != nil {
		t.Fatal(err)
	}
	j := key.JWK()
	s := newHost(t)
	s.gives(strings.Replace(text, `"signing_keys":[`, fmt.Sprintf(`"signing_keys":[{"kid":%q,"kty":"EC","crv":"P-256","x":%q,"y":%q},`, j.KID, j.X, j.Y), 1), "")
	d, _ := newDirectory()
	body := []byte(`{"line_items":[]}`)
	r := httptest.NewRequest(http.MethodPost, "https://bazaar.example/ucp/v1/carts", nil)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("UCP-Agent", `profile="`+s.URL+`"`)
	verify := func() Code {
		p, err := d.Of(r.Context(), r.Header)
		if err != nil {
			t.Fatal(err)
		}
		return code(httpsig.Verify(r, body, d.Keys(r.Context(), p)))
	}
	if got := verify(); got != SignatureMissing {
		t.Error(got)
	}
	if err := httpsig.Sign(r, body, key); err != nil {
		t.Fatal(err)
	}
	if got := verify(); got != "" {
		t.Error(got)
	}
	body[0] = ' '
	if got := verify(); got != DigestMismatch || got.Status() != 400 || got.RPC() != -32600 {
		t.Error(got)
	}
	body[0] = '{'
	r.Header.Set("Content-Type", "text/html")
	if got := verify(); got != SignatureInvalid || got.Status() != 401 {
		t.Error(got)
	}
	if Refused(errors.New("another")) != nil {
		t.Error("any error is a refusal")
	}
}
