package storefront

import (
	"encoding/xml"
	"io"
	"net/http"
	"time"

	"agora/catalog"
	"agora/feed"
	"agora/web"
)

// atomFeed is a shop's newest things as RFC 4287 has it.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
	Type string `xml:"type,attr,omitempty"`
}

type atomEntry struct {
	ID      string     `xml:"id"`
	Title   string     `xml:"title"`
	Updated string     `xml:"updated"`
	Summary string     `xml:"summary"`
	Links   []atomLink `xml:"link"`
}

// feed is a shop's newest things for readers of feeds.
func (s *Store) feed(r *web.Request) error {
	found, err := s.openShop(r)
	if err != nil {
		return err
	}
	if found.Status == catalog.ShopRehearsal {
		return errGone // its owner sees it; readers of feeds don't sign in
	}
	page, err := s.Catalog.Search(r.R.Context(), catalog.Query{Shop: found.ID, Sort: catalog.SortNew, Limit: 30})
	if err != nil {
		return err
	}
	home := r.Origin() + shopURL(found.Handle)
	tag := r.Words(found.Tagline, found.Languages...)
	f := atomFeed{Lang: r.Locale.Lang(), ID: home, Title: found.Name, Author: found.Name, Updated: found.Opened.Format(time.RFC3339),
		Links: []atomLink{{Rel: "alternate", Href: home, Type: "text/html"}, {Rel: "self", Href: home + "/feed"}}}
	for i, c := range page.Items {
		url := r.Origin() + productURL(c.ShopHandle, c.Handle)
		at := c.Added().Format(time.RFC3339)
		if i == 0 {
			f.Updated = at
		}
		f.Entries = append(f.Entries, atomEntry{ID: url, Title: r.Words(c.Title, found.Languages...).Text, Updated: at,
			Summary: r.Locale.Money(c.From) + " · " + tag.Text,
			Links:   []atomLink{{Rel: "alternate", Href: url, Type: "text/html"}, {Rel: "enclosure", Href: url + "/share.jpg", Type: "image/jpeg"}}})
	}
	return writeXML(r, "application/atom+xml", f)
}

// offers is all that a shop has for sale, as search engines for shops read it.
// Who has the newest already is told so, and nothing is written.
func (s *Store) offers(r *web.Request) error {
	found, err := s.openShop(r)
	if err != nil {
		return err
	}
	if !found.Public() {
		return errGone
	}
	site := feed.Site{Origin: r.Origin()}
	version, err := s.Feed.OffersVersion(r.R.Context(), found, site)
	if err != nil {
		return err
	}
	h := r.W.Header()
	h.Set("Cache-Control", "public, max-age=3600")
	if r.Unchanged(version) {
		return nil
	}
	h.Set("Content-Type", "application/xml; charset=utf-8")
	if r.R.Method == http.MethodHead {
		r.W.WriteHeader(http.StatusOK)
		return nil
	}
	return r.Pour(func(w io.Writer) error { return s.Feed.Offers(r.R.Context(), found, site, w) })
}
