package ucptest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// Platform is how a client presents itself.
type Platform struct {
	// Capabilities are those it declares, by name; nil means all of the
	// protocol that this package knows.
	Capabilities []string
	// MultiGroup says that it can show several groups of a method (T23).
	MultiGroup bool
	// Webhook is where it wants to hear of its orders.
	Webhook string
	// Keys are its public keys, as JWK.
	Keys []map[string]any
	// Version is that of the protocol; "" means Version.
	Version string
	// Extensions are capabilities of others that it knows: their schemas by
	// name. They are declared as well; Extends says what each extends.
	Extensions map[string][]byte
	Extends    map[string][]string
	// ExtensionVersion is the version of these; "" means Version.
	ExtensionVersion string
}

// extended are the capabilities of the protocol, and what they extend.
var extended = map[string][]string{
	answers[Checkout].capability: nil,
	answers[Cart].capability:     nil,
	answers[Order].capability:    nil,
	answers[Search].capability:   nil,
	answers[Lookup].capability:   nil,
	Fulfillment:                  {answers[Checkout].capability},
	Discount:                     {answers[Checkout].capability, answers[Cart].capability},
	BuyerConsent:                 {answers[Checkout].capability},
}

// declared are the capabilities as the profile lists them.
func (p Platform) declared() map[string]any {
	out := map[string]any{}
	for name, parents := range extended {
		if p.Capabilities != nil && !slices.Contains(p.Capabilities, name) {
			continue
		}
		e := map[string]any{"version": Version,
			"spec": origin + Version + "/specification/overview", "schema": origin + Version + "/" + extensionFile(name)}
		if parents != nil {
			e["extends"] = parents
		}
		if name == Fulfillment && p.MultiGroup {
			e["config"] = map[string]any{"supports_multi_group": true}
		}
		if name == answers[Order].capability && p.Webhook != "" {
			e["config"] = map[string]any{"webhook_url": p.Webhook}
		}
		out[name] = []any{e}
	}
	for name := range p.Extensions {
		version := p.ExtensionVersion
		if version == "" {
			version = Version
		}
		host := hostOf(name)
		out[name] = []any{map[string]any{"version": version, "extends": p.Extends[name],
			"spec": "https://" + host + "/ucp/spec", "schema": "https://" + host + "/ucp/schema"}}
	}
	return out
}

// hostOf gives a host that may own a name: its first two labels, turned.
func hostOf(name string) string {
	first, second := "", ""
	for i, label := range strings.Split(name, ".") {
		switch i {
		case 0:
			first = label
		case 1:
			second = label
		}
	}
	return second + "." + first
}

// Document is the profile as JSON.
func (p Platform) Document() []byte {
	version := p.Version
	if version == "" {
		version = Version
	}
	doc := map[string]any{"ucp": map[string]any{"version": version, "capabilities": p.declared(), "payment_handlers": map[string]any{},
		"services": map[string]any{"dev.ucp.shopping": []any{map[string]any{"version": Version, "transport": "rest",
			"spec": origin + Version + "/specification/overview", "schema": origin + Version + "/services/shopping/rest.openapi.json"}}}}}
	if p.Keys != nil {
		doc["signing_keys"] = p.Keys
	}
	text, err := json.Marshal(doc)
	if err != nil {
		panic(err) // maps and strings
	}
	return text
}

// Serve serves the profile on the loopback until the test ends, and gives its
// address.
func (p Platform) Serve(tb testing.TB) string {
	body := p.Document()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "public, max-age=60")
		_, _ = w.Write(body)
	}))
	tb.Cleanup(server.Close)
	return server.URL + "/.well-known/ucp"
}
