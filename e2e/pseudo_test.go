package e2e

import (
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"agora/country"
	"agora/i18n"
)

// TestNoTextIsOutsideTheCatalogues walks through the demo as a stranger, a
// seller and the operator, in the pseudo-language whose texts stand in
// brackets: what has letters and no brackets, and is not what people of the
// demo wrote, stands in the source instead of the catalogues.
func TestNoTextIsOutsideTheCatalogues(t *testing.T) {
	written := demoWords(t)
	for i, who := range []struct{ name, lang, login, door string }{
		{"stranger", i18n.Accented, "", "/"}, {"seller", i18n.Accented, "aizada@demo.agora.example", "/desk"},
		{"operator", i18n.Accented, "operator@demo.agora.example", "/console"}, {"mirrored", i18n.Mirrored, "", "/"},
	} {
		t.Run(who.name, func(t *testing.T) {
			w := pseudo{client: newClient(t, "127.0.2."+string(rune('1'+i))), lang: who.lang, written: written, seen: map[string]bool{}, kinds: map[string]int{}, told: map[string]bool{}}
			if who.login != "" {
				if p := w.post("/account/sign-in", url.Values{"login": {who.login}, "password": {password}}); p.status != http.StatusSeeOther {
					t.Fatalf("sign in: %d", p.status)
				}
			}
			w.get("/?lang=" + w.lang)
			pages := 0
			for w.todo = []string{who.door, "/no/such/page"}; len(w.todo) > 0 && pages < 150; pages++ {
				path := w.todo[0]
				w.todo = w.todo[1:]
				w.look(path, who.door)
			}
			if t.Logf("%d pages", pages); pages < 12 {
				t.Error("so few pages are no walk")
			}
		})
	}
}

type pseudo struct {
	*client
	lang    string
	written string
	todo    []string
	seen    map[string]bool
	kinds   map[string]int
	told    map[string]bool
}

func (w *pseudo) look(path, door string) {
	p := w.get(path)
	if to := p.header.Get("Location"); to != "" && !w.seen[to] {
		w.seen[to] = true
		w.todo = append(w.todo, to)
	}
	if p.root == nil || p.header.Get("Location") != "" {
		return
	}
	if lang, _ := attr(p.elements("html")[0], "lang"); lang != w.lang {
		w.Fatalf("%s is in %q", path, lang)
	}
	w.read(path, p.root)
	for _, a := range p.elements("a") {
		href, _ := attr(a, "href")
		u, err := url.Parse(href)
		if err != nil || u.Host != "" || u.Scheme != "" || u.Path == "" || u.Query().Has("lang") || !strings.HasPrefix(u.Path, door) ||
			strings.HasPrefix(u.Path, "/assets/") || strings.HasPrefix(u.Path, "/media/") || strings.HasPrefix(u.Path, "/gallery") ||
			slices.Contains([]string{"/console/messages", "/console/audit", "/console/words"}, strings.TrimSuffix(u.Path, "/edit")) ||
			strings.HasSuffix(u.Path, "/slip") { // what people were told, what was noted, every text; a paper in the buyer's language
			continue
		}
		u.Fragment = ""
		kind := kindOf(u)
		if next := u.String(); !w.seen[next] && w.kinds[kind] < 3 {
			w.seen[next] = true
			w.kinds[kind]++
			w.todo = append(w.todo, next)
		}
	}
}

// kindOf tells pages apart that different code writes: numbers and names are
// all alike.
func kindOf(u *url.URL) string {
	parts := strings.Split(u.Path, "/")
	for i, part := range parts {
		if i > 1 && parts[1] == "s" || strings.ContainsAny(part, "0123456789") {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}

// read looks at every text of a page, and at the attributes that are read out.
func (w *pseudo) read(path string, n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		w.weigh(path, n.Data)
	case n.Type == html.ElementNode && slices.Contains([]string{"script", "style", "code", "textarea", "symbol"}, n.Data):
		return
	case n.Type == html.ElementNode && n.Data == "bdi": // codes, and names and addresses of people
		return
	case n.Type == html.ElementNode:
		if lang, ok := attr(n, "lang"); ok && lang != w.lang {
			return
		}
		for _, name := range []string{"aria-label", "alt", "title", "placeholder"} {
			if v, ok := attr(n, name); ok {
				w.weigh(path, v)
			}
		}
	}
	for c := range n.ChildNodes() {
		w.read(path, c)
	}
}

// own are names, keys and codes of the program, the same in every language.
var own = regexp.MustCompile(`^(Agora|Enter|system|[a-z]+(-[a-z]+)+|[a-z_]+\.[a-z0-9_.]+|en-XA|ar-XB)$`)

// figures are days, hours, money, codes and measures as English writes them.
var figures = regexp.MustCompile(`AG-[0-9A-Z]+(/\d+)?|[A-Z]{2}\d{9}[A-Z]{2}|\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b|\b[A-Z]{2,5}\b|[A-Z0-9]+-[A-Z0-9-]+|https?://\S+|\S+@\S+|/\S+|\b[a-z]+:\d+|camt\.053|utf-8|windows-\d+`)

var brackets = regexp.MustCompile(`(?s)⟦.*⟧`)

func (w *pseudo) weigh(path, s string) {
	s = strings.Join(strings.Fields(strings.NewReplacer("\u2068", "", "\u2069", "").Replace(s)), " ")
	if own.MatchString(s) || strings.Contains(w.written, strings.ToLower(s)) {
		return
	}
	rest := brackets.ReplaceAllString(s, "")
	rest = figures.ReplaceAllString(rest, "")
	for part := range strings.FieldsFuncSeq(rest, func(r rune) bool { return strings.ContainsRune("·:,.()", r) }) {
		part = strings.Trim(part, " -–—+%×#/0123456789")
		if strings.ContainsFunc(part, unicode.IsLetter) && !own.MatchString(part) && !w.wrote(part) && !w.told[part] {
			w.told[part] = true
			w.Errorf("%s shows %q of %q", path, part, s)
		}
	}
}

// wrote reports whether people of the demo wrote a text, or a name to which a
// page adds the value of an option ("Felt waistcoat M").
func (w *pseudo) wrote(s string) bool {
	s = strings.ToLower(s)
	if at := strings.LastIndexByte(s, ' '); at > 12 && strings.Contains(w.written, s[:at]) && strings.Contains(w.written, s[at+1:]) {
		return true
	}
	return strings.Contains(w.written, s)
}

// demoWords are all words that the demo market and its rules put in, the names of
// banks, posts, other systems, countries and languages, and the list of customs codes, as one
// text in small letters.
func demoWords(t *testing.T) string {
	var b strings.Builder
	for _, folder := range []string{"../demo", "../landed", "../rates", "../delivery", "../hs", "../feed", "../relief/getusppe", "../academy/starter"} {
		err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !slices.Contains([]string{".json", ".go", ".csv", ".md", ".yaml"}, filepath.Ext(path)) {
				return err
			}
			raw, err := os.ReadFile(path)
			b.Write(raw)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range home { // what the other tests write
		b.WriteString(" " + s)
	}
	b.WriteString(" Nargiza Alieva Clay House 1 Clay House 2 Blue bowl")
	for _, c := range country.All() {
		b.WriteString(" " + c.Name("en"))
	}
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range words.Langs() {
		b.WriteString(" " + lang + " " + words.Locale(lang).Name())
	}
	return strings.ToLower(strings.Join(strings.Fields(b.String()), " "))
}
