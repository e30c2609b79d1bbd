package bilingual

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"agora/fault"
)

// maxDepth is how deep a file's elements may lie within each other.
const maxDepth = 16

// version reads the elements of one version of XLIFF.
type version interface {
	// skips reports whether an element is passed over with all that is in it.
	skips(xml.StartElement) bool
	// start takes an element and gives where its words go; nil for nowhere new.
	start(xml.StartElement) *strings.Builder
	// end takes the end of an element, and gives a unit that is whole by it.
	end(name string) (Unit, bool)
}

// readXLIFF reads what export wrote and a tool wrote again, in the version that
// its namespace names; without one it is 1.2. Marks that a tool puts inside of a
// text are passed over, their words are kept; other translations that it proposes
// are no targets.
func readXLIFF(body []byte) (units []Unit, err error) {
	d := xml.NewDecoder(bytes.NewReader(body))
	var x version
	var text *strings.Builder
	skip := 0 // depth of what is passed over
	for depth := 0; ; {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return units, nil
		}
		if err != nil {
			return nil, broken(err)
		}
		switch t := t.(type) {
		case xml.Directive: // only a document type can name entities that grow
			return nil, errNone
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return nil, errNone
			}
			if x == nil {
				x = versionOf(t)
			}
			if skip > 0 || x.skips(t) {
				skip++
				continue
			}
			if into := x.start(t); into != nil {
				text = into
			}
		case xml.EndElement:
			depth--
			if skip > 0 {
				skip--
				continue
			}
			if t.Name.Local == "source" || t.Name.Local == "target" {
				text = nil
			}
			if u, whole := x.end(t.Name.Local); whole {
				units = append(units, u)
			}
			if len(units) > MaxUnits {
				return nil, fault.New(fault.TooLarge, "fault.feed_rows", "max", int64(MaxUnits))
			}
		case xml.CharData:
			if text != nil && skip == 0 {
				text.Write(t)
			}
		}
	}
}

// versionOf tells the version by the root.
func versionOf(root xml.StartElement) version {
	if strings.HasPrefix(root.Name.Space, xliff2Space) {
		return &xliff2{space: root.Name.Space}
	}
	return &xliff1{}
}

// valueOf gives an attribute; "" for none.
func valueOf(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
