package egress

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestOnlyTheOpenNetIsCalled(t *testing.T) {
	for _, ip := range []string{"127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
		"255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "ff02::1"} {
		if Public(netip.MustParseAddr(ip)) {
			t.Errorf("%s is called public", ip)
		}
	}
	for _, ip := range []string{"142.250.1.1", "2a00:1450:4001::1"} {
		if !Public(netip.MustParseAddr(ip)) {
			t.Errorf("%s is not called public", ip)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0") // on this machine
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, err := Dial(t.Context(), "tcp", l.Addr().String()); !errors.Is(err, ErrClosed) {
		t.Errorf("a neighbour was called: %v", err)
	}
}

// TestANamedHostIsTheOnlyOne calls a server on this machine by a client that was
// given its name, and by one that was given another.
func TestANamedHostIsTheOnlyOne(t *testing.T) {
	s := httptest.NewServer(http.RedirectHandler("http://localhost:1/", http.StatusFound))
	defer s.Close()
	host := strings.TrimPrefix(s.URL, "http://")
	w, err := Named(host, time.Minute).Get(s.URL)
	if err != nil || w.StatusCode != http.StatusFound {
		t.Fatalf("%v %v", w, err)
	}
	w.Body.Close()
	if w, err := Named("localhost:1", time.Minute).Get(s.URL); !errors.Is(err, ErrClosed) {
		t.Errorf("%v %v", w, err)
	}
}
