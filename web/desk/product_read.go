package desk

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/country"
	"agora/fault"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// readProduct makes a draft of the form. rows tells for each variant of the
// draft which row of the form it came from, -1 for one that was added.
func readProduct(r *web.Request, shop catalog.Shop, p catalog.Product, asked []catalog.Trait, form *web.Form) (d catalog.Draft, rows []int) {
	d = p.Draft()
	d.Pictures = nil // pictures have forms of their own
	d.Title, d.Description = catalog.Texts{}, catalog.Texts{}
	for _, tag := range languagesOf(shop, textsOf(p)...) {
		d.Title[tag] = form.Text("title."+tag, catalog.MaxTitle)
		d.Description[tag] = form.Text("description."+tag, catalog.MaxDescription)
	}
	d.Category, d.HS, d.Origin = form.Get("category"), readCode(form), country.Code(form.Get("origin"))
	if d.Origin != "" && d.Origin != p.Origin && !d.Origin.Known() {
		form.Add("origin", "fault.choice")
	}
	d.Certificate = form.Text("certificate", catalog.MaxShort)
	d.Traits = readTraits(r, shop, p, asked, form)
	if form.Has("traits_asked") {
		brand, condition := form.Text("brand", catalog.MaxShort), catalog.Condition(form.Get("condition"))
		d.Brand, d.Condition = &brand, &condition
	}
	if s := catalog.ProductStatus(form.Get("status")); s.Valid() {
		d.Status = s
	}
	if form.Has("dangerous_asked") {
		yes := form.Has("dangerous")
		d.Dangerous = &yes
		files := form.Has("digital")
		d.Digital = &files
	}
	d.Attributes = readFacts(shop, p, form)
	d.Options = readOptions(shop, p, form)
	d.Variants, rows = readVariants(r, shop, p, d.Options, form)
	if form.List("few") != nil {
		few := int64(catalog.FewOfShop)
		if form.Has("few") {
			if few = form.Int("few"); few < 0 {
				form.Add("few", "fault.number_range", "min", int64(0), "max", int64(catalog.MaxFew))
			}
		}
		d.Few = &few
	}
	if form.List("lead_days") != nil {
		lead := int(form.Int("lead_days"))
		d.LeadDays = &lead
		for i, n := range rows { // what is made when ordered is counted only where somebody counts it
			if lead > 0 && n >= 0 && !form.Has(fmt.Sprintf("variants.%d.on_hand", n)) {
				d.Variants[i].OnHand = catalog.OpenStock
			}
		}
	}
	return d, rows
}

// maxAttributes bounds the lines about a product in the form; more that are
// there already are shown, too.
const maxAttributes = catalog.MaxAttributes

// readFacts reads the lines about a product; one without a value is none. A
// form without them changes nothing in them.
func readFacts(shop catalog.Shop, p catalog.Product, form *web.Form) (list []catalog.Attribute) {
	tags := languagesOf(shop, textsOf(p)...)
	sent := false
	for n := range maxAttributes {
		a := catalog.Attribute{Name: catalog.Texts{}, Value: catalog.Texts{}}
		for _, tag := range tags {
			at := fmt.Sprintf("attributes.%d.", n)
			sent = sent || len(form.List(at+"value."+tag)) > 0
			a.Name[tag], a.Value[tag] = form.Text(at+"name."+tag, catalog.MaxShort), form.Text(at+"value."+tag, catalog.MaxDescription)
		}
		if !a.Value.Empty() {
			list = append(list, a)
		}
	}
	if !sent {
		return p.Attributes
	}
	return list
}

// readOptions reads options by language. Values stand in the same line in
// every language; one whose name in the shop's language was there before keeps
// its key, so that variants keep their meaning.
func readOptions(shop catalog.Shop, p catalog.Product, form *web.Form) []catalog.Option {
	var list []catalog.Option
	tags := languagesOf(shop, textsOf(p)...)
	for n := range maxOptions {
		var before catalog.Option
		if n < len(p.Options) {
			before = p.Options[n]
		}
		o := catalog.Option{Name: catalog.Texts{}}
		lines := map[string][]string{}
		main := ""
		for _, tag := range tags {
			o.Name[tag] = form.Get(fmt.Sprintf("options.%d.name.%s", n, tag))
			lines[tag] = trimLines(form.Get(fmt.Sprintf("options.%d.values.%s", n, tag)))
			if main == "" && len(lines[tag]) > 0 {
				main = tag
			}
		}
		if main == "" {
			continue // an option without values is none
		}
		for i, name := range lines[main] {
			v := catalog.OptionValue{Key: keyOf(before, o.Values, main, name), Name: catalog.Texts{}}
			for _, tag := range tags {
				if i < len(lines[tag]) {
					v.Name[tag] = lines[tag][i]
				}
			}
			o.Values = append(o.Values, v)
		}
		list = append(list, o)
	}
	return list
}

