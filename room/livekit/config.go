//go:build !nolive

package livekit

import (
	"fmt"
	"net"

	"github.com/livekit/livekit-server/pkg/config"
)

// shortest is how long a secret must be; LiveKit would only log a shorter one.
const shortest = 32

// config says how the server inside runs. Its defaults, which are for a machine
// of its own, are put right here one by one.
func (e *Engine) config(port int, ears string) (*config.Config, error) {
	if len(e.o.Secret) < shortest {
		return nil, fmt.Errorf("livekit: the secret has %d bytes, %d are the least", len(e.o.Secret), shortest)
	}
	ip, err := mediaIP(e.o.Media.IP)
	if err != nil {
		return nil, err
	}
	c, err := config.NewConfig(fmt.Sprintf("rtc: {node_ip: %q, udp_port: %q}", ip, e.o.Media.UDP), true, nil, nil)
	if err != nil {
		return nil, err
	}
	c.Keys = map[string]string{e.key: e.secret}
	c.BindAddresses, c.Port = []string{loopback}, uint32(port) // its API and WHIP must not be reached; Door leads to signalling
	c.WebHook.URLs, c.WebHook.APIKey = []string{ears}, e.key
	c.Room.AutoCreate = false // or an old ticket would open a room
	c.Room.MaxParticipants = uint32(e.o.Most)
	c.EnableDataTracks = false // no grant has them
	limits(c, e.o.Most)

	c.RTC.TCPPort = uint32(e.o.Media.TCP) // else 7881 on every address
	c.RTC.UseExternalIP = false           // it would ask servers of others
	if local(ip) {
		c.RTC.IPs.Includes = []string{netOf(ip)} // else its sockets listen on every address
	}
	c.RTC.EnableLoopbackCandidate = ip.IsLoopback()
	// Without any it names those of Twilio and Google to browsers. None needs to
	// answer at ours: the address of this machine is known, and a browser is
	// answered where it calls from. It must not be a media port: Chromium takes
	// all that comes from a STUN server's address for an answer of that, and
	// there would be no sound.
	c.RTC.STUNServers = []string{net.JoinHostPort(ip.String(), "3478")}
	for _, t := range e.o.Media.TURN {
		c.RTC.TURNServers = append(c.RTC.TURNServers, config.TURNServer{Host: t.Host, Port: t.Port, Protocol: t.Protocol, Secret: t.Secret})
	}
	c.TURN.Enabled = false
	return c, c.ValidateKeys()
}

// limits bound what people with tickets can make the server keep. A person
// sends three tracks at most and hears a few of each.
func limits(c *config.Config, people int) {
	const perPerson = 12
	c.Limit.NumTracks = int32(people * perPerson)
	c.Limit.SubscriptionLimitVideo, c.Limit.SubscriptionLimitAudio = 32, 32
	c.Limit.MaxMetadataSize, c.Limit.MaxAttributesSize = 4<<10, 4<<10
	c.Limit.MaxRoomNameLength, c.Limit.MaxParticipantIdentityLength = 64, 64
}

// mediaIP gives the address that browsers send to: the one that is said, else
// the first of this machine, else that of the machine alone.
func mediaIP(said string) (net.IP, error) {
	if said != "" {
		if ip := net.ParseIP(said); ip != nil {
			return ip, nil
		}
		return nil, fmt.Errorf("livekit: %q is no IP address", said)
	}
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if n, ok := a.(*net.IPNet); ok && n.IP.To4() != nil && n.IP.IsGlobalUnicast() {
			return n.IP, nil
		}
	}
	return net.ParseIP(loopback), nil
}

// local reports whether an address is one of this machine's, not of what stands
// before it.
func local(ip net.IP) bool {
	all, _ := net.InterfaceAddrs()
	for _, a := range all {
		if n, ok := a.(*net.IPNet); ok && n.IP.Equal(ip) {
			return true
		}
	}
	return false
}

// netOf gives an address as a network of one.
func netOf(ip net.IP) string {
	const v4, v6 = 32, 128
	if ip.To4() != nil {
		return fmt.Sprintf("%s/%d", ip, v4)
	}
	return fmt.Sprintf("%s/%d", ip, v6)
}
