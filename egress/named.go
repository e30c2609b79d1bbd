package egress

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Named gives a client that calls the one host ("host:port") that an operator
// has named, even on the house's own network, and no other: it follows no
// redirection and no proxy of the environment. patience bounds one call.
func Named(host string, patience time.Duration) *http.Client {
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		if address != host {
			return nil, fmt.Errorf("%s: %w", address, ErrClosed)
		}
		return (&net.Dialer{Timeout: 10 * time.Second}).DialContext(ctx, network, address)
	}
	return &http.Client{Timeout: patience, Transport: &http.Transport{DialContext: dial, MaxIdleConns: 1, IdleConnTimeout: time.Second},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}
