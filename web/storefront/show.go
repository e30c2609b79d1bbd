package storefront

import (
	"cmp"
	"strings"

	"agora/catalog"
	"agora/web"
	"agora/web/ui"
)

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
	tag := r.Words(s.Tagline, s.Languages...)
	return ui.Shop{URL: shopURL(s.Handle), Name: s.Name, CountryCode: string(s.Country), Town: s.City,
		Story: tag.Text, Lang: tag.Lang, Dir: tag.Dir, Face: cmp.Or(s.Initials, ui.Initials(s.Name))}
}
