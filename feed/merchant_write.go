package feed

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"agora/catalog"
)

// merchantItem is one thing that can be bought, by Google's product data
// specification (support.google.com/merchants/answer/7052112, read 2026-11).
type merchantItem struct {
	ID          string   `xml:"g:id"`
	Group       string   `xml:"g:item_group_id,omitempty"`
	Title       string   `xml:"title"`
	Description string   `xml:"description"`
	Link        string   `xml:"link"`
	Picture     string   `xml:"g:image_link,omitempty"`
	Pictures    []string `xml:"g:additional_image_link,omitempty"`
	Available   string   `xml:"g:availability"`
	Price       string   `xml:"g:price"`
	Sale        string   `xml:"g:sale_price,omitempty"`
	Condition   string   `xml:"g:condition,omitempty"`
	Brand       string   `xml:"g:brand,omitempty"`
	GTIN        string   `xml:"g:gtin,omitempty"`
	Known       string   `xml:"g:identifier_exists,omitempty"`
	Shelf       string   `xml:"g:product_type,omitempty"`
	Weight      string   `xml:"g:shipping_weight,omitempty"`
	Color       string   `xml:"g:color,omitempty"`
	Size        string   `xml:"g:size,omitempty"`
	Material    string   `xml:"g:material,omitempty"`
	Pattern     string   `xml:"g:pattern,omitempty"`
}

// Bounds of the specification, in letters.
const (
	merchantTitle       = 150
	merchantDescription = 5000
	merchantPictures    = 10
	merchantBrand       = 70
)

// WriteMerchant writes products of a shop, as each hands them out one by one, as a
// feed for Google Merchant Center: RSS 2.0, an item for each choice, in the shop's
// language.
func WriteMerchant(w io.Writer, shop catalog.Shop, each func(func(catalog.Product) error) error, site Site) error {
	if _, err := io.WriteString(w, xml.Header+`<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>`+"\n"); err != nil {
		return err
	}
	out := xml.NewEncoder(w)
	for _, part := range [][2]string{{"title", shop.Name}, {"link", site.Origin + "/s/" + shop.Handle}, {"description", said(shop, shop.Tagline)}} {
		if err := out.EncodeElement(part[1], xml.StartElement{Name: xml.Name{Local: part[0]}}); err != nil {
			return err
		}
	}
	err := each(func(p catalog.Product) error {
		for n, v := range p.Variants {
			if v.Retired {
				continue
			}
			if err := out.EncodeElement(merchantOf(shop, p, v, n, site), xml.StartElement{Name: xml.Name{Local: "item"}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	_, err = io.WriteString(w, "\n</channel></rss>\n")
	return err
}

func merchantOf(shop catalog.Shop, p catalog.Product, v catalog.Variant, n int, site Site) merchantItem {
	title := said(shop, p.Title)
	item := merchantItem{ID: v.SKU, Description: clip(said(shop, p.Description), merchantDescription), Link: site.page(shop, p.Handle),
		Available: "out_of_stock", Price: v.Price.Plain() + " " + string(v.Price.Currency), Condition: merchantCondition(p.Condition), Brand: clip(p.Brand, merchantBrand),
		Shelf: site.shelf(p.Category, shop.Lang())}
	if item.ID == "" {
		item.ID = p.Handle + "-" + strconv.Itoa(n+1)
	}
	if v.OnHand > v.Held {
		item.Available = "in_stock"
	}
	if v.CompareAt.Minor > v.Price.Minor {
		item.Price, item.Sale = v.CompareAt.Plain()+" "+string(v.Price.Currency), item.Price
	}
	// Whoever says "no" of a thing that has a number is refused, so it is said only
	// of what has neither maker nor number: made by hand, as a rule. The shop is no
	// maker.
	if item.GTIN = v.GTIN(); item.GTIN == "" && item.Brand == "" {
		item.Known = "no"
	}
	if v.Grams > 0 {
		item.Weight = strconv.FormatInt(v.Grams, 10) + " g"
	}
	for i, address := range site.pictures(p) {
		switch {
		case i == 0:
			item.Picture = address
		case i <= merchantPictures:
			item.Pictures = append(item.Pictures, address)
		}
	}
	if len(p.Options) > 0 {
		item.Group = p.Handle
		names, values := threeOptions(shop, p, v)
		for i, name := range names {
			title += ", " + values[i]
			if into := item.choice(name); into != nil && *into == "" {
				*into = values[i]
			}
		}
	}
	item.Title = clip(title, merchantTitle)
	if item.Description == "" {
		item.Description = item.Title
	}
	return item
}

// choice gives the element for an option, by its name in the languages of the
// market; nil when the specification has none, and the title alone says it.
func (m *merchantItem) choice(name string) *string {
	switch strings.ToLower(name) {
	case "color", "colour", "цвет", "түс", "түсү", "rang", "ранг", "رنگ", "颜色", "өнгө", "колер":
		return &m.Color
	case "size", "размер", "өлшем", "өлчөм", "o'lcham", "سائز", "اندازه", "尺寸", "尺码", "хэмжээ", "памер":
		return &m.Size
	case "material", "материал", "مواد", "材料":
		return &m.Material
	case "pattern", "узор", "نمونہ":
		return &m.Pattern
	}
	return nil
}

// merchantCondition gives a condition in the words of the specification, which has
// three; nothing of what nobody said.
func merchantCondition(c catalog.Condition) string {
	if c == catalog.ConditionDamaged {
		c = catalog.ConditionUsed
	}
	return string(c)
}

// clip cuts a text to so many letters.
func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
