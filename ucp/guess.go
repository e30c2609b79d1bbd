package ucp

import (
	"net/http"
	"slices"
	"time"

	"agora/market"
	"agora/ucp/platform"
)

// Guesses bounds how many wrong codes for discounts a platform tries.
type Guesses interface {
	Take(platform string, now time.Time) time.Duration // counts one
	Wait(platform string, now time.Time) time.Duration // until the next is heard
}

// mayTry lets a platform that named many codes in vain try no further ones for a
// while: whether they exist must not be told by how they are refused. Those that
// the session had before are no guesses.
func (c *call) mayTry(s *session, known []string) error {
	if c.b.Guess == nil || !slices.ContainsFunc(s.Codes, func(code string) bool { return !slices.Contains(known, code) }) {
		return nil
	}
	if wait := c.b.Guess.Wait(c.platform, c.b.now()); wait > 0 {
		return &failure{http.StatusTooManyRequests, string(platform.RateLimited), "this platform tried too many discount codes that do not exist", wait}
	}
	return nil
}

// tried counts the codes that no shop knows.
func (c *call) tried(out *counted, known []string) {
	if c.b.Guess == nil {
		return
	}
	for _, r := range out.Cart.Refused {
		if r.Why == market.CodeInvalid && !slices.Contains(known, r.Code) {
			c.b.Guess.Take(c.platform, c.b.now())
		}
	}
}
