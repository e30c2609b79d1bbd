package feed

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"agora/fault"
)

// Bounds of XML: how deep, and how many pieces of one thing.
const (
	maxDepth  = 16
	maxPieces = 4000
)

// markup reads XML that lists things: items of RSS, entries of Atom, or
// products whose fields are attributes or elements. A document type is refused,
// and with it every entity of the file's own.
func markup(in io.Reader) (*table, error) {
	d := xml.NewDecoder(in)
	var l listed
	path := 0
	for {
		token, err := d.RawToken()
		if err == io.EOF && path == 0 {
			break
		}
		if err != nil {
			return nil, malformed(err)
		}
		switch e := token.(type) {
		case xml.Directive:
			return nil, fault.New(fault.Invalid, "fault.feed_doctype")
		case xml.StartElement:
			if path++; path > maxDepth {
				return nil, malformed(nil)
			}
			if path < 2 || !thing(e.Name.Local) {
				continue
			}
			cells, err := pieces(d, e)
			if err != nil {
				return nil, err
			}
			if err := l.add(cells); err != nil {
				return nil, err
			}
			path--
		case xml.EndElement:
			if path--; path < 0 {
				return nil, malformed(nil)
			}
		}
	}
	if len(l.rows) == 0 {
		return nil, fault.New(fault.Invalid, "fault.feed_empty")
	}
	return l.table(), nil
}

// thing tells the elements that stand for one product.
func thing(name string) bool {
	switch strings.ToLower(name) {
	case "item", "entry", "product", "offer":
		return true
	}
	return false
}

// pieces reads one thing: its attributes, and the words of the elements in it,
// by their names without a prefix; deeper ones are named by their path.
func pieces(d *xml.Decoder, start xml.StartElement) ([][2]string, error) {
	var cells [][2]string
	for _, a := range start.Attr {
		cells = append(cells, [2]string{a.Name.Local, a.Value})
	}
	var path []string
	var words strings.Builder
	put := func() {
		if s := strings.TrimSpace(words.String()); s != "" && len(path) > 0 {
			cells = append(cells, [2]string{strings.Join(path, "/"), s})
		}
		words.Reset()
	}
	for {
		token, err := d.RawToken()
		if err != nil {
			return nil, malformed(err)
		}
		switch e := token.(type) {
		case xml.Directive:
			return nil, fault.New(fault.Invalid, "fault.feed_doctype")
		case xml.StartElement:
			put()
			if path = append(path, e.Name.Local); len(path) > maxDepth {
				return nil, malformed(nil)
			}
			for _, a := range e.Attr {
				if a.Name.Local == "href" { // Atom's link
					words.WriteString(a.Value)
				}
			}
		case xml.CharData:
			words.Write(e)
		case xml.EndElement:
			put()
			if len(path) == 0 {
				return cells, nil
			}
			path = path[:len(path)-1]
		}
		if len(cells) > maxPieces {
			return nil, malformed(nil)
		}
	}
}

// malformed is XML that cannot be read on.
func malformed(err error) error {
	if fault.List(err) != nil {
		return err
	}
	f := fault.New(fault.Invalid, "fault.feed_xml")
	if err != nil && !errors.Is(err, io.EOF) {
		return f.Because(err)
	}
	return f
}
