package search

import (
	"bufio"
	"embed"
	"fmt"
	"strings"
)

//go:embed goods/*.txt
var goodsFiles embed.FS

// Goods gives our own words for common goods and what they are made of, each
// group one kind of goods, in the languages of the site. Keys end as they began:
// they stand in indexes.
func Goods() []Group {
	var groups []Group
	files, err := goodsFiles.ReadDir("goods")
	if err != nil {
		panic(err)
	}
	for _, file := range files {
		f, err := goodsFiles.Open("goods/" + file.Name())
		if err != nil {
			panic(err)
		}
		in := bufio.NewScanner(f)
		for n := 1; in.Scan(); n++ {
			if groups, err = goodsLine(groups, strings.TrimSpace(in.Text())); err != nil {
				panic(fmt.Errorf("search: goods/%s, line %d: %w", file.Name(), n, err))
			}
		}
	}
	return groups
}

// goodsLine reads a line: a group's key and what it is besides, as in
// "[green tea <tea]", or a language and its words.
func goodsLine(groups []Group, line string) ([]Group, error) {
	switch {
	case line == "" || line[0] == '#':
	case line[0] == '[':
		head, _, ok := strings.Cut(line[1:], "]")
		names := strings.Split(head, " <")
		if !ok || names[0] == "" {
			return nil, fmt.Errorf("no key in %q", line)
		}
		groups = append(groups, Group{Key: names[0], Is: names[1:], Words: map[string][]string{}})
	default:
		lang, words, ok := strings.Cut(line, " ")
		if !ok || len(groups) == 0 || len(lang) != 2 {
			return nil, fmt.Errorf("no words of a group in %q", line)
		}
		g := &groups[len(groups)-1]
		for w := range strings.SplitSeq(words, ",") {
			g.Words[lang] = append(g.Words[lang], strings.TrimSpace(w))
		}
	}
	return groups, nil
}
