package cnxml

import (
	"fmt"
	"strings"

	"agora/prose"
)

// list is a list of Markdown. Numbers that Markdown does not have stand in the item.
func (w *writer) list(n *node) string {
	w.drew(n)
	var items []string
	tight, at := true, 0
	for _, k := range n.kids {
		if k.name != "item" {
			continue
		}
		w.drew(k)
		body := prose.Join(w.heading(k), w.blocks(k))
		tight = tight && !strings.Contains(body, "\n\n")
		items = append(items, item(n, at, body))
		at++
	}
	gap := "\n\n"
	if tight {
		gap = "\n"
	}
	return prose.Join(w.heading(n), strings.Join(items, gap))
}

func item(list *node, at int, body string) string {
	if list.attr["list-type"] != "enumerated" {
		return prose.Indented("- ", body)
	}
	number := ordinal(list.attr["number-style"], at)
	if list.attr["number-style"] == "arabic" || list.attr["number-style"] == "" {
		return prose.Indented(number+". ", body)
	}
	return prose.Indented("- ", number+". "+body)
}

// ordinal numbers the items of a list from zero in its style.
func ordinal(style string, at int) string {
	switch style {
	case "upper-alpha":
		return letters(at)
	case "lower-alpha":
		return strings.ToLower(letters(at))
	case "upper-roman":
		return roman(at + 1)
	case "lower-roman":
		return strings.ToLower(roman(at + 1))
	}
	return fmt.Sprint(at + 1)
}

func letters(at int) string {
	if at < 26 {
		return string(rune('A' + at))
	}
	return letters(at/26-1) + letters(at%26)
}

func roman(n int) string {
	var b strings.Builder
	for _, r := range []struct {
		sign string
		n    int
	}{{"M", 1000}, {"CM", 900}, {"D", 500}, {"CD", 400}, {"C", 100}, {"XC", 90}, {"L", 50}, {"XL", 40}, {"X", 10}, {"IX", 9}, {"V", 5}, {"IV", 4}, {"I", 1}} {
		for ; n >= r.n; n -= r.n {
			b.WriteString(r.sign)
		}
	}
	return b.String()
}

// glossary lists what the document defines.
func (w *writer) glossary(n *node) []piece {
	w.drew(n)
	var items []string
	for _, d := range n.kids {
		if d.name != "definition" {
			continue
		}
		w.drew(d)
		term := ""
		if t := d.child("term"); t != nil {
			w.drew(t)
			term = w.bold(w.inline(t))
		}
		rest := &node{}
		for _, k := range d.kids {
			if k.name != "term" {
				rest.kids = append(rest.kids, k)
			}
		}
		meaning := w.blocks(rest)
		items = append(items, prose.Indented("- ", strings.TrimSuffix(term+": "+meaning, ": ")))
	}
	if len(items) == 0 {
		return nil
	}
	return []piece{{1, "## Glossary"}, {0, strings.Join(items, "\n")}}
}
