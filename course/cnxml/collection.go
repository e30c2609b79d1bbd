package cnxml

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// maxDocuments bounds a collection.
const maxDocuments = 500

// chapter is a module of the course: a subcollection, or a document that stands alone.
type chapter struct {
	title     string
	number    int // 0 for one that stands alone
	documents []string
}

// collection is what collection.xml says.
type collection struct {
	title, slug, language string
	authors               []string
	licence, licenceURL   string
	chapters              []chapter
}

// Is reports whether a folder looks like a book of OpenStax.
func Is(files fs.FS) bool {
	list, _ := fs.Glob(within(files), "collections/*.collection.xml")
	return len(list) > 0
}

// within enters the one folder into which archives of repositories are packed.
func within(files fs.FS) fs.FS {
	list, err := fs.ReadDir(files, ".")
	if err != nil || len(list) != 1 || !list[0].IsDir() || list[0].Name() == "collections" {
		return files
	}
	sub, err := fs.Sub(files, list[0].Name())
	if err != nil {
		return files
	}
	return sub
}

func readCollection(files fs.FS) (*collection, error) {
	list, err := fs.Glob(files, "collections/*.collection.xml")
	if err != nil {
		return nil, err
	}
	switch len(list) {
	case 0:
		return nil, errors.New("collections/: has no .collection.xml, which names the chapters")
	case 1:
	default:
		return nil, fmt.Errorf("collections/: has %d books; leave one of %s", len(list), strings.Join(list, ", "))
	}
	root, err := open(files, list[0])
	if err != nil {
		return nil, err
	}
	c, err := collected(root)
	if err == nil {
		err = c.agree(files)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", list[0], err)
	}
	return c, nil
}

func open(files fs.FS, name string) (*node, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s: is missing", name)
	}
	defer f.Close()
	n, err := parse(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return n, nil
}

func collected(root *node) (*collection, error) {
	if root.name != "collection" {
		return nil, fmt.Errorf("begins with %q and not with collection", root.name)
	}
	c := &collection{}
	for a := range strings.SplitSeq(root.attr["authors"], ",") {
		if a = strings.Join(strings.Fields(a), " "); a != "" {
			c.authors = append(c.authors, a)
		}
	}
	if m := root.child("metadata"); m != nil {
		c.metadata(m)
	}
	if content := root.child("content"); content != nil {
		c.chaptersOf(content, "")
	}
	return c, c.check()
}

func (c *collection) metadata(m *node) {
	text := func(name string) string {
		if n := m.child(name); n != nil {
			return n.plain()
		}
		return ""
	}
	c.title, c.slug, c.language = text("md:title"), text("md:slug"), text("md:language")
	if n := m.child("md:license"); n != nil {
		c.licenceURL = n.attr["url"]
		c.licence = spdx(c.licenceURL)
	}
}

// chaptersOf reads the tree; a unit of chapters gives its title to each of them.
func (c *collection) chaptersOf(content *node, unit string) {
	for _, k := range content.kids {
		switch k.name {
		case "module":
			c.chapters = append(c.chapters, chapter{documents: []string{k.attr["document"]}})
		case "subcollection":
			c.subcollection(k, unit)
		}
	}
}

func (c *collection) subcollection(k *node, unit string) {
	title := unit
	if t := k.child("md:title"); t != nil {
		title = strings.TrimPrefix(unit+": "+t.plain(), ": ")
	}
	content := k.child("content")
	if content == nil {
		return
	}
	ch := chapter{title: title}
	for _, k := range content.kids {
		if k.name == "module" {
			ch.documents = append(ch.documents, k.attr["document"])
		}
	}
	if content.child("subcollection") != nil {
		rest := &node{}
		for _, k := range content.kids {
			if k.name == "subcollection" {
				rest.kids = append(rest.kids, k)
			}
		}
		if len(ch.documents) > 0 {
			c.number(ch)
		}
		c.chaptersOf(rest, title)
		return
	}
	c.number(ch)
}

