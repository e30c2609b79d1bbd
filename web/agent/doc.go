// Package agent is the window of those who hand parcels over for a carrier and
// collect what is paid at the door: a phone in one hand, a parcel in the other.
// It has no tables and no rules.
//
// Invariants: every route is open to agents only; a parcel is found by its
// number, never in a list; every page works without script.
package agent

import (
	"net/http"

	"agora/market"
	"agora/web"
)

// Agent holds the services that the pages show.
type Agent struct {
	Market *market.Service
}

// Routes are all ways to the window.
func (a *Agent) Routes() []web.Route {
	route := func(method, path string, do func(*web.Request) error) web.Route {
		return web.Route{Method: method, Pattern: "/agent" + path, Access: web.Agent, Handle: func(r *web.Request) error {
			r.Locale = r.Locale.Exact()
			return do(r)
		}}
	}
	return []web.Route{
		route(http.MethodGet, "", a.page),
		route(http.MethodPost, "/parcels/{id}/hand", a.hand),
		route(http.MethodPost, "/parcels/{id}/refuse", a.refuse),
		route(http.MethodPost, "/remit", a.remit),
	}
}
