package bilingual

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
)

// XLIFF 2.0 is an OASIS standard of 5 August 2014; 2.1 has its namespace. The
// languages stand at the root, a unit has segments, and what comes between them.
const (
	xliff2Space = "urn:oasis:names:tc:xliff:document:2."
	machine2    = "agora:machine" // a subState, whose prefix is its owner's
)

// xliff2 is a file of version 2 while it is read.
type xliff2 struct {
	space      string
	from, into string
	unit       Unit
	known      bool // the unit has a name of ours
	segments   []segment
}

// segment is a piece of a unit, or what stands between two (an "ignorable").
type segment struct {
	source, target strings.Builder
	order          int  // of its target in the translation, from 1
	said           bool // has a target
	between        bool
	machine        bool
}

// skips passes over what is of no version's core: proposals of other
// translations, glossaries, a tool's own data; and notes.
func (x *xliff2) skips(t xml.StartElement) bool {
	return t.Name.Space != x.space || t.Name.Local == "notes"
}

func (x *xliff2) start(t xml.StartElement) *strings.Builder {
	switch t.Name.Local {
	case "xliff":
		x.from, x.into = valueOf(t, "srcLang"), valueOf(t, "trgLang")
	case "unit":
		x.unit, x.segments = Unit{From: x.from, Lang: x.into}, nil
		x.known = x.unit.named(valueOf(t, "id")) || x.unit.named(valueOf(t, "name"))
	case "segment", "ignorable":
		state := valueOf(t, "state")
		x.segments = append(x.segments, segment{order: len(x.segments) + 1, between: t.Name.Local == "ignorable",
			machine: valueOf(t, "subState") == machine2 && state != "reviewed" && state != "final"})
	case "source", "target":
		if len(x.segments) == 0 {
			return nil
		}
		s := &x.segments[len(x.segments)-1]
		if t.Name.Local == "source" {
			return &s.source
		}
		if n, err := strconv.Atoi(valueOf(t, "order")); err == nil {
			s.order = n
		}
		s.said = true
		return &s.target
	}
	return nil
}

func (x *xliff2) end(name string) (Unit, bool) {
	if name != "unit" || !x.known {
		return Unit{}, false
	}
	x.known = false
	var source, target strings.Builder
	for i := range x.segments {
		source.WriteString(x.segments[i].source.String())
	}
	slices.SortStableFunc(x.segments, func(a, b segment) int { return a.order - b.order })
	said := false
	for i := range x.segments {
		s := &x.segments[i]
		switch {
		case s.said:
			target.WriteString(s.target.String())
		case s.between:
			target.WriteString(s.source.String())
		default: // a part of it is not translated yet: nor is the whole
			x.unit.Source = source.String()
			return x.unit, true
		}
		said = said || s.said && !s.between
		x.unit.Machine = x.unit.Machine || s.machine && s.said
	}
	x.unit.Source = source.String()
	if x.unit.Text = strings.TrimSpace(target.String()); !said || x.unit.Text == "" {
		x.unit.Text, x.unit.Machine = "", false
	}
	return x.unit, true
}
