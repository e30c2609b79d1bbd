package notify

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"

	"agora/egress"
	"agora/fault"
)

// A push service is named by the browser, so anybody may name any address.
// The node calls none that is its own or its neighbour's.

// checkEndpoint reports, as a fault, an address that can be no push service.
func checkEndpoint(endpoint string) error {
	u, err := url.Parse(endpoint)
	if err != nil || len(endpoint) > 1000 || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "" ||
		u.Port() != "" && u.Port() != "443" {
		return fault.New(fault.Invalid, "fault.form_broken")
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && !egress.Public(ip) {
		return fault.New(fault.Invalid, "fault.form_broken")
	}
	return nil
}

// dialPublic connects to addresses of the open net only; another is refused for
// good.
func dialPublic(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := egress.Dial(ctx, network, address)
	if errors.Is(err, egress.ErrClosed) {
		err = fmt.Errorf("%w: push: %w", ErrRefused, err)
	}
	return c, err
}
