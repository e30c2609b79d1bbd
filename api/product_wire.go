package api

import (
	"strconv"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/money"
)

// Money is a sum.
type Money struct {
	Minor    int64  `json:"minor" doc:"Hundredths of the unit: 145000 is 1,450.00" example:"145000"`
	Currency string `json:"currency" pattern:"^[A-Z]{3}$" doc:"ISO 4217" example:"PKR"`
}

func moneyOf(a money.Amount) Money { return Money{a.Minor, string(a.Currency)} }

// some gives an amount, nil for none.
func some(a money.Amount) *Money {
	if a.Minor == 0 {
		return nil
	}
	m := moneyOf(a)
	return &m
}

// amount gives the sum as the domains have it.
func (m *Money) amount() money.Amount {
	if m == nil {
		return money.Amount{}
	}
	return money.Of(m.Minor, money.Currency(m.Currency))
}

// Product is a thing of the shop. What is only read may be sent, too, and is
// ignored: an answer, changed and sent back, is a good request.
type Product struct {
	ID          string        `json:"id,omitempty" readOnly:"true"`
	Handle      string        `json:"handle,omitempty" readOnly:"true" doc:"Names it in its shop"`
	Version     string        `json:"version,omitempty" readOnly:"true" doc:"Another after every change of texts, facts and prices; send it as If-Match"`
	Status      string        `json:"status" enum:"draft,active,archived"`
	Category    string        `json:"category,omitempty" doc:"Key of a category of the market"`
	HS          string        `json:"hs,omitempty" doc:"Customs code of 4 to 10 digits"`
	Origin      string        `json:"origin,omitempty" doc:"Country in which it was made, ISO 3166" example:"PK"`
	Certificate string        `json:"certificate,omitempty" doc:"Number of its certificate of origin"`
	Title       catalog.Texts `json:"title" doc:"By language (BCP 47)"`
	Description catalog.Texts `json:"description,omitempty"`
	Attributes  []Attribute   `json:"attributes,omitempty"`
	Traits      []Trait       `json:"traits,omitempty" doc:"What it says to the questions of its category; left out: stays"`
	Brand       *string       `json:"brand,omitempty" doc:"Left out: stays"`
	Condition   *string       `json:"condition,omitempty" doc:"Left out: stays"`
	Options     []Option      `json:"options,omitempty"`
	Variants    []Variant     `json:"variants" doc:"One choice of each option; a variant that is left out is retired"`
	Pictures    []string      `json:"pictures,omitempty" doc:"“blob:…” of a picture it has, or an https address to fetch; left out: stay"`
	Videos      []string      `json:"videos,omitempty" doc:"Left out: stay"`
	Dangerous   *bool         `json:"dangerous,omitempty" doc:"Left out: stays"`
	Digital     *bool         `json:"digital,omitempty" doc:"Left out: stays"`
	LeadDays    *int          `json:"lead_days,omitempty" doc:"Days in which it is made when ordered; left out: stay"`
	Few         *int64        `json:"few,omitempty" doc:"Pieces left at which it is nearly sold out; -1: as the shop says; left out: stays"`
	Created     *time.Time    `json:"created,omitempty" readOnly:"true"`
	Updated     *time.Time    `json:"updated,omitempty" readOnly:"true"`
}

// Attribute is a line of the table under the description.
type Attribute struct {
	Name  catalog.Texts `json:"name"`
	Value catalog.Texts `json:"value"`
}

// Trait is what a product says to one question of its category.
type Trait struct {
	Trait   string        `json:"trait"`
	Choices []string      `json:"choices,omitempty"`
	Number  int64         `json:"number,omitempty" doc:"Thousandths of the smallest unit of what is measured"`
	Text    catalog.Texts `json:"text,omitempty"`
}

// Option is one thing the buyer chooses.
type Option struct {
	Name   catalog.Texts `json:"name"`
	Values []OptionValue `json:"values"`
}

// OptionValue is one choice.
type OptionValue struct {
	Key  string        `json:"key"`
	Name catalog.Texts `json:"name"`
}

// Variant is what is bought.
type Variant struct {
	ID        string   `json:"id,omitempty" readOnly:"true"`
	Product   string   `json:"product,omitempty" readOnly:"true" doc:"Id of its product"`
	SKU       string   `json:"sku,omitempty"`
	Barcode   string   `json:"barcode,omitempty"`
	Values    []string `json:"values,omitempty" doc:"A key for each option, in their order"`
	Price     Money    `json:"price"`
	CompareAt *Money   `json:"compare_at,omitempty" doc:"The price before"`
	Grams     int64    `json:"grams,omitempty" doc:"Packed, as the carrier weighs it"`
	LengthMM  int64    `json:"length_mm,omitempty"`
	WidthMM   int64    `json:"width_mm,omitempty"`
	HeightMM  int64    `json:"height_mm,omitempty"`
	Terms     *Terms   `json:"terms,omitempty" doc:"Of who buys several; left out: stay"`
	Set       bool     `json:"set,omitempty" readOnly:"true" doc:"It consists of other variants and has no stock of its own"`
	OnHand    *int64   `json:"on_hand,omitempty" readOnly:"true" doc:"In all places together; changed by itself"`
	Held      *int64   `json:"held,omitempty" readOnly:"true" doc:"Of these, promised to orders"`
}

