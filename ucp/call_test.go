package ucp

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/i18n"
	"agora/ucp/ucptest"
)

// TestAPlatformThatAsksTooOftenWaits lets a platform ask once.
func TestAPlatformThatAsksTooOftenWaits(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		asked := map[string]int{}
		s.binding.Pace = func(who string, _ time.Time) time.Duration {
			asked[who]++
			return time.Duration(asked[who]-1) * time.Minute
		}
		if a := c.Search(m{"query": "thing"}); a.Failed() {
			t.Errorf("%s", a.Raw)
		}
		if a := c.Search(m{"query": "thing"}); a.Status != http.StatusTooManyRequests || a.Header.Get("Retry-After") != "60" {
			t.Errorf("%d %v %s", a.Status, a.Header, a.Raw)
		}
	})
}

// TestWhatHasToWaitIsNoMistake is a disk that is full, as far as an operation can
// know: the platform is told to come again.
func TestWhatHasToWaitIsNoMistake(t *testing.T) {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	c := &call{b: &Binding{Log: slog.New(slog.DiscardHandler)}, w: w, locale: words.Locale("en")}
	out := c.failed(fmt.Errorf("place: %w: host-7 is full", db.ErrAway))
	if out.status != http.StatusServiceUnavailable || w.Header().Get("Retry-After") != "1" || !strings.Contains(string(out.body), `"unavailable"`) || strings.Contains(string(out.body), "host-7") {
		t.Errorf("%d %v %s", out.status, w.Header(), out.body)
	}
}
