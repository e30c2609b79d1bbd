package aid

import (
	"embed"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"agora/web"
)

// kitNames are the pages of the kit, in the order in which they are read.
var kitNames = []string{"bag", "water", "ask", "give", "trust", "care"}

//go:embed kit/*.md
var kitFiles embed.FS

// kitTexts are the pages of the kit by name and language, as their files are called
// (bag.en.md); read once.
var kitTexts = sync.OnceValue(func() map[string]map[string]kitText {
	list, err := kitFiles.ReadDir("kit")
	if err != nil {
		panic("aid: kit: " + err.Error()) // the files are part of the program
	}
	all := map[string]map[string]kitText{}
	for _, f := range list {
		raw, err := kitFiles.ReadFile("kit/" + f.Name())
		if err != nil {
			panic("aid: kit: " + err.Error())
		}
		t, err := readKit(string(raw))
		if err != nil {
			panic("aid: kit/" + f.Name() + ": " + err.Error())
		}
		name, lang, _ := strings.Cut(strings.TrimSuffix(f.Name(), ".md"), ".")
		if all[name] == nil {
			all[name] = map[string]kitText{}
		}
		all[name][lang] = t
	}
	return all
})

// kitText is a page of the kit in one language.
type kitText struct {
	title  string
	source string    // what it rests on, in general terms
	day    time.Time // on which it was written
	local  string    // what is not known here, and who adds it
	blocks []kitBlock
}

// kitBlock is a heading, a paragraph or a list.
type kitBlock struct {
	kind  string   // "head", "text", "list", "ticks" (to tick on paper) or "steps"
	lines []string // the items of a list; of others, one
}

// readKit reads a page: front matter between two rows of dashes, then Markdown of which
// there are headings, paragraphs and lists with one item in a line. Other marks are
// faults, so that none of them is ever shown.
func readKit(raw string) (t kitText, err error) {
	after, begins := strings.CutPrefix(raw, "---\n")
	head, body, ends := strings.Cut(after, "\n---\n")
	if !begins || !ends {
		return t, errors.New("there is no front matter")
	}
	for line := range strings.SplitSeq(head, "\n") {
		key, value, _ := strings.Cut(line, ": ")
		switch key {
		case "title":
			t.title = value
		case "source":
			t.source = value
		case "local":
			t.local = value
		case "day":
			t.day, err = time.Parse(time.DateOnly, value)
		default:
			err = fmt.Errorf("front matter has no %q", key)
		}
		if err != nil {
			return t, err
		}
	}
	if t.title == "" || t.source == "" || t.local == "" || t.day.IsZero() {
		return t, errors.New("title, source, day or local is missing")
	}
	for _, p := range web.Paragraphs(body) {
		b, err := readBlock(p)
		if err != nil {
			return t, err
		}
		t.blocks = append(t.blocks, b)
	}
	if len(t.blocks) == 0 {
		return t, errors.New("there is no text")
	}
	return t, nil
}

// readBlock reads what stands between two empty lines.
func readBlock(p string) (b kitBlock, err error) {
	for n, line := range strings.Split(p, "\n") {
		kind, words := kitMark(line)
		switch {
		case words == "" || strings.ContainsAny(words, "*_`<>#[]|\\"):
			return b, fmt.Errorf("%q: a mark that is not known", line)
		case n > 0 && (kind != b.kind || kind == "head" || kind == "text"):
			return b, fmt.Errorf("%q: want an empty line before it", line)
		}
		b.kind, b.lines = kind, append(b.lines, words)
	}
	return b, nil
}

// kitMark parts the mark of a line from its words.
func kitMark(line string) (kind, words string) {
	for _, m := range [][2]string{{"## ", "head"}, {"- [ ] ", "ticks"}, {"- ", "list"}} {
		if rest, ok := strings.CutPrefix(line, m[0]); ok {
			return m[1], rest
		}
	}
	rest := strings.TrimLeft(line, "0123456789")
	if words, ok := strings.CutPrefix(rest, ". "); ok && rest != line {
		return "steps", words
	}
	return "text", line
}
