package hall

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"agora/assembly"
	"agora/web"
	"agora/web/ui"
)

// slidesView is the page of a session's slides: for who presents the desk from which
// they are shown, for others those that were.
type slidesView struct {
	roomView
	decks     []deckView
	pages     []pageView
	pagesOf   string // the deck that they are of
	file      ui.Field
	goTo      ui.Field
	handout   ui.Field
	preparing bool
}

type deckView struct {
	id, name, state, tone, why string
	ready, on, given           bool
	pages                      string // address of the list of its pages
}

// pageView is one page in a list.
type pageView struct {
	number, label, title string
	leaf                 leafView
	on                   bool
}

// slides shows the page of slides, or the part of it that the query names.
func (o *Room) slides(r *web.Request) error {
	at, err := o.enter(r)
	if err != nil {
		return err
	}
	v := slidesView{roomView: newView(r, at, nil)}
	switch r.Query("part") {
	case "":
		return o.showSlides(r, at, nil, http.StatusOK)
	case "deck":
		if err := o.decks(r, &v); err != nil {
			return err
		}
		return r.Part(http.StatusOK, deckPart(v))
	case "pages":
		if err := o.pages(r, &v); err != nil {
			return err
		}
		return r.Part(http.StatusOK, pagesPart(v))
	}
	return o.room(r)
}

func (o *Room) showSlides(r *web.Request, at assembly.Seated, form *web.Form, status int) error {
	v := slidesView{roomView: newView(r, at, form)}
	v.file = form.Fill(r, ui.Field{Name: "file", Label: r.T("hall.slides_add")})
	v.goTo = form.Fill(r, ui.Field{Name: "page", Label: r.T("hall.slides_go"), Mode: "numeric", Dir: "ltr", Complete: "off", Max: 3, Required: true})
	v.handout = form.Fill(r, ui.Field{Name: "handout", Label: r.T("hall.handout_add")})
	if err := o.handouts(r, &v.roomView); err != nil {
		return err
	}
	if err := o.slide(r, &v.roomView); err != nil {
		return err
	}
	if err := o.decks(r, &v); err != nil {
		return err
	}
	if err := o.pages(r, &v); err != nil {
		return err
	}
	f := r.Frame(r.T("hall.slides"))
	f.Private, f.Place, f.Path = true, "assembly", in(r, "/slides")
	return r.Page(status, f, slidesPage(v))
}

// decks lists what was sent, for who presents.
func (o *Room) decks(r *web.Request, v *slidesView) error {
	if !v.at.Presents() {
		return nil
	}
	list, err := o.Assembly.Decks(r.R.Context(), v.at)
	for _, d := range list {
		view := deckView{id: number(int64(d.ID)), name: d.Name, ready: d.State == assembly.Ready, on: d.ID == v.at.Slide.Deck && v.at.Slide.Page > 0,
			given: slices.ContainsFunc(v.at.Here, func(h assembly.Handout) bool { return h.Deck == d.ID }),
			pages: in(r, "/slides", "deck", number(int64(d.ID))) + "#pages"}
		switch d.State {
		case assembly.Ready:
			view.state, view.tone = r.T("hall.slides_count", "n", r.Locale.Number(d.Pages)), "leaf"
		case assembly.Refused:
			view.why = r.Locale.Error(d.Fault())
		default:
			v.preparing = true
			view.state, view.tone = r.T("hall.slides_waiting"), "saff"
			if d.Pages > 0 {
				view.state = r.T("hall.slides_preparing", "done", r.Locale.Number(d.Done), "pages", r.Locale.Number(d.Pages))
			}
		}
		v.decks = append(v.decks, view)
	}
	return err
}

// pages lists those of the deck that the query names, or that is shown.
func (o *Room) pages(r *web.Request, v *slidesView) error {
	deck := assembly.DeckID(cmp.Or(r.QueryID("deck"), int64(v.at.Slide.Deck)))
	if deck == 0 {
		return nil
	}
	v.slide.presents = presents(v.roomView)
	list, err := o.Assembly.Pages(r.R.Context(), v.at, deck)
	v.pagesOf = number(int64(deck))
	for _, p := range list {
		title, _, _ := strings.Cut(p.Text, "\n")
		v.pages = append(v.pages, pageView{number: number(p.Page), label: r.Locale.Number(p.Page), title: title, leaf: leafOf(r, p.Page), on: deck == v.at.Slide.Deck && p.Page == v.at.Slide.Page})
	}
	return err
}
