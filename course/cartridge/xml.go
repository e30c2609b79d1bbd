package cartridge

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"agora/prose"
)

// Bounds of one document. The manifest of a course of 500 lessons has about 15,000 pieces.
const (
	maxXML    = 8 << 20
	maxPieces = 400_000
	maxDepth  = 64
)

// element is an element of XML with what is in it.
type element struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Kids    []element  `xml:",any"`
	Text    string     `xml:",chardata"`
}

func (e *element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return prose.Clean(strings.TrimSpace(a.Value))
		}
	}
	return ""
}

// text is its own text with single spaces.
func (e *element) text() string { return strings.Join(strings.Fields(prose.Clean(e.Text)), " ") }

// child follows a path of names; what is not there is empty.
func (e *element) child(names ...string) *element {
	for _, name := range names {
		next := &element{}
		for i := range e.Kids {
			if e.Kids[i].XMLName.Local == name {
				next = &e.Kids[i]
				break
			}
		}
		e = next
	}
	return e
}

// each calls f for the children of a name.
func (e *element) each(name string, f func(*element)) {
	for i := range e.Kids {
		if e.Kids[i].XMLName.Local == name {
			f(&e.Kids[i])
		}
	}
}

// all calls f for all elements of a name below.
func (e *element) all(name string, f func(*element)) {
	for i := range e.Kids {
		k := &e.Kids[i]
		if k.XMLName.Local == name {
			f(k)
		}
		k.all(name, f)
	}
}

// has reports whether there is an element of a name below.
func (e *element) has(name string) (found bool) {
	e.all(name, func(*element) { found = true })
	return found
}

// parse reads a document within the bounds.
func parse(body []byte) (*element, error) {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	if len(body) > maxXML {
		return nil, fmt.Errorf("%d MiB at most", maxXML>>20)
	}
	if err := bounded(body); err != nil {
		return nil, err
	}
	e := &element{}
	return e, xml.Unmarshal(body, e)
}

// bounded refuses what is too deep or too much, and entities of its own.
func bounded(body []byte) error {
	d := xml.NewDecoder(bytes.NewReader(body))
	depth, pieces := 0, 0
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t.(type) {
		case xml.Directive:
			return errors.New("has a DOCTYPE or entities of its own")
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		if pieces++; depth > maxDepth || pieces > maxPieces {
			return fmt.Errorf("is deeper than %d elements, or has more than %d pieces", maxDepth, maxPieces)
		}
	}
}
