package ucp

import (
	"encoding/json"
	"net/http"
	"slices"

	"agora/httpsig"
	"agora/ucp/platform"
)

// The capabilities that are kept here.
const (
	capCheckout    = "dev.ucp.shopping.checkout"
	capCart        = "dev.ucp.shopping.cart"
	capOrder       = "dev.ucp.shopping.order"
	capSearch      = "dev.ucp.shopping.catalog.search"
	capLookup      = "dev.ucp.shopping.catalog.lookup"
	capFulfillment = "dev.ucp.shopping.fulfillment"
	capConsent     = "dev.ucp.shopping.buyer_consent"
	capDiscount    = "dev.ucp.shopping.discount"
)

// capMarket names our own extension: who sells a line, and the cost at the door.
func (b *Binding) capMarket() string { return b.namespace() + ".shopping.market" }

// kept is a capability with where it is explained.
type kept struct {
	platform.Capability
	spec, schema string
}

// standard are the capabilities of the protocol itself that are kept here.
var standard = []kept{
	documented(capCheckout, "checkout", "checkout"),
	documented(capCart, "cart", "cart"),
	documented(capOrder, "order", "order"),
	documented(capSearch, "catalog/search", "catalog_search"),
	documented(capLookup, "catalog/lookup", "catalog_lookup"),
	documented(capFulfillment, "fulfillment", "fulfillment", capCheckout),
	documented(capDiscount, "discount", "discount", capCheckout, capCart),
	documented(capConsent, "buyer-consent", "buyer_consent", capCheckout),
}

func documented(name, page, file string, extends ...string) kept {
	return kept{platform.Capability{Name: name, Version: Version, Extends: extends},
		"https://ucp.dev/" + Version + "/specification/" + page, "https://ucp.dev/" + Version + "/schemas/shopping/" + file + ".json"}
}

// capabilities are what the profile declares.
func (b *Binding) capabilities() []kept {
	return append(slices.Clone(standard), kept{b.ownCapability(), b.own("/ucp/spec/market"), b.own("/ucp/schemas/market.json")})
}

func (b *Binding) ownCapability() platform.Capability {
	return platform.Capability{Name: b.capMarket(), Version: Version, Extends: []string{capCart, capCheckout}}
}

// meet learns who asks, sees that a signature holds where there is one, and agrees
// on capabilities.
func (c *call) meet() (err error) {
	ctx := c.r.Context()
	r, body := c.r, c.body
	if c.outer == nil {
		c.profile, err = c.b.Platforms.Of(ctx, r.Header)
	} else {
		r, body = c.outer.r, c.outer.body
		c.profile, err = c.b.Platforms.At(ctx, c.agent)
	}
	if err != nil {
		return err
	}
	c.platform = c.profile.Address
	if r.Header.Get("Signature") != "" || r.Header.Get("Signature-Input") != "" {
		if err := httpsig.Verify(r, body, c.b.Platforms.Keys(ctx, c.profile), httpsig.RequestParts(r, body)...); err != nil {
			return err
		}
		c.signed = true
	}
	ours := make([]platform.Capability, 0, len(standard)+1)
	for _, k := range standard {
		ours = append(ours, k.Capability)
	}
	c.agreed = platform.Negotiate(append(ours, c.b.ownCapability()), c.profile.Capabilities)
	return nil
}

// profile is what the node says of itself.
func (b *Binding) profile(w http.ResponseWriter, _ *http.Request) {
	capabilities := map[string][]declared{}
	for _, c := range b.capabilities() {
		capabilities[c.Name] = []declared{{Version: c.Version, Spec: c.spec, Schema: c.schema, Extends: extends(c.Extends)}}
	}
	text, err := json.Marshal(map[string]any{
		"ucp": map[string]any{
			"version":          Version,
			"services":         map[string]any{"dev.ucp.shopping": []any{b.transport("rest", "rest.openapi.json", Endpoint), b.transport("mcp", "mcp.openrpc.json", ToolsEndpoint)}},
			"capabilities":     capabilities,
			"payment_handlers": b.declaredHandlers(),
		},
		"signing_keys": b.keys(),
	})
	if err != nil {
		http.Error(w, "profile", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "public, max-age=300")
	_, _ = w.Write(text)
}

func (b *Binding) transport(name, schema, endpoint string) map[string]string {
	return map[string]string{"version": Version, "transport": name, "spec": "https://ucp.dev/" + Version + "/specification/overview",
		"schema": "https://ucp.dev/" + Version + "/services/shopping/" + schema, "endpoint": b.url(endpoint)}
}

type declared struct {
	Version string `json:"version"`
	Spec    string `json:"spec"`
	Schema  string `json:"schema"`
	Extends any    `json:"extends,omitempty"`
}

// extends writes one parent as a text, several as a list.
func extends(parents []string) any {
	switch len(parents) {
	case 0:
		return nil
	case 1:
		return parents[0]
	}
	return parents
}
