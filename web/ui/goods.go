package ui

import (
	"net/url"
	"strings"

	"agora/money"
)

// tints are the thin glazes a picture may stand on.
var tints = [...]string{"p-leaf", "p-lapis", "p-pome", "p-saff", "p-turq", "p-clay"}

// Tint gives the ground of a picture, always the same for the same id.
func Tint(id int64) string { return tints[uint64(id)%uint64(len(tints))] }

// Door is a price as the buyer meets it: the total at the door, and what is
// in it.
type Door struct {
	Total money.Amount
	Goods money.Amount
	Extra money.Amount // freight, duty, tax
	Guess bool         // Extra is an estimate
	Place string       // "at your door in Lahore"; "" gives "at your door", or "by link"
	Link  bool         // nothing is sent, so nothing is at a door
	When  string       // "7–10 days"; "" for none
}

// Product is a product in a list.
type Product struct {
	URL, Title  string
	Lang, Dir   string // of Title, when it differs from the page
	Picture     Picture
	CountryCode string
	Shop        string // and its town
	Price       money.Amount
	Before      money.Amount // what its price was before discounts; zero without
	Door        *Door        // nil when the total is not known: Price stands alone
	Bare        string       // what the price is without then; "" gives "goods, without freight"
	Badge       string
}

// Shop is a shop in a list.
type Shop struct {
	URL, Name, CountryCode, Town, Story string
	Lang, Dir                           string // of Story
	Face                                string // two letters
	Badges                              []string
}

// Initials gives up to two capitals of a name, for the face of a shop.
func Initials(name string) string {
	var b strings.Builder
	n := 0
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' }) {
		for _, r := range word {
			b.WriteString(strings.ToUpper(string(r)))
			n++
			break
		}
		if n == 2 {
			break
		}
	}
	return b.String()
}

// localeURL gives the page of languages, which leads back to a path.
func localeURL(path string) string {
	if path == "" || path == "/" {
		return "/locale"
	}
	return "/locale?" + url.Values{"back": {path}}.Encode()
}

// tongueURL gives a page's address in another language.
func tongueURL(path, lang string) string {
	u, err := url.Parse(path)
	if err != nil || u.Host != "" {
		u = &url.URL{Path: "/"}
	}
	q := u.Query()
	q.Set("lang", lang)
	return u.EscapedPath() + "?" + q.Encode()
}
