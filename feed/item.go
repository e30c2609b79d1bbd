package feed

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"agora/catalog"
	"agora/fault"
)

// item is one product while its rows are read.
type item struct {
	draft    catalog.Draft
	bad      bool     // it, or a row of it, is wrong
	row      int      // of the product's fields
	rows     []int    // of each variant
	options  choice   // option names, by formats that have no keys
	values   []choice // option values of each variant, likewise
	pictures []picture

	fresh   bool     // the shop has no such product
	same    bool     // it is there just like this
	held    bool     // it is there, and digital
	told    bool     // a row has said what the product is
	texts   bool     // it is nothing but texts of a product that is there
	lost    bool     // no row tells of it
	parent  string   // what its variants call it, while no row has told of it
	master  int      // place of the variant that only stands for the product, counted from one
	foreign []string // money in which each variant has a price, when it is not the shop's
	names   []string // of variants
	facts   []fact
}

// choice is a word for each option.
type choice [catalog.MaxOptions]string

// fact is a line of the table under the description.
type fact struct{ name, value string }

// picture is an address with its place among the product's pictures.
type picture struct {
	address string
	place   int64
}

// picture adds an address to the product's pictures, once.
func (i *item) picture(address string, place int64) {
	if address != "" && !slices.ContainsFunc(i.pictures, func(p picture) bool { return p.address == address }) {
		i.pictures = append(i.pictures, picture{address, place})
	}
}

// sets gives 1 for a product of which a choice is a set, 0 for others.
func (i *item) sets() int {
	if slices.ContainsFunc(i.draft.Variants, func(v catalog.VariantDraft) bool { return v.Parts != nil && len(*v.Parts) > 0 }) {
		return 1
	}
	return 0
}

// arrange puts the pictures in order.
func (i *item) arrange() {
	slices.SortStableFunc(i.pictures, func(a, b picture) int { return cmp.Compare(a.place, b.place) })
	for _, p := range i.pictures {
		i.draft.Pictures = append(i.draft.Pictures, p.address)
	}
}

// choose makes options of the values that the product's variants have.
func (f *file) choose(i *item) {
	for n := range i.options {
		option := catalog.Option{Name: catalog.Texts{f.lang: i.options[n]}}
		keys := map[string]string{} // of values, in small letters
		for _, values := range i.values {
			word := values[n]
			if word == "" || keys[strings.ToLower(word)] != "" {
				continue
			}
			key := catalog.HandleOf(word)
			if key == "" || slices.ContainsFunc(option.Values, func(v catalog.OptionValue) bool { return v.Key == key }) {
				key = fmt.Sprintf("%s-%d", strings.TrimSpace(key+" value"), len(option.Values)+1)
			}
			keys[strings.ToLower(word)] = key
			option.Values = append(option.Values, catalog.OptionValue{Key: key, Name: catalog.Texts{f.lang: word}})
		}
		if i.options[n] == "" && len(option.Values) == 0 {
			continue
		}
		i.draft.Options = append(i.draft.Options, option)
		for v, values := range i.values {
			i.draft.Variants[v].Values = append(i.draft.Variants[v].Values, keys[strings.ToLower(values[n])])
		}
	}
}

// shelve finds the category of paths such as "Clothing > Felt": of the first that
// there is, the deepest; "" when none is, which is noted.
func (f *file) shelve(paths ...string) string {
	for _, words := range paths {
		parts := strings.FieldsFunc(words, func(r rune) bool { return r == '>' || r == '/' })
		for _, part := range slices.Backward(append([]string{words}, parts...)) {
			if key := f.shelf[strings.ToLower(strings.Trim(part, " -"))]; key != "" {
				return key
			}
		}
	}
	if strings.Join(paths, "") != "" {
		f.leave(f.format.column(f, "category"))
	}
	return ""
}

// start begins a product, or gives the one of this handle.
func (f *file) start(handle string) (i *item, fresh bool) {
	if i := f.named[handle]; i != nil {
		f.now = i
		return i, false
	}
	i = &item{row: f.row, draft: catalog.Draft{Handle: handle}}
	f.named[handle] = i
	f.items = append(f.items, i)
	f.now = i
	return i, true
}

// locate gives the row and column of a draft's field.
func (f *file) locate(i *item, field string, e *fault.Error) Problem {
	row := i.row
	if n, ok := place(field, "variants"); ok && n < len(i.rows) {
		row = i.rows[n]
	} else if n, ok := place(field, "options"); ok {
		row = i.rowOfValue(n, field)
	}
	return Problem{row, f.format.column(f, field), e}
}

// rowOfValue gives the first row of a variant that has the value which the
// field names: "options.0.values.2.key".
func (i *item) rowOfValue(option int, field string) int {
	parts := strings.Split(field, ".")
	if len(parts) < 4 || option >= len(i.draft.Options) {
		return i.row
	}
	values := i.draft.Options[option].Values
	n, ok := place(strings.Join(parts[2:], "."), "values")
	if !ok || n >= len(values) {
		return i.row
	}
	for v, variant := range i.draft.Variants {
		if option < len(variant.Values) && variant.Values[option] == values[n].Key && v < len(i.rows) {
			return i.rows[v]
		}
	}
	return i.row
}
