package aid

import (
	"cmp"
	"net/http"
	"strconv"

	"agora/catalog"
	"agora/web"
	"agora/web/ui"
)

// kitURL is where the first-response kit is.
const kitURL = "/relief/kit"

// kitView is a page of the kit.
type kitView struct {
	title  ui.Link // marked with its language, when that is another than the page's
	text   kitText
	others []ui.Link
}

// kitRoutes names each page, for a pattern of all of them would take the pages of a crisis
// as well (/relief/{crisis}/need). A page that is none is one of the crisis "kit", which is
// no number: nobody finds it.
func (a *Aid) kitRoutes() []web.Route {
	list := []web.Route{public("/kit", a.kit)}
	for _, name := range kitNames {
		list = append(list, public("/kit/"+name, func(r *web.Request) error { return a.kitPage(r, name) }))
	}
	return list
}

// kitIn gives a page of the kit in the best language for the reader, and the way to it.
func kitIn(r *web.Request, name string) (kitText, ui.Link) {
	texts, titles := kitTexts()[name], catalog.Texts{}
	for lang, t := range texts {
		titles[lang] = t.title
	}
	l := r.Words(titles)
	l.URL = kitURL + "/" + name
	return texts[cmp.Or(l.Lang, r.Locale.Lang())], l
}

// kitLinks are the pages of the kit but one.
func kitLinks(r *web.Request, but string) (list []ui.Link) {
	for _, name := range kitNames {
		if name != but {
			_, l := kitIn(r, name)
			list = append(list, l)
		}
	}
	return list
}

func (a *Aid) kit(r *web.Request) error {
	return a.page(r, http.StatusOK, r.T("relief.kit"), kitListPage(kitLinks(r, "")))
}

func (a *Aid) kitPage(r *web.Request, name string) error {
	v := kitView{others: kitLinks(r, name)}
	v.text, v.title = kitIn(r, name)
	title := r.T("relief.kit") // a title cannot say that it is in another language
	if v.title.Lang == "" {
		title = v.text.title
	}
	return a.page(r, http.StatusOK, title, kitTextPage(v))
}

// mark is what stands before an item of a list.
func (b kitBlock) mark(n int) string {
	switch b.kind {
	case "ticks":
		return "☐"
	case "steps":
		return strconv.Itoa(n+1) + "."
	}
	return "•"
}
