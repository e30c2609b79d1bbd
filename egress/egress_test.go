package egress

import (
	"errors"
	"net"
	"net/netip"
	"testing"
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
