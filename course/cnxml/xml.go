package cnxml

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"agora/prose"
)

// Bounds of one document. The longest of the Entrepreneurship book has 94 KiB, 12 deep.
const (
	maxDocument = 4 << 20
	maxNodes    = 200_000
	maxDepth    = 64
)

// node is an element, or text when it has no name.
type node struct {
	name string // "para"; "m:mo" of MathML; "md:title" of metadata
	attr map[string]string
	text string
	kids []*node
	seen bool // it is in a lesson, or in the report as left
}

// child is the first one of a name, nil when there is none.
func (n *node) child(name string) *node {
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

// all calls f for an element and all elements below it.
func (n *node) all(f func(*node)) {
	if n == nil || n.name == "" {
		return
	}
	f(n)
	for _, k := range n.kids {
		k.all(f)
	}
}

// plain is its text with single spaces, without footnotes.
func (n *node) plain() string {
	var b strings.Builder
	var walk func(*node)
	walk = func(n *node) {
		b.WriteString(n.text)
		for _, k := range n.kids {
			if k.name == "newline" {
				b.WriteByte(' ')
			}
			if k.name != "footnote" {
				walk(k)
			}
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

// prefixes name elements of other vocabularies than the document's own.
var prefixes = map[string]string{
	"http://cnx.rice.edu/cnxml":          "",
	"http://cnx.rice.edu/collxml":        "",
	"http://cnx.rice.edu/mdml":           "md:",
	"http://www.w3.org/1998/Math/MathML": "m:",
}

func named(n xml.Name) string {
	if p, ok := prefixes[n.Space]; ok {
		return p + n.Local
	}
	return "?:" + n.Local
}

// parse reads a document within the bounds.
func parse(r io.Reader) (*node, error) {
	in := &io.LimitedReader{R: r, N: maxDocument + 1}
	d := xml.NewDecoder(in)
	root := &node{}
	open := []*node{root}
	for nodes := 0; ; {
		t, err := d.Token()
		if in.N == 0 {
			return nil, fmt.Errorf("is longer than %d MiB", maxDocument>>20)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("is not XML: %w", err)
		}
		if nodes++; nodes > maxNodes {
			return nil, fmt.Errorf("has more than %d pieces", maxNodes)
		}
		top := open[len(open)-1]
		switch t := t.(type) {
		case xml.Directive:
			return nil, errors.New("has a DOCTYPE or entities of its own; save it without")
		case xml.StartElement:
			n := element(t)
			top.kids = append(top.kids, n)
			if open = append(open, n); len(open) > maxDepth {
				return nil, fmt.Errorf("is more than %d elements deep", maxDepth)
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			top.kids = append(top.kids, &node{text: prose.Clean(string(t))})
		}
	}
	for _, n := range root.kids {
		if n.name != "" {
			return n, nil
		}
	}
	return nil, errors.New("is empty")
}

func element(t xml.StartElement) *node {
	n := &node{name: named(t.Name), attr: map[string]string{}}
	for _, a := range t.Attr {
		n.attr[a.Name.Local] = prose.Clean(a.Value)
	}
	return n
}
