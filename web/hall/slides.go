package hall

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"agora/assembly"
	"agora/fault"
	"agora/slide"
	"agora/web"
	"agora/web/ui"
)

// lean are the parts of a hall for who wants slides only: no sound, no picture but
// theirs.
var lean = []string{"slide", "caption", "question", "handout"}

// maxAlt bounds what a screen reader says of a slide at once; all of its text is below.
const maxAlt = 600

// slideView is the page of slides that somebody sees.
type slideView struct {
	id, label, alt      string   // id is "" for none
	text                []string // its lines
	small, set          string
	width, height       string
	bytes               int64
	before, after, back leafView
	presents, on        bool   // on: everybody is shown one
	all                 string // address of the page of slides
}

// leafView leads to another page, for herself only.
type leafView struct{ url, page string }

// slideRoutes are the ways to slides, below the hall.
func (o *Room) slideRoutes(hall string) []web.Route {
	return []web.Route{
		{Method: http.MethodGet, Pattern: hall + "/slides", Handle: o.slides},
		{Method: http.MethodGet, Pattern: hall + "/slides/{deck}/{page}/{file}", Handle: o.slidePicture},
		{Method: http.MethodPost, Pattern: hall + "/slide", Handle: o.formOf(o.present)},
		{Method: http.MethodPost, Pattern: hall + "/slides/add", Body: slide.MaxFile + web.DefaultBody, Handle: o.formOf(o.addDeck)},
		{Method: http.MethodPost, Pattern: hall + "/slides/remove", Handle: o.formOf(o.removeDeck)},
		{Method: http.MethodGet, Pattern: hall + "/handouts/{handout}", Handle: o.handout},
		{Method: http.MethodPost, Pattern: hall + "/handouts", Body: assembly.MaxHandout + web.DefaultBody, Handle: o.formOf(o.handOut)},
	}
}

// slide fills in the page that is shown, or one before it that she turned to.
func (o *Room) slide(r *web.Request, v *roomView) error {
	now := v.at.Slide
	v.slide = slideView{presents: presents(*v), on: now.Page > 0, all: in(r, "/slides")}
	if now.Page == 0 {
		return nil
	}
	if page := r.QueryID("slide"); page > 0 && page < now.Page {
		own, err := o.Assembly.Leaf(r.R.Context(), v.at, page)
		switch {
		case err == nil:
			v.slide.back = leafOf(r, 0)
			now = own
		case !fault.Is(err, fault.NotFound):
			return err
		}
	}
	v.slide.shows(r, now)
	return nil
}

// presents reports whether she may show slides now.
func presents(v roomView) bool { return v.at.Presents() && (v.live || v.planned) }

// shows is one page, with ways to its neighbours.
func (v *slideView) shows(r *web.Request, s assembly.Slide) {
	at := fmt.Sprintf("/slides/%d/%d/", s.Deck, s.Page)
	v.id, v.label = slideID(s), slideLabel(r, s)
	v.text = lines(s.Text)
	v.alt = v.label
	if text := []rune(strings.Join(v.text, " ")); len(text) > 0 {
		v.alt = string(text[:min(len(text), maxAlt)])
	}
	v.small, v.bytes = in(r, at+"640.webp"), int64(s.Small.Bytes)
	if r.Query("mode") != "slides" && s.Large.Width > s.Small.Width {
		v.set = fmt.Sprintf("%s %dw, %s %dw", v.small, s.Small.Width, in(r, at+"1280.webp"), s.Large.Width)
	}
	v.width, v.height = strconv.Itoa(s.Width), strconv.Itoa(s.Height)
	if s.Before > 0 {
		v.before = leafOf(r, s.Before)
	}
	if s.After > 0 {
		v.after = leafOf(r, s.After)
	}
}

// slideID names a page in the pages of a hall.
func slideID(s assembly.Slide) string { return fmt.Sprintf("slide-%d-%d", s.Deck, s.Page) }

// slideLabel says which page it is.
func slideLabel(r *web.Request, s assembly.Slide) string {
	return r.T("hall.slide_of", "page", r.Locale.Number(s.Page), "pages", r.Locale.Number(s.Pages))
}

// leafOf leads to a page that was shown; 0 to the one that is.
func leafOf(r *web.Request, page int64) leafView {
	if page == 0 {
		return leafView{in(r, "/slides") + "#slide", ""}
	}
	n := number(page)
	return leafView{in(r, "/slides", "slide", n) + "#slide", n}
}

// slidePicture gives the picture of a page.
func (o *Room) slidePicture(r *web.Request) error {
	at, err := o.enter(r)
	if err != nil {
		return err
	}
	deck, err := r.PathID("deck")
	if err != nil {
		return err
	}
	page, err := r.PathID("page")
	if err != nil {
		return err
	}
	if file := r.Path("file"); file != "640.webp" && file != "1280.webp" {
		return fault.New(fault.NotFound, "fault.page_not_found")
	}
	return o.Assembly.GiveSlide(r.W, r.R, at, assembly.DeckID(deck), page, r.Path("file") == "640.webp")
}

// formOf is a form of the page of slides: it leads back to where it was sent from.
func (o *Room) formOf(do func(context.Context, assembly.Seated, *web.Form) (place string, err error)) func(*web.Request) error {
	return func(r *web.Request) error {
		return o.post(r, o.showSlides, func(at assembly.Seated, f *web.Form) (string, error) {
			place, err := do(r.R.Context(), at, f)
			path, part, _ := strings.Cut(place, "#")
			return in(r, path) + "#" + part, err
		})
	}
}

// present shows a page, turns it, or puts the slides away.
func (o *Room) present(ctx context.Context, at assembly.Seated, f *web.Form) (place string, err error) {
	place = "#slide"
	if f.Has("console") {
		place = "/slides#slide"
	}
	switch turn, page := f.Int("turn"), f.Int("page"); {
	case f.Err() != nil:
		return "", f.Err()
	case f.Has("away"):
		return place, o.Assembly.PutSlidesAway(ctx, at)
	case turn != 0:
		return place, o.Assembly.TurnSlide(ctx, at, turn)
	default:
		return place, o.Assembly.ShowSlide(ctx, at, assembly.DeckID(f.ID("deck")), page)
	}
}

// addDeck takes slides.
func (o *Room) addDeck(ctx context.Context, at assembly.Seated, f *web.Form) (string, error) {
	file, name, err := f.Named("file")
	if err != nil {
		return "", err
	}
	if file == nil {
		return "", fault.Field("file", "fault.required")
	}
	defer file.Close()
	return "/slides#deck", o.Assembly.AddDeck(ctx, at, name, file)
}

func (o *Room) removeDeck(ctx context.Context, at assembly.Seated, f *web.Form) (string, error) {
	return "/slides#deck", o.Assembly.RemoveDeck(ctx, at, assembly.DeckID(f.ID("deck")))
}

// leanly reports whether she wants slides only, and a part is none of it.
func leanly(r *web.Request, name string) bool {
	return r.Query("mode") == "slides" && !slices.Contains(lean, name)
}

// modes are the ways to follow a session.
func modes(r *web.Request) []ui.Link {
	only := r.Query("mode") == "slides"
	return []ui.Link{{URL: in(r, "", "mode", ""), Text: r.T("hall.mode_all"), Current: !only}, {URL: in(r, "", "mode", "slides"), Text: r.T("hall.mode_slides"), Current: only}}
}
