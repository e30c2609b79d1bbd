//go:build !nolive

package livekit

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/livekit/protocol/auth"

	"agora/room"
)

// Door leads browsers to the engine inside. It wants a connection that can be
// taken over, and no compression.
func (e *Engine) Door() http.Handler {
	proxy := &httputil.ReverseProxy{
		Rewrite:        e.rewrite,
		ModifyResponse: hide,
		ErrorLog:       slog.NewLogLogger(e.o.Log.Handler(), slog.LevelDebug),
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) {
			refuse(w, http.StatusBadGateway)
		},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !slices.Contains(Paths(), r.URL.Path) || e.outside != nil:
			refuse(w, http.StatusNotFound)
		case r.Method != http.MethodGet:
			w.Header().Set("Allow", http.MethodGet)
			refuse(w, http.StatusMethodNotAllowed)
		case !e.ours(r):
			refuse(w, http.StatusForbidden)
		case !e.holds(r):
			refuse(w, http.StatusUnauthorized)
		case e.now() == nil:
			refuse(w, http.StatusServiceUnavailable) // after a restart, until somebody opens the room
		default:
			proxy.ServeHTTP(w, r)
		}
	})
}

// ours reports whether a page of the node asks. LiveKit lets pages of any site
// in. Programs that are no browser name no origin.
func (e *Engine) ours(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" {
		return false
	}
	_, own, _ := strings.Cut(e.o.Address(), "://")
	return strings.EqualFold(u.Host, r.Host) || strings.EqualFold(u.Host, own)
}

// holds reports whether the request has a ticket of ours that still fits what
// its person may do: one who was taken out may hold a ticket of some minutes.
func (e *Engine) holds(r *http.Request) bool {
	q := r.URL.Query()
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !bearer {
		token = q.Get("access_token")
	}
	if q.Has("publish") { // an old way to come in twice, as "7#name"
		return false
	}
	t, err := auth.ParseAPIToken(token)
	if err != nil || t.APIKey() != e.key {
		return false
	}
	_, says, err := t.Verify(e.secret)
	if err != nil || says.Video == nil {
		return false
	}
	v := says.Video
	if !v.RoomJoin || v.RoomAdmin || v.RoomCreate || v.RoomList || v.RoomRecord || v.IngressAdmin || v.DestinationRoom != "" || says.RoomConfig != nil {
		return false
	}
	id := room.ID(v.Room)
	g, known := e.given.of(id, room.PersonID(says.Identity))
	if !known {
		g = granted(says.Attributes)
	}
	return g.Check() == nil && fits(id, g, v.ToPermission(), says.Attributes)
}

// rewrite sends a request inside, without what is between the browser and the
// node.
func (e *Engine) rewrite(r *httputil.ProxyRequest) {
	in := e.inside.Load()
	if in == nil {
		in = &inside{} // it stopped meanwhile: nothing answers at port 0
	}
	r.SetURL(&url.URL{Scheme: "http", Host: in.address()})
	r.Out.Header.Del("Cookie")
	r.Out.Header.Del("Origin")
	r.SetXForwarded()
}

// hide keeps what LiveKit says of its troubles inside: it repeats tokens.
func hide(res *http.Response) error {
	if res.StatusCode == http.StatusSwitchingProtocols {
		return nil
	}
	for _, h := range []string{"Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Access-Control-Allow-Credentials"} {
		res.Header.Del(h)
	}
	_ = res.Body.Close()
	text := []byte(said(res.StatusCode))
	res.Body, res.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
	res.Header.Set("Content-Length", strconv.Itoa(len(text)))
	res.Header.Set("Content-Type", "text/plain; charset=utf-8")
	return nil
}

// said is all that is told of how a request ended. Browsers' code reads the
// word for a ticket that is good.
func said(status int) string {
	if status == http.StatusOK {
		return "success"
	}
	return http.StatusText(status)
}

func refuse(w http.ResponseWriter, status int) { http.Error(w, said(status), status) }
