package setting

import (
	"strings"
	"testing"
)

func TestLiveSettingsAreReadAsTheyAreChecked(t *testing.T) {
	secret := strings.Repeat("s", 32)
	h := House{LiveAt: "7882-7889, tcp 7881", LiveMost: "40", LiveRelay: "turn.example 443 tls abc", LiveOutside: "wss://live.example/ https://live.example k " + secret}
	if udp, tcp := h.LivePorts(); udp != "7882-7889" || tcp != 7881 {
		t.Errorf("ports %q and %d", udp, tcp)
	}
	if host, at, protocol, shared := h.LiveTURN(); host != "turn.example" || at != 443 || protocol != "tls" || shared != "abc" {
		t.Errorf("relay %q %d %q %q", host, at, protocol, shared)
	}
	if browser, api, key, s := h.LiveCluster(); browser != "wss://live.example" || api != "https://live.example" || key != "k" || s != secret {
		t.Errorf("cluster %q %q %q", browser, api, key)
	}
	if h.LivePeople() != 40 {
		t.Errorf("%d people", h.LivePeople())
	}
	for _, f := range []struct {
		check     func(string) string
		good, bad []string
	}{
		{checkLivePorts, []string{"7882", "7882-7889", "7882, tcp 7881", h.LiveAt}, []string{"", "80", "7889-7882", "7882-", "7882 tcp 7881", "7882, 7881", "7882, tcp", "70000"}},
		{checkLiveAddress, []string{"", "203.0.113.7", "2001:db8::7"}, []string{"bazaar.example", "203.0.113", "203.0.113.7:80"}},
		{checkRecordingDays, []string{"0", "30", "3650"}, []string{"", "-1", "3651", "a week"}},
		{checkLivePeople, []string{"2", "250"}, []string{"", "1", "many", "10001"}},
		{checkLiveRelay, []string{"", "none", h.LiveRelay}, []string{"turn.example 443 tls", "turn.example 443 quic abc", "turns://turn.example 443 tls abc", "turn.example 0 tls abc"}},
		{checkLiveOutside, []string{"", "none", h.LiveOutside}, []string{"wss://live.example https://live.example k short", "https://live.example https://live.example k " + secret,
			"wss://live.example/room https://live.example k " + secret, "wss://live.example k " + secret}},
	} {
		for _, v := range f.good {
			if key := f.check(v); key != "" {
				t.Errorf("%q: %s", v, key)
			}
		}
		for _, v := range f.bad {
			if f.check(v) == "" {
				t.Errorf("%q is taken", v)
			}
		}
	}
	usual := defaults()
	if udp, tcp := usual.LivePorts(); udp == "" || tcp != 0 || usual.LivePeople() == 0 {
		t.Errorf("by itself %q, %d, %d people", udp, tcp, usual.LivePeople())
	}
}
