package cnxml

import (
	"strings"

	"agora/prose"
)

// math writes a formula as text in a row. What has two dimensions is named in the report.
func (w *writer) math(n *node) string {
	w.drew(n)
	return " " + prose.Squeeze(strings.Join(w.formula(n.kids), " ")) + " "
}

func (w *writer) formula(kids []*node) []string {
	var out []string
	for _, k := range kids {
		if k.name == "" {
			k.seen = true
			if strings.TrimSpace(k.text) != "" {
				out = append(out, prose.Escape(strings.TrimSpace(k.text)))
			}
			continue
		}
		if s := w.part(k); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func (w *writer) part(n *node) string {
	row := func(kids []*node) string { return strings.Join(w.formula(kids), " ") }
	elements := make([]*node, 0, len(n.kids))
	for _, k := range n.kids {
		if k.name != "" {
			elements = append(elements, k)
		}
	}
	join := func(middle string) string {
		if len(elements) != 2 {
			w.leave(n, "has not two parts; written in a row")
			return row(n.kids)
		}
		w.drew(n)
		return group(row(elements[:1])) + middle + group(row(elements[1:]))
	}
	switch n.name {
	case "m:mtext", "m:mo", "m:mi", "m:mn", "m:ms":
		w.drew(n)
		return prose.Escape(w.plain(n))
	case "m:mspace":
		w.drew(n)
		return ""
	case "m:mrow", "m:mstyle", "m:semantics", "m:mpadded":
		w.drew(n)
		return row(n.kids)
	case "m:mfrac":
		return join(" / ")
	case "m:msup":
		return join("^")
	case "m:msub":
		return join(`\_`)
	case "m:msqrt":
		w.drew(n)
		return "√" + group(row(n.kids))
	}
	w.leave(n, "a formula in two dimensions; its parts are written in a row")
	return row(n.kids)
}

// group puts several parts in parentheses.
func group(s string) string {
	if strings.Contains(s, " ") {
		return "(" + s + ")"
	}
	return s
}