func trimLines(s string) []string {
	var out []string
	for line := range strings.SplitSeq(strings.TrimRight(s, "\n \t"), "\n") {
		out = append(out, strings.TrimSpace(line))
	}
	if len(out) == 1 && out[0] == "" {
		return nil
	}
	return out
}

// keyOf gives the key that a value of this name has, or a new one.
func keyOf(before catalog.Option, taken []catalog.OptionValue, tag, name string) string {
	used := func(key string) bool {
		return slices.ContainsFunc(taken, func(v catalog.OptionValue) bool { return v.Key == key })
	}
	for _, v := range before.Values {
		if v.Name[tag] == name && !used(v.Key) {
			return v.Key
		}
	}
	key := catalog.HandleOf(name)
	if key == "" {
		key = "value"
	}
	all := func(k string) bool {
		return used(k) || slices.ContainsFunc(before.Values, func(v catalog.OptionValue) bool { return v.Key == k })
	}
	for i, stem := 2, key; all(key); i++ {
		key = fmt.Sprintf("%s-%d", stem, i)
	}
	return key
}

// readVariants reads the rows of the table, and adds one for every
// combination with a value that is new.
func readVariants(r *web.Request, shop catalog.Shop, p catalog.Product, options []catalog.Option, form *web.Form) (list []catalog.VariantDraft, rows []int) {
	var first *catalog.VariantDraft
	for n := range catalog.MaxVariants {
		at := fmt.Sprintf("variants.%d.", n)
		if len(form.List(at+"price")) == 0 {
			break
		}
		v := readRow(r, shop, p, form, at)
		if first == nil {
			first = &v
		}
		if form.Get(at+"gone") != "" || !fits(options, v.Values) {
			continue
		}
		list, rows = append(list, v), append(rows, n)
	}
	if first == nil && p.ID != 0 {
		return p.Draft().Variants, rows // a form without the table changes nothing in it
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

// amount reads money as people write it, in the digits of any script.
func amount(r *web.Request, form *web.Form, field string, c money.Currency) money.Amount {
	a, err := r.Amount(form.Get(field), c)
	if err == nil {
		return a
	}
	for _, e := range fault.List(err) {
		form.Add(field, e.Key, e.Args...)
	}
	return money.Of(0, c)
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

// variantRows are the rows of the form: those that were sent, or those of the
// product.
func variantRows(r *web.Request, shop catalog.Shop, p catalog.Product, form *web.Form) []variantView {
	var rows []variantView
	if form != nil && len(form.List("variants.0.price")) == 0 {
		form = nil // another form of the page was sent
	}
	for n := range catalog.MaxVariants {
		at := fmt.Sprintf("variants.%d.", n)
		var v catalog.Variant
		switch {
		case form != nil && len(form.List(at+"price")) > 0:
			v.Values = valuesOf(form, at)
			for _, old := range p.Variants {
				if slices.Equal(old.Values, v.Values) {
					v.Held, v.Parts = old.Held, old.Parts
					if old.IsSet() {
						v.Grams, v.OnHand = old.Grams, old.OnHand
					}
				}
			}
		case form == nil && n < len(p.Variants):
			v = p.Variants[n]
		default:
			return rows
		}
		row := variantView{at: at, name: strings.Join(p.ChoiceOf(v, r.Locale.Lang(), shop.Languages...), ", "), only: len(p.Options) == 0,
			gone: form != nil && form.Get(at+"gone") != ""}
		if row.name == "" {
			row.name = r.T("desk.only_choice")
		}
		for _, key := range v.Values {
			row.hidden = append(row.hidden, at+"value[]", key)
		}
		if v.Held > 0 {
			row.held = r.T("desk.of_them_held", "n", v.Held)
		}
		row.sku = form.Fill(r, ui.Field{Name: at + "sku", Label: r.T("desk.col_sku"), Value: v.SKU, Dir: "ltr"})
		row.size = form.Fill(r, ui.Field{Name: at + "size", Label: r.T("desk.col_size"), Value: sizeText(v), Dir: "ltr"})
		row.terms = termFields(r, form, at, v)
		cell := func(name, label, value, mode string) {
			f := ui.Field{Name: at + name, Label: r.T(label), Value: value, Dir: "ltr", Mode: mode}
			if v.IsSet() && (name == "grams" || name == "on_hand") { // they follow from its parts
				f.Type = fixed
			} else {
				f = form.Fill(r, f)
			}
			row.cells = append(row.cells, f)
		}
		if v.IsSet() {
			row.held = r.T("desk.set_no_stock")
		}
		cell("price", "desk.col_price", plain(v.Price), "decimal")
		cell("compare_at", "desk.col_before", plain(v.CompareAt), "decimal")
		cell("grams", "desk.col_grams", number(v.Grams), "numeric")
		stock := number(v.OnHand)
		if p.LeadDays > 0 && v.Open() {
			stock = ""
		}
		cell("on_hand", "desk.col_stock", stock, "numeric")
		rows = append(rows, row)
	}
	return rows
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
