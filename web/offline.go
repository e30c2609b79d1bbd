package web

import (
	"encoding/json"
	"html"
	"net/http"

	"agora/web/ui"
)

// whoHeader tells the worker on a person's phone whose page this is and in
// which language: "p1a.ur". When it changes, the worker forgets the pages of
// whoever was there before.
const whoHeader = "X-Agora-Who"

// offline are the ways to what a phone needs to do without a line.
func (s *Server) offline() []Route {
	return []Route{
		{Method: "GET", Pattern: "/sw.js", Access: Anyone, Handle: worker},
		{Method: "GET", Pattern: "/offline", Access: Anyone, Handle: offlinePage},
		{Method: "GET", Pattern: "/offline/words", Access: Anyone, Handle: offlineWords},
		{Method: "GET", Pattern: "/desk/waiting", Access: Buyer, Handle: waitingPage},
		{Method: "GET", Pattern: "/manifest.webmanifest", Access: Anyone, Handle: manifest},
	}
}

// worker gives the service worker. It is asked for again and again, so that a
// new version is found.
func worker(r *Request) error {
	body, etag := ui.Worker()
	h := r.W.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", etag)
	if r.R.Header.Get("If-None-Match") == etag {
		r.W.WriteHeader(http.StatusNotModified)
		return nil
	}
	_, err := r.W.Write(body)
	return err
}

// offlinePage stands in for a page that is not on the phone.
func offlinePage(r *Request) error {
	f := r.Frame(r.T("offline.title"))
	f.Private, f.Path = true, "/"
	return r.Page(http.StatusOK, f, offlineList())
}

// waitingPage lists what was filled in without a line and what became of it.
// The list itself is only on the phone.
func waitingPage(r *Request) error {
	f := r.Frame(r.T("offline.waiting"))
	f.Private, f.NoCart, f.Place, f.Room = true, true, "shop", r.T("desk.room")
	return r.Page(http.StatusOK, f, waitingList(r.tag()))
}

// offlineWords gives the worker and the script what they say. The worker puts
// the first into a page, so that it is ready for that.
func offlineWords(r *Request) error {
	r.W.Header().Set("Content-Type", "application/json")
	r.W.Header().Set("Cache-Control", "private, no-cache")
	vary(r.W.Header())
	return json.NewEncoder(r.W).Encode(map[string]string{
		"lang":    r.Locale.Lang(),
		"seen":    html.EscapeString(r.T("offline.seen", "when", "{when}")),
		"waiting": r.T("offline.waiting"),
		"told":    r.T("offline.told"),
		"fresh":   r.T("offline.fresh"),
		"reload":  r.T("offline.reload"),
	})
}
