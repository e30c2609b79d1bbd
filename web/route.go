package web

import (
	"cmp"
	"net/http"
	"slices"

	"agora/fault"
)

// Access says who may use a route.
type Access int

// The kinds of access. The zero value is none, so that a forgotten Access is
// found when the route is added.
const (
	_           Access = iota
	Anyone             // no account needed
	Buyer              // signed in
	Seller             // runs a shop; the shop of {shop} when the pattern has one
	Agent              // hands parcels over for a carrier
	Operator           // runs the node
	Coordinator        // coordinates relief
	Caller             // takes needs of relief on the telephone
	Teacher            // keeps courses, and looks after those who learn
	Officer            // reads the figures of the academy
	Link               // holds a signed link (?k=), or is signed in
	Provider           // a machine that proves by each call who it is; see Server.Provide
	Token              // a program that acts for a person by her token; see api
	Ticket             // holds a ticket of a live room; see room
)

var accessNames = [...]string{"none", "anyone", "buyer", "seller", "agent", "operator", "coordinator", "caller", "teacher", "officer", "link", "provider", "token", "ticket"}

// String gives the name of the access, for lists of routes.
func (a Access) String() string { return accessNames[a] }

// Route is one way in.
type Route struct {
	Method  string // GET or POST; GET answers HEAD, too
	Pattern string // as in http.ServeMux, without method
	Access  Access
	Purpose string // what the signed link of a Link route was signed for; its {id} is the subject
	Body    int64  // bound of the posted body in bytes; 0 means DefaultBody
	Strict  bool   // counts against the strict rate: signing in, sending codes
	Rate    Rate   // of what one client posts here, beside the others; zero for none
	Handle  func(*Request) error

	own *buckets
}

// Add registers routes. It panics on a route without access, without a
// handler or twice the same: mistakes of the program, seen at its start.
func (s *Server) Add(routes ...Route) {
	for _, route := range routes {
		if route.Access <= 0 || route.Access >= Provider || route.Handle == nil {
			panic("web: route " + route.Method + " " + route.Pattern + " names no access or does nothing")
		}
		if route.Access == Link && route.Purpose == "" {
			panic("web: link route " + route.Pattern + " names no purpose")
		}
		if route.Rate != (Rate{}) {
			route.own = newBuckets(route.Rate)
		}
		s.routes = append(s.routes, route)
		s.mux.Handle(route.Method+" "+route.Pattern, s.serve(route))
	}
}

// Mount hands all requests under a path ("/api/") to another handler, which
// brings its own idea of who may do what. Headers, logs and compression are
// still ours. routes are the ways in that it has, for Routes to list.
func (s *Server) Mount(path string, h http.Handler, routes ...Route) {
	s.routes = append(s.routes, routes...)
	s.mux.Handle(path, h)
}

// Routes lists what was added, by pattern and method.
func (s *Server) Routes() []Route {
	list := slices.Clone(s.routes)
	slices.SortFunc(list, func(a, b Route) int {
		return cmp.Or(cmp.Compare(a.Pattern, b.Pattern), cmp.Compare(a.Method, b.Method))
	})
	return list
}

// admit decides whether the actor of r may use a route.
func (s *Server) admit(r *Request, route Route) error {
	switch route.Access {
	case Anyone:
		return nil
	case Link:
		return s.admitLink(r, route.Purpose)
	}
	if !r.Actor.SignedIn() {
		return fault.New(fault.Unauthenticated, "fault.sign_in_first")
	}
	switch route.Access {
	case Seller:
		if r.Shop == 0 && !r.Actor.IsOperator() || r.Shop != 0 && !r.Actor.Runs(r.Shop) && !r.Actor.IsOperator() {
			return fault.New(fault.Forbidden, "fault.not_your_shop")
		}
	case Agent:
		if !r.Actor.IsAgent() {
			return fault.New(fault.Forbidden, "fault.agents_only")
		}
	case Operator:
		if !r.Actor.IsOperator() {
			return fault.New(fault.Forbidden, "fault.operators_only")
		}
	case Coordinator:
		if !r.Actor.IsCoordinator() {
			return fault.New(fault.Forbidden, "fault.coordinators_only")
		}
	case Caller:
		if !r.Actor.IsCaller() {
			return fault.New(fault.Forbidden, "fault.coordinators_only")
		}
	case Teacher:
		if !r.Actor.IsTeacher() {
			return fault.New(fault.Forbidden, "fault.teachers_only")
		}
	case Officer:
		if !r.Actor.IsOfficer() {
			return fault.New(fault.Forbidden, "fault.teachers_only")
		}
	}
	return nil
}

// admitLink lets in who holds the signed link, and marks the actor with it;
// who is signed in comes in without, and the service below decides.
func (s *Server) admitLink(r *Request, purpose string) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	if key := r.Queries().Get("k"); key != "" && s.o.Signed(purpose, id, key) {
		r.Actor.Link = LinkSubject(purpose, id)
		return nil
	}
	if !r.Actor.SignedIn() {
		return fault.New(fault.NotFound, "fault.link")
	}
	return nil
}
