package storefront

import (
	"encoding/xml"
	"net/http"
	"strconv"
	"time"

	"agora/catalog"
	"agora/web"
)

// sitemapPart is how many pages a part of the site map names; the protocol
// (sitemaps.org) allows 50,000.
const sitemapPart = 10_000

type siteIndex struct {
	XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Parts   []siteURL `xml:"sitemap"`
}

type siteSet struct {
	XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Pages   []siteURL `xml:"url"`
}

type siteURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// robots says what may be read by machines, and where the site map is.
func (s *Store) robots(r *web.Request) error {
	r.W.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := r.W.Write([]byte("User-agent: *\nDisallow: /desk\nDisallow: /console\nDisallow: /account\nDisallow: /orders\nDisallow: /cart\n" +
		"Disallow: /checkout\nDisallow: /search\n\nSitemap: " + r.Origin() + "/sitemap.xml\n"))
	return err
}

// sitemap lists the parts of the site map.
func (s *Store) sitemap(r *web.Request) error {
	first, err := s.Catalog.AddressParts(r.R.Context(), sitemapPart)
	if err != nil {
		return err
	}
	index := siteIndex{Parts: []siteURL{{Loc: r.Origin() + "/sitemap/pages"}}}
	for _, id := range first {
		index.Parts = append(index.Parts, siteURL{Loc: r.Origin() + "/sitemap/" + strconv.FormatInt(int64(id), 10)})
	}
	return writeXML(r, "application/xml", index)
}

// sitemapOf is one part: the pages of the market itself and its shops, or the
// things from one on.
func (s *Store) sitemapOf(r *web.Request) error {
	var set siteSet
	var list []catalog.Address
	if r.Path("part") == "pages" {
		for _, path := range []string{"/", "/shops", "/help", "/fees", "/rates"} {
			set.Pages = append(set.Pages, siteURL{Loc: r.Origin() + path})
		}
		kinds, err := s.kinds(r, 0)
		if err != nil {
			return err
		}
		for _, k := range kinds {
			set.Pages = append(set.Pages, siteURL{Loc: r.Origin() + k.URL})
		}
		if list, err = s.Catalog.ShopAddresses(r.R.Context(), sitemapPart); err != nil {
			return err
		}
	} else {
		from, err := r.PathID("part")
		if err != nil {
			return err
		}
		if list, err = s.Catalog.Addresses(r.R.Context(), catalog.ProductID(from), sitemapPart); err != nil {
			return err
		}
	}
	for _, a := range list {
		page := siteURL{Loc: r.Origin() + shopURL(a.ShopHandle)}
		if a.Handle != "" {
			page.Loc = r.Origin() + productURL(a.ShopHandle, a.Handle)
		}
		if !a.Updated.IsZero() {
			page.LastMod = a.Updated.Format(time.DateOnly)
		}
		set.Pages = append(set.Pages, page)
	}
	return writeXML(r, "application/xml", set)
}

func writeXML(r *web.Request, kind string, v any) error {
	out, err := xml.Marshal(v)
	if err != nil {
		return err
	}
	h := r.W.Header()
	h.Set("Content-Type", kind+"; charset=utf-8")
	h.Set("Cache-Control", "public, max-age=3600")
	r.W.WriteHeader(http.StatusOK)
	_, err = r.W.Write(append([]byte(xml.Header), out...))
	return err
}
