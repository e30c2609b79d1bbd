package feed

import (
	"encoding/csv"
	"html"
	"io"
	"strconv"
	"strings"

	"agora/catalog"
)

// shopifyHeader are columns that both generations of Shopify's import take.
var shopifyHeader = []string{"Handle", "Title", "Body (HTML)", "Vendor", "Type", "Published", "Option1 Name", "Option1 Value",
	"Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value", "Variant SKU", "Variant Grams", "Variant Inventory Tracker",
	"Variant Inventory Qty", "Variant Inventory Policy", "Variant Fulfillment Service", "Variant Price", "Variant Compare At Price",
	"Variant Requires Shipping", "Variant Taxable", "Variant Barcode", "Image Src", "Image Position", "Variant Weight Unit",
	"HS code", "Country of origin", "Google Shopping / Condition", "Status"}

// WriteShopify writes products of a shop as Shopify's product CSV, in the shop's
// language. What Shopify has no column for is not in it: other languages, sizes,
// facts, certificates; a fourth option is written into the third.
func WriteShopify(w io.Writer, shop catalog.Shop, products []catalog.Product, site Site) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write(shopifyHeader); err != nil {
		return err
	}
	for _, p := range products {
		for _, row := range shopifyRows(shop, p, site) {
			cells := make([]string, len(shopifyHeader))
			for n, name := range shopifyHeader {
				cells[n] = row[name]
			}
			if err := out.Write(cells); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// shopifyRows gives a row for each variant, and more for pictures beyond them.
func shopifyRows(shop catalog.Shop, p catalog.Product, site Site) []map[string]string {
	var rows []map[string]string
	for _, v := range p.Variants {
		if v.Retired {
			continue
		}
		row := map[string]string{"Variant SKU": guarded(v.SKU), "Variant Grams": strconv.FormatInt(v.Grams, 10), "Variant Inventory Tracker": "shopify",
			"Variant Inventory Qty": strconv.FormatInt(v.OnHand, 10), "Variant Inventory Policy": "deny", "Variant Fulfillment Service": "manual",
			"Variant Price": v.Price.Plain(), "Variant Requires Shipping": "true", "Variant Taxable": "true", "Variant Barcode": guarded(v.Barcode),
			"Variant Weight Unit": "g"}
		if !v.CompareAt.IsZero() {
			row["Variant Compare At Price"] = v.CompareAt.Plain()
		}
		names, values := threeOptions(shop, p, v)
		for n := range values {
			at := "Option" + strconv.Itoa(n+1)
			row[at+" Value"] = guarded(values[n])
			if len(rows) == 0 {
				row[at+" Name"] = guarded(names[n])
			}
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil
	}
	first := rows[0]
	first["Title"], first["Body (HTML)"], first["Vendor"] = guarded(said(shop, p.Title)), paragraphs(said(shop, p.Description)), guarded(p.Brand)
	first["Type"], first["Published"], first["Status"] = guarded(site.shelf(p.Category, shop.Lang())), strconv.FormatBool(p.Status == catalog.ProductActive), string(p.Status)
	first["HS code"], first["Country of origin"], first["Google Shopping / Condition"] = p.HS, string(p.Origin), merchantCondition(p.Condition)
	for n, address := range site.pictures(p) {
		if n == len(rows) {
			rows = append(rows, map[string]string{})
		}
		rows[n]["Image Src"], rows[n]["Image Position"] = address, strconv.Itoa(n+1)
	}
	for _, row := range rows {
		row["Handle"] = p.Handle
	}
	return rows
}

// threeOptions gives the names of options and what a variant has of each.
func threeOptions(shop catalog.Shop, p catalog.Product, v catalog.Variant) (names, values []string) {
	if len(p.Options) == 0 {
		return []string{"Title"}, []string{"Default Title"}
	}
	for n, o := range p.Options {
		name, value := said(shop, o.Name), ""
		for _, choice := range o.Values {
			if n < len(v.Values) && choice.Key == v.Values[n] {
				value = said(shop, choice.Name)
			}
		}
		if n < maxOptions {
			names, values = append(names, name), append(values, value)
			continue
		}
		names[maxOptions-1] += " / " + name
		values[maxOptions-1] += " / " + value
	}
	return names, values
}

// paragraphs writes a description as HTML, which plainText reads back.
func paragraphs(s string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(s, "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(part), "\n", "<br>") + "</p>")
		}
	}
	return b.String()
}
