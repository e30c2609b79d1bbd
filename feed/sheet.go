package feed

import (
	"fmt"
	"slices"
	"strings"

	"agora/catalog"
	"agora/country"
	"agora/fault"
	"agora/money"
)

// sheet is a format in which each row tells of one choice of a product, and
// each column of one field. Formats differ in their tables of columns and in
// what adapt makes of a row.
type sheet struct {
	format  Format
	binds   []bind
	prepare func(f *file)               // once, before the first row
	adapt   func(f *file, l *line) bool // false leaves the row out; it says why
	grams   float64                     // in a bare weight
	mm      float64                     // in a bare length
	free    bool                        // a draft may come without a price
	texts   bool                        // rows are nothing but texts of products that are there
	header  []string
	abroad  string // moneys in which the file has prices, when the shop's is not among them
}

func (s *sheet) name() Format { return s.format }

// column of a field, -1 when there is none.
func (s *sheet) at(fields ...Field) int {
	for _, field := range fields {
		for _, b := range s.binds {
			if b.field == field {
				return b.column
			}
		}
	}
	return -1
}

func (s *sheet) take(f *file) {
	if s.prepare != nil {
		s.prepare(f)
		s.prepare = nil
	}
	l := s.line(f)
	if s.adapt != nil && !s.adapt(f, l) {
		return
	}
	handle := strings.ToLower(l.cells[FieldHandle])
	if handle == "" {
		handle = catalog.HandleOf(l.cells[FieldTitle])
	}
	if handle == "" {
		handle = catalog.HandleOf(l.cells[FieldSKU])
	}
	if len(l.keys) == 0 {
		if l.keys = []string{handle}; handle == "" {
			f.wrong(max(s.at(FieldTitle), s.at(FieldHandle)), fault.New(fault.Invalid, "fault.required"))
			return
		}
	}
	i := f.begin(l.keys)
	if s.texts {
		i.texts, i.draft.Handle = true, handle
	}
	l.words(f, i, handle)
	for n, p := range l.pictures {
		s.picture(f, i, p, n)
	}
	if !l.parent {
		l.variant(f, i)
	}
}

// begin gives the product of these names, or begins one. A file may tell of a
// choice before it tells of its product.
func (f *file) begin(keys []string) *item {
	for _, k := range keys {
		if i := f.named[k]; i != nil {
			f.now = i
			for _, k := range keys {
				if f.named[k] == nil {
					f.named[k] = i
				}
			}
			return i
		}
	}
	i, _ := f.start(keys[0])
	for _, k := range keys {
		f.named[k] = i
	}
	return i
}

// words takes what a row says of the product: all of it the first time, and
// later only texts in further languages.
func (l *line) words(f *file, i *item, handle string) {
	if l.unsaid {
		return
	}
	d := &i.draft
	if title := l.cells[FieldTitle]; title != "" && d.Title[l.lang] == "" {
		d.Title = with(d.Title, l.lang, title)
	}
	if words := l.description(); words != "" && d.Description[l.lang] == "" {
		d.Description = with(d.Description, l.lang, words)
	}
	for _, b := range l.further {
		into := &d.Title
		cell := l.cells[b.field+Field(":"+b.lang)]
		if b.field == FieldDescription {
			into, cell = &d.Description, plainText(cell)
		}
		if (*into)[b.lang] == "" {
			*into = with(*into, b.lang, cell)
		}
	}
	if i.told || l.sheet.texts {
		return
	}
	d.Brand, d.Condition = l.brand(), f.condition(l.cells[FieldCondition], l.sheet.at(FieldCondition))
	i.told, i.row, i.facts = true, f.row, l.facts
	d.Handle = f.free(handle, l.cells[FieldSKU])
	d.HS = strings.NewReplacer(".", "", " ", "").Replace(l.cells[FieldHS])
	d.Origin = country.Code(strings.ToUpper(l.cells[FieldOrigin]))
	d.Status = l.status()
	d.Category = f.shelve(l.cells[FieldCategory])
	if l.sheet.at(FieldPicture, fieldPictures) >= 0 {
		d.Pictures = []string{}
	}
}

func with(t catalog.Texts, lang, s string) catalog.Texts {
	if t == nil {
		t = catalog.Texts{}
	}
	t[lang] = s
	return t
}

// free gives a handle that no other product of the file has.
func (f *file) free(handle, sku string) string {
	if f.handles == nil {
		f.handles = map[string]bool{}
	}
	if handle == "" {
		handle = fmt.Sprintf("product-%d", f.row)
	}
	try := handle
	if f.handles[try] {
		if sku = catalog.HandleOf(sku); sku != "" && !strings.HasSuffix(handle, sku) {
			try = handle + "-" + sku
		}
	}
	for n := 2; f.handles[try]; n++ {
		try = fmt.Sprintf("%s-%d", handle, n)
	}
	f.handles[try] = true
	return try
}

// picture takes an address, or the name of a file that is still to be sent.
func (s *sheet) picture(f *file, i *item, p string, n int) {
	if !strings.Contains(p, "://") && !strings.HasPrefix(p, catalog.BlobPrefix) && !strings.HasPrefix(p, catalog.FilePrefix) {
		if p = fileName(p); p == "" {
			return
		}
		p = catalog.FilePrefix + p
	}
	i.picture(p, int64(len(i.pictures)+n))
}

