package feed

import (
	"strings"

	"agora/catalog"
)

// Merchant is a feed for Google Merchant Center: RSS, Atom or tab-separated,
// by its product data specification.
const Merchant Format = "merchant"

var merchantColumns = map[string]Field{
	"id": FieldSKU, "title": FieldTitle, "description": FieldDescription, "summary": fieldShort, "content": fieldShort,
	"image_link": FieldPicture, "additional_image_link": fieldPictures,
	"price": FieldPrice, "sale_price": fieldSale, "sale_price_effective_date": fieldSaleEnds, "availability": fieldInStock,
	"quantity": FieldStock, "sell_on_google_quantity": FieldStock, "quantity_to_sell_on_facebook": FieldStock, "inventory": FieldStock,
	"item_group_id": fieldParent, "gtin": FieldBarcode, "product_type": FieldCategory,
	"shipping_weight": FieldWeight, "shipping_length": FieldLength, "shipping_width": FieldWidth, "shipping_height": FieldHeight,
	"brand": FieldBrand, "condition": FieldCondition, "mpn": FieldAttribute, "gender": FieldAttribute, "age_group": FieldAttribute,
	"color": FieldOption, "size": FieldOption, "material": FieldOption, "pattern": FieldOption,
}

func merchantLayout(header []string) layout {
	names := make([]string, len(header))
	for i, h := range header {
		names[i] = strings.ReplaceAll(strings.TrimPrefix(norm(h), "g:"), " ", "_")
	}
	if !has(names, "id", "title", "price", "link") && !has(names, "id", "title", "price", "availability") {
		return nil
	}
	s := &sheet{format: Merchant, header: header, adapt: adaptMerchant, grams: 1, mm: 10, binds: binds(names, merchantColumns, nil)}
	for i, b := range s.binds {
		if b.field == FieldOption || b.field == FieldAttribute {
			s.binds[i].name = sentence(names[b.column])
		}
	}
	return s
}

// adaptMerchant groups what belongs together and reads amounts such as "15.00
// USD". What tells things of no group apart is a fact and no choice.
func adaptMerchant(f *file, l *line) bool {
	for _, field := range []Field{FieldPrice, fieldSale} {
		cell := l.cells[field]
		if cut := strings.LastIndexByte(cell, ' '); cut > 0 && len(cell)-cut == 4 {
			l.cells[field] = cell[:cut]
			if field == FieldPrice {
				l.currency = strings.ToUpper(cell[cut+1:])
			}
		}
	}
	sku := l.cells[FieldSKU]
	if group := l.cells[fieldParent]; group != "" {
		l.keys = []string{"group:" + group}
		l.cells[fieldName] = l.cells[FieldTitle]
		if group = strings.ToLower(group); catalog.ValidHandle(group) {
			l.cells[FieldHandle] = group
		}
		if l.unsaid = f.named[l.keys[0]] != nil; !l.unsaid {
			l.cells[FieldTitle] = l.stem()
		}
		return true
	}
	l.keys = []string{"id:" + sku}
	if handle := strings.ToLower(sku); catalog.ValidHandle(handle) && catalog.HandleOf(l.cells[FieldTitle]) == "" {
		l.cells[FieldHandle] = handle
	}
	for n, name := range l.options {
		if name != "" {
			l.facts = append(l.facts, fact{name, l.values[n]})
		}
	}
	l.options, l.values = choice{}, choice{}
	return true
}

// stem gives a title without the choices that stand at its end: "Cap, red, XL".
func (l *line) stem() string {
	title := l.cells[FieldTitle]
	for again := true; again; {
		again = false
		for _, v := range l.values {
			short := strings.TrimRight(strings.TrimSuffix(title, v), " ,-–/(")
			if v != "" && len(short) < len(title) && strings.HasSuffix(title, v) && short != "" {
				title, again = short, true
			}
		}
	}
	return title
}
