package feed

import (
	"strings"

	"agora/fault"
)

// Woo is the product CSV of WooCommerce.
const Woo Format = "woo"

// wooColumns are its columns; units stand in the headers of weight and size.
var wooColumns = map[string]Field{
	"id": fieldID, "type": fieldKind, "sku": FieldSKU, "gtin, upc, ean, or isbn": FieldBarcode, "name": FieldTitle,
	"published": FieldStatus, "short description": fieldShort, "description": FieldDescription,
	"date sale price ends": fieldSaleEnds, "in stock?": fieldInStock, "stock": FieldStock,
	"sale price": fieldSale, "regular price": FieldPrice, "categories": FieldCategory, "images": fieldPictures, "parent": fieldParent,
	"brands": FieldBrand,
}

func wooLayout(header []string) layout {
	if !has(header, "Name", "Regular price") || find(header, "Type") < 0 && find(header, "SKU") < 0 {
		return nil
	}
	s := &sheet{format: Woo, header: header, adapt: adaptWoo, grams: 1000, mm: 10, free: true}
	s.binds = binds(header, wooColumns, func(name string) (bind, bool) {
		for prefix, field := range map[string]Field{"weight (": FieldWeight, "length (": FieldLength, "width (": FieldWidth, "height (": FieldHeight} {
			if !strings.HasPrefix(name, prefix) {
				continue
			}
			units := millimetres
			if field == FieldWeight {
				units = grams
			}
			return bind{field: field, unit: unitIn(name, units)}, true
		}
		if n := numbered(name, "attribute ", " name"); n > 0 {
			return bind{field: fieldFactName, n: n}, true
		}
		if n := numbered(name, "attribute ", " value(s)"); n > 0 {
			return bind{field: fieldFactValue, n: n}, true
		}
		return bind{}, false
	})
	return s
}

// adaptWoo reads what kind of product a row is of: a list such as "simple,
// virtual". A variation names its product by SKU, or by "id:12".
func adaptWoo(f *file, l *line) bool {
	kinds := map[string]bool{}
	for _, k := range splitList(strings.ToLower(l.cells[fieldKind])) {
		kinds[k] = true
	}
	for _, k := range []string{"grouped", "external", "bundle", "subscription", "variable-subscription", "composite", "booking"} {
		if kinds[k] {
			f.wrong(l.sheet.at(fieldKind), fault.New(fault.Invalid, "fault.feed_kind", "kind", k))
			return false
		}
	}
	l.cells[FieldDescription] = l.description()
	l.cells[FieldCategory], _, _ = strings.Cut(l.cells[FieldCategory], ",")
	parent := l.cells[fieldParent]
	if kinds["variation"] || parent != "" && !kinds["variable"] && !kinds["simple"] {
		if parent == "" {
			f.wrong(l.sheet.at(fieldParent), fault.New(fault.Invalid, "fault.required"))
			return false
		}
		if id, ok := strings.CutPrefix(parent, "id:"); ok {
			l.keys = []string{"id:" + id}
		} else {
			l.keys = []string{"sku:" + parent}
		}
		l.unsaid = true
		for _, w := range l.facts {
			l.choose(w.name, w.value)
		}
		f.begin(l.keys).parent = parent
		return true
	}
	l.parent = kinds["variable"]
	for i := range l.facts {
		l.facts[i].value = strings.Join(splitList(l.facts[i].value), ", ")
	}
	if id := l.cells[fieldID]; id != "" {
		l.keys = append(l.keys, "id:"+id)
	}
	if sku := l.cells[FieldSKU]; sku != "" {
		l.keys = append(l.keys, "sku:"+sku)
	}
	return true
}

// splitList cuts a list at its commas; one that belongs to a word is "\,".
func splitList(cell string) []string {
	var list []string
	for _, s := range strings.Split(strings.ReplaceAll(cell, `\,`, "\x00"), ",") {
		if s = strings.TrimSpace(strings.ReplaceAll(s, "\x00", ",")); s != "" {
			list = append(list, s)
		}
	}
	return list
}
