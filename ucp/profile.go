package ucp

import (
	"encoding/json"
	"net/http"

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
)

// capMarket names our own extension: who sells a line, and the cost at the door.
func (b *Binding) capMarket() string { return b.namespace() + ".shopping.market" }

// capabilities are what the profile declares.
func (b *Binding) capabilities() []platform.Capability {
	of := func(name, page, file string, extends ...string) platform.Capability {
		return platform.Capability{Name: name, Version: Version, Extends: extends,
			Spec:   "https://ucp.dev/" + Version + "/specification/" + page,
			Schema: "https://ucp.dev/" + Version + "/schemas/shopping/" + file + ".json"}
	}
	return []platform.Capability{
		of(capCheckout, "checkout", "checkout"),
		of(capCart, "cart", "cart"),
		of(capOrder, "order", "order"),
		of(capSearch, "catalog/search", "catalog_search"),
		of(capLookup, "catalog/lookup", "catalog_lookup"),
		of(capFulfillment, "fulfillment", "fulfillment", capCheckout),
		of(capConsent, "buyer-consent", "buyer_consent", capCheckout),
		{Name: b.capMarket(), Version: Version, Extends: []string{capCart, capCheckout},
			Spec: b.own("/ucp/spec/market"), Schema: b.own("/ucp/schemas/market.json")},
	}
}

// meet learns who asks and agrees with it on capabilities.
func (c *call) meet() (err error) {
	if c.platform, c.profile, err = c.b.Platforms.Meet(c.r, c.body); err != nil {
		return err
	}
	c.agreed = platform.Negotiate(c.b.capabilities(), c.profile.Capabilities)
	return nil
}

// profile is what the node says of itself.
func (b *Binding) profile(w http.ResponseWriter, _ *http.Request) {
	capabilities := map[string][]declared{}
	for _, c := range b.capabilities() {
		capabilities[c.Name] = []declared{{Version: c.Version, Spec: c.Spec, Schema: c.Schema, Extends: extends(c.Extends)}}
	}
	text, err := json.Marshal(map[string]any{
		"ucp": map[string]any{
			"version": Version,
			"services": map[string]any{"dev.ucp.shopping": []any{map[string]string{"version": Version, "transport": "rest",
				"spec":   "https://ucp.dev/" + Version + "/specification/overview",
				"schema": "https://ucp.dev/" + Version + "/services/shopping/rest.openapi.json", "endpoint": b.url(Endpoint)}}},
			"capabilities":     capabilities,
			"payment_handlers": b.declaredHandlers(),
		},
		"signing_keys": b.Platforms.OwnKeys(),
	})
	if err != nil {
		http.Error(w, "profile", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "public, max-age=300")
	_, _ = w.Write(text)
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
