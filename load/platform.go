package load

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

// version is that of the protocol which is spoken.
const version = "2026-04-08"

// platform is the profile that the generator shows: what it can do.
const platform = `{"ucp":{"version":"2026-04-08","services":{"dev.ucp.shopping":[{"version":"2026-04-08","transport":"rest",` +
	`"spec":"https://ucp.dev/2026-04-08/specification/overview","schema":"https://ucp.dev/2026-04-08/services/shopping/rest.openapi.json"}]},` +
	`"capabilities":{` +
	`"dev.ucp.shopping.checkout":[{"version":"2026-04-08","spec":"https://ucp.dev/2026-04-08/specification/checkout","schema":"https://ucp.dev/2026-04-08/schemas/shopping/checkout.json"}],` +
	`"dev.ucp.shopping.cart":[{"version":"2026-04-08","spec":"https://ucp.dev/2026-04-08/specification/cart","schema":"https://ucp.dev/2026-04-08/schemas/shopping/cart.json"}],` +
	`"dev.ucp.shopping.catalog.search":[{"version":"2026-04-08","spec":"https://ucp.dev/2026-04-08/specification/catalog","schema":"https://ucp.dev/2026-04-08/schemas/shopping/catalog_search.json"}],` +
	`"dev.ucp.shopping.catalog.lookup":[{"version":"2026-04-08","spec":"https://ucp.dev/2026-04-08/specification/catalog","schema":"https://ucp.dev/2026-04-08/schemas/shopping/catalog_lookup.json"}],` +
	`"dev.ucp.shopping.fulfillment":[{"version":"2026-04-08","spec":"https://ucp.dev/2026-04-08/specification/fulfillment","schema":"https://ucp.dev/2026-04-08/schemas/shopping/fulfillment.json","extends":"dev.ucp.shopping.checkout"}]},` +
	`"payment_handlers":{}}}`

// showProfile gives the address of the profile to name in requests, and how to
// stop showing it. A server elsewhere could not read one on the loopback.
func showProfile(s Settings, target *url.URL) (address string, stop func() error, err error) {
	if s.Profile != "" {
		u, err := url.Parse(s.Profile)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
			return "", nil, fmt.Errorf("profile: %q is not the address of a platform's profile", s.Profile)
		}
		return u.String(), func() error { return nil }, nil
	}
	if !loopback(target) {
		return "", nil, fmt.Errorf("profile: %s cannot read a profile on this machine; name one that it can with --profile", target.Host)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{ReadHeaderTimeout: 10 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "public, max-age=3600")
		_, _ = w.Write([]byte(platform)) // who asked has gone
	})}
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	return "http://" + l.Addr().String() + "/.well-known/ucp", func() error {
		err := server.Close()
		if e := <-served; !errors.Is(e, http.ErrServerClosed) {
			err = errors.Join(err, e)
		}
		return err
	}, nil
}
