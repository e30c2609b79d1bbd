package catalog

import (
	"time"

	"agora/country"
	"agora/money"
)

// ProductStatus says who sees a product.
type ProductStatus string

// The statuses of a product.
const (
	ProductDraft    ProductStatus = "draft"    // only the shop sees it
	ProductActive   ProductStatus = "active"   // for sale while its shop is open
	ProductArchived ProductStatus = "archived" // kept for old orders
)

// Valid reports whether s is one of the statuses.
func (s ProductStatus) Valid() bool {
	return s == ProductDraft || s == ProductActive || s == ProductArchived
}

// Product is one thing a shop sells, in one or more variants.
type Product struct {
	ID          ProductID
	Shop        ShopID
	Handle      string // unique in the shop, part of the address of its page
	Status      ProductStatus
	Category    string       // Category.Key, empty for none
	HS          string       // Harmonized System, 4 to 10 digits; empty when unknown
	Origin      country.Code // where it was made; empty when unknown
	Certificate string       // number of its certificate of origin; empty for none
	Title       Texts
	Description Texts // plain text, a blank line between paragraphs
	Attributes  []Attribute
	Traits      []TraitValue // what it says to the traits of its category
	Brand       string       // who makes it, in one writing for all languages; empty when nobody said
	Condition   Condition
	Options     []Option
	Media       []Media
	Pictures    []string // addresses of pictures that an import named and nobody fetched yet
	Videos      []string // addresses of films elsewhere, see ParseVideo
	Tint        string   // the ground behind the picture, a name of the design system
	Dangerous   bool     // only carriers that take dangerous goods take it
	LeadDays    int      // it is made when ordered, which takes so many days; 0 for what lies on the shelf
	Few         int64    // pieces left of a variant at which it is nearly sold out; FewOfShop: as the shop says
	Digital     bool     // files or licence keys, no parcel; its stock follows from them
	Machine     Marks    // texts that a machine made and nobody confirmed
	Variants    []Variant
	Version     int64 // another after every change of its texts, facts and prices
	Created     time.Time
	Updated     time.Time
}

// Attribute is one line of the table under the description.
type Attribute struct {
	Name  Texts `json:"n"`
	Value Texts `json:"v"`
}

// Option is one thing the buyer chooses.
type Option struct {
	Name   Texts         `json:"n"`
	Values []OptionValue `json:"v"`
}

// OptionValue is one choice of an option. Key is unique in its option.
type OptionValue struct {
	Key  string `json:"k"`
	Name Texts  `json:"n"`
}

// Media is a picture of a product, by keys of the blob store.
type Media struct {
	Key   string `json:"k"`           // names it, whatever is changed of it: the blob of the whole picture as it came, in 1280 pixels
	Type  string `json:"t,omitempty"` // media type
	Alt   Texts  `json:"a,omitempty"`
	Thumb string `json:"s,omitempty"` // 240 pixels
	Small string `json:"m,omitempty"` // 640 pixels
	Large string `json:"l,omitempty"` // 1280 pixels

	Width  int   `json:"w,omitempty"` // of Large, so that a page can leave the room; zero when unknown
	Height int   `json:"h,omitempty"`
	Cuts   []Cut `json:"c,omitempty"` // the same picture by size and format

	From []string `json:"f,omitempty"` // addresses it was fetched from

	Source string `json:"o,omitempty"` // blob from which edits are made; empty: Key is
	Turned string `json:"r,omitempty"` // blob of all of it as it was turned, 640 pixels; empty: Small is
	Edit   Edit   `json:"e,omitzero"`  // what was changed of it
}

// Cut is a picture in one size and format.
type Cut struct {
	Key   string `json:"k"`
	Width int    `json:"w"` // pixels
	Bytes int    `json:"b"`
}

// Bytes gives the size of one of the files of a picture, 0 when unknown.
func (m Media) Bytes(key string) int {
	for _, c := range m.Cuts {
		if c.Key == key {
			return c.Bytes
		}
	}
	return 0
}

// Variant is what is bought: one choice for each option, with its price,
// weight and stock.
type Variant struct {
	ID        VariantID
	Product   ProductID
	Shop      ShopID
	SKU       string   // the shop's own number, unique in the shop; empty for none
	Barcode   string   // GTIN and its kin
	Values    []string // OptionValue.Key for each option, in their order
	Price     money.Amount
	CompareAt money.Amount // the price before; zero for none
	Grams     int64        // packed, as the carrier weighs it
	LengthMM  int64        // packed; zero when unknown
	WidthMM   int64
	HeightMM  int64
	OnHand    int64  // in all locations together
	Held      int64  // of these, promised to orders not yet sent
	Retired   bool   // an edit dropped it: no longer for sale
	Terms     Terms  // of who buys several
	Parts     []Part // of a set, whose stock and weight follow from them; nil for what is no set
}

// Available gives how many may still be sold.
func (v Variant) Available() int64 { return v.OnHand - v.Held }

// ChoiceOf gives the names of a variant's option values in the best languages
// there are: "Indigo", "XL".
func (p Product) ChoiceOf(v Variant, lang string, fallback ...string) []string {
	var names []string
	for i, key := range v.Values {
		if i >= len(p.Options) {
			break
		}
		for _, value := range p.Options[i].Values {
			if value.Key == key {
				name, _ := value.Name.In(lang, fallback...)
				names = append(names, name)
			}
		}
	}
	return names
}

// Picture gives the first picture; the zero Media when there is none.
func (p Product) Picture() Media {
	if len(p.Media) == 0 {
		return Media{}
	}
	return p.Media[0]
}
