package feed

import (
	"maps"
	"slices"
	"strings"

	"agora/catalog"
)

// kept gives a draft of another system's file with what only the shop knows:
// texts in further languages, and whatever the file has no column for.
func kept(have, d catalog.Draft, column func(field string) bool) catalog.Draft {
	d.Title, d.Description = spoken(have.Title, d.Title), spoken(have.Description, d.Description)
	keep := func(into *string, was string) {
		if *into == "" {
			*into = was
		}
	}
	keep(&d.Category, have.Category)
	keep(&d.HS, have.HS)
	keep((*string)(&d.Origin), string(have.Origin))
	keep(&d.Certificate, have.Certificate)
	keep(&d.Tint, have.Tint)
	d.Options, d.Attributes = keptOptions(have.Options, d.Options), keptFacts(have.Attributes, d.Attributes)
	d.Variants = slices.Clone(d.Variants)
	for n := range d.Variants {
		v := &d.Variants[n]
		at := slices.IndexFunc(have.Variants, func(h catalog.VariantDraft) bool { return v.SKU != "" && h.SKU == v.SKU })
		if at < 0 {
			at = slices.IndexFunc(have.Variants, func(h catalog.VariantDraft) bool { return slices.Equal(h.Values, v.Values) })
		}
		if at < 0 {
			continue
		}
		h := have.Variants[at]
		keep(&v.SKU, h.SKU)
		keep(&v.Barcode, h.Barcode)
		for into, was := range map[*int64]int64{&v.Grams: h.Grams, &v.LengthMM: h.LengthMM, &v.WidthMM: h.WidthMM, &v.HeightMM: h.HeightMM} {
			if *into == 0 {
				*into = was
			}
		}
		if !column("variants.0.on_hand") {
			v.OnHand = h.OnHand
		}
	}
	return d
}

// spoken adds the languages that only the shop has.
func spoken(have, texts catalog.Texts) catalog.Texts {
	if len(have) == 0 {
		return texts
	}
	all := maps.Clone(have)
	for lang, s := range texts {
		if strings.TrimSpace(s) != "" {
			all[lang] = s
		}
	}
	return all
}

// keptOptions adds names in further languages to options and values that share
// a word or a key with those there are.
func keptOptions(have, list []catalog.Option) []catalog.Option {
	list = slices.Clone(list)
	for n := range list {
		o := &list[n]
		at := slices.IndexFunc(have, func(h catalog.Option) bool { return alike(h.Name, o.Name) })
		if at < 0 {
			continue
		}
		o.Name, o.Values = spoken(have[at].Name, o.Name), slices.Clone(o.Values)
		for i := range o.Values {
			for _, h := range have[at].Values {
				if h.Key == o.Values[i].Key {
					o.Values[i].Name = spoken(h.Name, o.Values[i].Name)
				}
			}
		}
	}
	return list
}

// keptFacts adds languages to facts, and keeps those that the file does not
// name.
func keptFacts(have, list []catalog.Attribute) []catalog.Attribute {
	var all []catalog.Attribute
	left := slices.Clone(list)
	for _, h := range have {
		if at := slices.IndexFunc(left, func(a catalog.Attribute) bool { return alike(h.Name, a.Name) }); at >= 0 {
			h.Name, h.Value = spoken(h.Name, left[at].Name), spoken(h.Value, left[at].Value)
			left = slices.Delete(left, at, at+1)
		}
		all = append(all, h)
	}
	all = append(all, left...)
	return all[:min(len(all), catalog.MaxAttributes)]
}

// alike reports whether two texts are the same in a language.
func alike(a, b catalog.Texts) bool {
	for lang, s := range a {
		if s != "" && strings.EqualFold(s, b[lang]) {
			return true
		}
	}
	return false
}
