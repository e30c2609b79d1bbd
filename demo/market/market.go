// Package market is the demo market as data: shops in all eighteen countries,
// what they sell, how they send it, who owns them and who buys there. Persons,
// shops, accounts and rates are invented; prices and customs codes are
// plausible, so that a landed cost worked out from them looks like a real one.
//
// It holds files and words only. The demo reads a Market and writes it through
// the domains' own services; nothing here knows a database.
//
// Invariants, all checked by Load: every text is there in English, Russian,
// Urdu and the shop's own language; every price is an exact decimal of the
// shop's currency; every customs code has six digits; every choice a variant
// names exists, and no two variants of a product are the same; every shop
// reaches all eighteen countries by at least two ways; every part of a set is a
// variant of its shop; every review and question
// names a product of the market and one of its buyers, once.
package market

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
)

//go:embed *.json products/*.json pictures/*.svg
var files embed.FS

// Everywhere and Domestic are the two words Delivery.To knows besides country
// codes: every country but the shop's own, and the shop's own.
const (
	Everywhere = "*"
	Domestic   = "domestic"
)

// Domain ends the e-mail addresses of all people of the demo.
const Domain = "@demo.agora.example"

// Text is words by BCP 47 language ("en", "ru", "ur", "ky").
type Text map[string]string

// Market is all of the demo market.
type Market struct {
	Categories []Category // parents before their children
	Traits     []Trait
	Shops      []Shop
	Rates      Rates
	People     []Person
	Remarks    Remarks
}

// Category is one kind of thing; Parent is the key of a broader kind, or empty.
type Category struct {
	Key    string `json:"key"`
	Name   Text   `json:"name"`
	HS     string `json:"hs"` // headings for a seller to start from, in words; a hint, no code
	Parent string `json:"parent"`
}

// Trait is what is asked about the things of some categories.
type Trait struct {
	Key        string   `json:"key"`
	Name       Text     `json:"name"`
	Kind       string   `json:"kind"` // catalog.TraitKind
	Unit       string   `json:"unit"` // catalog.Unit of a number
	Many       bool     `json:"many"`
	Facet      bool     `json:"facet"`
	Categories []string `json:"categories"`
	Choices    []Value  `json:"choices"`
}

// Rates are the demo exchange rates of one day.
type Rates struct {
	Day    string `json:"day"` // YYYY-MM-DD
	Source string `json:"source"`
	Rates  []Rate `json:"rates"`
}

// Rate says how many units of Currency one US dollar buys.
type Rate struct {
	Currency string `json:"currency"`
	PerUSD   string `json:"per_usd"` // plain decimal
}

// Person is one demo account. Role is "buyer", "seller" or "operator"; Shop is
// the handle of a seller's shop. Owners who are not listed here have accounts
// by their shop's Owner.
type Person struct {
	Name     string  `json:"name"`
	Email    string  `json:"email"`
	Role     string  `json:"role"`
	Country  string  `json:"country"` // ISO 3166-1 alpha-2
	Language string  `json:"language"`
	Phone    string  `json:"phone"` // international, with spaces
	Shop     string  `json:"shop"`
	Address  Address `json:"address"` // buyers only
}

// Address is where a parcel starts or ends, in the country's own order of
// fields; the country stands beside it.
type Address struct {
	Street   string `json:"street"`
	City     string `json:"city"`
	Province string `json:"province"`
	Postcode string `json:"postcode"`
	Landmark string `json:"landmark"` // what a courier asks for when the street has no sign
}

// Load reads the embedded market and checks it; the error names every fault.
func Load() (Market, error) {
	var m Market
	for name, into := range map[string]any{
		"categories.json": &m.Categories, "traits.json": &m.Traits, "shops.json": &m.Shops, "rates.json": &m.Rates, "people.json": &m.People,
		"reviews.json": &m.Remarks,
	} {
		if err := read(name, into); err != nil {
			return Market{}, err
		}
	}
	for i := range m.Shops {
		s := &m.Shops[i]
		if err := read("products/"+s.Handle+".json", &s.Products); err != nil {
			return Market{}, err
		}
	}
	if err := m.check(); err != nil {
		return Market{}, fmt.Errorf("demo market: %w", err)
	}
	return m, nil
}

// Picture gives the SVG file a product names.
func Picture(name string) ([]byte, error) { return files.ReadFile("pictures/" + name) }

// Pictures is the folder of all product pictures.
func Pictures() (fs.FS, error) { return fs.Sub(files, "pictures") }

func read(name string, into any) error {
	text, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("demo market: %s: %w", name, err)
	}
	return nil
}
