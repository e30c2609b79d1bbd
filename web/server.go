package web

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"agora/certificate"
	"agora/fault"
	"agora/i18n"
	"agora/identity"
	"agora/notify"
	"agora/web/ui"
)

// DefaultBody bounds a posted form: 64 KiB.
const DefaultBody = 64 << 10

// Options are what a Server needs from the rest of the program.
type Options struct {
	Words   *i18n.Bundle                                                    // what the pages say; nil for those of the program
	Who     func(ctx context.Context, token string) (identity.Actor, error) // whose session this is
	Signed  func(purpose string, id int64, key string) bool                 // whether a link's key is true
	Push    *notify.Push                                                    // short notes to browsers; nil for none
	Log     *slog.Logger                                                    // nil for the default
	Metrics prometheus.Registerer                                           // nil counts nothing
	Proxy   bool                                                            // believe X-Forwarded-For and -Proto of the one proxy before us
	Posts   Rate                                                            // of one client's posts; zero means 120 at once, 5 a second
	Strict  Rate                                                            // of one client's attempts to sign in; zero means 20 at once, one in 6 s
	Clock   func() time.Time                                                // nil for time.Now
	Badges  *certificate.Service                                            // signs what goes with papers of certificates; nil attaches nothing
	Address func() string                                                   // with which absolute addresses begin; nil for that of the request
}

// Server is the edge. Add routes, then serve it.
type Server struct {
	o        Options
	mux      *http.ServeMux
	routes   []Route
	csrf     *http.CrossOriginProtection
	posts    *buckets
	strict   *buckets
	measured *prometheus.HistogramVec
}

// New makes a Server that already answers assets, the choice of locale and
// unknown paths.
func New(o Options) *Server {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Words == nil {
		words, err := i18n.Load()
		if err != nil {
			panic("web: " + err.Error()) // the texts are part of the program
		}
		o.Words = words
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	s := &Server{
		o: o, mux: http.NewServeMux(), csrf: http.NewCrossOriginProtection(),
		posts:  newBuckets(o.Posts.or(Rate{Burst: 120, Every: 200 * time.Millisecond})),
		strict: newBuckets(o.Strict.or(Rate{Burst: 20, Every: 6 * time.Second})),
		measured: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "agora_http_request_seconds", Help: "Time to answer a request, by route and status class.",
			Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route", "status"}),
	}
	if o.Metrics != nil {
		o.Metrics.MustRegister(s.measured)
	}
	s.Mount(ui.AssetRoot, ui.Assets())
	s.Add(Route{Method: "GET", Pattern: "/locale", Access: Anyone, Handle: showLocale},
		Route{Method: "POST", Pattern: "/locale", Access: Anyone, Handle: chooseLocale},
		Route{Method: "POST", Pattern: "/light", Access: Anyone, Handle: chooseLight})
	s.Add(s.offline()...)
	if o.Push != nil {
		s.Add(Route{Method: "POST", Pattern: "/push", Access: Buyer, Handle: s.ownPush})
	}
	s.mux.Handle("/", s.serve(Route{Access: Anyone, Handle: s.unknown}))
	return s
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.outer(w, r) }

// serve makes the handler of a route: who asks, whether they may, the route.
func (s *Server) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, hr *http.Request) {
		r := s.request(w, hr, route)
		if err := s.run(r, route); err != nil {
			s.fail(r, err)
		}
		if r.R.MultipartForm != nil {
			_ = r.R.MultipartForm.RemoveAll()
		}
	})
}

func (s *Server) run(r *Request, route Route) error {
	if r.whoErr != nil {
		return r.whoErr
	}
	if err := s.csrf.Check(r.R); err != nil {
		return fault.New(fault.Forbidden, "fault.other_site").Because(err)
	}
	if r.R.Method == http.MethodPost {
		if err := s.slow(r, route); err != nil {
			return err
		}
	}
	if err := s.admit(r, route); err != nil {
		return err
	}
	return route.Handle(r)
}

// request gathers what a route may want to know.
func (s *Server) request(w http.ResponseWriter, hr *http.Request, route Route) *Request {
	r := &Request{W: w, R: hr, ID: requestID(hr.Context()), s: s, bound: route.Body}
	if r.bound == 0 {
		r.bound = DefaultBody
	}
	r.Actor = identity.Guest()
	if c, err := hr.Cookie(sessionCookie); err == nil && c.Value != "" {
		actor, err := s.o.Who(hr.Context(), c.Value)
		switch {
		case err == nil:
			r.Actor = actor
		case fault.KindOf(err) == fault.Internal:
			r.whoErr = err
		}
	}
	r.Shop = shopOf(r)
	r.chooseLocale()
	return r
}

// unknown answers paths that no route knows.
func (s *Server) unknown(r *Request) error {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		if _, pattern := s.mux.Handler(&http.Request{Method: method, URL: r.R.URL, Host: r.R.Host}); pattern != "/" && method != r.R.Method {
			r.W.Header().Set("Allow", method)
			return errMethod
		}
	}
	return fault.New(fault.NotFound, "fault.page_not_found")
}

// slow refuses who posts too fast.
func (s *Server) slow(r *Request, route Route) error {
	who := s.client(r.R)
	if r.Actor.SignedIn() && !route.Strict { // many people may share an address
		who = r.Actor.String()
	}
	list := []*buckets{s.posts}
	if route.Strict {
		list = append(list, s.strict)
	}
	if route.own != nil {
		list = append(list, route.own)
	}
	for _, b := range list {
		if wait := b.take(who, s.o.Clock()); wait > 0 {
			seconds := int64(wait/time.Second) + 1
			r.W.Header().Set("Retry-After", strconv.FormatInt(seconds, 10))
			return fault.New(fault.TooMany, "fault.too_fast", "seconds", seconds)
		}
	}
	return nil
}

// shopOf gives the shop a request is about: the {shop} of its path, or the
// first shop the actor runs.
func shopOf(r *Request) (shop shopID) {
	if id, err := r.PathID("shop"); err == nil {
		return shopID(id)
	}
	ids := make([]shopID, 0, len(r.Actor.Shops))
	for id := range r.Actor.Shops {
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return 0
	}
	return slices.Min(ids)
}
