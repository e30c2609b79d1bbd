//go:build !nolive

package livekit

import (
	"net"
	"testing"

	"github.com/livekit/protocol/livekit"
	"github.com/pion/turn/v5"
	"github.com/pion/webrtc/v4"

	"agora/room"
)

// freeTCP finds a port for media over TCP.
func freeTCP(t *testing.T) int {
	t.Helper()
	port, err := freePort(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// withoutUDP is the line of somebody whose network lets no UDP through.
func withoutUDP(only webrtc.ICETransportPolicy) dial {
	return func(servers []*livekit.ICEServer) (*webrtc.PeerConnection, error) {
		var s webrtc.SettingEngine
		s.SetIncludeLoopbackCandidate(true)
		s.SetIPFilter(net.IP.IsLoopback)
		s.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeTCP4})
		c := webrtc.Configuration{ICETransportPolicy: only}
		if only == webrtc.ICETransportPolicyRelay {
			s.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4}) // between the relay and the room
			for _, one := range servers {
				c.ICEServers = append(c.ICEServers, webrtc.ICEServer{URLs: one.Urls, Username: one.Username, Credential: one.Credential})
			}
		}
		return webrtc.NewAPI(webrtc.WithSettingEngine(s)).NewPeerConnection(c)
	}
}

// hears has a speaker speak, and somebody hear her over a line; it gives the pair of
// addresses that the sound comes by.
func hears(t *testing.T, e *Engine, by dial) *webrtc.ICECandidatePair {
	t.Helper()
	opened(t, e, "one")
	speaker, err := join(t.Context(), admitted(t, e, "one", "7", room.Grant{Role: room.Speaker}), "/rtc")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(speaker.Leave)
	if err := speaker.Send(t.Context(), room.Floor, room.FromMicrophone, false); err != nil {
		t.Fatal(err)
	}
	v, err := watch(t.Context(), admitted(t, e, "one", "8", room.Grant{Role: room.Viewer}), 1, by)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		v.signal.Stop()
		_ = v.line.Close()
	})
	pair, err := v.line.SCTP().Transport().ICETransport().GetSelectedCandidatePair()
	if err != nil || pair == nil {
		t.Fatal(pair, err)
	}
	return pair
}

// TestSoundComesOverTCP lets no UDP through.
func TestSoundComesOverTCP(t *testing.T) {
	port := freeTCP(t)
	e, _ := site(t, func(o *Options) { o.Media.TCP = port })
	if pair := hears(t, e, withoutUDP(webrtc.ICETransportPolicyAll)); pair.Remote.Protocol != webrtc.ICEProtocolTCP || int(pair.Remote.Port) != port {
		t.Errorf("it comes by %s", pair)
	}
}

// TestSoundComesOverARelay lets only a TURN server through, to which the secret that is
// shared with it gives everybody a password.
func TestSoundComesOverARelay(t *testing.T) {
	l, err := net.Listen("tcp4", net.JoinHostPort(loopback, "0"))
	if err != nil {
		t.Fatal(err)
	}
	const secret = "shared with the relay"
	relay, err := turn.NewServer(turn.ServerConfig{Realm: "relay.example", AuthHandler: turn.LongTermTURNRESTAuthHandler(secret, nil),
		ListenerConfigs: []turn.ListenerConfig{{Listener: l, RelayAddressGenerator: &turn.RelayAddressGeneratorStatic{RelayAddress: net.ParseIP(loopback), Address: loopback}}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = relay.Close() })
	e, _ := site(t, func(o *Options) {
		o.Media.TURN = []TURN{{Host: loopback, Port: l.Addr().(*net.TCPAddr).Port, Protocol: "tcp", Secret: secret}}
	})
	if pair := hears(t, e, withoutUDP(webrtc.ICETransportPolicyRelay)); pair.Local.Typ != webrtc.ICECandidateTypeRelay {
		t.Errorf("it comes by %s", pair)
	}
}
