package setting

import (
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// LivePorts gives where sound and pictures of live rooms come and go: UDP ports,
// "7882-7889" or one, and a TCP port, 0 for none.
func (h House) LivePorts() (udp string, tcp int) {
	udp, tcp, _ = ports(h.LiveAt)
	return udp, tcp
}

// ports reads "7882-7889, tcp 7881".
func ports(text string) (udp string, tcp int, ok bool) {
	udp, more, two := strings.Cut(text, ",")
	udp = strings.TrimSpace(udp)
	from, to, many := strings.Cut(udp, "-")
	first, last := port(from), 0
	if many {
		last = port(to)
	}
	if first == 0 || many && last <= first {
		return "", 0, false
	}
	if two {
		word, n, _ := strings.Cut(strings.TrimSpace(more), " ")
		if tcp = port(n); word != "tcp" || tcp == 0 {
			return "", 0, false
		}
	}
	return udp, tcp, true
}

// port reads the number of a port that needs no rights; 0 for any other text.
func port(text string) int {
	const least, most = 1024, 65535
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return 0
	}
	return n
}

func checkLivePorts(v string) string {
	if _, _, ok := ports(v); !ok {
		return "fault.setting_live_ports"
	}
	return ""
}

func checkLiveAddress(v string) string {
	if v != "" && net.ParseIP(v) == nil {
		return "fault.setting_live_address"
	}
	return ""
}

// LivePeople gives how many people come into one live room.
func (h House) LivePeople() int {
	n, _ := strconv.Atoi(h.LiveMost)
	return n
}

func checkLivePeople(v string) string {
	const most = 10000
	if n, err := strconv.Atoi(v); err != nil || n < 2 || n > most {
		return "fault.number"
	}
	return ""
}

// RecordingDays gives after how many days recordings are dropped; 0 for never.
func (h House) RecordingDays() int64 {
	n, _ := strconv.ParseInt(h.RecordingsFor, 10, 64)
	return n
}

func checkRecordingDays(v string) string {
	const most = 3650
	if n, err := strconv.Atoi(v); err != nil || n < 0 || n > most {
		return "fault.number"
	}
	return ""
}

// LiveTURN gives the relay of live rooms; empty texts when there is none.
func (h House) LiveTURN() (host string, at int, protocol, secret string) {
	if p := strings.Fields(h.LiveRelay); len(p) == 4 {
		at, _ = strconv.Atoi(p[1])
		return p[0], at, p[2], p[3]
	}
	return "", 0, "", ""
}

func checkLiveRelay(v string) string {
	if v == "" || v == "none" {
		return ""
	}
	const mostPort = 65535
	p := strings.Fields(v)
	if len(p) != 4 || len(v) > 500 || strings.ContainsAny(p[0], "/:@") || !slices.Contains([]string{"udp", "tcp", "tls"}, p[2]) {
		return badParts
	}
	if n, err := strconv.Atoi(p[1]); err != nil || n < 1 || n > mostPort {
		return badParts
	}
	return ""
}

// LiveCluster gives where live rooms are when they are not inside: the address
// for browsers, the one for us, key and secret; empty texts when they are.
func (h House) LiveCluster() (browser, api, key, secret string) {
	if p := strings.Fields(h.LiveOutside); len(p) == 4 {
		return strings.TrimSuffix(p[0], "/"), strings.TrimSuffix(p[1], "/"), p[2], p[3]
	}
	return "", "", "", ""
}

func checkLiveOutside(v string) string {
	if v == "" || v == "none" {
		return ""
	}
	const shortest = 32 // of the secret, as LiveKit wants it
	p := strings.Fields(v)
	if len(p) != 4 || len(v) > 1000 || len(p[3]) < shortest || !begins(p[0], "wss", "ws") || !begins(p[1], "https", "http") {
		return badParts
	}
	return ""
}

// begins reports whether a text is an address with one of these schemes, and
// nothing after the host.
func begins(v string, schemes ...string) bool {
	u, err := url.Parse(v)
	return err == nil && slices.Contains(schemes, u.Scheme) && u.Host != "" && strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && u.Fragment == "" && u.User == nil
}

// LiveHold gives how long what is bought in a hall is held for a cart.
func (h House) LiveHold() time.Duration {
	n, _ := strconv.Atoi(h.LiveHeld)
	return time.Duration(n) * time.Minute
}

func checkLiveHold(v string) string {
	const most = 60
	if n, err := strconv.Atoi(v); err != nil || n < 1 || n > most {
		return "fault.number"
	}
	return ""
}
