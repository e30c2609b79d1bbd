package desk

import (
	"slices"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/country"
	"agora/money"
	"agora/web"
)

// readVariants reads the rows of the table, and adds one for every
// combination with a value that is new. A form that says so has only some of the
// rows, by their places in the product: the others stay as they are.
func readVariants(r *web.Request, shop catalog.Shop, p catalog.Product, options []catalog.Option, form *web.Form) (list []catalog.VariantDraft, rows []int) {
	some, sent, whole := form.Has(someRows), false, p.Draft().Variants
	var first *catalog.VariantDraft
	for n := range catalog.MaxVariants {
		at := rowAt(n)
		var v catalog.VariantDraft
		switch {
		case sentRow(form, n):
			v, sent = readRow(r, shop, p, form, at), true
		case some && n < len(whole):
			v = whole[n]
			v.Uncounted = true
		default:
			continue
		}
		if first == nil {
			first = &v
		}
		if form.Get(at+"gone") != "" || !fits(options, v.Values) {
			continue
		}
		list, rows = append(list, v), append(rows, n)
	}
	if !sent && !some && p.ID != 0 {
		return whole, rows // a form without the table changes nothing in it
	}
	base := catalog.VariantDraft{Price: money.Of(0, shop.Currency)}
	if first != nil {
		base.Price, base.CompareAt, base.Grams = first.Price, first.CompareAt, first.Grams
		base.LengthMM, base.WidthMM, base.HeightMM = first.LengthMM, first.WidthMM, first.HeightMM
		base.Terms = first.Terms
		if len(list) == 0 && len(options) == 0 {
			base.OnHand, base.SKU = first.OnHand, first.SKU
		}
	}
	for _, values := range combinations(options) {
		if !isNew(p, values) && len(list) > 0 || slices.ContainsFunc(list, func(v catalog.VariantDraft) bool { return slices.Equal(v.Values, values) }) {
			continue
		}
		v := base
		v.Values = values
		list, rows = append(list, v), append(rows, -1)
		if len(list) > catalog.MaxVariants {
			break // Check says that these are too many
		}
	}
	return list, rows
}

// readRow reads one row; what the form does not show stays as it is.
func readRow(r *web.Request, shop catalog.Shop, p catalog.Product, form *web.Form, at string) catalog.VariantDraft {
	v := catalog.VariantDraft{Values: valuesOf(form, at)}
	for _, old := range p.Variants {
		if slices.Equal(old.Values, v.Values) {
			v.Barcode, v.LengthMM, v.WidthMM, v.HeightMM = old.Barcode, old.LengthMM, old.WidthMM, old.HeightMM
			v.Uncounted = form.Get(at+"on_hand") == number(old.OnHand)
		}
	}
	if form.List(at+"size") != nil {
		v.LengthMM, v.WidthMM, v.HeightMM = readSize(form, at+"size")
	}
	v.SKU = form.Get(at + "sku")
	v.Price = amount(r, form, at+"price", shop.Currency)
	if form.Has(at + "compare_at") {
		v.CompareAt = amount(r, form, at+"compare_at", shop.Currency)
	}
	if form.List(at+"breaks") != nil {
		v.Terms = readTerms(r, form, at, shop.Currency)
	}
	v.Grams, v.OnHand = form.Int(at+"grams"), form.Int(at+"on_hand")
	return v
}

// sizeText writes the outer size of a variant; "" when it is not known.
func sizeText(v catalog.Variant) string {
	if v.LengthMM == 0 {
		return ""
	}
	return number(v.LengthMM) + "x" + number(v.WidthMM) + "x" + number(v.HeightMM)
}

// readSize reads "300x200x50"; nothing is no size.
func readSize(form *web.Form, field string) (l, w, h int64) {
	s := country.Digits(form.Get(field))
	if s == "" {
		return 0, 0, 0
	}
	parts := strings.FieldsFunc(s, func(c rune) bool { return strings.ContainsRune("x×хX*х ", c) })
	var mm [3]int64
	for i := range mm {
		if i < len(parts) {
			mm[i], _ = strconv.ParseInt(parts[i], 10, 64)
		}
	}
	if len(parts) != 3 || slices.Min(mm[:]) < 1 || slices.Max(mm[:]) > catalog.MaxMM {
		form.Add(field, "fault.size")
	}
	return mm[0], mm[1], mm[2]
}

// fits reports whether values choose one value of each option.
func fits(options []catalog.Option, values []string) bool {
	if len(values) != len(options) {
		return false
	}
	for i, key := range values {
		if !slices.ContainsFunc(options[i].Values, func(v catalog.OptionValue) bool { return v.Key == key }) {
			return false
		}
	}
	return true
}

// isNew reports whether a combination could not be chosen before.
func isNew(p catalog.Product, values []string) bool { return !fits(p.Options, values) }

// combinations gives every choice of one value of each option, at most one
// more than a product may have.
func combinations(options []catalog.Option) [][]string {
	list := [][]string{nil}
	for _, o := range options {
		var next [][]string
		for _, head := range list {
			for _, v := range o.Values {
				if len(next) > catalog.MaxVariants {
					break
				}
				next = append(next, append(slices.Clone(head), v.Key))
			}
		}
		list = next
	}
	return list
}

// valuesOf are the keys of a row's choice, also in a form that was filled before
// its fields had brackets.
func valuesOf(form *web.Form, at string) []string {
	if list := form.List(at + "value[]"); len(list) > 0 {
		return list
	}
	return form.List(at + "value")
}

// fixed is the type of a field that only says what is so.
const fixed = "fixed"

// plain writes an amount for an input; nothing for none.
func plain(a money.Amount) string {
	if a.IsZero() {
		return ""
	}
	return a.Plain()
}
