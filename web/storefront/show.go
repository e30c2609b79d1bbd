package storefront

import (
	"cmp"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"agora/catalog"
	"agora/web"
	"agora/web/ui"
)

// words gives a text of people in the best language for the reader, marked
// with its language when that is another than the page's.
func words(r *web.Request, t catalog.Texts, fallback ...string) ui.Link {
	lang := r.Locale.Lang()
	if text := t[lang]; text != "" {
		return ui.Link{Text: text}
	}
	text, tag := t.In(lang, slices.Concat(r.Reads(), fallback)...)
	l := ui.Link{Text: text}
	if tag != "" && tag != lang {
		l.Lang, l.Dir = tag, ui.DirOf(tag)
	}
	return l
}

func tongue(l ui.Link) templ.OrderedAttributes { return tongueOf(l.Lang, l.Dir) }

func tongueOf(lang, dir string) templ.OrderedAttributes {
	if lang == "" {
		return nil
	}
	return templ.OrderedAttributes{{Key: "dir", Value: dir}, {Key: "lang", Value: lang}}
}

// paragraphs splits a text of people at its blank lines.
func paragraphs(s string) []string {
	var out []string
	for p := range strings.SplitSeq(s, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// faceTint gives the colour of the nth shop in a list.
func faceTint(i int) string { return []string{"", "f-pome", "f-lapis", "f-saff"}[i%4] }

// thumb is the small picture of a product.
func thumb(m catalog.Media, tint string, id int64, lazy bool) ui.Picture {
	p := web.Media(m, "")
	p.Tint, p.Lazy = ground(tint, id), lazy
	return p
}

// ground gives the class of a tint, or one by id when the shop chose none.
func ground(tint string, id int64) string {
	if tint == "" {
		return ui.Tint(id)
	}
	return "p-" + strings.TrimPrefix(tint, "p-")
}

func shopURL(handle string) string { return "/s/" + handle }

func productURL(shop, product string) string { return "/s/" + shop + "/" + product }

// shopFace is a shop as cards show it.
func shopFace(r *web.Request, s catalog.Shop) ui.Shop {
	tag := words(r, s.Tagline, s.Languages...)
	return ui.Shop{URL: shopURL(s.Handle), Name: s.Name, CountryCode: string(s.Country), Town: s.City,
		Story: tag.Text, Lang: tag.Lang, Dir: tag.Dir, Face: cmp.Or(s.Initials, ui.Initials(s.Name))}
}
