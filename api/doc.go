// Package api is the window for programs of sellers and of the operator: the
// management API under /api/v1, in JSON, described by OpenAPI 3.1 that is made of
// the Go types, and at /api/mcp what a seller asks most, as tools of the Model
// Context Protocol. The public figures of relief are for everybody, without a
// token. It has no tables and no rules: each operation asks a domain.
//
// Invariants: every operation names the scope that a token needs for it, or reads
// what is on a public page of relief, and there no person; a token of a shop
// reaches that shop only, and nothing of the operator; what is refused
// is a problem (RFC 9457) that names the field and the cure; ids and versions are
// strings, times are UTC, money is minor units with its currency; every list is
// paged and every body bounded.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"agora/catalog"
	"agora/claim"
	"agora/db"
	"agora/fault"
	"agora/hook"
	"agora/i18n"
	"agora/landed"
	"agora/market"
	"agora/relief"
	"agora/setting"
	"agora/token"
	"agora/treasury"
	"agora/web"
)

// Root is where the API begins.
const Root = "/api/v1"

// maxBody bounds what is sent, in bytes.
const maxBody = 512 << 10

// Options are what an API needs from the rest of the program.
type Options struct {
	Words    *i18n.Bundle
	Tokens   *token.Service
	Catalog  *catalog.Service
	Market   *market.Service
	Treasury *treasury.Service
	Hooks    *hook.Service

	// For the operator.
	Claims *claim.Service
	House  *setting.Service
	Landed *landed.Service
	DB     *db.DB // for the ledger

	// For everybody.
	Relief *relief.Service

	Log   *slog.Logger     // nil for the default
	Clock func() time.Time // nil for time.Now
	Rate  web.Rate         // of one token, and of one address that asks without; zero means 120 at once, 10 a second

	Client func(*http.Request) string // names the address that asks: web.Server.Client
}

// API answers programs.
type API struct {
	o      Options
	mux    *http.ServeMux
	huma   huma.API
	limit  web.Limit // of tokens
	open   web.Limit // of addresses that ask without
	routes []web.Route

	toolboxes sync.Map // *mcp.Server by the scopes it is for
}

// New makes the API with all its operations.
func New(o Options) *API {
	problems()
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Rate.Burst == 0 {
		o.Rate = web.Rate{Burst: 120, Every: 100 * time.Millisecond}
	}
	a := &API{o: o, mux: http.NewServeMux(), limit: web.NewLimit(o.Rate), open: web.NewLimit(o.Rate)}
	config := huma.DefaultConfig("Agora", "1")
	config.Info.Description = "What a shop does at its desk, for programs. Send a token as “Authorization: Bearer …”. The figures of relief are for everybody, without one."
	config.OpenAPIPath, config.DocsPath, config.SchemasPath, config.CreateHooks = "", "", "", nil
	config.RejectUnknownQueryParameters = true
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{tokenScheme: {Type: "http", Scheme: "bearer", Description: "A token that a person made at the desk of her shop."}}
	a.huma = humago.NewWithPrefix(a.mux, Root, config)
	a.addProducts()
	a.addStock()
	a.addOrders()
	a.addMoney()
	a.addShelf()
	a.addDue()
	a.addBulk()
	a.addWebhooks()
	a.addOperator()
	a.addRelief()
	a.describe()
	a.addTools()
	a.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		a.refuse(w, r, fault.New(fault.NotFound, "fault.api_path", "reference", Root+"/reference"))
	})
	return a
}

// Routes lists the ways in, with who may use them.
func (a *API) Routes() []web.Route { return a.routes }

// ServeHTTP answers a request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Add("Vary", "Accept-Language")
	lang := a.o.Words.Match(r.Header.Get("Accept-Language"))
	w.Header().Set("Content-Language", lang)
	from := &asked{api: a, locale: a.o.Words.Locale(lang), id: w.Header().Get("X-Request-Id"), most: maxBody, answer: w.Header()}
	if r.URL.Path == Root+linesPath {
		from.most = maxLinesBody
	}
	r.Body = http.MaxBytesReader(w, r.Body, from.most+1)
	a.mux.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), askedKey{}, from)))
}

// asked is what is known of every request.
type asked struct {
	api    *API
	locale *i18n.Locale
	id     string // that the log repeats
	most   int64  // bytes that may be sent
	answer http.Header
}

type askedKey struct{}
