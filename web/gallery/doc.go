// Package gallery shows every component of package ui in every state on one
// page, for those who work on the program and for the tests that look at it.
//
// It has no tables. A node shows the page only when its settings say so;
// otherwise the address is unknown. The page holds real components with
// invented content: long words, twelve-digit sums, no picture, one product.
package gallery

import (
	"net/http"

	"agora/web"
	"agora/web/ui"
)

// Room is the window.
type Room struct{}

// Routes are its ways in.
func (Room) Routes() []web.Route {
	return []web.Route{{Method: "GET", Pattern: "/gallery", Access: web.Anyone, Handle: show}}
}

func show(r *web.Request) error {
	w := sampleOf(r.Locale.Lang())
	f := r.Frame(w.Shop)
	f.Room, f.Private, f.Toast = "Gallery", true, w.Line
	f.Tabs = []ui.Link{{URL: "/gallery", Text: w.Noun, Current: true, Count: 3}, {URL: "#words", Text: w.Long}, {URL: "#forms", Text: w.Verb},
		{URL: "#money", Text: w.Label}, {URL: "#charts", Text: w.Town, Count: 120}, {URL: "#work", Text: w.Title}}
	return r.Page(http.StatusOK, f, page(w))
}
