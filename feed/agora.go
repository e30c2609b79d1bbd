package feed

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/country"
	"agora/fault"
)

// The columns of Agora's own files. Those with texts have one column for each
// language, "title:uz-Cyrl"; attributes and options are numbered from one,
// "option 2 values:ru". A product's fields stand on its first row; a row for
// each variant follows below and repeats only the handle.
const (
	colHandle, colStatus, colCategory, colHS, colOrigin, colCertificate, colTint = "handle", "status", "category", "hs", "origin", "certificate", "tint"
	colTitle, colDescription, colPictures, colVideos                             = "title", "description", "pictures", "videos"
	colAttributeName, colAttributeValue                                          = "attribute %d name", "attribute %d value"
	colOptionName, colOptionKeys, colOptionValues, colOption                     = "option %d name", "option %d keys", "option %d values", "option %d"
	colSKU, colBarcode, colPrice, colCompareAt, colCurrency                      = "sku", "barcode", "price", "compare_at", "currency"
	colGrams, colLength, colWidth, colHeight, colStock                           = "grams", "length_mm", "width_mm", "height_mm", "stock"
)

// agoraColumns says where columns stand.
type agoraColumns struct {
	plain map[string]int            // by name
	texts map[string]map[string]int // by name, then by language
}

// agoraLayout recognises the format: handles, prices, and a title in a
// language that its header names.
func agoraLayout(header []string) layout {
	c := &agoraColumns{map[string]int{}, map[string]map[string]int{}}
	for i, h := range header {
		name, lang, texts := strings.Cut(h, ":")
		name = strings.ToLower(strings.Join(strings.Fields(name), " "))
		switch {
		case !texts:
			if _, twice := c.plain[name]; !twice {
				c.plain[name] = i
			}
		case c.texts[name] == nil:
			c.texts[name] = map[string]int{strings.TrimSpace(lang): i}
		default:
			c.texts[name][strings.TrimSpace(lang)] = i
		}
	}
	if c.index(colHandle) < 0 || c.index(colPrice) < 0 || c.texts[colTitle] == nil {
		return nil
	}
	return c
}

func (c *agoraColumns) name() Format { return Agora }

// index gives the place of a column, -1 when there is none.
func (c *agoraColumns) index(name string) int {
	if i, ok := c.plain[name]; ok {
		return i
	}
	return -1
}

// text reads a cell of words, without the mark that keeps a spreadsheet from
// taking them for a formula.
func (f *file) text(column int) string { return bare(f.at(column)) }

func (c *agoraColumns) cell(f *file, name string) string { return f.text(c.index(name)) }

// words reads a text in all its languages.
func (c *agoraColumns) words(f *file, name string) catalog.Texts {
	var t catalog.Texts
	for lang, column := range c.texts[name] {
		if s := f.text(column); s != "" {
			if t == nil {
				t = catalog.Texts{}
			}
			t[lang] = s
		}
	}
	return t
}

func (c *agoraColumns) take(f *file) {
	handle := c.cell(f, colHandle)
	if handle == "" {
		f.wrong(c.index(colHandle), fault.New(fault.Invalid, "fault.required"))
		return
	}
	i, fresh := f.start(handle)
	if fresh {
		c.product(f, i)
	}
	c.variant(f, i)
}

func (c *agoraColumns) product(f *file, i *item) {
	d := &i.draft
	d.Status = catalog.ProductStatus(c.cell(f, colStatus))
	if d.Status == "" {
		d.Status = catalog.ProductDraft
	}
	d.Category, d.HS, d.Origin, d.Certificate, d.Tint = c.cell(f, colCategory), c.cell(f, colHS), country.Code(c.cell(f, colOrigin)), c.cell(f, colCertificate), c.cell(f, colTint)
	d.Title, d.Description = c.words(f, colTitle), c.words(f, colDescription)
	c.makeOf(f, d)
	for n := 1; n <= catalog.MaxAttributes; n++ {
		a := catalog.Attribute{Name: c.words(f, fmt.Sprintf(colAttributeName, n)), Value: c.words(f, fmt.Sprintf(colAttributeValue, n))}
		if a.Name != nil || a.Value != nil {
			d.Attributes = append(d.Attributes, a)
		}
	}
	for n := 1; n <= catalog.MaxOptions; n++ {
		if name, keys := c.words(f, fmt.Sprintf(colOptionName, n)), parted(c.cell(f, fmt.Sprintf(colOptionKeys, n))); name != nil || keys != nil {
			d.Options = append(d.Options, catalog.Option{Name: name, Values: c.values(f, n, keys)})
		}
	}
	if at := c.index(colPictures); at >= 0 {
		d.Pictures = strings.Fields(f.at(at))
		if d.Pictures == nil {
			d.Pictures = []string{}
		}
	}
	if at := c.index(colVideos); at >= 0 {
		d.Videos = append([]string{}, strings.Fields(f.at(at))...)
	}
	c.more(f, d)
	if money := c.cell(f, colCurrency); money != "" && money != string(f.shop.Currency) {
		f.wrong(c.index(colCurrency), fault.New(fault.Invalid, "fault.money_currency", "have", money, "want", string(f.shop.Currency)))
	}
}

