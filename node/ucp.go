package node

import (
	"net/http"

	"agora/ucp"
	"agora/ucp/platform"
	"agora/web"
)

// binding lets machines shop at the node.
func (n *Node) binding() *ucp.Binding {
	return &ucp.Binding{DB: n.DB, Catalog: n.Catalog, Market: n.Market, Landed: n.Landed, People: n.Identity, Words: n.Words,
		Platforms: &platform.Directory{}, Log: n.settings.Log, Clock: n.settings.Clock, Dev: n.settings.Dev, Address: n.address,
		Namespace: func() string { return n.House.House().Namespace }}
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
