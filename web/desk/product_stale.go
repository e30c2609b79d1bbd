package desk

import (
	"maps"
	"slices"
	"strings"

	"agora/catalog"
	"agora/web"
	"agora/web/ui"
)

// seen is what the fields of a form said when it was shown: hashes by name. What
// said nothing is left out.
type seen map[string]string

// readSeen reads what String wrote; nil when there is nothing.
func readSeen(text string) seen {
	var s seen
	for pair := range strings.FieldsSeq(text) {
		if s == nil {
			s = seen{}
		}
		name, hash, _ := strings.Cut(pair, "=")
		s[name] = hash
	}
	return s
}

func seenOf(said map[string]string) seen {
	s := seen{"": ""} // not nil, when nothing was said
	for name, value := range said {
		if value = strings.TrimSpace(value); value != "" {
			s[name] = catalog.Hash(value)
		}
	}
	return s
}

func (s seen) String() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(s)) {
		b.WriteString(name + "=" + s[name] + " ")
	}
	return strings.TrimSuffix(b.String(), " ")
}

// same reports whether a field says what was seen in it.
func (s seen) same(name, value string) bool {
	if value = strings.TrimSpace(value); value == "" {
		return s[name] == ""
	}
	return s[name] == catalog.Hash(value)
}

// said is what the fields of the form say but for its table, by name; several
// boxes of one name are one text.
func (v productView) said() map[string]string {
	said := map[string]string{}
	for _, f := range v.inputs() {
		said[f.Name] = f.Value
	}
	for _, b := range v.traits.boxes {
		var chosen []string
		for _, o := range b.options {
			if o.Selected {
				chosen = append(chosen, o.Value)
			}
		}
		said[b.name] = strings.Join(chosen, "\n")
	}
	for name, on := range map[string]bool{"dangerous": v.dangerous, "digital": v.digital} {
		if said[name] = ""; on {
			said[name] = "1"
		}
	}
	return said
}

// inputs are all fields of the form that hold one value, but for its table.
func (v productView) inputs() []ui.Field {
	var list []ui.Field
	for _, w := range v.words {
		list = append(list, w.fields...)
	}
	list = append(append(list, v.facts...), v.traits.fields...)
	for i, f := range list {
		if f.Options != nil { // its value is the option that is chosen
			list[i].Value = ""
			for _, o := range f.Options {
				if o.Selected {
					list[i].Value = o.Value
				}
			}
		}
	}
	return append(list, v.lead, v.few, v.code.field)
}

// seen is said of a row, by the names that its fields have in it.
func (v variantView) seen() seen {
	said := map[string]string{}
	for _, f := range v.fields() {
		said[strings.TrimPrefix(f.Name, v.at)] = f.Value
	}
	return seenOf(said)
}

// seenIn gives what the form shows of the product, for the next time it is sent:
// what it brought, so that a page turned forgets nothing, or what is so now.
func (d *Desk) seenIn(v productView, r *web.Request, shop catalog.Shop, p catalog.Product, categories []catalog.Category, form *web.Form) (string, error) {
	if form != nil && form.Has("saw") {
		return form.Get("saw"), nil
	}
	if form != nil { // v has what was typed
		v = productView{}
		if err := d.asks(&v, r, shop, p, categories, nil); err != nil {
			return "", err
		}
	}
	return seenOf(v.said()).String(), nil
}

