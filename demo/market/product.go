package market

import (
	"encoding/json"
	"strings"
)

// Product is one thing a shop sells, in one or more variants.
type Product struct {
	Handle      string          `json:"handle"`   // unique in the whole market
	Category    string          `json:"category"` // Category.Key
	HS          string          `json:"hs"`       // Harmonized System 2022, six digits
	Origin      string          `json:"origin"`   // where it was made, ISO 3166-1 alpha-2
	Picture     string          `json:"picture"`  // file in pictures/
	Tint        string          `json:"tint"`     // the picture's ground, "p-saff" and so on
	Title       Text            `json:"title"`
	Description Text            `json:"description"`
	Attributes  []Attribute     `json:"attributes"`
	Traits      map[string]Said `json:"traits"` // by Trait.Key
	Options     []Option        `json:"options"`
	Variants    []Variant       `json:"variants"`
	Brand       string          `json:"brand"`
	Condition   string          `json:"condition"` // catalog.Condition; "" is new
	LeadDays    int             `json:"lead_days"` // it is made when ordered
	Videos      []string        `json:"videos"`
	File        string          `json:"file"` // name of what is sold by link; "" for what is sent
}

// Said is what a product says to a trait: keys of choices (a list), or a number
// and its unit ("45 centimetre").
type Said struct {
	Choices []string
	Number  string
	Unit    string
}

// UnmarshalJSON reads either form.
func (s *Said) UnmarshalJSON(text []byte) error {
	if len(text) > 0 && text[0] == '[' {
		return json.Unmarshal(text, &s.Choices)
	}
	var words string
	if err := json.Unmarshal(text, &words); err != nil {
		return err
	}
	s.Number, s.Unit, _ = strings.Cut(words, " ")
	return nil
}

// Attribute is one line of the table under the description.
type Attribute struct {
	Name  Text `json:"name"`
	Value Text `json:"value"`
}

// Option is one thing the buyer chooses.
type Option struct {
	Key    string  `json:"key"`
	Name   Text    `json:"name"`
	Values []Value `json:"values"`
}

// Value is one choice of an option.
type Value struct {
	Key  string `json:"key"`
	Name Text   `json:"name"`
}

// Variant is one line of stock: a choice for each option, in their order.
type Variant struct {
	SKU       string   `json:"sku"`
	Values    []string `json:"values"` // Value.Key for each option
	Price     string   `json:"price"`  // plain decimal in the shop's currency
	CompareAt string   `json:"compare_at"`
	Grams     int      `json:"grams"` // packed, as the carrier weighs it
	Stock     int      `json:"stock"`
	LengthMM  int      `json:"length_mm"` // packed
	WidthMM   int      `json:"width_mm"`
	HeightMM  int      `json:"height_mm"`

	Terms Terms  `json:"terms"`
	Keys  int    `json:"keys"`  // licence keys of what is sold by link
	Parts []Part `json:"parts"` // a set has no stock of its own
}

// Terms are how few are sold, in what steps, and what one costs by how many.
type Terms struct {
	Least  int     `json:"least"`
	Step   int     `json:"step"`
	Breaks []Break `json:"breaks"`
}

// Break is the price of one when at least From are bought.
type Break struct {
	From  int    `json:"from"`
	Price string `json:"price"` // plain decimal
}

// Part is what is in a set: a variant of the same shop.
type Part struct {
	SKU      string `json:"sku"`
	Quantity int    `json:"quantity"`
}
