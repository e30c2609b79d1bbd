package load

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"
)

// The scenarios.
const (
	Browse   = "browse"   // a category, sometimes its next page, one product
	Search   = "search"   // a word
	Cart     = "cart"     // make, change, read and give up a cart
	Purchase = "purchase" // a guest buys one thing
	Flash    = "flash"    // many buyers at once for the same things
)

// Scenarios are all of them.
func Scenarios() []string { return []string{Browse, Search, Cart, Purchase, Flash} }

// The bounds of settings.
const (
	maxWorkers  = 10_000
	maxRate     = 1_000_000
	maxDuration = 24 * time.Hour
	maxGoods    = 100_000
	maxItems    = 1_000
	maxPage     = 1_000
)

// Settings say what is done, to whom, how hard and how long.
type Settings struct {
	Target   string // the server's origin, https://host or http://127.0.0.1:8080
	Scenario string
	Workers  int           // connections, each with one buyer at a time
	Rate     float64       // arrivals a second; 0 is a closed loop
	Warmup   time.Duration // not measured
	Duration time.Duration // measured
	Timeout  time.Duration // of one request
	Seed     uint64        // the same seed makes the same choices

	Profile  string // address of the platform's profile; "" serves one on the loopback
	Country  string // where buyers are
	Language string // what they read
	Currency string // what they pay in; "" leaves it to the server

	Words  []string // to search for; nil takes those of titles
	Goods  int      // how many variants to find before
	Limit  int      // how many products of a list to ask for; 0 leaves it to the server
	Items  []string // variants to buy; nil takes what is found
	Buyers int      // of a flash sale
	Page   string   // path on the target that others look at during a flash sale; "" for no others
	Pay    string   // part of the name of the way to pay; "" takes what needs no provider
	Token  string   // credential of play money
}

// check names the first setting that is out of bounds, and the cure.
func (s Settings) check() error {
	if !slices.Contains(Scenarios(), s.Scenario) {
		return fmt.Errorf("scenario %q is none of %s", s.Scenario, strings.Join(Scenarios(), ", "))
	}
	for _, b := range []struct {
		name      string
		got       float64
		low, high float64
	}{
		{"workers", float64(s.Workers), 1, maxWorkers},
		{"rate", s.Rate, 0, maxRate},
		{"warm-up seconds", s.Warmup.Seconds(), 0, maxDuration.Seconds()},
		{"duration seconds", s.Duration.Seconds(), 0.01, maxDuration.Seconds()},
		{"timeout seconds", s.Timeout.Seconds(), 0.01, 600},
		{"goods", float64(s.Goods), 1, maxGoods},
		{"limit", float64(s.Limit), 0, maxPage},
		{"items", float64(len(s.Items)), 0, maxItems},
	} {
		if !(b.got >= b.low && b.got <= b.high) { // not a number is out of bounds, too
			return fmt.Errorf("%s: %g is not from %g to %g", b.name, b.got, b.low, b.high)
		}
	}
	if s.Scenario == Flash && (s.Buyers < 1 || s.Buyers > maxWorkers) {
		return fmt.Errorf("buyers: %d is not from 1 to %d", s.Buyers, maxWorkers)
	}
	if s.Scenario == Flash && s.Rate > 0 {
		return fmt.Errorf("a flash sale has no rate: all buyers come at once")
	}
	if _, ok := homes[s.Country]; !ok {
		return fmt.Errorf("country: no address in %q is known; there are %s", s.Country, strings.Join(countries(), ", "))
	}
	if s.Page != "" && (s.Scenario != Flash || s.Page[0] != '/' || len(s.Page) > 200 || strings.ContainsFunc(s.Page, func(r rune) bool { return r <= ' ' || r > '~' })) {
		return fmt.Errorf("page: %.40q is no path such as /s/shop, of a flash sale", s.Page)
	}
	for name, text := range map[string]string{"language": s.Language, "currency": s.Currency, "token": s.Token} {
		if len(text) > 200 || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r > '~' }) {
			return fmt.Errorf("%s: %.40q has letters that no such thing has", name, text)
		}
	}
	return nil
}

// origin reads the address of a server: scheme and host, nothing else.
func origin(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return nil, fmt.Errorf("%q is not the address of a server, such as https://bazaar.example or http://127.0.0.1:8080", address)
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host}, nil
}

// loopback reports whether an address is of this machine, as every name below
// localhost is.
func loopback(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || strings.HasSuffix(u.Hostname(), ".localhost") || ip != nil && ip.IsLoopback()
}
