package customs

import (
	"slices"
	"time"

	"agora/country"
	"agora/money"
)

// Shipment is one parcel as its papers tell of it.
type Shipment struct {
	Ref       string         `json:"ref"`              // the order, "AG-7KQ2X9M/1"; the invoice has this number
	Number    string         `json:"number,omitempty"` // of the parcel, as its carrier gave it
	Carrier   string         `json:"carrier,omitempty"`
	Day       time.Time      `json:"day"` // on which the papers are dated, UTC
	Sender    Party          `json:"sender"`
	Addressee Party          `json:"addressee"`
	Lines     []Line         `json:"lines"`
	Gross     int64          `json:"gross,omitempty"` // grams with the packing; 0 when nobody weighed it
	Category  Category       `json:"category"`
	Incoterm  string         `json:"incoterm,omitempty"` // Incoterms 2020
	Currency  money.Currency `json:"currency"`           // of all its sums
	Freight   money.Amount   `json:"freight"`
	Discount  money.Amount   `json:"discount"`            // on the goods, not negative
	Paid      money.Amount   `json:"paid"`                // of the invoice, by now
	SDR       money.Rate     `json:"sdr,omitzero"`        // from Currency to XDR; zero when unknown
	Languages []string       `json:"languages,omitempty"` // of the captions, besides English and French; BCP 47
}

// Party is who sends, or who receives.
type Party struct {
	ID      string          `json:"id,omitempty"`    // by which the other side knows her: a shop's handle
	Trade   string          `json:"trade,omitempty"` // name of the shop
	Email   string          `json:"email,omitempty"`
	Address country.Address `json:"address"`
}

// Line is one kind of goods in the parcel.
type Line struct {
	Description map[string]string `json:"description"` // by BCP 47 language
	SKU         string            `json:"sku,omitempty"`
	Quantity    int64             `json:"quantity"`
	Grams       int64             `json:"grams,omitempty"` // of one, without packing; 0 when unknown
	Unit        money.Amount      `json:"unit"`            // price of one
	HS          string            `json:"hs,omitempty"`    // digits of the Harmonized System
	Origin      country.Code      `json:"origin,omitempty"`
}

// Net is the weight of the whole line in grams; 0 when unknown.
func (l Line) Net() int64 { return l.Quantity * l.Grams }

// Value is the price of the whole line.
func (l Line) Value() money.Amount { return money.Of(l.Quantity*l.Unit.Minor, l.Unit.Currency) }

// Category is why a parcel is sent, as the forms of the postal union ask.
type Category string

// The categories in the order in which the forms have them.
const (
	Gift      Category = "gift"
	Documents Category = "documents"
	Sample    Category = "sample"
	Returned  Category = "returned"
	Sale      Category = "sale"
	Other     Category = "other"
)

// Categories lists them all.
var Categories = []Category{Gift, Documents, Sample, Returned, Sale, Other}

// Goods is the value of the lines less the discount.
func (s Shipment) Goods() money.Amount {
	sum := money.Of(-s.Discount.Minor, s.Currency)
	for _, l := range s.Lines {
		sum.Minor += l.Value().Minor
	}
	return sum
}

// Total is what the invoice asks for: goods and freight.
func (s Shipment) Total() money.Amount {
	return money.Of(s.Goods().Minor+s.Freight.Minor, s.Currency)
}

// Net is the weight of the goods in grams; 0 when that of a line is unknown.
func (s Shipment) Net() (sum int64) {
	for _, l := range s.Lines {
		if l.Grams <= 0 {
			return 0
		}
		sum += l.Net()
	}
	return sum
}

// values gives what each line is worth when the discount is spread over them,
// so that they add up to the goods.
func (s Shipment) values() []money.Amount {
	var weights []int64
	for _, l := range s.Lines {
		weights = append(weights, l.Value().Minor)
	}
	out := make([]money.Amount, len(s.Lines))
	for i, off := range money.Split(s.Discount.Minor, weights) {
		out[i] = money.Of(weights[i]-off, s.Currency)
	}
	return out
}

// limit is the value up to which a letter packet has the short declaration:
// 300 SDR (forms CN 22 and CN 23 of the Universal Postal Union, as read in
// national posts' guides in November 2026).
const limit = 300_00

// Declaration says which form the parcel wants: CN 22 up to 300 SDR; CN 23 above,
// or when the rate of the SDR is not known.
func (s Shipment) Declaration() Kind {
	if s.SDR.To != "XDR" {
		return CN23
	}
	value, err := money.Up.Convert(s.Goods(), s.SDR)
	if err != nil || value.Minor > limit {
		return CN23
	}
	return CN22
}

// tongues are the languages of the captions, English and French first.
func (s Shipment) tongues() []string {
	list := []string{"en", "fr"}
	for _, lang := range s.Languages {
		if !slices.Contains(list, lang) {
			list = append(list, lang)
		}
	}
	return list
}
