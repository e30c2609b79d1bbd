package web

import (
	"net/http"
	"strings"
	"testing"

	"agora/web/ui"
)

// pictured is a page with a picture, live numbers and a script.
func pictured(r *Request) error {
	f := r.Frame("T")
	f.Live = "/desk/live"
	return r.Page(http.StatusOK, f, ui.Pic(ui.Picture{URL: "/media/x.jpg", Alt: "A bowl", Bytes: 5000}))
}

func TestLightPagesLoadNothingThatWasNotAskedFor(t *testing.T) {
	s, _ := testServer(t, Route{Method: "GET", Pattern: "/x", Access: Anyone, Handle: pictured})
	saves := func(r *http.Request) { r.Header.Set("Save-Data", "on") }
	chosen := func(v string) func(*http.Request) {
		return func(r *http.Request) { r.AddCookie(&http.Cookie{Name: lightCookie, Value: v}) }
	}
	for name, c := range map[string]struct {
		change []func(*http.Request)
		light  bool
	}{
		"nothing said":           {nil, false},
		"the browser saves":      {[]func(*http.Request){saves}, true},
		"chosen":                 {[]func(*http.Request){chosen("1")}, true},
		"chosen against browser": {[]func(*http.Request){saves, chosen("0")}, false},
	} {
		w := ask(s, "GET", "/x", "", "", c.change...)
		body := w.Body.String()
		for _, part := range []string{"<img", "<script", "data-live"} {
			if strings.Contains(body, part) == c.light {
				t.Errorf("%s: %s is there: %v", name, part, !c.light)
			}
		}
		if c.light && (!strings.Contains(body, `href="/media/x.jpg"`) || !strings.Contains(body, "A bowl") || !strings.Contains(body, "5 KiB")) {
			t.Errorf("%s: no way to the picture in %s", name, body)
		}
		if vary := strings.Join(w.Header().Values("Vary"), ", "); !strings.Contains(vary, "Save-Data") || !strings.Contains(vary, "Cookie") {
			t.Errorf("%s: Vary %q", name, vary)
		}
	}
}

func TestTheLightSwitchComesBack(t *testing.T) {
	s, _ := testServer(t)
	for on, back := range map[string]string{"1": "/s/felt?o0=m", "0": "/"} {
		w := ask(s, "POST", "/light", "", "on="+on+"&back=/s/felt%3Fo0%3Dm")
		if on == "0" {
			w = ask(s, "POST", "/light", "", "on=0&back=//elsewhere.example")
		}
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != back || !strings.Contains(w.Header().Get("Set-Cookie"), lightCookie+"="+on) {
			t.Errorf("%s: %d %v", on, w.Code, w.Header())
		}
	}
}