// variant takes a row's choice: a new one, or more of one that has this SKU.
func (l *line) variant(f *file, i *item) {
	s := l.sheet
	sku := l.cells[FieldSKU]
	said := sku + l.cells[FieldPrice] + l.cells[fieldName] + strings.Join(l.values[:], "")
	if said == "" && len(i.draft.Variants) > 0 || s.texts {
		return
	}
	at := -1
	if sku != "" {
		at = slices.IndexFunc(i.draft.Variants, func(v catalog.VariantDraft) bool { return v.SKU == sku })
	}
	if at >= 0 && (l.currency != "" || l.lang != f.lang || l.unsaid) { // its price in other money, its words in another language
		l.price(f, i, at)
		return
	}
	v := catalog.VariantDraft{SKU: sku, Barcode: strings.TrimPrefix(l.cells[FieldBarcode], "'"), OnHand: l.stock(f),
		Grams:    l.measure(f, FieldWeight, fieldWeightUnit, grams, s.grams),
		LengthMM: l.measure(f, FieldLength, fieldSizeUnit, millimetres, s.mm),
		WidthMM:  l.measure(f, FieldWidth, fieldSizeUnit, millimetres, s.mm),
		HeightMM: l.measure(f, FieldHeight, fieldSizeUnit, millimetres, s.mm)}
	i.draft.Variants = append(i.draft.Variants, v)
	i.values, i.rows, i.names = append(i.values, l.values), append(i.rows, f.row), append(i.names, l.cells[fieldName])
	i.foreign = append(i.foreign, "")
	if l.master {
		i.master = len(i.draft.Variants)
	}
	for n, name := range l.options {
		if name != "" && i.options[n] == "" {
			i.options[n] = name
		}
	}
	l.price(f, i, len(i.draft.Variants)-1)
}

func (s *sheet) finish(f *file, i *item) {
	if i.texts {
		return
	}
	i.arrange()
	s.drop(i)
	if i.lost = !i.told; i.lost {
		f.add(Problem{i.row, f.title(s.at(fieldParent)), fault.New(fault.Invalid, "fault.feed_parent", "parent", i.parent)}, i)
		return
	}
	i.tellApart()
	f.choose(i)
	for _, w := range i.facts {
		if !slices.ContainsFunc(i.options[:], func(o string) bool { return strings.EqualFold(o, w.name) }) && len(i.draft.Attributes) < catalog.MaxAttributes {
			i.draft.Attributes = append(i.draft.Attributes, catalog.Attribute{Name: catalog.Texts{f.lang: w.name}, Value: catalog.Texts{f.lang: w.value}})
		}
	}
	for n := range i.draft.Variants {
		v := &i.draft.Variants[n]
		if v.Price.Currency != "" {
			continue
		}
		v.Price = money.Of(0, f.shop.Currency)
		switch {
		case i.foreign[n] != "":
			f.add(Problem{i.rows[n], f.title(s.at(FieldCurrency, FieldPrice)), fault.New(fault.Invalid, "fault.money_currency", "have", i.foreign[n], "want", string(f.shop.Currency))}, i)
		case !s.free || i.draft.Status != catalog.ProductDraft:
			f.add(Problem{i.rows[n], f.title(s.at(FieldPrice)), fault.New(fault.Invalid, "fault.required")}, i)
		default:
			continue
		}
		v.Price.Minor = 1 // said already; one problem for one cell
	}
}

// drop takes away the variant that stands for the product where others are.
func (s *sheet) drop(i *item) {
	if at := i.master - 1; at >= 0 && len(i.draft.Variants) > 1 {
		i.draft.Variants = slices.Delete(i.draft.Variants, at, at+1)
		i.values, i.rows = slices.Delete(i.values, at, at+1), slices.Delete(i.rows, at, at+1)
		i.names, i.foreign = slices.Delete(i.names, at, at+1), slices.Delete(i.foreign, at, at+1)
	}
}

// tellApart makes names of variants the choice where nothing else tells them
// apart.
func (i *item) tellApart() {
	if len(i.draft.Variants) < 2 || i.options != (choice{}) {
		return
	}
	for n := range i.values {
		if i.values[n] != (choice{}) || i.names[n] == "" {
			return
		}
	}
	i.options[0] = "Variant"
	for n, name := range i.names {
		i.values[n][0] = name
	}
}

// column gives the header of a field, as this file has it.
func (s *sheet) column(f *file, field string) string {
	part := strings.Split(field, ".")
	by := map[string][]Field{"handle": {FieldHandle, FieldTitle}, "status": {FieldStatus}, "category": {FieldCategory}, "hs": {FieldHS},
		"origin": {FieldOrigin}, "title": {FieldTitle}, "description": {FieldDescription, fieldShort}, "pictures": {FieldPicture, fieldPictures},
		"brand": {FieldBrand, FieldAttribute, fieldFactName}, "condition": {FieldCondition}, "variants": {FieldPrice}, "options": {FieldOption, fieldOptionName, fieldChoices, fieldFactName}, "attributes": {FieldAttribute, fieldFactName},
		"sku": {FieldSKU}, "barcode": {FieldBarcode}, "price": {FieldPrice}, "compare_at": {FieldCompareAt}, "grams": {FieldWeight}, "on_hand": {FieldStock},
		"length_mm": {FieldLength}, "width_mm": {FieldWidth}, "height_mm": {FieldHeight}, "values": {FieldOption, fieldOptionValue, fieldChoices, fieldFactValue}}
	name := part[0]
	if name == "variants" && len(part) > 2 {
		name = part[2]
	}
	return f.title(s.at(by[name]...))
}