// catchUp puts into a form what others changed since it was shown, unless its
// sender changed it too: that is a fault which says what there is now. Sent
// once more, the form overrules it.
func (d *Desk) catchUp(r *web.Request, shop catalog.Shop, p catalog.Product, form *web.Form) error {
	was := readSeen(form.Get("saw"))
	if was == nil {
		return nil
	}
	categories, err := d.Catalog.Categories(r.R.Context())
	if err != nil {
		return err
	}
	var v productView
	if err := d.asks(&v, r, shop, p, categories, nil); err != nil {
		return err
	}
	now := v.said()
	is := seenOf(now)
	moved := map[string]string{} // by group, what stands there now in the place of another
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if was[name] != "" && !was.same(name, now[name]) && groupOf(name) != "" {
			moved[groupOf(name)] = now[name]
		}
	}
	for name, text := range now {
		list := form.List(name)
		typed := strings.Join(list, "\n")
		boxes := slices.ContainsFunc(v.traits.boxes, func(b boxesView) bool { return b.name == name })
		if list == nil && !boxes && name != "dangerous" && name != "digital" {
			form.Put(name, strings.TrimSpace(text)) // it was not on the form
			continue
		}
		other, shifted := moved[groupOf(name)]
		switch {
		case was.same(name, typed):
			if boxes {
				form.Put(name, strings.Split(text, "\n")...)
			} else {
				form.Put(name, strings.TrimSpace(text))
			}
		case is.same(name, typed):
		case !was.same(name, text):
			form.Add(name, "fault.words_moved", "text", v.wordsFor(name, text))
		case shifted:
			form.Add(name, "fault.words_moved", "text", v.wordsFor(name, other))
		}
	}
	form.Put("saw", is.String())
	catchUpRows(r, shop, p, form)
	return nil
}

// groupOf names the texts that stand in one place of a list, in all languages:
// when one of them is another, what was typed beside it may belong elsewhere.
func groupOf(name string) string {
	parts := strings.SplitN(name, ".", 4)
	if len(parts) < 4 || parts[0] != "attributes" && (parts[0] != "options" || parts[2] != "values") {
		return ""
	}
	return parts[0] + "." + parts[1]
}

// wordsFor is what a field says, as a person reads it.
func (v productView) wordsFor(name, text string) string {
	for _, f := range v.inputs() {
		for _, o := range f.Options {
			if f.Name == name && o.Value == text && text != "" {
				return o.Text
			}
		}
	}
	return told(text)
}

// told is a text for a message, and a dash for none.
func told(text string) string {
	const most = 600
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	if text == "" {
		return "–"
	}
	return text
}

// catchUpRows does for the table what catchUp does.
func catchUpRows(r *web.Request, shop catalog.Shop, p catalog.Product, form *web.Form) {
	for n := range catalog.MaxVariants {
		at := rowAt(n)
		was := readSeen(form.Get(at + "saw"))
		if !sentRow(form, n) || was == nil {
			continue
		}
		if n >= len(p.Variants) { // it was taken away
			typed := rowOf(r, shop, p, form, n).typed(form)
			form.Put(at + "saw")
			if typed && form.Get(at+"gone") == "" {
				form.Add(at+"price", "fault.row_gone")
				continue
			}
			for _, name := range form.Names() {
				if strings.HasPrefix(name, at) {
					form.Put(name)
				}
			}
			continue
		}
		row := rowOf(r, shop, p, nil, n)
		is := row.seen()
		for _, f := range row.fields() {
			name, typed := strings.TrimPrefix(f.Name, at), form.Get(f.Name)
			switch {
			case is[name] == was[name], is.same(name, typed):
			case was.same(name, typed):
				form.Put(f.Name, f.Value)
			default:
				form.Add(f.Name, "fault.words_moved", "text", told(f.Value))
			}
		}
		form.Put(at+"saw", is.String())
	}
}

// place gives each row of a form the place that its variant has in the product by
// now; what the product has no longer comes behind.
func place(p catalog.Product, form *web.Form) {
	to, behind, moves := map[int]int{}, len(p.Variants), false
	for n := range catalog.MaxVariants {
		if !sentRow(form, n) {
			continue
		}
		values := valuesOf(form, rowAt(n))
		i := slices.IndexFunc(p.Variants, func(v catalog.Variant) bool { return slices.Equal(v.Values, values) })
		if i < 0 || slices.Contains(slices.Collect(maps.Values(to)), i) {
			i, behind = behind, behind+1
		}
		to[n] = i
		moves = moves || i != n
	}
	if !moves || !form.Has(someRows) {
		return
	}
	rows := map[int][]string{}
	for n := range to {
		rows[n] = pairsUnder(form, rowAt(n))
		for i := 0; i < len(rows[n]); i += 2 {
			form.Put(rows[n][i])
		}
	}
	for n, pairs := range rows {
		for i := 0; i < len(pairs); i += 2 {
			name := rowAt(to[n]) + strings.TrimPrefix(pairs[i], rowAt(n))
			form.Put(name, append(slices.Clone(form.List(name)), pairs[i+1])...)
		}
	}
}
