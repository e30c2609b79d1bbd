package bilingual

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"agora/fault"
)

// XLIFF 1.2 is an OASIS standard of 1 February 2008 that every tool of
// translators reads. Each pair of languages is a file of its own in it; a text
// that a machine made has the state-qualifier "mt-suggestion".
const (
	xliffSpace = "urn:oasis:names:tc:xliff:document:1.2"
	byMachine  = "mt-suggestion"
	maxDepth   = 16
)

func writeXLIFF(w io.Writer, shop, lang string, units []Unit) error {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	fmt.Fprintf(&b, "<xliff version=\"1.2\" xmlns=%q>\n", xliffSpace)
	for rest := units; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].From == rest[0].From {
			n++
		}
		b.WriteString(" <file datatype=\"plaintext\"")
		attribute(&b, "original", shop)
		attribute(&b, "source-language", rest[0].From)
		attribute(&b, "target-language", lang)
		b.WriteString(">\n  <body>\n")
		for _, u := range rest[:n] {
			writeUnit(&b, u)
		}
		b.WriteString("  </body>\n </file>\n")
		rest = rest[n:]
	}
	b.WriteString("</xliff>\n")
	_, err := w.Write(b.Bytes())
	return err
}

func writeUnit(b *bytes.Buffer, u Unit) {
	b.WriteString("   <trans-unit xml:space=\"preserve\"")
	attribute(b, "id", u.id())
	b.WriteString("><source>")
	_ = xml.EscapeText(b, []byte(u.Source)) // a buffer never fails
	b.WriteString("</source>")
	if u.Text != "" {
		b.WriteString("<target")
		if u.Machine {
			attribute(b, "state", "needs-review-translation")
			attribute(b, "state-qualifier", byMachine)
		}
		b.WriteString(">")
		_ = xml.EscapeText(b, []byte(u.Text))
		b.WriteString("</target>")
	}
	b.WriteString("</trans-unit>\n")
}

func attribute(b *bytes.Buffer, name, value string) {
	b.WriteString(" " + name + `="`)
	_ = xml.EscapeText(b, []byte(value))
	b.WriteString(`"`)
}

// xliff is a file while it is read.
type xliff struct {
	from, into string
	unit       Unit
	known      bool // the unit has a name of ours
	text       *strings.Builder
	source     strings.Builder
	target     strings.Builder
	units      []Unit
}

// readXLIFF reads what export wrote and a tool wrote again. Marks that a tool
// puts inside of a text are passed over, their words are kept; other
// translations that it proposes are no targets.
func readXLIFF(body []byte) ([]Unit, error) {
	d := xml.NewDecoder(bytes.NewReader(body))
	var x xliff
	skip := 0 // depth of what is passed over
	for depth := 0; ; {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return x.units, nil
		}
		if err != nil {
			return nil, broken(err)
		}
		switch t := t.(type) {
		case xml.Directive: // only a document type can name entities that grow
			return nil, fault.New(fault.Invalid, "fault.words_file")
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return nil, fault.New(fault.Invalid, "fault.words_file")
			}
			if skip > 0 || t.Name.Local == "alt-trans" || t.Name.Local == "note" {
				skip++
				continue
			}
			x.start(t)
		case xml.EndElement:
			depth--
			if skip > 0 {
				skip--
				continue
			}
			if err := x.end(t.Name.Local); err != nil {
				return nil, err
			}
		case xml.CharData:
			if x.text != nil && skip == 0 {
				x.text.Write(t)
			}
		}
	}
}

func (x *xliff) start(t xml.StartElement) {
	get := func(name string) string {
		for _, a := range t.Attr {
			if a.Name.Local == name {
				return a.Value
			}
		}
		return ""
	}
	switch t.Name.Local {
	case "file":
		x.from, x.into = get("source-language"), get("target-language")
	case "trans-unit":
		x.unit = Unit{From: x.from, Lang: x.into}
		x.known = x.unit.named(get("id"))
		x.source.Reset()
		x.target.Reset()
	case "source":
		x.text = &x.source
	case "target":
		x.text = &x.target
		x.unit.Machine = get("state-qualifier") == byMachine
	}
}

func (x *xliff) end(name string) error {
	switch name {
	case "source", "target":
		x.text = nil
	case "trans-unit":
		if x.known {
			x.unit.Source, x.unit.Text = x.source.String(), strings.TrimSpace(x.target.String())
			x.units = append(x.units, x.unit)
		}
		x.known = false
		if len(x.units) > MaxUnits {
			return fault.New(fault.TooLarge, "fault.feed_rows", "max", int64(MaxUnits))
		}
	}
	return nil
}
