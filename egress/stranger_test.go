package egress

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestAddressesOfStrangersAreJudged(t *testing.T) {
	for address, want := range map[string]string{
		"https://platform.example/profile":        "https://platform.example/profile",
		"HTTPS://Platform.Example:443/Profile?A":  "https://platform.example/Profile?A",
		"https://platform.example:8443/":          "https://platform.example:8443/",
		"https://platform.example:/":              "https://platform.example/",
		"https://142.250.1.1/":                    "https://142.250.1.1/",
		"https://[2a00:1450:4001::1]:443/":        "https://[2a00:1450:4001::1]/",
		"http://platform.example/":                "",
		"https://":                                "",
		"https:///profile":                        "",
		"platform.example/profile":                "",
		"/profile":                                "",
		"":                                        "",
		"https:platform.example":                  "",
		"ftp://platform.example/":                 "",
		"https://me:secret@platform.example/":     "",
		"https://platform.example/#keys":          "",
		"https://platform.example/#":              "",
		"https://platform.example:port/":          "",
		"https://platform.example/\n":             "",
		"https://127.0.0.1/":                      "",
		"https://[::1]/":                          "",
		"https://[::ffff:127.0.0.1]/":             "",
		"https://10.0.0.1/":                       "",
		"https://169.254.169.254/latest/meta":     "",
		"https://[fe80::1%25eth0]/":               "",
		"https://localhost/":                      "",
		"https://localhost./":                     "",
		"https://shop.LOCALHOST/":                 "",
		"https://плат.example/":                   "",
		"https://a/" + strings.Repeat("a", 2<<10): "",
	} {
		if got, ok := Judge(address, false); got != want || ok != (want != "") {
			t.Errorf("%s: %q %v, want %q", address, got, ok, want)
		}
	}
	for address, want := range map[string]bool{"http://localhost:8080/": true, "http://127.0.0.1:80/": true, "https://[::1]/": true, "http://10.0.0.1/": false, "ftp://localhost/": false} {
		if _, ok := Judge(address, true); ok != want {
			t.Errorf("%s in development: %v", address, ok)
		}
	}
}

// TestStrangersAreCalledOnTheOpenNetOnly calls a server of this machine by its
// address and by a name of it.
func TestStrangersAreCalledOnTheOpenNetOnly(t *testing.T) {
	s := httptest.NewServer(http.RedirectHandler("/elsewhere", http.StatusFound))
	defer s.Close()
	for _, address := range []string{s.URL, strings.Replace(s.URL, "127.0.0.1", "localhost", 1)} {
		if w, err := Strangers(time.Minute, false).Get(address); !errors.Is(err, ErrClosed) {
			t.Errorf("%s: %v %v", address, w, err)
		}
	}
	w, err := Strangers(time.Minute, true).Get(s.URL)
	if err != nil || w.StatusCode != http.StatusFound {
		t.Fatalf("%v %v", w, err)
	}
	w.Body.Close()
}