func (c *collection) number(ch chapter) {
	ch.number = 1
	for _, before := range c.chapters {
		if before.number > 0 {
			ch.number = before.number + 1
		}
	}
	c.chapters = append(c.chapters, ch)
}

var (
	documentName = regexp.MustCompile(`^[a-z][a-z0-9]{0,30}$`)
	slugName     = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+){0,15}$`)
	languageTag  = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)
)

func (c *collection) check() error {
	switch {
	case c.title == "":
		return errors.New("md:title is missing")
	case !slugName.MatchString(c.slug) || len(c.slug) > 50:
		return fmt.Errorf("md:slug %q: must be lower-case words joined by hyphens", c.slug)
	case !languageTag.MatchString(c.language):
		return fmt.Errorf("md:language %q: must be a language tag", c.language)
	case c.licence == "":
		return fmt.Errorf("md:license: %q is no address of a Creative Commons licence", c.licenceURL)
	}
	seen := map[string]bool{}
	for _, ch := range c.chapters {
		for _, d := range ch.documents {
			if !documentName.MatchString(d) {
				return fmt.Errorf("module %q: must be a name of letters and digits", d)
			}
			if seen[d] {
				return fmt.Errorf("module %q: is there twice", d)
			}
			seen[d] = true
		}
	}
	if len(seen) == 0 || len(seen) > maxDocuments {
		return fmt.Errorf("has %d modules; 1 to %d may be", len(seen), maxDocuments)
	}
	return nil
}

var licenceAddress = regexp.MustCompile(`^https?://creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/([0-9]\.[0-9])/?`)

// spdx names the licence of an address as SPDX does; "" when it is not a Creative Commons one.
func spdx(address string) string {
	m := licenceAddress.FindStringSubmatch(address)
	switch {
	case m == nil:
		return ""
	case m[1] == "publicdomain":
		return "CC0-" + m[3]
	}
	return "CC-" + strings.ToUpper(m[2]) + "-" + m[3]
}

// headings are the first words of the licences' own texts.
var headings = map[string]string{
	"BY": "Attribution", "NC": "NonCommercial", "SA": "ShareAlike", "ND": "NoDerivatives",
}

// agree refuses a book whose LICENSE is another than its collection says: books of
// OpenStax have changed their licence, and a mixture may not be passed on.
func (c *collection) agree(files fs.FS) error {
	text, err := fs.ReadFile(files, "LICENSE")
	if err != nil || !strings.HasPrefix(c.licence, "CC-") {
		return nil // the collection's word stands alone
	}
	parts := strings.Split(strings.TrimPrefix(c.licence, "CC-"), "-")
	version := parts[len(parts)-1]
	for i, p := range parts[:len(parts)-1] {
		parts[i] = headings[p]
	}
	want := strings.Join(parts[:len(parts)-1], "-") + " " + version + " International"
	first, _, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	if strings.TrimSpace(first) != want {
		return fmt.Errorf("md:license is %s, and LICENSE begins with %q; use a state of the book in which they agree", c.licence, first)
	}
	return nil
}

// source is the attribution that the licence asks for: the work, who made it, the
// licence with its address, and what was changed.
func (c *collection) source(pictures bool) string {
	change := "laid out anew for small screens"
	if !pictures {
		change += ", without its pictures"
	}
	return fmt.Sprintf("OpenStax, Rice University, %s, %s (%s). Free at https://openstax.org/details/books/%s. Changed: %s.",
		c.title, strings.ReplaceAll(c.licence, "-", " "), c.licenceURL, c.slug, change)
}

func (c *collection) author() string {
	if len(c.authors) == 0 {
		return "OpenStax, Rice University"
	}
	return strings.Join(c.authors, ", ") + " (OpenStax, Rice University)"
}

func documentPath(name string) string { return path.Join("modules", name, "index.cnxml") }
