// Package country knows the eighteen countries of the market: their names,
// money, calling codes, languages, and how an address is written there.
//
// It has no tables; the facts are a dated file with its sources beside it
// (countries.json, SOURCES.md). Invariants: an unverified fact has no value; a
// membership is a dated row, never a column.
package country

import (
	_ "embed"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"

	"agora/money"
)

// Code is an ISO 3166-1 alpha-2 code.
type Code string

// Country is one country of the market.
type Country struct {
	Code      Code              `json:"code"`
	Alpha3    string            `json:"alpha3"`
	Numeric   string            `json:"numeric"` // three digits
	Names     map[string]string `json:"names"`   // by BCP 47 language
	Languages []string          `json:"languages"`
	Currency  money.Currency    `json:"currency"`
	Phone     string            `json:"phone"` // calling code with its plus
	Post      string            `json:"post"`  // country code in UPU S10 parcel numbers
	Address   Format            `json:"address"`
	VAT       VAT               `json:"vat"`

	postcode *regexp.Regexp
}

// VAT is the value added tax of a country as far as it was read in a source.
type VAT struct {
	Name     string `json:"name"`
	Standard Fact   `json:"standard"` // percent
}

// Fact is one sourced statement.
type Fact struct {
	Value      *float64 `json:"value"` // nil when unverified
	Status     string   `json:"status"`
	AsOf       string   `json:"as_of"` // date of the source
	Confidence string   `json:"confidence"`
	Sources    []string `json:"sources"` // keys for SourceOf
	Note       string   `json:"note"`
}

// Source is where a fact was read.
type Source struct {
	Title   string `json:"title"`
	Address string `json:"address"`
	Date    string `json:"date"`
}

//go:embed countries.json
var file []byte

type book struct {
	Countries   []Country         `json:"countries"`
	Memberships []Membership      `json:"memberships"`
	Sources     map[string]Source `json:"sources"`

	byCode map[Code]*Country
}

// facts parses the file once.
var facts = sync.OnceValue(func() *book {
	var b book
	if err := json.Unmarshal(file, &b); err != nil {
		panic("country: countries.json: " + err.Error()) // the file is part of the program
	}
	b.byCode = make(map[Code]*Country, len(b.Countries))
	for i := range b.Countries {
		c := &b.Countries[i]
		c.postcode = regexp.MustCompile(`^(?:` + c.Address.Postcode + `)$`)
		b.byCode[c.Code] = c
	}
	return &b
})

// All gives the countries in the order of their codes' file.
func All() []Country { return slices.Clone(facts().Countries) }

// Find gives a country by its code.
func Find(c Code) (Country, bool) {
	found, ok := facts().byCode[c]
	if !ok {
		return Country{}, false
	}
	return *found, true
}

// Known reports whether c is one of the market's countries.
func (c Code) Known() bool { _, ok := facts().byCode[c]; return ok }

// Name gives the country's name in a language; English when it has none there.
func (c Country) Name(lang string) string {
	for l := lang; l != ""; l = l[:max(0, strings.LastIndexByte(l, '-'))] {
		if n := c.Names[l]; n != "" {
			return n
		}
	}
	return c.Names["en"]
}

// Name gives the name of any country of the world by its code; the code itself for what is
// none.
func (c Code) Name(lang string) string {
	if found, ok := facts().byCode[c]; ok {
		return found.Name(lang)
	}
	if c.Real() {
		return c.abroad(lang)
	}
	return string(c)
}

// SourceOf gives the source behind a key of a fact.
func SourceOf(key string) (Source, bool) { s, ok := facts().Sources[key]; return s, ok }
