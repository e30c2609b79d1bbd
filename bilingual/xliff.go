package bilingual

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// XLIFF 1.2 is an OASIS standard of 1 February 2008 that every tool of
// translators reads. Each pair of languages is a file of its own in it; a text
// that a machine made has the state-qualifier "mt-suggestion".
const (
	xliffSpace = "urn:oasis:names:tc:xliff:document:1.2"
	byMachine  = "mt-suggestion"
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

// xliff1 is a file of version 1.2 while it is read.
type xliff1 struct {
	from, into     string
	unit           Unit
	known          bool // the unit has a name of ours
	source, target strings.Builder
}

// skips passes over what a tool proposes or notes.
func (x *xliff1) skips(t xml.StartElement) bool {
	return t.Name.Local == "alt-trans" || t.Name.Local == "note"
}

func (x *xliff1) start(t xml.StartElement) *strings.Builder {
	switch t.Name.Local {
	case "file":
		x.from, x.into = valueOf(t, "source-language"), valueOf(t, "target-language")
	case "trans-unit":
		x.unit = Unit{From: x.from, Lang: x.into}
		x.known = x.unit.named(valueOf(t, "id"))
		x.source.Reset()
		x.target.Reset()
	case "source":
		return &x.source
	case "target":
		x.unit.Machine = valueOf(t, "state-qualifier") == byMachine
		return &x.target
	}
	return nil
}

func (x *xliff1) end(name string) (Unit, bool) {
	if name != "trans-unit" || !x.known {
		return Unit{}, false
	}
	x.unit.Source, x.unit.Text, x.known = x.source.String(), strings.TrimSpace(x.target.String()), false
	return x.unit, true
}
