package certificate

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// BenchmarkSign signs a thousand certificates a round, as a school does on the day on
// which a course ends.
func BenchmarkSign(b *testing.B) {
	s, c, words := issuerOf(b, here)
	for b.Loop() {
		for i := range 1000 {
			c.Name = fmt.Sprint("Айгүл ", i)
			if _, err := s.Badge(b.Context(), c, words); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/1000")
}

// BenchmarkVerify looks at one of another node, whose keys and list are at hand.
func BenchmarkVerify(b *testing.B) {
	w := newWorld(b)
	for b.Loop() {
		if r := w.verify(w.badge); r.Result() != Good {
			b.Fatal(whys(r))
		}
	}
}

func TestOthersAreAskedWithinBounds(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/small":
			fmt.Fprint(w, "{}")
		case "/huge":
			fmt.Fprint(w, strings.Repeat("a", maxFetched+1))
		case "/away":
			http.Redirect(w, r, "/small", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	if raw, err := FromTheNet(true)(t.Context(), server.URL+"/small"); err != nil || string(raw) != "{}" {
		t.Errorf("%s %v", raw, err)
	}
	for _, path := range []string{"/huge", "/away", "/gone"} {
		if raw, err := FromTheNet(true)(t.Context(), server.URL+path); err == nil || raw != nil {
			t.Errorf("%s: %d bytes", path, len(raw))
		}
	}
	for _, address := range []string{server.URL + "/small", "https://127.0.0.1/", "https://localhost/.well-known/did.json", "file:///etc/passwd", "https://10.0.0.1/"} {
		if _, err := FromTheNet(false)(t.Context(), address); err == nil {
			t.Errorf("%s was asked", address)
		}
	}
	asked := 0
	v := verifier{at: Bench{Now: time.Now(), Fetch: func(context.Context, string) ([]byte, error) { asked++; return nil, errUnasked }}, asked: map[string]found{}}
	for i := range 20 {
		v.fetch(t.Context(), fmt.Sprint("https://", i%10, ".example")) //nolint:errcheck // they are counted
	}
	if asked != maxAsked {
		t.Errorf("%d were asked", asked)
	}
}

func TestWhereTheKeysOfADIDStand(t *testing.T) {
	for did, want := range map[string]string{
		"did:web:agora.example": "https://agora.example/.well-known/did.json", "did:web:agora.example%3A8443": "https://agora.example:8443/.well-known/did.json",
		"did:web:agora.example:s:felt": "https://agora.example/s/felt/did.json",
		"did:web:":                     "", "did:web:a%2Fb": "", "did:web:a@b": "", "did:web:a%3A%2F%2Fb": "", "did:web:a:..:b": "", "did:web:a::b": "", "did:key:z6Mk": "", "did:web:a%23b": "",
	} {
		if got, ok := home(did); got != want || ok != (want != "") {
			t.Errorf("%s: %q %v", did, got, ok)
		}
	}
	if DID("http://127.0.0.1:8080") != "did:web:127.0.0.1%3A8080" {
		t.Error(DID("http://127.0.0.1:8080"))
	}
}
