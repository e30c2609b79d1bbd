package egress

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// maxAddress bounds the letters of an address that a stranger names.
const maxAddress = 2048

// Judge reads an address that a stranger names, to be called by Strangers, and
// gives it in one spelling; ok is false for anything but a plain https address
// whose host may be on the open net. dev lets http and this machine pass, too.
func Judge(address string, dev bool) (plain string, ok bool) {
	u, err := url.Parse(address)
	if err != nil || len(address) > maxAddress || u.Opaque != "" || u.User != nil || strings.Contains(address, "#") {
		return "", false
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	host := strings.TrimSuffix(u.Hostname(), ".")
	if u.Scheme != "https" && (u.Scheme != "http" || !dev) || host == "" || strings.ContainsFunc(host, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", false
	}
	if !dev && (host == "localhost" || strings.HasSuffix(host, ".localhost")) {
		return "", false
	}
	if ip, err := netip.ParseAddr(host); err == nil && !allow(dev)(ip) {
		return "", false
	}
	if port := u.Port(); port == "443" && u.Scheme == "https" || port == "80" && u.Scheme == "http" || port == "" {
		u.Host = strings.TrimSuffix(u.Host, ":"+port)
	}
	return u.String(), true
}

// allow are the addresses of the open net, and with dev those of this machine.
func allow(dev bool) func(netip.Addr) bool {
	return func(ip netip.Addr) bool { return Public(ip) || dev && ip.Unmap().IsLoopback() }
}

// Strangers gives a client for addresses that strangers name: it follows no
// redirection and no proxy of the environment, keeps no connection, and calls
// the open net only, with dev this machine, too. patience bounds one call.
func Strangers(patience time.Duration, dev bool) *http.Client {
	connect := func(ctx context.Context, network, address string) (net.Conn, error) {
		return dial(ctx, network, address, allow(dev))
	}
	return &http.Client{Timeout: patience,
		Transport: &http.Transport{DialContext: connect, DisableKeepAlives: true, ForceAttemptHTTP2: true,
			TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS13}, MaxResponseHeaderBytes: 16 << 10},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}
