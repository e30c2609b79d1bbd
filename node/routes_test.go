package node

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"agora/web"
)

// TestEveryRouteNamesWhoMayUseIt compares all ways in with the table that was
// agreed on. A new way in shows here, with who may use it; AGORA_KEEP_ROUTES=1
// writes the table anew.
func TestEveryRouteNamesWhoMayUseIt(t *testing.T) {
	all := settings(t, t.TempDir())
	all.Gallery = true
	n, err := Open(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	var b strings.Builder
	for _, r := range n.edge(nil).Routes() {
		fmt.Fprintf(&b, "%-8s %-4s %s\n", r.Access, r.Method, r.Pattern)
		inside := func(room string) bool { return r.Pattern == room || strings.HasPrefix(r.Pattern, room+"/") }
		switch {
		case inside("/console") && r.Access != web.Operator,
			inside("/aid") && r.Access != web.Coordinator && r.Access != web.Caller,
			inside("/desk/{shop}") && r.Access != web.Seller,
			inside("/orders") && r.Access != web.Link:
			t.Errorf("%s %s is open to %s", r.Method, r.Pattern, r.Access)
		}
	}
	const kept = "testdata/routes.txt"
	if os.Getenv("AGORA_KEEP_ROUTES") != "" {
		if err := os.WriteFile(kept, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != b.String() {
		t.Errorf("the ways in are not those of %s:\n%s", kept, b.String())
	}
}

// TestOnlyAnAskedForGalleryIsShown is about the page of those who work on the
// program: a node that serves people has none.
func TestOnlyAnAskedForGalleryIsShown(t *testing.T) {
	n, err := Open(t.Context(), settings(t, t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	for shown, want := range map[bool]int{false: http.StatusNotFound, true: http.StatusOK} {
		n.settings.Gallery = shown
		w := httptest.NewRecorder()
		n.edge(nil).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/gallery", nil))
		if w.Code != want {
			t.Errorf("gallery %v: status %d", shown, w.Code)
		}
	}
}

// TestStrangersAreTurnedAway knocks at every door that is not open to anyone.
func TestStrangersAreTurnedAway(t *testing.T) {
	n := start(t, settings(t, t.TempDir()))
	defer stop(t, n)
	fill := regexp.MustCompile(`\{[^}]*\}`)
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, route := range n.edge(nil).Routes() {
		if route.Access == web.Anyone || route.Access == web.Provider { // TestProvidersProveWhoTheyAre
			continue
		}
		r, err := http.NewRequestWithContext(t.Context(), route.Method, n.Addr()+fill.ReplaceAllString(route.Pattern, "7"), nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		switch res.StatusCode {
		case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusTooManyRequests:
		case http.StatusSeeOther:
			if to := res.Header.Get("Location"); !strings.HasPrefix(to, "/account/sign-in") {
				t.Errorf("%s %s leads a stranger to %s", route.Method, route.Pattern, to)
			}
		default:
			t.Errorf("%s %s answers a stranger with %d", route.Method, route.Pattern, res.StatusCode)
		}
	}
}
