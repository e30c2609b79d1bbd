package feed

import "strings"

// Medusa is the product CSV of Medusa: exports of its second version, and the
// template of the first.
const Medusa Format = "medusa"

// medusaColumns are the columns of both. Medusa has no units: what counts
// weights and lengths is its seller's custom, grams and millimetres here.
var medusaColumns = map[string]Field{
	"product handle": FieldHandle, "product title": FieldTitle, "product description": FieldDescription, "product status": FieldStatus,
	"product hs code": FieldHS, "product origin country": FieldOrigin, "product category 1": FieldCategory, "product type": FieldCategory,
	"variant sku": FieldSKU, "variant barcode": FieldBarcode, "variant ean": FieldBarcode, "variant upc": FieldBarcode,
	"variant title": fieldName, "variant weight": FieldWeight, "variant length": FieldLength, "variant width": FieldWidth,
	"variant height": FieldHeight, "variant inventory quantity": FieldStock,
	"product weight": FieldWeight, "product length": FieldLength, "product width": FieldWidth, "product height": FieldHeight,
	"product material": FieldAttribute, "product brand": FieldBrand,
}

func medusaLayout(header []string) layout {
	if !has(header, "Product Handle", "Product Title", "Variant Title") {
		return nil
	}
	s := &sheet{format: Medusa, header: header, grams: 1, mm: 1, free: true}
	s.binds = binds(header, medusaColumns, func(name string) (bind, bool) {
		short := strings.TrimPrefix(name, "variant ")
		if n := numbered(short, "option ", " name"); n > 0 {
			return bind{field: fieldOptionName, n: n}, true
		}
		if n := numbered(short, "option ", " value"); n > 0 {
			return bind{field: fieldOptionValue, n: n}, true
		}
		if numbered(name, "product image ", "") > 0 || numbered(name, "image ", " url") > 0 {
			return bind{field: FieldPicture}, true
		}
		return bind{}, false
	})
	for n, b := range s.binds {
		if b.field == FieldAttribute {
			s.binds[n].name = "Material"
		}
	}
	s.prepare = s.priceIn
	s.adapt = func(_ *file, l *line) bool {
		l.currency = s.abroad
		return true
	}
	return s
}

// priceIn finds the column of the shop's money, "Variant Price EUR" or "Price
// EUR". Those of regions, "Variant Price Europe [EUR]", are prices of somewhere.
func (s *sheet) priceIn(f *file) {
	first := -1
	for i, h := range s.header {
		money, ok := strings.CutPrefix(strings.TrimPrefix(norm(h), "variant "), "price ")
		if !ok || len(money) != 3 {
			continue
		}
		if strings.EqualFold(money, string(f.shop.Currency)) {
			s.binds, s.abroad = append(s.binds, bind{field: FieldPrice, column: i}), ""
			return
		}
		if s.abroad == "" {
			first = i
		}
		s.abroad = strings.TrimPrefix(s.abroad+", "+strings.ToUpper(money), ", ")
	}
	if first >= 0 { // so that what is wrong with it has a place
		s.binds = append(s.binds, bind{field: FieldPrice, column: first})
	}
}
