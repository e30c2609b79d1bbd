package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// TestTheWorkerIsSmall: what goes over the line is the compressed worker, and
// that is at most 5 KiB.
func TestTheWorkerIsSmall(t *testing.T) {
	s, _ := testServer(t)
	w := ask(s, "GET", "/sw.js", "", "")
	body := w.Body.String()
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, 5)
	_, _ = z.Write([]byte(body))
	_ = z.Close()
	if t.Logf("%d bytes, %d compressed", len(body), b.Len()); b.Len() > 5<<10 || len(body) > 7<<10 {
		t.Errorf("the worker has %d bytes, %d compressed", len(body), b.Len())
	}
	if w.Header().Get("Cache-Control") != "no-cache" || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/javascript") || w.Header().Get(whoHeader) != "" {
		t.Error(w.Header())
	}
	if !strings.HasPrefix(body, `const V="`) || !strings.Contains(body, `/assets/agora.`) {
		t.Error("the worker names no version or no shell")
	}
	for _, bad := range []string{"eval(", "importScripts", "http://", "https://"} {
		if strings.Contains(body, bad) {
			t.Errorf("the worker holds %q", bad)
		}
	}
	again := ask(s, "GET", "/sw.js", "", "", func(r *http.Request) { r.Header.Set("If-None-Match", w.Header().Get("ETag")) })
	if again.Code != http.StatusNotModified {
		t.Errorf("the same worker again: %d", again.Code)
	}
}

func TestTheManifestIsInTheReadersLanguage(t *testing.T) {
	s, _ := testServer(t)
	names := map[string]bool{}
	for _, lang := range []string{"en", "ru", "ur"} {
		w := ask(s, "GET", "/manifest.webmanifest?lang="+lang, "", "")
		var m webManifest
		if err := json.Unmarshal(w.Body.Bytes(), &m); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"en": "ltr", "ru": "ltr", "ur": "rtl"}[lang]
		if m.Lang != lang || m.Dir != want || m.Name == "" || m.ShortName == "" || m.StartURL != "/" || m.Scope != "/" || len(m.Shortcuts) != 3 {
			t.Errorf("%s: %+v", lang, m)
		}
		names[m.Shortcuts[0].Name] = true
		for _, i := range m.Icons {
			if ask(s, "GET", i.Src, "", "").Code != http.StatusOK {
				t.Errorf("no icon at %s", i.Src)
			}
		}
		if w.Header().Get("Content-Type") != "application/manifest+json" {
			t.Error(w.Header())
		}
	}
	if len(names) != 3 {
		t.Error("the shortcuts are in one language")
	}
}

func TestPagesSayWhomTheyAreFor(t *testing.T) {
	s, _ := testServer(t)
	if got := ask(s, "GET", "/offline?lang=ur", "", "").Header().Get(whoHeader); got != ".ur" {
		t.Errorf("a stranger's page is for %q", got)
	}
	if w := ask(s, "GET", "/desk/waiting", "", ""); w.Code != http.StatusSeeOther {
		t.Errorf("a stranger sees what waits: %d", w.Code)
	}
}
