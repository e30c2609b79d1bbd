package desk

import (
	"slices"

	"agora/catalog"
	"agora/web"
	"agora/web/ui"
)

// traitsView is what the category of a thing asks about it.
type traitsView struct {
	fields []ui.Field
	boxes  []boxesView
}

// boxesView are choices of which several may be true.
type boxesView struct {
	name, label, err string
	options          []ui.Option
}

// traits are the fields of the category that is chosen, in the form if one was
// sent.
func (d *Desk) traits(r *web.Request, shop catalog.Shop, p catalog.Product, form *web.Form) (v traitsView, err error) {
	if form != nil && !form.Has("traits_asked") {
		form = nil // another form of the page was sent
	}
	category := p.Category
	if form != nil {
		category = form.Get("category")
	}
	asked, err := d.Catalog.TraitsFor(r.R.Context(), category)
	for _, t := range asked {
		v.ask(r, shop, p, t, form)
	}
	return v, err
}

// traitField names the inputs of a trait; the words of a text in the shop's
// first language are under this name, those in others have the language behind.
func traitField(t catalog.Trait) string { return "traits." + t.Key }

// ask adds the inputs of one trait.
func (v *traitsView) ask(r *web.Request, shop catalog.Shop, p catalog.Product, t catalog.Trait, form *web.Form) {
	name, _ := t.Names.In(r.Locale.Lang(), r.Reads()...)
	value, said := p.Value(t.Key)
	f := ui.Field{Name: traitField(t), Label: name, Required: t.Required}
	switch {
	case t.Kind == catalog.TraitText:
		for i, tag := range languagesOf(shop, value.Text) {
			one := f
			one.Label, one.Lang, one.Dir, one.Max, one.Value = name+" · "+tongueName(tag), tag, ui.DirOf(tag), catalog.MaxShort, value.Text[tag]
			if one.Required = t.Required && i == 0; i > 0 {
				one.Name += "." + tag
			}
			v.fields = append(v.fields, form.Fill(r, one))
		}
	case t.Kind == catalog.TraitNumber:
		v.measure(r, t, value, said, f, form)
	case t.Many:
		v.boxes = append(v.boxes, boxesView{f.Name, name, form.Fill(r, f).Error, choicesOf(r, t, value, form)})
	default:
		f.Options, f.Empty = choicesOf(r, t, value, form), r.T("desk.f_none")
		v.fields = append(v.fields, form.Fill(r, f))
	}
}

// measure adds a number and, where there is one, its unit.
func (v *traitsView) measure(r *web.Request, t catalog.Trait, value catalog.TraitValue, said bool, f ui.Field, form *web.Form) {
	plain, unit := t.Unit.Plain(value.Number)
	if f.Mode, f.Dir = "decimal", "ltr"; said {
		f.Value = plain
	} else {
		unit = t.Unit
	}
	v.fields = append(v.fields, form.Fill(r, f))
	if t.Unit == "" {
		return
	}
	in := ui.Field{Name: f.Name + ".unit", Label: r.T("desk.f_unit", "what", f.Label)}
	for _, u := range t.Unit.Kin() {
		in.Options = append(in.Options, ui.Option{Value: string(u), Text: r.UnitName(u), Selected: u == unit})
	}
	v.fields = append(v.fields, form.Fill(r, in))
}

func choicesOf(r *web.Request, t catalog.Trait, value catalog.TraitValue, form *web.Form) (list []ui.Option) {
	chosen := value.Choices
	if form != nil {
		chosen = form.List(traitField(t))
	}
	if t.Kind == catalog.TraitYes {
		for _, key := range []string{"yes", "no"} {
			list = append(list, ui.Option{Value: key, Text: r.T("common." + key), Selected: slices.Contains(chosen, key)})
		}
		return list
	}
	for _, o := range t.Choices {
		if selected := slices.Contains(chosen, o.Key); selected || !o.Retired {
			name, _ := o.Names.In(r.Locale.Lang(), r.Reads()...)
			list = append(list, ui.Option{Value: o.Key, Text: name, Selected: selected})
		}
	}
	return orNone(list)
}

// readTraits reads what is said to the traits that are asked; a form that did
// not ask changes nothing in them.
func readTraits(r *web.Request, shop catalog.Shop, p catalog.Product, asked []catalog.Trait, form *web.Form) []catalog.TraitValue {
	if !form.Has("traits_asked") {
		return nil
	}
	list := []catalog.TraitValue{}
	for _, t := range asked {
		if v, said := readTrait(r, shop, p, t, form); said {
			list = append(list, v)
		}
	}
	return list
}

func readTrait(r *web.Request, shop catalog.Shop, p catalog.Product, t catalog.Trait, form *web.Form) (v catalog.TraitValue, said bool) {
	name := traitField(t)
	v.Trait = t.Key
	switch t.Kind {
	case catalog.TraitText:
		old, _ := p.Value(t.Key)
		v.Text = catalog.Texts{}
		for i, tag := range languagesOf(shop, old.Text) {
			field := name
			if i > 0 {
				field += "." + tag
			}
			if text := form.Text(field, catalog.MaxShort); text != "" {
				v.Text[tag] = text
			}
		}
		return v, !v.Text.Empty()
	case catalog.TraitNumber:
		if form.Has(name) {
			v.Number = readMeasure(r, form, t, name)
		}
		return v, form.Has(name)
	}
	for _, key := range form.List(name) {
		if key != "" {
			v.Choices = append(v.Choices, key)
		}
	}
	return v, len(v.Choices) > 0
}

func readMeasure(r *web.Request, form *web.Form, t catalog.Trait, name string) int64 {
	unit := t.Unit
	if form.Has(name + ".unit") {
		unit = catalog.Unit(form.Get(name + ".unit"))
	}
	if !unit.Same(t.Unit) {
		form.Add(name+".unit", "fault.choice")
		return 0
	}
	plain, err := r.Locale.ParseDecimal(form.Get(name))
	if err == nil {
		var n int64
		if n, err = unit.Measure(plain); err == nil {
			return n
		}
	}
	form.Add(name, "fault.measure")
	return 0
}
