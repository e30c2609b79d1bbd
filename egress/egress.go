// Package egress keeps calls that the node makes to addresses of others on the
// open net: never its own machine, nor a neighbour's. It has no tables.
//
// Invariant: an address is judged after its name was resolved, so that no name
// can hide another.
package egress

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"syscall"
	"time"
)

// ErrClosed is a call to an address that is not on the open net.
var ErrClosed = errors.New("not on the open net")

// closed are the networks that are nobody's on the open net, besides those
// that netip knows.
func closed() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
		netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
		netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"),
		netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("2001::/23"),
		netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("fec0::/10"), netip.MustParsePrefix("100::/64"),
	}
}

// Public reports whether an address is one of the open net.
func Public(ip netip.Addr) bool {
	ip = ip.Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsLoopback() || ip.Zone() != "" {
		return false
	}
	for _, p := range closed() {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}

// Dial connects to addresses of the open net only; another is ErrClosed.
func Dial(ctx context.Context, network, address string) (net.Conn, error) {
	return dial(ctx, network, address, Public)
}

// dial connects to an address that is allowed, after its name was resolved.
func dial(ctx context.Context, network, address string, allowed func(netip.Addr) bool) (net.Conn, error) {
	d := net.Dialer{Timeout: 10 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil || !allowed(at.Addr()) {
			return fmt.Errorf("%s: %w", address, ErrClosed)
		}
		return nil
	}}
	return d.DialContext(ctx, network, address)
}
