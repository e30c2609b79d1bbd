package catalog

import (
	"slices"
	"strconv"
	"strings"

	"agora/db"
	"agora/fault"
	"agora/i18n"
)

// TraitValue is what a product says to one trait. Only the field of the trait's
// kind is filled.
type TraitValue struct {
	Trait   string   `json:"t"`           // Trait.Key
	Choices []string `json:"c,omitempty"` // TraitOption.Key; TraitYes has "yes" or "no"
	Number  int64    `json:"n,omitempty"` // thousandths of the smallest unit of what is measured
	Text    Texts    `json:"x,omitempty"`
}

// Value gives what a product says to a trait.
func (p Product) Value(trait string) (TraitValue, bool) {
	i := slices.IndexFunc(p.Traits, func(v TraitValue) bool { return v.Trait == trait })
	if i < 0 {
		return TraitValue{}, false
	}
	return p.Traits[i], true
}

// Facet is one value by which lists may be narrowed. A number has its exact
// value, in thousandths of the smallest unit, besides the text.
type Facet struct {
	Key    string // Trait.Key
	Value  string // a choice's key, "yes", "no", or Number in figures
	Number int64
	Counts bool // it is a number
}

// FacetValues gives the values of a product by which lists may be narrowed: its
// choices, answers and numbers, its brand (in folded words, so that one brand is
// one value however it is written) and its condition. Texts are for the words of the search. Which of
// the traits are offered as facets is Trait.Facet.
func FacetValues(p Product) (list []Facet) {
	for _, v := range p.Traits {
		switch {
		case len(v.Choices) > 0:
			for _, key := range v.Choices {
				list = append(list, Facet{Key: v.Trait, Value: key})
			}
		case v.Text == nil:
			list = append(list, Facet{v.Trait, strconv.FormatInt(v.Number, 10), v.Number, true})
		}
	}
	if brand := strings.Join(i18n.Fold(p.Brand), " "); brand != "" {
		list = append(list, Facet{Key: FacetBrand, Value: brand})
	}
	if p.Condition != "" {
		list = append(list, Facet{Key: FacetCondition, Value: string(p.Condition)})
	}
	return list
}

// checkTraits looks at what a draft says to the traits of its category, and gives
// it cleaned: what nobody asks is left out. Field names are "traits." and the
// key of the trait.
func checkTraits(tx *db.Tx, d Draft) ([]TraitValue, error) {
	list, err := traits(tx)
	if err != nil {
		return nil, err
	}
	var parent string
	if len(list) > 0 && d.Category != "" {
		if err := tx.Row("SELECT parent FROM categories WHERE category = $1", []any{d.Category}, &parent); err != nil {
			return nil, none(err, "fault.category")
		}
	}
	var f fault.Fields
	out := []TraitValue{}
	for _, t := range asked(list, d.Category, parent) {
		field := "traits." + t.Key
		i := slices.IndexFunc(d.Traits, func(v TraitValue) bool { return v.Trait == t.Key })
		if i < 0 {
			if t.Required && d.Status == ProductActive {
				f.Add(field, "fault.required")
			}
			continue
		}
		v := d.Traits[i]
		t.checkValue(&f, field, v)
		out = append(out, v)
	}
	return out, f.Err()
}

func (t Trait) checkValue(f *fault.Fields, field string, v TraitValue) {
	switch t.Kind {
	case TraitChoice:
		if n := len(v.Choices); n == 0 || n > 1 && !t.Many || n > MaxChoices {
			f.Add(field, "fault.choice")
			return
		}
		for _, key := range v.Choices {
			if _, ok := t.Option(key); !ok {
				f.Add(field, "fault.choice")
			}
		}
	case TraitYes:
		if !slices.Equal(v.Choices, []string{"yes"}) && !slices.Equal(v.Choices, []string{"no"}) {
			f.Add(field, "fault.choice")
		}
	case TraitNumber:
		if max(v.Number, -v.Number) > MaxMeasure || v.Choices != nil || v.Text != nil {
			f.Add(field, "fault.measure")
		}
	case TraitText:
		if v.Text.Empty() {
			f.Add(field, "fault.required")
		}
		v.Text.check(f, field, MaxShort)
	}
}

// traitWords are the words by which a product is found for what it says to the
// traits of list.
func traitWords(list []Trait, values []TraitValue) (words []Texts) {
	for _, t := range list {
		i := slices.IndexFunc(values, func(v TraitValue) bool { return v.Trait == t.Key })
		if i < 0 || t.Retired {
			continue
		}
		words = append(words, values[i].Text)
		for _, key := range values[i].Choices {
			o, _ := t.Option(key)
			words = append(words, o.Names)
		}
	}
	return words
}
