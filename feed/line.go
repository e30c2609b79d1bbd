package feed

import (
	"strings"

	"agora/catalog"
)

// line is what a row says.
type line struct {
	sheet    *sheet
	cells    map[Field]string
	options  choice   // names
	values   choice   // likewise
	facts    []fact   // in order
	pictures []string // addresses, or names of files
	keys     []string // what the product is called in this file; its handle when empty
	lang     string
	further  []bind // columns of texts in languages of their own
	currency string
	parent   bool // the row tells of the product and not of a choice
	master   bool // the row's choice counts only when no other has one
	unsaid   bool // the row says nothing of the product
}

// line reads the record by the table of columns.
func (s *sheet) line(f *file) *line {
	l := &line{sheet: s, cells: map[Field]string{}, lang: f.lang}
	var names, words [catalog.MaxAttributes + 1]string
	for _, b := range s.binds {
		cell := f.text(b.column)
		if cell == "" {
			continue
		}
		if b.lang != "" {
			l.further = append(l.further, b)
			l.cells[b.field+Field(":"+b.lang)] = cell
			continue
		}
		n := min(b.n, catalog.MaxAttributes)
		switch b.field {
		case FieldPicture:
			l.pictures = append(l.pictures, cell)
		case fieldPictures:
			l.pictures = append(l.pictures, strings.FieldsFunc(cell, func(r rune) bool { return r == '\n' || r == '|' || r == ' ' || r == ',' })...)
		case FieldOption:
			l.choose(b.name, cell)
		case FieldAttribute:
			l.facts = append(l.facts, fact{b.name, cell})
		case fieldOptionName:
			l.options[(n+catalog.MaxOptions-1)%catalog.MaxOptions] = cell
		case fieldOptionValue:
			l.values[(n+catalog.MaxOptions-1)%catalog.MaxOptions] = cell
		case fieldFactName:
			names[n] = cell
		case fieldFactValue:
			words[n] = cell
		default:
			if l.cells[b.field] == "" {
				l.cells[b.field] = cell
			}
		}
	}
	for n, name := range names {
		if name != "" && words[n] != "" {
			l.facts = append(l.facts, fact{name, words[n]})
		}
	}
	l.currency = strings.ToUpper(l.cells[FieldCurrency])
	return l
}

// choose adds a choice under the first free number.
func (l *line) choose(name, value string) {
	for n := range l.options {
		if l.options[n] == "" || strings.EqualFold(l.options[n], name) {
			l.options[n], l.values[n] = name, value
			return
		}
	}
	l.facts = append(l.facts, fact{name, value})
}

// description gives the long text, or else the short one.
func (l *line) description() string {
	words := l.cells[FieldDescription]
	if words == "" {
		words = l.cells[fieldShort]
	}
	if !strings.Contains(words, "\n") {
		words = strings.ReplaceAll(words, `\n`, "\n") // as some systems write a line's end
	}
	return plainText(words)
}

// status reads the words that systems have for a product's state.
func (l *line) status() catalog.ProductStatus {
	word := strings.ToLower(l.cells[FieldStatus])
	switch word {
	case "", "active", "published", "publish", "1", "true", "yes", "enabled":
		return catalog.ProductActive
	case "draft", "proposed", "rejected", "0", "-1", "false", "no", "private", "pending", "disabled", "unlisted":
		return catalog.ProductDraft
	case "archived":
		return catalog.ProductArchived
	}
	return catalog.ProductStatus(word) // Check says what it may be
}

// price takes a price in the shop's money, and remembers that there is one in
// another.
func (l *line) price(f *file, i *item, at int) {
	v := &i.draft.Variants[at]
	if l.currency != "" && l.currency != string(f.shop.Currency) {
		i.foreign[at] = l.currency
		return
	}
	if l.cells[FieldPrice] == "" {
		return // finish says so, unless another row has it
	}
	v.Price = f.priced(l.cells[FieldPrice], l.sheet.at(FieldPrice), true)
	v.CompareAt = f.priced(l.cells[FieldCompareAt], l.sheet.at(FieldCompareAt), false)
	if sale := l.cells[fieldSale]; sale != "" && l.cells[fieldSaleEnds] == "" { // a price that ends is no price
		if p := f.priced(sale, l.sheet.at(fieldSale), false); !p.IsZero() && p.Minor < v.Price.Minor {
			v.CompareAt, v.Price = v.Price, p
		}
	}
}

// stock reads how many there are. Where a file says only that there are some,
// one can be promised.
func (l *line) stock(f *file) int64 {
	if l.cells[FieldStock] != "" {
		return max(f.counted(l.cells[FieldStock], l.sheet.at(FieldStock)), 0)
	}
	switch strings.ToLower(strings.ReplaceAll(l.cells[fieldInStock], " ", "_")) {
	case "1", "yes", "true", "in_stock", "instock", "available", "limited_availability", "в_наличии":
		return 1
	}
	return 0
}

// measure reads a weight or a length by its own unit, its column's or the row's.
func (l *line) measure(f *file, field, unit Field, units map[string]float64, one float64) int64 {
	if l.cells[field] == "" {
		return 0
	}
	if u, ok := units[strings.ToLower(l.cells[unit])]; ok {
		one = u
	}
	column := l.sheet.at(field)
	for _, b := range l.sheet.binds {
		if b.field == field && b.unit != 0 {
			one = b.unit
		}
	}
	n, err := measure(l.cells[field], units, one)
	if err != nil {
		f.wrong(column, err)
	}
	return n
}