// values reads the values of an option: keys in one cell, and their names in
// the same order in one cell of each language.
func (c *agoraColumns) values(f *file, n int, keys []string) []catalog.OptionValue {
	list := make([]catalog.OptionValue, len(keys))
	for i, key := range keys {
		list[i] = catalog.OptionValue{Key: key, Name: catalog.Texts{}}
	}
	for lang, column := range c.texts[fmt.Sprintf(colOptionValues, n)] {
		names := parted(f.text(column))
		if len(names) > len(keys) {
			f.wrong(column, fault.New(fault.Invalid, "fault.feed_values", "have", len(names), "want", len(keys)))
			continue
		}
		for i, name := range names {
			if name != "" {
				list[i].Name[lang] = name
			}
		}
	}
	return list
}

// variant reads a variant, unless the row has none.
func (c *agoraColumns) variant(f *file, i *item) {
	var values []string
	for n := range i.draft.Options {
		values = append(values, c.cell(f, fmt.Sprintf(colOption, n+1)))
	}
	if f.at(c.index(colPrice))+c.cell(f, colSKU)+strings.Join(values, "") == "" {
		return
	}
	v := catalog.VariantDraft{SKU: c.cell(f, colSKU), Barcode: c.cell(f, colBarcode), Values: values,
		Price: f.money(c.index(colPrice), true), CompareAt: f.money(c.index(colCompareAt), false),
		Grams: f.number(c.index(colGrams)), LengthMM: f.number(c.index(colLength)), WidthMM: f.number(c.index(colWidth)),
		HeightMM: f.number(c.index(colHeight)), OnHand: f.number(c.index(colStock)), Terms: c.terms(f), Parts: c.parts(f)}
	i.draft.Variants = append(i.draft.Variants, v)
	i.rows = append(i.rows, f.row)
}

func (c *agoraColumns) finish(*file, *item) {}

// column gives the header of a field, as this file has it.
func (c *agoraColumns) column(f *file, field string) string {
	part := strings.Split(field, ".")
	number := func(format string) string {
		n, _ := strconv.Atoi(part[1])
		return fmt.Sprintf(format, n+1)
	}
	name, lang := part[0], ""
	switch {
	case part[0] == "traits" && len(part) > 1:
		name = colTrait + part[1]
	case part[0] == "pictures" && len(part) > 2 && part[2] == "at":
		name = colFocus
	case part[0] == "pictures" && len(part) > 2:
		name, lang = colAlt, last(part, 4)
	case part[0] == "variants" && len(part) > 2 && part[2] != "values":
		name = strings.Replace(part[2], "on_hand", colStock, 1)
	case part[0] == "variants":
		name = fmt.Sprintf(colOption, 1)
		if c.index(name) < 0 {
			name = colPrice
		}
	case part[0] == "attributes" && len(part) > 2 && part[2] == "name":
		name, lang = number(colAttributeName), last(part, 4)
	case part[0] == "attributes" && len(part) > 2:
		name, lang = number(colAttributeValue), last(part, 4)
	case part[0] == "options" && len(part) > 2 && part[2] == "name":
		name, lang = number(colOptionName), last(part, 4)
	case part[0] == "options" && len(part) > 4 && part[4] == "name":
		name, lang = number(colOptionValues), last(part, 6)
	case part[0] == "options" && len(part) > 2:
		name = number(colOptionKeys)
	case len(part) > 1:
		lang = part[1]
	}
	if at, ok := c.texts[name][lang]; ok {
		return f.title(at)
	}
	if at := c.index(name); at >= 0 {
		return f.title(at)
	}
	columns := make([]int, 0, len(c.texts[name]))
	for _, at := range c.texts[name] {
		columns = append(columns, at)
	}
	if len(columns) == 0 {
		return name
	}
	return f.title(slices.Min(columns))
}

// last gives the part that follows n-1 others, "" when there is none.
func last(part []string, n int) string {
	if len(part) < n {
		return ""
	}
	return part[n-1]
}
