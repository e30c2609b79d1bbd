package hs

import (
	"bufio"
	"embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed words/*.txt
var wordFiles embed.FS

// concept is a kind of goods, or of material, maker, wearer, that words of many
// languages mean.
type concept struct {
	name    string
	is      []string // what else it is: cotton is textile
	weak    bool     // its headings count half
	quality bool     // what goods are like, not what they are
	targets []target
	english []string // its name and words, folded and cut to their stems
}

// target is a heading or code a concept leads to, when the goods are also what
// needs says.
type target struct {
	code  string
	needs []string
}

// word is a way to write a concept in a language.
type word struct {
	concept int
	lang    string
	parts   []part
}

// part is one word of a phrase; open ones take any ending.
type part struct {
	text string
	open bool
}

// dictionary finds concepts by the beginning of their first word.
type dictionary struct {
	concepts []concept
	place    map[string]int
	words    map[string][]word // by the first two letters
	unspaced []word
}

// vocabulary is the dictionary of the program, read once.
var vocabulary = sync.OnceValue(func() *dictionary {
	d := &dictionary{place: map[string]int{}, words: map[string][]word{}}
	for _, name := range []string{"tags", "food", "clothing", "home", "craft"} {
		f, err := wordFiles.Open("words/" + name + ".txt")
		if err == nil {
			err = d.read(f, name == "tags")
		}
		if err != nil {
			panic(fmt.Errorf("hs: words/%s.txt: %w", name, err))
		}
	}
	if err := d.check(); err != nil {
		panic(err)
	}
	return d
})

// read adds a file of words: a concept's line in brackets, then its words by
// language. quality tells that it is about what goods are like.
func (d *dictionary) read(r io.Reader, quality bool) error {
	in := bufio.NewScanner(r)
	open := false
	for n := 1; in.Scan(); n++ {
		line := strings.TrimSpace(in.Text())
		var err error
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			open, err = true, d.begin(line, quality)
		case !open:
			err = fmt.Errorf("words before the first concept")
		default:
			lang, words, _ := strings.Cut(line, " ")
			err = d.add(lang, words)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	return in.Err()
}

// begin reads a line like "[cotton <textile ~] 5208 6302+women".
func (d *dictionary) begin(line string, quality bool) error {
	head, targets, ok := strings.Cut(line[1:], "]")
	c := concept{quality: quality}
	for i, f := range strings.Fields(head) {
		switch {
		case f == "~":
			c.weak = true
		case f[0] == '<':
			c.is = append(c.is, f[1:])
		case i > 0 && (c.weak || len(c.is) > 0):
			return fmt.Errorf("the name comes first")
		default:
			c.name = strings.TrimSpace(c.name + " " + f)
		}
	}
	if _, twice := d.place[c.name]; !ok || c.name == "" || twice {
		return fmt.Errorf("no new concept %q", c.name)
	}
	for _, f := range strings.Fields(targets) {
		needs := strings.Split(f, "+")
		if _, ok := Lookup(needs[0]); !ok {
			return fmt.Errorf("%s is not in the list", needs[0])
		}
		c.targets = append(c.targets, target{needs[0], needs[1:]})
	}
	c.learn(fold(c.name))
	d.place[c.name] = len(d.concepts)
	d.concepts = append(d.concepts, c)
	return nil
}

func (c *concept) learn(words []string) {
	for _, w := range words {
		if w = stem(w); len(w) > 2 && !slices.Contains(c.english, w) {
			c.english = append(c.english, w)
		}
	}
}

// add reads the words of a language for the last concept.
func (d *dictionary) add(lang, words string) error {
	if len(lang) != 2 || strings.TrimSpace(words) == "" {
		return fmt.Errorf("no words of a language: %q", lang)
	}
	at := len(d.concepts) - 1
	for phrase := range strings.SplitSeq(words, ",") {
		w := word{concept: at, lang: lang}
		for text := range strings.FieldsSeq(phrase) {
			cut, open := strings.CutSuffix(text, "*")
			for _, p := range fold(cut) {
				w.parts = append(w.parts, part{text: p})
			}
			if open && len(w.parts) > 0 {
				w.parts[len(w.parts)-1].open = true
			}
		}
		if len(w.parts) == 0 {
			return fmt.Errorf("an empty word in %q", words)
		}
		if lang == "en" && len(w.parts) == 1 {
			d.concepts[at].learn([]string{w.parts[0].text})
		}
		if unspaced(w.parts[0].text) {
			d.unspaced = append(d.unspaced, w)
		} else {
			k := start(w.parts[0].text)
			d.words[k] = append(d.words[k], w)
		}
	}
	return nil
}

// check proves that what targets need, and what concepts are, are concepts.
func (d *dictionary) check() error {
	for _, c := range d.concepts {
		named := slices.Clone(c.is)
		for _, t := range c.targets {
			named = append(named, t.needs...)
		}
		for _, n := range named {
			if _, ok := d.place[n]; !ok {
				return fmt.Errorf("hs: [%s] names %q, which is no concept", c.name, n)
			}
		}
	}
	return nil
}

// start is the first two letters of a word.
func start(w string) string {
	_, n := utf8.DecodeRuneInString(w)
	_, m := utf8.DecodeRuneInString(w[n:])
	return w[:n+m]
}

// fits tells how well a written word is this part of a phrase: 1 when it is, 0
// when it is not, and between for one that only ends otherwise.
func (p part) fits(w string) float64 {
	if w == p.text {
		return 1
	}
	if p.open && strings.HasPrefix(w, p.text) {
		return 1
	}
	long := utf8.RuneCountInString(p.text)
	if long < 3 {
		return 0
	}
	rest, ok := strings.CutPrefix(w, p.text)
	switch n := utf8.RuneCountInString(rest); {
	case ok && (rest == "s" || rest == "es"):
		return 1
	case ok && long >= 4 && n <= 3 && !latin(p.text):
		return 0.85
	case long >= 5 && !latin(p.text) && common(w, p.text) >= long-1 && utf8.RuneCountInString(w) <= long+2:
		return 0.8
	}
	return 0
}

// latin reports words whose plainest letters are Latin: their short ones are
// beginnings of too many others.
func latin(w string) bool { return w[0] < utf8.RuneSelf }

// common counts the letters two words begin with alike.
func common(a, b string) (n int) {
	for a != "" && b != "" {
		x, i := utf8.DecodeRuneInString(a)
		y, j := utf8.DecodeRuneInString(b)
		if x != y {
			break
		}
		a, b, n = a[i:], b[j:], n+1
	}
	return n
}
