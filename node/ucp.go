package node

import (
	"context"
	"net/http"
	"time"

	"agora/db"
	"agora/egress"
	"agora/event"
	"agora/jobs"
	"agora/market"
	"agora/ucp"
	"agora/ucp/platform"
	"agora/web"
)

// machines let programs shop for people. What they keep in memory is one for the
// whole node.
func machines(d *db.DB, s Settings, p Parts, address func() string) *ucp.Binding {
	const patience = 10 * time.Second
	var pace func(string, time.Time) time.Duration
	var guess ucp.Guesses
	if !s.Dev {
		pace = web.NewLimit(web.Rate{Burst: 2000, Every: 5 * time.Millisecond}).Take
		guess = web.NewLimit(web.Rate{Burst: 200, Every: 5 * time.Second})
	}
	return &ucp.Binding{Pace: pace, Guess: guess, DB: d, Catalog: p.Catalog, Market: p.Market, Landed: p.Landed, People: p.Identity, Words: p.Words,
		Platforms: platform.NewDirectory(platform.Options{Now: s.now, Dev: s.Dev}), Out: egress.Strangers(patience, s.Dev),
		Log: s.Log, Clock: s.Clock, Dev: s.Dev, Address: address, Namespace: func() string { return p.House.House().Namespace }}
}

// tellPlatforms lets machines know what became of their orders.
func (n *Node) tellPlatforms(kinds jobs.Kinds) {
	tell := func(kind event.Kind, group func(event.Event) (market.GroupID, error)) {
		kinds[kind] = append(kinds[kind], jobs.Reaction{Name: "tell-platform", Do: func(ctx context.Context, e event.Event) error {
			id, err := group(e)
			if err != nil {
				return err
			}
			return n.Machines.Tell(ctx, e, id)
		}, Idle: func(ctx context.Context, e event.Event) (bool, error) {
			id, err := group(e)
			if err != nil {
				return false, err
			}
			told, err := n.Machines.Placed(ctx, id)
			return !told, err
		}})
	}
	tell("group.placed", func(e event.Event) (market.GroupID, error) { return market.GroupID(e.Subject), nil })
	for _, kind := range []event.Kind{"order.accepted", "order.packed", "order.shipped", "order.tracked", "order.delivered", "order.completed",
		"order.cancelled", "order.refused", "order.disputed", "order.given_back"} {
		tell(kind, func(e event.Event) (market.GroupID, error) {
			m, err := moved(e)
			return m.Group, err
		})
	}
}

// shoppingRoutes lists the ways in for machines; each proves by its calls who it
// is.
func shoppingRoutes() (list []web.Route) {
	for _, o := range ucp.Operations() {
		list = append(list, web.Route{Method: o.Method, Pattern: ucp.Endpoint + o.Pattern, Access: web.Provider})
	}
	for _, p := range []string{"/ucp/spec/{name}", "/ucp/schemas/{file}"} {
		list = append(list, web.Route{Method: http.MethodGet, Pattern: p, Access: web.Anyone})
	}
	return list
}
