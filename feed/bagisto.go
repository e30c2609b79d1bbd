package feed

import (
	"strconv"
	"strings"

	"agora/fault"
)

// Bagisto is the product file of Bagisto: CSV, XLSX, or XML whose fields are
// attributes.
const Bagisto Format = "bagisto"

// bagistoColumns are its columns. Its weights are in kilograms unless a shop was
// set up otherwise, which no file says.
var bagistoColumns = map[string]Field{
	"sku": FieldSKU, "parent_sku": fieldParent, "locale": fieldLang, "type": fieldKind, "categories": FieldCategory, "images": fieldPictures,
	"name": FieldTitle, "description": FieldDescription, "short_description": fieldShort, "status": FieldStatus, "url_key": FieldHandle,
	"length": FieldLength, "width": FieldWidth, "height": FieldHeight, "weight": FieldWeight, "price": FieldPrice,
	"special_price": fieldSale, "special_price_to": fieldSaleEnds, "inventories": FieldStock, "configurable_variants": fieldChoices,
	"brand": FieldBrand, "gtin": FieldBarcode, "condition": FieldCondition,
}

func bagistoLayout(header []string) layout {
	if !has(header, "sku", "attribute_family_code", "type", "name", "price") {
		return nil
	}
	s := &sheet{format: Bagisto, header: header, grams: 1000, mm: 10, free: true, binds: binds(header, bagistoColumns, nil)}
	said := map[string][][2]string{} // choices that a product names for the rows of its variants, by SKU
	s.adapt = func(f *file, l *line) bool { return adaptBagisto(f, l, said) }
	return s
}

func adaptBagisto(f *file, l *line, said map[string][][2]string) bool {
	sku, parent := l.cells[FieldSKU], l.cells[fieldParent]
	switch kind := l.cells[fieldKind]; kind {
	case "configurable":
		l.parent = true
		for _, choice := range strings.Split(l.cells[fieldChoices], "|") {
			pairs := pairsOf(choice)
			if len(pairs) > 1 && pairs[0][0] == "sku" {
				said[pairs[0][1]] = pairs[1:]
			}
		}
	case "simple", "virtual", "downloadable":
	default: // sets and hours are no things that a shop has some of
		f.wrong(l.sheet.at(fieldKind), fault.New(fault.Invalid, "fault.feed_kind", "kind", kind))
		return false
	}
	if sku == "" {
		f.wrong(l.sheet.at(FieldSKU), fault.New(fault.Invalid, "fault.required"))
		return false
	}
	l.keys = []string{"sku:" + sku}
	if parent != "" && parent != sku {
		l.keys, l.unsaid = []string{"sku:" + parent}, true
		for _, pair := range said[sku] {
			l.choose(sentence(pair[0]), pair[1])
		}
		f.begin(l.keys).parent = parent
	}
	if lang := strings.ReplaceAll(l.cells[fieldLang], "_", "-"); lang != "" {
		if !f.spoken {
			f.lang, f.spoken = lang, true // of what has no language of its own
		}
		l.lang = lang
	}
	var have int64
	for _, pair := range pairsOf(l.cells[FieldStock]) {
		n, err := strconv.ParseInt(pair[1], 10, 64)
		if err != nil || n > 1<<40 {
			f.wrong(l.sheet.at(FieldStock), fault.New(fault.Invalid, "fault.number"))
			return true
		}
		have += max(n, 0)
	}
	l.cells[FieldStock] = strconv.FormatInt(have, 10)
	return true
}

// pairsOf reads "sku=SP-1,color=Red".
func pairsOf(cell string) (list [][2]string) {
	for pair := range strings.SplitSeq(cell, ",") {
		if name, value, ok := strings.Cut(pair, "="); ok {
			list = append(list, [2]string{strings.TrimSpace(name), strings.TrimSpace(value)})
		}
	}
	return list
}
