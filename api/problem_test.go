package api

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"agora/db"
	"agora/i18n"
)

// TestWhatHasToWaitIsNoMistake is a disk that is full, as far as an operation can
// know.
func TestWhatHasToWaitIsNoMistake(t *testing.T) {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	a := New(Options{Words: words, Log: slog.New(slog.NewTextHandler(&log, nil))})
	answer := http.Header{}
	ctx := context.WithValue(t.Context(), askedKey{}, &asked{api: a, locale: words.Locale("en"), id: "r7", answer: answer})
	p := problem(ctx, http.StatusInternalServerError, fmt.Errorf("put: %w: host-7 is full", db.ErrAway))
	if p.Status != http.StatusServiceUnavailable || p.Code != "unavailable" || p.Detail == "" || strings.Contains(p.Detail, "host-7") || answer.Get("Retry-After") == "" {
		t.Errorf("%+v", p)
	}
	if !strings.Contains(log.String(), "host-7") || !strings.Contains(log.String(), "r7") {
		t.Errorf("the log says %s", &log)
	}
}
