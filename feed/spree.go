package feed

import (
	"maps"
	"strings"

	"agora/catalog"
)

// Spree is the product CSV of Spree, SpreeTexts its file of translations.
const (
	Spree      Format = "spree"
	SpreeTexts Format = "spree_texts"
)

var spreeColumns = map[string]Field{
	"slug": FieldHandle, "sku": FieldSKU, "name": FieldTitle, "price": FieldPrice, "compare_at_price": FieldCompareAt,
	"currency": FieldCurrency, "status": FieldStatus, "description": FieldDescription, "category1": FieldCategory,
	"width": FieldWidth, "height": FieldHeight, "depth": FieldLength, "dimensions_unit": fieldSizeUnit,
	"weight": FieldWeight, "weight_unit": fieldWeightUnit, "inventory_count": FieldStock, "barcode": FieldBarcode,
	"brand": FieldBrand, "vendor": FieldBrand, "condition": FieldCondition,
}

func spreeLayout(header []string) layout {
	if !has(header, "slug", "sku", "name", "price", "currency") {
		return nil
	}
	s := &sheet{format: Spree, header: header, adapt: adaptSpree, grams: 1000, mm: 10, free: true}
	s.binds = binds(header, spreeColumns, func(name string) (bind, bool) {
		if n := numbered(name, "option", "_name"); n > 0 {
			return bind{field: fieldOptionName, n: n}, true
		}
		if n := numbered(name, "option", "_value"); n > 0 {
			return bind{field: fieldOptionValue, n: n}, true
		}
		if numbered(name, "image", "_src") > 0 {
			return bind{field: FieldPicture}, true
		}
		if custom, ok := strings.CutPrefix(name, "custom_field."); ok {
			word := custom[strings.LastIndexByte(custom, '.')+1:]
			return bind{field: FieldAttribute, name: sentence(word)}, true
		}
		return bind{}, false
	})
	return s
}

// sentence writes a name such as "room_coverage" for people.
func sentence(name string) string {
	words := strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == '_' || r == '-' || r == ' ' }), " ")
	for i, r := range words {
		return strings.ToUpper(string(r)) + words[i+len(string(r)):]
	}
	return words
}

// adaptSpree tells the row of the product itself, whose price counts only when
// there is nothing to choose, and rows that repeat a choice in other money.
func adaptSpree(_ *file, l *line) bool {
	l.unsaid = l.cells[FieldTitle] == ""
	l.master = !l.unsaid && l.values == (choice{})
	if compare := strings.Trim(l.cells[FieldCompareAt], "0."); compare == "" {
		delete(l.cells, FieldCompareAt)
	}
	return true
}

// spreeTexts reads translations: a row for each product and language.
func spreeTexts(header []string) layout {
	if !has(header, "slug", "locale", "name") || find(header, "price") >= 0 {
		return nil
	}
	return &sheet{format: SpreeTexts, header: header, texts: true, adapt: func(_ *file, l *line) bool {
		l.lang = l.cells[fieldLang]
		return true
	}, binds: binds(header, map[string]Field{"slug": FieldHandle, "locale": fieldLang, "name": FieldTitle, "description": FieldDescription}, nil)}
}

// translated gives a product with the words of a draft added.
func translated(have, words catalog.Draft) catalog.Draft {
	for lang, s := range words.Title {
		have.Title = with(maps.Clone(have.Title), lang, s)
	}
	for lang, s := range words.Description {
		have.Description = with(maps.Clone(have.Description), lang, s)
	}
	return have
}
