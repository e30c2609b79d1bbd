package feed

import (
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"agora/catalog"
)

// Write writes products of a shop as Agora's own file: UTF-8 with a byte order
// mark, so that spreadsheets show every script. Importing it into the same shop
// changes nothing. What a picture looks like is not in it: a picture is named
// by its key ("blob:KEY"), and one that was never fetched by its address. Nor are
// files and keys of digital things. traits are those of the market, for the units
// of numbers.
func Write(w io.Writer, shop catalog.Shop, products []catalog.Product, traits []catalog.Trait) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	columns := plan(products, traits)
	out := csv.NewWriter(w)
	if err := out.Write(columns); err != nil {
		return err
	}
	for _, p := range products {
		d := p.Whole()
		for n, v := range d.Variants {
			row := variantCells(shop, d, v)
			termCells(row, *v.Terms, shop.Currency)
			partCells(row, *v.Parts)
			if n == 0 {
				productCells(row, d)
				makeCells(row, p)
				moreCells(row, p, traits)
			}
			cells := make([]string, len(columns))
			for i, name := range columns {
				cells[i] = row[name]
			}
			if err := out.Write(cells); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// plan finds out which columns products need: a language or a number that
// nobody uses gets none.
func plan(products []catalog.Product, traits []catalog.Trait) []string {
	needs := map[string]catalog.Texts{} // languages by column
	note := func(column string, texts catalog.Texts) {
		if needs[column] == nil {
			needs[column] = catalog.Texts{}
		}
		maps.Copy(needs[column], texts)
	}
	attributes, options := 0, 0
	for _, p := range products {
		note(colTitle, p.Title)
		note(colDescription, p.Description)
		for n, a := range p.Attributes {
			note(fmt.Sprintf(colAttributeName, n+1), a.Name)
			note(fmt.Sprintf(colAttributeValue, n+1), a.Value)
		}
		for n, o := range p.Options {
			note(fmt.Sprintf(colOptionName, n+1), o.Name)
			for _, v := range o.Values {
				note(fmt.Sprintf(colOptionValues, n+1), v.Name)
			}
		}
		attributes, options = max(attributes, len(p.Attributes)), max(options, len(p.Options))
	}
	if len(products) == 0 {
		note(colTitle, catalog.Texts{"en": ""})
	}
	columns := []string{colHandle, colStatus, colCategory, colHS, colOrigin, colCertificate}
	add := func(column string) {
		for _, lang := range needs[column].Languages() {
			columns = append(columns, column+":"+lang)
		}
	}
	add(colTitle)
	for n := 1; n <= options; n++ {
		add(fmt.Sprintf(colOptionName, n))
		columns = append(columns, fmt.Sprintf(colOptionKeys, n))
		add(fmt.Sprintf(colOptionValues, n))
		columns = append(columns, fmt.Sprintf(colOption, n))
	}
	columns = append(columns, colSKU, colBarcode, colPrice, colCompareAt, colCurrency, colStock, colGrams, colLength, colWidth, colHeight)
	add(colDescription)
	for n := 1; n <= attributes; n++ {
		add(fmt.Sprintf(colAttributeName, n))
		add(fmt.Sprintf(colAttributeValue, n))
	}
	columns = append(columns, colPictures)
	if slices.ContainsFunc(products, func(p catalog.Product) bool { return len(p.Videos) > 0 }) {
		columns = append(columns, colVideos)
	}
	columns = append(columns, colTint)
	return append(columns, makePlan(products, traits)...)
}

// productCells fills the cells that stand on a product's first row.
func productCells(row map[string]string, d catalog.Draft) {
	put := func(column string, texts catalog.Texts) {
		for lang, s := range texts {
			row[column+":"+lang] = guarded(s)
		}
	}
	row[colStatus], row[colCategory], row[colHS], row[colOrigin], row[colCertificate], row[colTint] = string(d.Status), d.Category, d.HS, string(d.Origin), guarded(d.Certificate), guarded(d.Tint)
	put(colTitle, d.Title)
	put(colDescription, d.Description)
	for n, a := range d.Attributes {
		put(fmt.Sprintf(colAttributeName, n+1), a.Name)
		put(fmt.Sprintf(colAttributeValue, n+1), a.Value)
	}
	for n, o := range d.Options {
		put(fmt.Sprintf(colOptionName, n+1), o.Name)
		keys, names := make([]string, len(o.Values)), map[string][]string{}
		for i, v := range o.Values {
			keys[i] = v.Key
			for lang, s := range v.Name {
				if names[lang] == nil {
					names[lang] = make([]string, len(o.Values))
				}
				names[lang][i] = s
			}
		}
		row[fmt.Sprintf(colOptionKeys, n+1)] = guarded(joined(keys))
		for _, lang := range slices.Sorted(maps.Keys(names)) {
			row[fmt.Sprintf(colOptionValues, n+1)+":"+lang] = guarded(joined(names[lang]))
		}
	}
	row[colPictures] = strings.Join(d.Pictures, "\n")
	row[colVideos] = strings.Join(d.Videos, "\n")
}

// variantCells fills the cells of one variant.
func variantCells(shop catalog.Shop, d catalog.Draft, v catalog.VariantDraft) map[string]string {
	row := map[string]string{colHandle: d.Handle, colSKU: guarded(v.SKU), colBarcode: guarded(v.Barcode),
		colPrice: v.Price.Plain(), colCurrency: string(shop.Currency)}
	if d.Digital == nil || !*d.Digital { // what comes by link is counted by nobody
		row[colStock] = strconv.FormatInt(v.OnHand, 10)
	}
	if !v.CompareAt.IsZero() {
		row[colCompareAt] = v.CompareAt.Plain()
	}
	for column, n := range map[string]int64{colGrams: v.Grams, colLength: v.LengthMM, colWidth: v.WidthMM, colHeight: v.HeightMM} {
		if n != 0 {
			row[column] = strconv.FormatInt(n, 10)
		}
	}
	for n, key := range v.Values {
		row[fmt.Sprintf(colOption, n+1)] = guarded(key)
	}
	return row
}

// guarded marks words that a spreadsheet would take for a formula: a file of
// somebody's texts must not run anything where it is opened.
func guarded(s string) string {
	if s != "" && strings.ContainsRune("=+-@'\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// bare takes the mark away.
func bare(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune("=+-@'\t\r", rune(s[1])) {
		return s[1:]
	}
	return s
}
