package ui

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func TestAssetsAreKeptForEverAndCompressed(t *testing.T) {
	url := Asset("agora.css")
	r := httptest.NewRequest("GET", url, nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	Assets().ServeHTTP(w, r)
	br := httptest.NewRecorder()
	rb := httptest.NewRequest("GET", url, nil)
	rb.Header.Set("Accept-Encoding", "gzip, br")
	Assets().ServeHTTP(br, rb)
	if br.Header().Get("Content-Encoding") != "br" || br.Body.Len() >= w.Body.Len() {
		t.Errorf("brotli gives %d bytes, gzip %d: %v", br.Body.Len(), w.Body.Len(), br.Header())
	}
	if w.Code != 200 || w.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	if n := w.Body.Len(); n > 12<<10 {
		t.Errorf("the style sheet is %d bytes on the wire, more than 12 KiB", n)
	}
	r.Header.Set("If-None-Match", w.Header().Get("ETag"))
	again := httptest.NewRecorder()
	Assets().ServeHTTP(again, r)
	if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("asked again: %d with %d bytes", again.Code, again.Body.Len())
	}
	gone := httptest.NewRecorder()
	Assets().ServeHTTP(gone, httptest.NewRequest("GET", "/assets/agora.000000000000.css", nil))
	if gone.Code != 404 {
		t.Errorf("an old hash gives %d", gone.Code)
	}
}

func TestScriptIsSmall(t *testing.T) {
	if n := len(read("agora.js")); n > 6<<10 {
		t.Errorf("agora.js is %d bytes, more than 6 KiB", n)
	}
}

// Colours live in tokens.css, and no rule names a physical side.
func TestSheetKeepsToTokensAndLogicalSides(t *testing.T) {
	css := string(squeeze(read("agora.css")))
	if m := regexp.MustCompile(`[:,( ]#[0-9a-fA-F]{3,8}\b`).FindString(css); m != "" {
		t.Errorf("agora.css names a colour of its own: %q", m)
	}
	if m := regexp.MustCompile(`(margin|padding|border)-(left|right|top|bottom)|[{;](left|right|width|height):`).FindString(css); m != "" {
		t.Errorf("agora.css names a physical side: %q", m)
	}
	if strings.Count(css, "{") != strings.Count(css, "}") {
		t.Error("braces of agora.css do not match")
	}
}
