package load

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"unicode"
)

// goods are what a server sells, as far as it was looked at. Texts are as they
// are between the quotes of JSON.
type goods struct {
	variants   []variant
	products   []string
	categories []string
	words      []string
}

// variant is one thing to buy.
type variant struct {
	id   string
	gone atomic.Bool // sold out, or not sold one at a time
}

// findEndpoint reads the profile of the target: where its REST binding is.
func findEndpoint(b *buyer) (*url.URL, error) {
	r := b.call(actSearch, "GET", "/.well-known/ucp")
	if r.wrong != "" {
		return nil, fmt.Errorf("%s/.well-known/ucp: %s", b.run.Target, r.wrong)
	}
	if v := r.doc.get("ucp").get("version").text(); v != version {
		if r.doc.get("ucp").get("supported_versions").get(version) == nil {
			return nil, fmt.Errorf("%s speaks version %s of the protocol; this program speaks %s", b.run.Target, v, version)
		}
	}
	found := ""
	r.doc.get("ucp").get("services").get("dev.ucp.shopping").each(func(s value) bool {
		if s.get("transport").is("rest") {
			found = s.get("endpoint").text()
		}
		return found == ""
	})
	u, err := url.Parse(found)
	if err != nil || found == "" || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%s announces no REST endpoint of dev.ucp.shopping (%q)", b.run.Target, found)
	}
	u.Path = strings.TrimSuffix(u.Path, "/")
	if loopback(b.run.endpoint) { // a node of this machine announces its public name
		u.Scheme, u.Host = b.run.endpoint.Scheme, b.run.endpoint.Host
	}
	return u, nil
}

// common are words to begin with where nothing is known of a catalogue.
var common = []string{"a", "set", "gift", "wool", "felt", "silk", "tea", "bag", "shirt", "book", "cup", "the"}

// discover looks through the catalogue until it has seen enough variants.
func discover(b *buyer) (*goods, error) {
	g := &goods{}
	seen := map[string]bool{}
	asks := []string{`{"filters":{"price":{"min":0}}`}
	for _, w := range slices.Concat(b.run.Words, common) {
		asks = append(asks, `{"query":"`+quoted(w)+`"`)
	}
	var last reply
	for _, ask := range asks {
		for cursor := ""; len(g.variants) < b.run.Goods; {
			b.say(ask)
			b.add(`,"pagination":{"limit":50`)
			if cursor != "" {
				b.add(`,"cursor":"`, cursor, `"`)
			}
			b.add(`}`, b.run.context, `}`)
			last = b.call(actSearch, "POST", "/catalog/search")
			if last.wrong != "" || !g.take(last.doc, seen) {
				break
			}
			page := last.doc.get("pagination")
			if cursor = string(page.get("cursor").raw()); cursor == "" || !page.get("has_next_page").is("true") {
				break
			}
		}
		if b.broken {
			break
		}
	}
	if len(g.products) == 0 {
		return nil, fmt.Errorf("the catalogue of %s shows nothing: %s", b.run.Target, last.said())
	}
	for _, w := range b.run.Words {
		g.words = append(g.words, quoted(w))
	}
	if len(g.words) == 0 {
		g.words = g.titles(seen)
	}
	return g, nil
}

// said puts an answer in words for an error.
func (r reply) said() string {
	if r.wrong != "" {
		return r.wrong
	}
	return "no hits"
}

// take notes the products of a page and reports whether any was new.
func (g *goods) take(doc value, seen map[string]bool) (more bool) {
	once := func(list *[]string, kind string, v value) bool {
		s := string(v.raw())
		if s == "" || seen[kind+s] {
			return false
		}
		seen[kind+s] = true
		if list != nil {
			*list = append(*list, s)
		}
		return true
	}
	doc.get("products").each(func(p value) bool {
		if !once(&g.products, "p", p.get("id")) {
			return true
		}
		more = true
		for w := range strings.FieldsFuncSeq(p.get("title").text(), func(r rune) bool { return !unicode.IsLetter(r) }) {
			if len([]rune(w)) > 2 {
				seen["w"+quoted(strings.ToLower(w))] = true
			}
		}
		p.get("categories").each(func(c value) bool { once(&g.categories, "c", c.get("value")); return true })
		p.get("variants").each(func(v value) bool {
			if !v.get("availability").get("available").is("false") && once(nil, "v", v.get("id")) {
				g.variants = append(g.variants, variant{id: string(v.get("id").raw())})
			}
			return true
		})
		return true
	})
	return more
}

// titles are the words of titles that were seen, in one order always.
func (g *goods) titles(seen map[string]bool) (words []string) {
	for s := range seen {
		if w, ok := strings.CutPrefix(s, "w"); ok {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	return words
}

// pick chooses a variant that is not known to be gone; nil when all are.
func (b *buyer) pick() *variant {
	list := b.run.goods.variants
	if len(list) == 0 {
		return nil
	}
	at := b.choice.IntN(len(list))
	for range list {
		if !list[at].gone.Load() {
			return &list[at]
		}
		at = (at + 1) % len(list)
	}
	return nil
}

// one chooses from a list that is not empty.
func (b *buyer) one(list []string) string { return list[b.choice.IntN(len(list))] }
