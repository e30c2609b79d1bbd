package storefront

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"image/jpeg"
	"regexp"
	"strings"
	"testing"
)

var ldJSON = regexp.MustCompile(`<script type="application/ld\+json">(.*?)</script>`)

type object = map[string]any

// said is the object of schema.org on a page.
func (b *bazaar) said(path string) object {
	b.Helper()
	body := b.ask(path, nil).body
	m := ldJSON.FindStringSubmatch(body)
	if m == nil {
		b.Fatalf("%s says nothing of itself", path)
	}
	var o object
	b.must(json.Unmarshal([]byte(m[1]), &o))
	for _, want := range []string{`<link rel="canonical" href="` + b.server.URL + strings.Split(path, "?")[0], `hreflang="ur"`, `hreflang="x-default"`, `property="og:title"`} {
		if !strings.Contains(body, want) {
			b.Errorf("%s lacks %s", path, want)
		}
	}
	return o
}

func TestPagesSayWhatTheyAre(t *testing.T) {
	b := newBazaar(t)
	if o := b.said("/"); o["@type"] != "WebSite" {
		t.Errorf("home is %v", o)
	}
	if o := b.said("/s/loom"); o["@type"] != "Store" || o["name"] != "Loom & Sons" {
		t.Errorf("shop is %v", o)
	}
	one := b.said("/s/loom/mat")
	if offer := one["offers"].(object); one["name"] != evil || offer["price"] != "1200.00" || offer["priceCurrency"] != "PKR" || offer["availability"] != "https://schema.org/InStock" {
		t.Errorf("mat is %v", one)
	}
	if cap := b.said("/s/loom/cap?lang=ur"); cap["@type"] != "ProductGroup" || len(cap["hasVariant"].([]any)) != 2 || cap["offers"] != nil {
		t.Errorf("cap is offered as %v", cap)
	}
	for _, path := range []string{"/cart", "/account/sign-in", "/search?q=cap"} {
		if body := b.ask(path, nil).body; !strings.Contains(body, `content="noindex"`) || strings.Contains(body, "canonical") {
			t.Errorf("%s may be found", path)
		}
	}
}

func TestSiteMapNamesEveryPage(t *testing.T) {
	b := newBazaar(t)
	if r := b.ask("/robots.txt", nil); !strings.Contains(r.body, "Sitemap: "+b.server.URL+"/sitemap.xml") {
		t.Errorf("robots: %s", r.body)
	}
	var index siteIndex
	b.must(xml.Unmarshal([]byte(b.ask("/sitemap.xml", nil).body), &index))
	seen := map[string]bool{}
	for _, part := range index.Parts {
		var set siteSet
		b.must(xml.Unmarshal([]byte(b.ask(strings.TrimPrefix(part.Loc, b.server.URL), nil).body), &set))
		for _, page := range set.Pages {
			path := strings.TrimPrefix(page.Loc, b.server.URL)
			if seen[path] {
				t.Errorf("%s stands there twice", path)
			}
			seen[path] = true
			if r := b.ask(path, nil); r.status != 200 {
				t.Errorf("%s answers %d", path, r.status)
			}
		}
	}
	for _, path := range []string{"/", "/c/felt", "/s/loom", "/s/loom/mat", "/s/loom/cap"} {
		if !seen[path] {
			t.Errorf("%s is not there", path)
		}
	}
	if r := b.ask("/sitemap/x", nil); r.status != 404 {
		t.Errorf("a part that is none answers %d", r.status)
	}
}

func TestShopHasAFeedAndPicturesToShare(t *testing.T) {
	b := newBazaar(t)
	var feed atomFeed
	b.must(xml.Unmarshal([]byte(b.ask("/s/loom/feed", nil).body), &feed))
	if feed.Title != "Loom & Sons" || len(feed.Entries) != 2 {
		t.Errorf("feed: %+v", feed)
	}
	offers := b.ask("/s/loom/feed/merchant.xml", nil)
	var list struct {
		Items []struct {
			ID    string `xml:"id"`
			Price string `xml:"price"`
			Link  string `xml:"link"`
		} `xml:"channel>item"`
	}
	b.must(xml.Unmarshal([]byte(offers.body), &list))
	if len(list.Items) < 2 || !strings.Contains(list.Items[0].Link, "/s/loom/") || !strings.Contains(list.Items[0].Price, " ") {
		t.Errorf("offers: %+v", list)
	}
	for _, path := range []string{"/s/loom/share.jpg", "/s/loom/cap/share.jpg", "/s/loom/mat/share.jpg?lang=ur"} {
		r := b.ask(path, nil)
		m, err := jpeg.DecodeConfig(bytes.NewReader([]byte(r.body)))
		if err != nil || m.Width != 1200 || m.Height != 630 {
			t.Errorf("%s: %d, %d bytes: %v", path, r.status, len(r.body), err)
		}
	}
	if r := b.ask("/s/loom/nothing/share.jpg", nil); r.status != 404 {
		t.Errorf("a picture of nothing answers %d", r.status)
	}
}
