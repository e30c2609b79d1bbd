package node

import (
	"cmp"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"agora/api"
	"agora/discount"
	"agora/ucp"
	"agora/web"
	"agora/web/agent"
	"agora/web/aid"
	"agora/web/console"
	"agora/web/desk"
	"agora/web/gallery"
	"agora/web/hall"
	"agora/web/registry"
	"agora/web/school"
	"agora/web/storefront"
)

// handler is everything that the address answers.
func (n *Node) handler() http.Handler {
	metrics := n.metrics()
	edge := n.edge(metrics)
	edge.Mount("/healthz", http.HandlerFunc(n.healthy))
	edge.Mount("/metrics", metricsPage(metrics))
	return edge
}

// edge is the web with all its rooms.
func (n *Node) edge(metrics prometheus.Registerer) *web.Server {
	edge := web.New(web.Options{
		Words: n.Words, Who: n.Identity.Actor, Signed: n.Identity.Check, Push: n.Push,
		Log: n.settings.Log, Metrics: metrics, Proxy: n.House.House().Proxy, Clock: n.settings.Clock,
		Address: n.address, Badges: n.Certificates,
	})
	for _, w := range n.windows() {
		edge.Add(w.Routes()...)
	}
	shopping := n.Machines.Handler()
	edge.Mount(ucp.Root, shopping, shoppingRoutes()...)
	edge.Mount(ucp.ProfilePath, shopping, web.Route{Method: http.MethodGet, Pattern: ucp.ProfilePath, Access: web.Anyone})
	n.provide(edge)
	n.letIn(edge)
	edge.Mount(web.StreamRoot, n.streams.Handler(), n.streams.Routes()...)
	programs := api.New(api.Options{Words: n.Words, Tokens: n.Tokens, Catalog: n.Catalog, Market: n.Market, Treasury: n.Treasury, Hooks: n.Hooks,
		Claims: n.Claims, House: n.House, Landed: n.Landed, DB: n.DB, Relief: n.Relief,
		Log: n.settings.Log, Clock: n.settings.Clock, Client: edge.Client})
	edge.Mount("/api/", programs, programs.Routes()...)
	if n.settings.Gallery {
		edge.Add(gallery.Room{}.Routes()...)
	}
	return edge
}

// address is with what links to the node begin: what the operator set, else
// where it listens.
func (n *Node) address() string { return cmp.Or(n.House.House().Address, n.Addr()) }

// window is one of the rooms of the web.
type window interface{ Routes() []web.Route }

func (n *Node) windows() []window {
	store := &storefront.Store{Catalog: n.Catalog, Market: n.Market, Landed: n.Landed, Delivery: n.Delivery, People: n.Identity, Blobs: n.Blobs, Claims: n.Claims, Feed: n.Feed, Push: n.Push, Seats: n.Assembly, Machines: n.Machines}
	return []window{
		store,
		&desk.Desk{Words: n.Words, Catalog: n.Catalog, Market: n.Market, Delivery: n.Delivery, Landed: n.Landed, Feed: n.Feed, Bilingual: n.Bilingual, Treasury: n.Treasury, Claims: n.Claims, Commission: n.Commission, Discounts: discount.New(n.DB), Invoices: n.Invoices, Tokens: n.Tokens, Hooks: n.Hooks, Prices: n.Prices, Lessons: n.Academy},
		&agent.Agent{Market: n.Market},
		&hall.Hall{Assembly: n.Assembly, Catalog: n.Catalog, Market: n.Market, People: n.Identity, House: func() string { return n.House.House().Name }, Rooms: n.halls(), Streams: n.streams},
		&hall.Room{Assembly: n.Assembly, Catalog: n.Catalog, Cards: store.Cards, Rooms: n.halls(), Door: n.outsideRooms, Streams: n.streams,
			Market: n.Market, OnTable: store.OnTable, HoldFor: func() time.Duration { return n.House.House().LiveHold() }},
		&aid.Aid{Relief: n.Relief, Pay: n.Ways, Sign: n.Identity.Sign, Prices: n.Prices},
		&school.School{Academy: n.Academy, People: n.Identity, House: func() string { return n.House.House().Name }, Own: ownCourses(), Classes: classes(n.Assembly)},
		&registry.Registry{Certificates: n.Certificates},
		&console.Console{DB: n.DB, Catalog: n.Catalog, Market: n.Market, Landed: n.Landed, Rates: n.Rates, Delivery: n.Delivery, People: n.Identity, House: n.House, Wording: n.Wording, Tokens: n.Tokens, Outbox: n.Notify, Jobs: n.Jobs, Treasury: n.Treasury, Claims: n.Claims, Commission: n.Commission, Invoices: n.Invoices},
	}
}
