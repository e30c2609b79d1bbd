package web

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestAnAnswerThatFailsHalfWayIsNoAnswer cuts the connection, so that nobody takes
// the half for the whole; what fails before is a page.
func TestAnAnswerThatFailsHalfWayIsNoAnswer(t *testing.T) {
	s := New(Options{Log: slog.New(slog.DiscardHandler)})
	pour := func(first string) func(*Request) error {
		return func(r *Request) error {
			return r.Pour(func(w io.Writer) error {
				if _, err := io.WriteString(w, first); err != nil {
					return err
				}
				return errors.New("gone")
			})
		}
	}
	s.Add(Route{Method: "GET", Pattern: "/file", Access: Anyone, Handle: func(r *Request) error {
		if _, err := io.WriteString(r.Download("a.csv", "text/csv"), strings.Repeat("x", 100_000)); err != nil {
			return err
		}
		return errors.New("gone")
	}}, Route{Method: "GET", Pattern: "/half", Access: Anyone, Handle: pour(strings.Repeat("x", 100_000))},
		Route{Method: "GET", Pattern: "/none", Access: Anyone, Handle: func(r *Request) error {
			return r.Pour(func(io.Writer) error { return errors.New("gone") })
		}},
		Route{Method: "GET", Pattern: "/same", Access: Anyone, Handle: func(r *Request) error {
			if r.Unchanged("one") {
				return nil
			}
			_, err := io.WriteString(r.W, "words")
			return err
		}})
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	get := func(path, known string) (int, string, error) {
		q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if known != "" {
			q.Header.Set("If-None-Match", known)
		}
		r, err := http.DefaultClient.Do(q)
		if err != nil {
			return 0, "", err
		}
		defer r.Body.Close()
		text, err := io.ReadAll(r.Body)
		return r.StatusCode, string(text), err
	}
	if status, _, err := get("/half", ""); err == nil {
		t.Errorf("half an answer looks whole: %d", status)
	}
	if status, _, err := get("/file", ""); err == nil {
		t.Errorf("half a file looks whole: %d", status)
	}
	if status, text, err := get("/none", ""); err != nil || status != http.StatusInternalServerError || !strings.Contains(text, "<html") {
		t.Errorf("what fails at once: %d %v", status, err)
	}
	for known, want := range map[string]int{"": 200, `"two"`: 200, `W/"one"`: 304, `"two", "one"`: 304, "*": 304} {
		if status, text, err := get("/same", known); err != nil || status != want || (text == "") != (want == 304) {
			t.Errorf("who knows %s: %d %q %v", known, status, text, err)
		}
	}
}
