package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/textproto"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"

	"agora/web/ui"
)

// long is a page of some kilobytes.
func long(r *Request) error {
	return r.Page(http.StatusOK, r.Frame("T"), templ.Raw("<p>"+strings.Repeat("ploughshare ", 500)+"</p>"))
}

// body unpacks an answer and gives the bytes it had on the wire.
func body(t *testing.T, w *httptest.ResponseRecorder) (string, int) {
	t.Helper()
	wire := w.Body.Len()
	var r io.Reader = w.Body
	switch w.Header().Get("Content-Encoding") {
	case "br":
		r = brotli.NewReader(w.Body)
	case "gzip":
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		r = z
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text), wire
}

func TestPagesAreCompressedAsTheReaderCan(t *testing.T) {
	s, _ := testServer(t, Route{Method: "GET", Pattern: "/x", Access: Anyone, Handle: long})
	for _, c := range []struct{ takes, saves, want string }{
		{"", "", ""}, {"gzip", "", "gzip"}, {"br", "", ""}, {"gzip, deflate, br", "", "gzip"},
		{"gzip, deflate, br", "on", "br"}, {"gzip", "on", "gzip"}, {"gzip;q=0, br;q=0.0", "on", ""}, {"xgzip", "", ""},
	} {
		w := ask(s, "GET", "/x", "", "", func(r *http.Request) {
			r.Header.Set("Accept-Encoding", c.takes)
			r.Header.Set("Save-Data", c.saves)
		})
		got := w.Header().Get("Content-Encoding")
		text, wire := body(t, w)
		if got != c.want || !strings.Contains(text, "ploughshare") || !strings.HasSuffix(strings.TrimSpace(text), "</html>") {
			t.Errorf("%+v: %q, %d bytes", c, got, len(text))
		}
		if got != "" && wire > len(text)/2 {
			t.Errorf("%+v: %d of %d bytes", c, wire, len(text))
		}
	}
}

// A page that fails half-way is an error page and never half a page.
func TestPageThatFailsHalfWayIsWhole(t *testing.T) {
	broken := func(r *Request) error {
		return r.Page(http.StatusOK, r.Frame("T"), templ.Join(templ.Raw("<p>half</p>"), templ.ComponentFunc(
			func(context.Context, io.Writer) error { return errors.New("the disk is gone") })))
	}
	s, log := testServer(t, Route{Method: "GET", Pattern: "/x", Access: Anyone, Handle: broken})
	w := ask(s, "GET", "/x", "", "")
	if got := w.Body.String(); w.Code != 500 || strings.Contains(got, "half") || strings.Contains(got, "the disk") || !strings.HasSuffix(strings.TrimSpace(got), "</html>") {
		t.Errorf("%d %s", w.Code, got)
	}
	if !strings.Contains(log.String(), "the disk is gone") {
		t.Error("the log does not say why")
	}
}

func TestBrowsersAreToldOfTheStyleSheetBeforeThePage(t *testing.T) {
	s, _ := testServer(t, Route{Method: "GET", Pattern: "/x", Access: Anyone, Handle: long})
	server := httptest.NewServer(s)
	defer server.Close()
	for path, dest := range map[string]string{"/x": "document", "/x?y": "", ui.Asset("agora.css"): "document"} {
		var hints []string
		trace := &httptrace.ClientTrace{Got1xxResponse: func(code int, h textproto.MIMEHeader) error {
			if code == http.StatusEarlyHints {
				hints = append(hints, h.Get("Link"))
			}
			return nil
		}}
		r, _ := http.NewRequestWithContext(httptrace.WithClientTrace(t.Context(), trace), "GET", server.URL+path, nil)
		r.Header.Set("Sec-Fetch-Dest", dest)
		res, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if want := path == "/x"; res.StatusCode != 200 || want != (len(hints) == 1) || want && !strings.Contains(hints[0], ui.Asset("agora.css")) ||
			res.Header.Get("Link") != "" || !bytes.Contains(text, []byte("p")) {
			t.Errorf("%s: %d, hints %q, %v", path, res.StatusCode, hints, res.Header)
		}
	}
}
