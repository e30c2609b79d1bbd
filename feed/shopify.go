package feed

import (
	"fmt"
	"slices"
	"strings"

	"agora/catalog"
	"agora/country"
	"agora/fault"
)

// maxOptions is how many options a row has room for.
const maxOptions = 3

// shopifyColumns are the columns that are read, by every name they ever had in
// small letters. Files mix the two generations of names.
type shopifyColumns struct {
	handle, title, body, kind, category, published, status int
	optionName, optionValue                                [maxOptions]int
	sku, barcode, price, compareAt, quantity, grams        int
	image, imagePosition, variantImage                     int
	hs, origin, vendor, condition                          int
}

// shopifyLayout recognises the format: a title, a price, and a name that only
// these files have.
func shopifyLayout(header []string) layout {
	find := func(names ...string) int { return find(header, names...) }
	c := &shopifyColumns{
		handle: find("URL handle", "Handle"), title: find("Title"), body: find("Description", "Body (HTML)", "Body HTML", "Body"),
		kind: find("Type"), category: find("Product category"),
		published: find("Published on online store", "Published"), status: find("Status"),
		sku: find("SKU", "Variant SKU"), barcode: find("Barcode", "Variant Barcode", "Variant Barcodes"),
		price: find("Price", "Variant Price"), compareAt: find("Compare-at price", "Variant Compare At Price", "Compare at price"),
		quantity: find("Inventory quantity", "Variant Inventory Qty"),
		grams:    find("Weight value (grams)", "Variant Grams"),
		image:    find("Product image URL", "Image Src"), imagePosition: find("Image position"),
		variantImage: find("Variant image URL", "Variant Image"),
		hs:           find("HS code", "Harmonized System code", "Variant HS Code"),
		origin:       find("Country of origin", "Variant Country of Origin"),
		vendor:       find("Vendor"), condition: find("Google Shopping / Condition"),
	}
	for n := range maxOptions {
		c.optionName[n] = find(fmt.Sprintf("Option%d name", n+1))
		c.optionValue[n] = find(fmt.Sprintf("Option%d value", n+1))
	}
	if c.title < 0 || c.price < 0 {
		return nil
	}
	return c
}

func (c *shopifyColumns) name() Format { return Shopify }

func (c *shopifyColumns) take(f *file) {
	handle, title := f.at(c.handle), f.at(c.title)
	var i *item
	fresh := false
	switch {
	case handle != "":
		i, fresh = f.start(strings.ToLower(handle))
	case title != "":
		if handle = catalog.HandleOf(title); handle == "" {
			handle = fmt.Sprintf("product-%d", f.row)
		}
		i, fresh = f.start(handle)
	case c.handle < 0 && len(f.items) > 0:
		i = f.items[len(f.items)-1] // without handles a row without a title goes on with the product above
	default:
		f.wrong(max(c.handle, c.title), fault.New(fault.Invalid, "fault.required"))
		return
	}
	if fresh {
		c.product(f, i)
	}
	c.pictures(f, i)
	c.variant(f, i, fresh)
}

// product reads what stands only on a product's first row.
func (c *shopifyColumns) product(f *file, i *item) {
	d := &i.draft
	d.Title = catalog.Texts{f.lang: f.text(c.title)}
	d.Description = catalog.Texts{f.lang: plainText(f.text(c.body))}
	d.HS = strings.NewReplacer(".", "", " ", "").Replace(f.at(c.hs))
	d.Origin = country.Code(strings.ToUpper(f.at(c.origin)))
	d.Status = catalog.ProductActive
	switch strings.ToLower(f.at(c.status)) {
	case "":
		if p := strings.ToLower(f.at(c.published)); p == "false" || p == "no" || p == "0" {
			d.Status = catalog.ProductDraft
		}
	case "active":
	case "draft", "unlisted":
		d.Status = catalog.ProductDraft
	case "archived":
		d.Status = catalog.ProductArchived
	default:
		d.Status = catalog.ProductStatus(f.at(c.status)) // Check says what it may be
	}
	d.Category = f.shelve(f.text(c.kind), f.text(c.category))
	d.Brand, d.Condition = brandOf(f.text(c.vendor)), f.condition(f.text(c.condition), c.condition)
}

func (c *shopifyColumns) pictures(f *file, i *item) {
	if c.image < 0 && c.variantImage < 0 {
		return
	}
	if i.draft.Pictures == nil {
		i.draft.Pictures = []string{}
	}
	add := func(address string, at int64) {
		if address != "" && !slices.ContainsFunc(i.pictures, func(p picture) bool { return p.address == address }) {
			i.pictures = append(i.pictures, picture{address, at})
		}
	}
	at, err := whole(f.at(c.imagePosition))
	if err != nil {
		at = int64(len(i.pictures) + 1)
	}
	add(f.at(c.image), at)
	add(f.at(c.variantImage), 1<<40) // after all of the product
}

// variant reads a variant, unless the row only adds a picture.
func (c *shopifyColumns) variant(f *file, i *item, first bool) {
	var values choice
	said := f.at(c.price) + f.at(c.sku)
	for n := range maxOptions {
		if name := f.text(c.optionName[n]); name != "" && i.options[n] == "" {
			i.options[n] = name
		}
		values[n] = f.text(c.optionValue[n])
		said += values[n]
	}
	if said == "" && !first {
		return
	}
	v := catalog.VariantDraft{SKU: f.text(c.sku), Barcode: strings.TrimPrefix(f.at(c.barcode), "'"),
		Price: f.money(c.price, true), CompareAt: f.money(c.compareAt, false),
		Grams: f.number(c.grams), OnHand: max(f.number(c.quantity), 0)} // oversold there is none left here
	i.draft.Variants = append(i.draft.Variants, v)
	i.values = append(i.values, values)
	i.rows = append(i.rows, f.row)
}

func (c *shopifyColumns) finish(f *file, i *item) {
	i.arrange()
	if len(i.values) == 1 && strings.EqualFold(i.options[0], "Title") && strings.EqualFold(i.values[0][0], "Default Title") {
		return // how these files say that there is nothing to choose
	}
	f.choose(i)
}

// column gives the header of a field, as this file has it.
func (c *shopifyColumns) column(f *file, field string) string {
	part := strings.Split(field, ".")
	column := map[string]int{"handle": c.handle, "status": max(c.status, c.published), "category": max(c.category, c.kind), "hs": c.hs,
		"origin": c.origin, "title": c.title, "description": c.body, "brand": c.vendor, "condition": c.condition, "pictures": max(c.image, c.variantImage), "variants": c.price}
	at, ok := column[part[0]]
	if !ok {
		at = -1
	}
	if len(part) > 2 && part[0] == "variants" {
		switch part[2] {
		case "sku":
			at = c.sku
		case "barcode":
			at = c.barcode
		case "compare_at":
			at = c.compareAt
		case "grams":
			at = c.grams
		case "on_hand":
			at = c.quantity
		case "values":
			at = c.optionValue[0]
		}
	}
	if n, ok := place(field, "options"); ok && n < maxOptions {
		at = c.optionName[n]
		if strings.Contains(field, ".values") {
			at = c.optionValue[n]
		}
	}
	return f.title(at)
}
