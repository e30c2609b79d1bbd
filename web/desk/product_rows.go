package desk

import (
	"slices"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/web"
	"agora/web/ui"
)

// rowsOnPage is how many variants the form of a product shows at a time.
const rowsOnPage = 50

// someRows is the field of a form that has only some of a product's variants;
// rowsFrom says which page of them it shows, and turnRows asks for another.
const (
	someRows = "variants_some"
	rowsFrom = "rows_from"
	turnRows = "rows"
)

// variantView is one row of the table of choices.
type variantView struct {
	at     string // "variants.0."
	name   string
	hidden []string // name, value pairs: which value of each option, and what was seen
	sku    ui.Field
	size   ui.Field
	terms  []ui.Field // of who buys several
	cells  []ui.Field
	held   string
	only   bool // may not be removed
	gone   bool
}

// fields are all that can be typed into a row.
func (v variantView) fields() []ui.Field {
	return slices.Concat([]ui.Field{v.sku, v.size}, v.terms, v.cells)
}

// rowsView is a page of the table of choices.
type rowsView struct {
	rows   []variantView
	hidden []string  // of rows on other pages: what was typed there
	pages  []ui.Link // to other rows: the address is the value of a button
}

func rowAt(n int) string { return "variants." + strconv.Itoa(n) + "." }

// sentRow reports whether a form has the row of a place.
func sentRow(form *web.Form, n int) bool { return form != nil && len(form.List(rowAt(n)+"price")) > 0 }

// rowsOf are the rows of the form that are shown: a page of those that were sent
// or of those of the product, and those with a fault.
func rowsOf(r *web.Request, shop catalog.Shop, p catalog.Product, form *web.Form) (v rowsView) {
	if form != nil && !form.Has(someRows) && !sentRow(form, 0) {
		form = nil // another form of the page was sent
	}
	page, _ := strconv.Atoi(r.Query(turnRows))
	if form != nil {
		page, _ = strconv.Atoi(form.Get(rowsFrom))
	}
	page = min(max(page, 0), (catalog.MaxVariants-1)/rowsOnPage)
	count := 0
	for n := range catalog.MaxVariants {
		sent := sentRow(form, n)
		if !sent && (n >= len(p.Variants) || form != nil && !form.Has(someRows)) {
			continue
		}
		count++
		row := rowOf(r, shop, p, form, n)
		switch {
		case (count-1)/rowsOnPage == page || row.wrong():
			v.rows = append(v.rows, row)
		case sent && row.typed(form):
			v.hidden = append(v.hidden, pairsUnder(form, row.at)...)
		}
	}
	v.hidden = append(v.hidden, someRows, "1", rowsFrom, strconv.Itoa(page))
	for i := 0; count > rowsOnPage && i*rowsOnPage < count; i++ {
		v.pages = append(v.pages, ui.Link{URL: strconv.Itoa(i), Current: i == page,
			Text: r.Locale.Number(int64(i*rowsOnPage+1)) + "–" + r.Locale.Number(int64(min((i+1)*rowsOnPage, count)))})
	}
	return v
}

// wrong reports whether something in a row has a fault.
func (v variantView) wrong() bool {
	return slices.ContainsFunc(v.fields(), func(f ui.Field) bool { return f.Error != "" })
}

// typed reports whether a sent row differs from what was seen in it.
func (v variantView) typed(form *web.Form) bool {
	saw := readSeen(form.Get(v.at + "saw"))
	return v.gone || saw == nil || slices.ContainsFunc(v.fields(), func(f ui.Field) bool { return !saw.same(strings.TrimPrefix(f.Name, v.at), f.Value) })
}

// pairsUnder are the fields of a form whose names begin so: name, value pairs.
func pairsUnder(form *web.Form, prefix string) (pairs []string) {
	for _, name := range form.Names() {
		if strings.HasPrefix(name, prefix) {
			for _, value := range form.List(name) {
				pairs = append(pairs, name, value)
			}
		}
	}
	return pairs
}

// rowOf is the row of a place: the one that was sent, or the product's.
func rowOf(r *web.Request, shop catalog.Shop, p catalog.Product, form *web.Form, n int) variantView {
	at, sent := rowAt(n), sentRow(form, n)
	var v catalog.Variant
	if !sent {
		v = p.Variants[n]
	} else {
		v.Values = valuesOf(form, at)
		for _, old := range p.Variants {
			if slices.Equal(old.Values, v.Values) {
				v.Held, v.Parts = old.Held, old.Parts
				if old.IsSet() {
					v.Grams, v.OnHand = old.Grams, old.OnHand
				}
			}
		}
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
	if !sent {
		row.hidden = append(row.hidden, at+"saw", row.seen().String())
	} else if form.Has(at + "saw") {
		row.hidden = append(row.hidden, at+"saw", form.Get(at+"saw"))
	}
	return row
}
