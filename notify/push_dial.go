package notify

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"syscall"
	"time"

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
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && !public(ip) {
		return fault.New(fault.Invalid, "fault.form_broken")
	}
	return nil
}

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

// public reports whether an address is one of the open net.
func public(ip netip.Addr) bool {
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

// dialPublic connects to addresses of the open net only. The check comes after
// the name was resolved, so that no name can hide another address.
func dialPublic(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: 10 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil || !public(at.Addr()) {
			return fmt.Errorf("%w: push: %s is not on the open net", ErrRefused, address)
		}
		return nil
	}}
	return d.DialContext(ctx, network, address)
}
