package web

import (
	"strings"

	"agora/catalog"
	"agora/web/ui"
)

// Measure writes a number of a trait in words, in a unit that suits the eye.
func (r *Request) Measure(n int64, usual catalog.Unit) string {
	plain, unit := usual.Plain(n)
	if unit == "" {
		return r.Locale.Decimal(plain)
	}
	return r.T("unit."+string(unit), "n", r.Locale.Decimal(plain))
}

// UnitName is the sign of a unit by itself.
func (r *Request) UnitName(u catalog.Unit) string {
	if u == "" {
		return r.T("desk.f_none")
	}
	return strings.TrimSpace(r.T("unit."+string(u), "n", ""))
}

// TraitWords writes what a thing says to a trait.
func (r *Request) TraitWords(t catalog.Trait, v catalog.TraitValue, fallback ...string) string {
	switch t.Kind {
	case catalog.TraitNumber:
		return r.Measure(v.Number, t.Unit)
	case catalog.TraitText:
		text, _ := v.Text.In(r.Locale.Lang(), append(r.Reads(), fallback...)...)
		return text
	case catalog.TraitYes:
		if len(v.Choices) == 1 && v.Choices[0] == "yes" {
			return r.T("common.yes")
		}
		return r.T("common.no")
	}
	var names []string
	for _, key := range v.Choices {
		if o, ok := t.Option(key); ok {
			name, _ := o.Names.In(r.Locale.Lang(), r.Reads()...)
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// TraitRows are the lines of what a thing is: what its category asks, and what
// it says.
func (r *Request) TraitRows(asked []catalog.Trait, p catalog.Product, fallback ...string) (rows []ui.Row) {
	for _, t := range asked {
		if v, ok := p.Value(t.Key); ok {
			name, _ := t.Names.In(r.Locale.Lang(), r.Reads()...)
			rows = append(rows, ui.Row{What: name, Value: r.TraitWords(t, v, fallback...)})
		}
	}
	return rows
}
