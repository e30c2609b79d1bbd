package ucp

import (
	"net/http"
	"testing"
	"time"

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
