package ucp

import (
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/httpsig"
	"agora/i18n"
	"agora/identity"
	"agora/landed"
	"agora/market"
	"agora/ucp/platform"
)

// Root is the path below which the binding answers.
const Root = "/ucp/"

// Endpoint is where the operations of the REST binding are.
const Endpoint = "/ucp/v1"

// ProfilePath is where the profile of the node is.
const ProfilePath = "/.well-known/ucp"

// Binding serves the protocol. Start comes first.
type Binding struct {
	DB        *db.DB
	Catalog   *catalog.Service
	Market    *market.Service
	Landed    *landed.Service
	People    *identity.Service
	Words     *i18n.Bundle
	Platforms *platform.Directory
	Log       *slog.Logger
	Clock     func() time.Time // time.Now when nil

	// Address is with what links to the node begin. Namespace is the reverse
	// domain under which its own names stand ("example.bazaar"); when it gives
	// none, that of the address is taken.
	Address   func() string
	Namespace func() string

	// Dev answers platforms on this machine, and reads orders unsigned.
	Dev bool

	// Pace counts a request of a platform and says how long it has to wait; nil
	// lets all ask as they like.
	Pace func(platform string, now time.Time) time.Duration

	// Guess counts codes for discounts that a platform tried and no shop knows,
	// so that it can't find them by trying; nil lets it.
	Guess Guesses

	// Out brings news to addresses that platforms name.
	Out *http.Client

	ring    atomic.Pointer[httpsig.Ring]
	telling locks
	shelf   *shelf
	gate    *gate
	gone    *gone
}

func (b *Binding) now() time.Time {
	if b.Clock == nil {
		return time.Now()
	}
	return b.Clock()
}

// url gives the absolute address of a path of the node.
func (b *Binding) url(path string) string { return b.Address() + path }

// own gives the absolute address of a page or schema of the node's own names.
func (b *Binding) own(path string) string { return b.origin() + path }

// Operation is one thing that a platform can ask for.
type Operation struct {
	Name    string // as the protocol's tools are called
	Method  string
	Pattern string // below the endpoint
	Needs   string // capability that must have been agreed on
	Once    bool   // an Idempotency-Key is required
	About   string // in English, for programs that choose among tools

	do func(*call) (reply, error)
}

// Operations are all that can be asked for.
func Operations() []Operation {
	return []Operation{
		{"search_catalog", "POST", "/catalog/search", capSearch, false, "Search the catalogue of all shops by words in any language, or list it by filters.", (*call).search},
		{"lookup_catalog", "POST", "/catalog/lookup", capLookup, false, "Get products by ids of products or variants.", (*call).lookup},
		{"get_product", "POST", "/catalog/product", capLookup, false, "Get one product with all its choices and what of them can be had.", (*call).product},
		{"create_cart", "POST", "/carts", capCart, false, "Begin a cart of lines.", (*call).createCart},
		{"get_cart", "GET", "/carts/{id}", capCart, false, "Get a cart.", (*call).getCart},
		{"update_cart", "PUT", "/carts/{id}", capCart, false, "Replace what is in a cart.", (*call).updateCart},
		{"cancel_cart", "POST", "/carts/{id}/cancel", capCart, false, "Give a cart up.", (*call).cancelCart},
		{"create_checkout", "POST", "/checkout-sessions", capCheckout, false, "Begin a checkout of lines, or of a cart.", (*call).createCheckout},
		{"get_checkout", "GET", "/checkout-sessions/{id}", capCheckout, false, "Get a checkout.", (*call).getCheckout},
		{"update_checkout", "PUT", "/checkout-sessions/{id}", capCheckout, false, "Replace lines, buyer, delivery and way to pay of a checkout.", (*call).updateCheckout},
		{"complete_checkout", "POST", "/checkout-sessions/{id}/complete", capCheckout, true, "Place the order and pay it.", (*call).completeCheckout},
		{"cancel_checkout", "POST", "/checkout-sessions/{id}/cancel", capCheckout, true, "Give a checkout up.", (*call).cancelCheckout},
		{"get_order", "GET", "/orders/{id}", capOrder, false, "Get an order that this platform placed.", (*call).getOrder},
	}
}

// Handler answers all below Root, and ProfilePath.
func (b *Binding) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+ProfilePath, b.profile)
	mux.HandleFunc("GET /ucp/spec/{name}", b.page)
	mux.HandleFunc("GET /ucp/schemas/{file}", b.schema)
	mux.Handle(ToolsEndpoint, b.tools())
	for _, o := range Operations() {
		mux.Handle(o.Method+" "+Endpoint+o.Pattern, b.serve(o))
	}
	mux.Handle(Endpoint+"/", b.serve(Operation{Name: "unknown", do: (*call).nowhere}))
	return mux
}
