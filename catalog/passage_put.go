package catalog

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"agora/fault"
)

// passages are texts that are being changed, with their marks.
type passages struct {
	list    []Passage
	marks   *Marks
	changed bool
}

// put puts one text in its place, or says why not.
func (p *passages) put(t Translation) Outcome {
	i := slices.IndexFunc(p.list, func(one Passage) bool { return one.Field == t.Field })
	if i < 0 {
		return Outcome{Fault: fault.New(fault.NotFound, "fault.words_gone")}
	}
	one := &p.list[i]
	text := norm.NFC.String(strings.TrimSpace(strings.ReplaceAll(t.Text, "\r\n", "\n")))
	now := one.Texts[t.Lang]
	o := Outcome{Was: now}
	var f fault.Fields
	Texts{t.Lang: text}.check(&f, "", one.Max)
	if len(f) > 0 {
		o.Fault = fault.New(f[0].Kind, f[0].Key, f[0].Args...)
		return o
	}
	marked := p.marks.Has(*one, t.Lang)
	switch {
	case t.From != "" && Hash(one.Texts[t.FromLang]) != t.From:
		o.Fault = fault.New(fault.Conflict, "fault.words_source")
	case Hash(text) == Hash(now):
		if marked && !t.Machine {
			p.confirm(*one, t.Lang, now)
			o.Changed = true
		}
	case t.Saw != "" && Hash(now) != t.Saw:
		o.Fault = fault.New(fault.Conflict, "fault.words_moved", "text", shortened(now))
	case t.Machine && now != "" && !marked:
		o.Fault = fault.New(fault.Conflict, "fault.words_person")
	case text == "" && len(one.Texts) == 1:
		o.Fault = fault.New(fault.Invalid, "fault.required")
	case now == "" && len(one.Texts) >= MaxLanguages:
		o.Fault = fault.New(fault.Invalid, "fault.at_most", "max", int64(MaxLanguages))
	default:
		p.say(one, t.Lang, text, t.Machine)
		o.Changed = true
	}
	return o
}

func (p *passages) say(one *Passage, lang, text string, machine bool) {
	p.changed = true
	mark := markOf(one.Kind(), text)
	known := slices.ContainsFunc(p.list, func(other Passage) bool { // by a person, in another place
		return other.Kind() == one.Kind() && other.Texts[lang] == text && !p.marks.Has(other, lang)
	})
	switch {
	case machine && text != "" && !known:
		if *p.marks == nil {
			*p.marks = Marks{}
		}
		if !slices.Contains((*p.marks)[lang], mark) {
			(*p.marks)[lang] = append((*p.marks)[lang], mark)
		}
	case !machine:
		p.confirm(*one, lang, text)
	}
	if text == "" {
		delete(one.Texts, lang)
	} else {
		one.Texts[lang] = text
	}
}

// confirm takes the mark of what a person says herself.
func (p *passages) confirm(one Passage, lang, text string) {
	p.changed = true
	if *p.marks != nil {
		mark := markOf(one.Kind(), text)
		(*p.marks)[lang] = slices.DeleteFunc((*p.marks)[lang], func(h string) bool { return h == mark })
	}
}

// shortened gives the beginning of a text, for a message.
func shortened(s string) string {
	const most = 80
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