// Terms are what the shop asks of who buys several.
type Terms struct {
	Least  int64   `json:"least,omitempty" doc:"Fewest that are sold"`
	Step   int64   `json:"step,omitempty" doc:"More only by so many"`
	Breaks []Break `json:"breaks,omitempty"`
}

// Break is the price of one when several are bought.
type Break struct {
	From  int64 `json:"from"`
	Minor int64 `json:"minor" doc:"Minor units of the shop's currency"`
}

func id[T ~int64](n T) string { return strconv.FormatInt(int64(n), 10) }

// productOf writes a product.
func productOf(p catalog.Product) Product {
	condition, created, updated := string(p.Condition), p.Created.UTC(), p.Updated.UTC()
	out := Product{ID: id(p.ID), Handle: p.Handle, Version: id(catalog.ProductID(p.Version)), Status: string(p.Status), Category: p.Category, HS: p.HS,
		Origin: string(p.Origin), Certificate: p.Certificate, Title: p.Title, Description: p.Description, Brand: &p.Brand, Condition: &condition,
		Pictures: p.Draft().Pictures, Videos: p.Videos, Dangerous: &p.Dangerous, Digital: &p.Digital, LeadDays: &p.LeadDays, Few: &p.Few,
		Variants: []Variant{}, Created: &created, Updated: &updated}
	for _, a := range p.Attributes {
		out.Attributes = append(out.Attributes, Attribute{a.Name, a.Value})
	}
	for _, t := range p.Traits {
		out.Traits = append(out.Traits, Trait{t.Trait, t.Choices, t.Number, t.Text})
	}
	for _, o := range p.Options {
		option := Option{Name: o.Name}
		for _, v := range o.Values {
			option.Values = append(option.Values, OptionValue{v.Key, v.Name})
		}
		out.Options = append(out.Options, option)
	}
	for _, v := range p.Variants {
		if !v.Retired {
			out.Variants = append(out.Variants, variantOf(v))
		}
	}
	return out
}

// variantOf writes a variant.
func variantOf(v catalog.Variant) Variant {
	out := Variant{ID: id(v.ID), Product: id(v.Product), SKU: v.SKU, Barcode: v.Barcode, Values: v.Values, Price: moneyOf(v.Price), CompareAt: some(v.CompareAt),
		Grams: v.Grams, LengthMM: v.LengthMM, WidthMM: v.WidthMM, HeightMM: v.HeightMM, Set: v.IsSet(), OnHand: &v.OnHand, Held: &v.Held}
	if t := v.Terms; t.Least > 1 || t.Step > 1 || len(t.Breaks) > 0 {
		out.Terms = &Terms{Least: t.Least, Step: t.Step}
		for _, b := range t.Breaks {
			out.Terms.Breaks = append(out.Terms.Breaks, Break{b.From, b.Price})
		}
	}
	return out
}

// draft reads a product as saving takes it. Stock stays as it is.
func (p Product) draft(handle string, version int64) catalog.Draft {
	d := catalog.Draft{Handle: handle, Version: version, Status: catalog.ProductStatus(p.Status), Category: p.Category, HS: p.HS, Origin: country.Code(p.Origin),
		Certificate: p.Certificate, Title: p.Title, Description: p.Description, Brand: p.Brand, Condition: (*catalog.Condition)(p.Condition),
		Pictures: p.Pictures, Videos: p.Videos, Dangerous: p.Dangerous, Digital: p.Digital, LeadDays: p.LeadDays, Few: p.Few}
	for _, a := range p.Attributes {
		d.Attributes = append(d.Attributes, catalog.Attribute{Name: a.Name, Value: a.Value})
	}
	for _, t := range p.Traits {
		d.Traits = append(d.Traits, catalog.TraitValue{Trait: t.Trait, Choices: t.Choices, Number: t.Number, Text: t.Text})
	}
	if p.Traits != nil && d.Traits == nil {
		d.Traits = []catalog.TraitValue{}
	}
	for _, o := range p.Options {
		option := catalog.Option{Name: o.Name}
		for _, v := range o.Values {
			option.Values = append(option.Values, catalog.OptionValue{Key: v.Key, Name: v.Name})
		}
		d.Options = append(d.Options, option)
	}
	for _, v := range p.Variants {
		d.Variants = append(d.Variants, v.draft())
	}
	return d
}

func (v Variant) draft() catalog.VariantDraft {
	d := catalog.VariantDraft{SKU: v.SKU, Barcode: v.Barcode, Values: v.Values, Price: v.Price.amount(), CompareAt: v.CompareAt.amount(),
		Grams: v.Grams, LengthMM: v.LengthMM, WidthMM: v.WidthMM, HeightMM: v.HeightMM, Uncounted: true}
	if v.Terms != nil {
		d.Terms = &catalog.Terms{Least: v.Terms.Least, Step: v.Terms.Step}
		for _, b := range v.Terms.Breaks {
			d.Terms.Breaks = append(d.Terms.Breaks, catalog.Break{From: b.From, Price: b.Minor})
		}
	}
	return d
}
