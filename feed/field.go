package feed

import (
	"strings"
)

// Field is a place in a product that a column fills.
type Field string

// The fields. A column of FieldOption holds a choice and one of FieldAttribute
// a fact; what they are called is the column's own name.
const (
	FieldHandle      Field = "handle"
	FieldTitle       Field = "title"
	FieldDescription Field = "description"
	FieldStatus      Field = "status"
	FieldCategory    Field = "category"
	FieldHS          Field = "hs"
	FieldOrigin      Field = "origin"
	FieldSKU         Field = "sku"
	FieldBarcode     Field = "barcode"
	FieldPrice       Field = "price"
	FieldCompareAt   Field = "compare_at"
	FieldCurrency    Field = "currency"
	FieldStock       Field = "stock"
	FieldWeight      Field = "weight"
	FieldLength      Field = "length"
	FieldWidth       Field = "width"
	FieldHeight      Field = "height"
	FieldPicture     Field = "picture"
	FieldBrand       Field = "brand"
	FieldCondition   Field = "condition"
	FieldOption      Field = "option"
	FieldAttribute   Field = "attribute"
)

// Fields that only formats of other systems have.
const (
	fieldID          Field = "id"
	fieldParent      Field = "parent" // the product of a choice
	fieldKind        Field = "kind"   // of product
	fieldShort       Field = "short"  // description
	fieldLang        Field = "lang"   // of the row's texts
	fieldSale        Field = "sale"   // price
	fieldSaleEnds    Field = "sale_ends"
	fieldInStock     Field = "in_stock" // yes or no
	fieldName        Field = "name"     // of a variant
	fieldWeightUnit  Field = "weight_unit"
	fieldSizeUnit    Field = "size_unit"
	fieldOptionName  Field = "option_name"  // numbered
	fieldOptionValue Field = "option_value" // numbered
	fieldFactName    Field = "fact_name"    // numbered
	fieldFactValue   Field = "fact_value"   // numbered
	fieldPictures    Field = "pictures"     // several, parted by commas or lines
	fieldChoices     Field = "choices"      // choices of other rows
)

// bind says what a column fills.
type bind struct {
	field  Field
	column int
	name   string  // of an option or a fact
	n      int     // of what is numbered
	lang   string  // of texts that are in one of their own
	unit   float64 // grams or millimetres in one, when the header says so
}

// norm gives a header as tables of columns have it: small letters, one space.
func norm(header string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.TrimPrefix(header, "\ufeff")), " "))
}

// binds finds the columns of a header: by name, else by what more tells of it.
func binds(header []string, names map[string]Field, more func(name string) (bind, bool)) []bind {
	var list []bind
	for i, h := range header {
		name := norm(h)
		if field, ok := names[name]; ok {
			list = append(list, bind{field: field, column: i})
		} else if more == nil {
			continue
		} else if b, ok := more(name); ok {
			if b.column = i; b.name == "" {
				b.name = strings.TrimSpace(h)
			}
			list = append(list, b)
		}
	}
	return list
}

// has reports whether all of these names are in a header.
func has(header []string, names ...string) bool {
	for _, n := range names {
		if find(header, n) < 0 {
			return false
		}
	}
	return true
}

// numbered reads the number of a name such as "option 12 value" between what
// stands before and behind it; 0 when it is no such name.
func numbered(name, before, behind string) int {
	middle, ok := strings.CutPrefix(name, before)
	if !ok {
		return 0
	}
	if middle, ok = strings.CutSuffix(middle, behind); !ok || len(middle) == 0 || len(middle) > 2 {
		return 0
	}
	n := 0
	for _, r := range middle {
		if r < '0' || r > '9' {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}

// find gives the place of the first of these names in a header, whatever its
// case and spaces; -1 when none is there.
func find(header []string, names ...string) int {
	for _, n := range names {
		for i, h := range header {
			if strings.EqualFold(strings.Join(strings.Fields(h), " "), n) {
				return i
			}
		}
	}
	return -1
}
