package catalog

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"agora/fault"
	"agora/money"
)

// The bounds of a product. Texts are bounded in letters of each language.
const (
	MaxTitle       = 200
	MaxDescription = 8_000
	MaxShort       = 200 // names and values of attributes and options, SKUs
	MaxLanguages   = 24
	MaxAttributes  = 40
	MaxOptions     = 5
	MaxVariants    = 500
	MaxPictures    = 20
	MaxPrice       = 1_000_000_000_000 // minor units
	MaxGrams       = 1_000_000         // a tonne
	MaxMM          = 20_000
	MaxOnHand      = 1_000_000_000
	MaxLeadDays    = 365
)

// Check gives every fault of the draft for this shop, each with the path of
// its field ("variants.2.price"). It looks at nothing but the two.
func (d Draft) Check(shop Shop) fault.Fields {
	var f fault.Fields
	if d.Handle != "" && !ValidHandle(d.Handle) {
		f.Add("handle", "fault.handle")
	}
	if !d.Status.Valid() {
		f.Add("status", "fault.product_status")
	}
	if n := len(d.HS); n > 0 && (n < 4 || n > 10 || !digits(d.HS)) {
		f.Add("hs", "fault.hs")
	}
	if d.Origin != "" && !alpha2(string(d.Origin)) {
		f.Add("origin", "fault.origin")
	}
	if len(d.Certificate) > MaxShort {
		f.Add("certificate", "fault.too_long", "max", MaxShort)
	}
	if d.Title.Empty() {
		f.Add("title", "fault.required")
	}
	d.Title.check(&f, "title", MaxTitle)
	d.Description.check(&f, "description", MaxDescription)
	bound(&f, "attributes", len(d.Attributes), MaxAttributes)
	for i, a := range d.Attributes {
		a.Name.check(&f, fmt.Sprintf("attributes.%d.name", i), MaxShort)
		a.Value.check(&f, fmt.Sprintf("attributes.%d.value", i), MaxDescription)
	}
	bound(&f, "pictures", len(d.Pictures), MaxPictures)
	for i, p := range d.Pictures {
		if !validAddress(p) {
			f.Add(fmt.Sprintf("pictures.%d", i), "fault.picture_address")
		}
	}
	checkVideos(&f, d.Videos)
	d.checkLooks(&f)
	if d.LeadDays != nil {
		number(&f, "lead_days", int64(*d.LeadDays), MaxLeadDays)
	}
	if d.Few != nil && *d.Few != FewOfShop {
		number(&f, "few", *d.Few, MaxFew)
	}
	d.checkMake(&f)
	d.checkOptions(&f)
	d.checkVariants(&f, shop.Currency)
	return f
}

// validAddress reports whether a draft may name a picture like this.
func validAddress(p string) bool {
	if len(p) > 2000 || !utf8.ValidString(p) || strings.ContainsFunc(p, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return false
	}
	if name, ok := strings.CutPrefix(p, FilePrefix); ok {
		return name != "" && !strings.ContainsAny(name, `/\`)
	}
	return strings.HasPrefix(p, BlobPrefix) || strings.HasPrefix(p, "https://") || strings.HasPrefix(p, "http://")
}

func (d Draft) checkOptions(f *fault.Fields) {
	bound(f, "options", len(d.Options), MaxOptions)
	for i, o := range d.Options {
		at := fmt.Sprintf("options.%d", i)
		if o.Name.Empty() {
			f.Add(at+".name", "fault.required")
		}
		o.Name.check(f, at+".name", MaxShort)
		bound(f, at+".values", len(o.Values), MaxVariants)
		seen := map[string]bool{}
		for j, v := range o.Values {
			in := fmt.Sprintf("%s.values.%d", at, j)
			if v.Key == "" || seen[v.Key] || utf8.RuneCountInString(v.Key) > MaxShort {
				f.Add(in+".key", "fault.option_key")
			}
			seen[v.Key] = true
			if v.Name.Empty() {
				f.Add(in+".name", "fault.required")
			}
			v.Name.check(f, in+".name", MaxShort)
		}
	}
}

func (d Draft) checkVariants(f *fault.Fields, currency money.Currency) {
	if len(d.Variants) == 0 {
		f.Add("variants", "fault.no_variants")
	}
	bound(f, "variants", len(d.Variants), MaxVariants)
	skus, choices := map[string]bool{}, map[string]bool{}
	for i, v := range d.Variants {
		at := fmt.Sprintf("variants.%d", i)
		if v.SKU != "" && skus[v.SKU] {
			f.Add(at+".sku", "fault.sku_taken", "sku", v.SKU)
		}
		skus[v.SKU] = true
		if !d.offers(v.Values) {
			f.Add(at+".values", "fault.variant_values")
		} else if key := choiceKey(v.Values); choices[key] {
			f.Add(at+".values", "fault.variant_twice")
		} else {
			choices[key] = true
		}
		v.check(f, at, currency, d.Status == ProductActive)
	}
}

func (v VariantDraft) check(f *fault.Fields, at string, currency money.Currency, forSale bool) {
	short(f, at+".sku", v.SKU)
	short(f, at+".barcode", v.Barcode)
	switch {
	case v.Price.Currency != currency:
		f.Add(at+".price", "fault.money_currency", "have", string(v.Price.Currency), "want", string(currency))
	case v.Price.Minor < 0 || v.Price.Minor > MaxPrice:
		f.Add(at+".price", "fault.price_range")
	case v.Price.Minor == 0 && forSale:
		f.Add(at+".price", "fault.price_zero")
	}
	switch {
	case v.CompareAt.IsZero():
	case v.CompareAt.Currency != currency:
		f.Add(at+".compare_at", "fault.money_currency", "have", string(v.CompareAt.Currency), "want", string(currency))
	case v.CompareAt.Minor < 0 || v.CompareAt.Minor > MaxPrice:
		f.Add(at+".compare_at", "fault.price_range")
	}
	if v.Terms != nil {
		v.Terms.check(f, at, v.Price.Minor)
	}
	if v.Parts != nil {
		bound(f, at+".parts", len(*v.Parts), MaxParts)
	}
	number(f, at+".grams", v.Grams, MaxGrams)
	number(f, at+".length_mm", v.LengthMM, MaxMM)
	number(f, at+".width_mm", v.WidthMM, MaxMM)
	number(f, at+".height_mm", v.HeightMM, MaxMM)
	number(f, at+".on_hand", v.OnHand, MaxOnHand)
}

// offers reports whether values are one choice of each option.
func (d Draft) offers(values []string) bool {
	if len(values) != len(d.Options) {
		return false
	}
	for i, key := range values {
		found := false
		for _, v := range d.Options[i].Values {
			found = found || v.Key == key
		}
		if !found {
			return false
		}
	}
	return true
}

// check adds the faults of a text in all its languages.
func (t Texts) check(f *fault.Fields, field string, max int) {
	bound(f, field, len(t), MaxLanguages)
	for _, lang := range t.Languages() {
		switch s := t[lang]; {
		case !validTag(lang):
			f.Add(field+"."+lang, "fault.language")
		case !utf8.ValidString(s) || strings.ContainsRune(s, 0):
			f.Add(field+"."+lang, "fault.text")
		case utf8.RuneCountInString(s) > max:
			f.Add(field+"."+lang, "fault.too_long", "max", int64(max))
		}
	}
}

func short(f *fault.Fields, field, s string) {
	if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		f.Add(field, "fault.text")
	} else if utf8.RuneCountInString(s) > MaxShort {
		f.Add(field, "fault.too_long", "max", int64(MaxShort))
	}
}

func bound(f *fault.Fields, field string, n, max int) {
	if n > max {
		f.Add(field, "fault.at_most", "max", int64(max))
	}
}

func number(f *fault.Fields, field string, n, max int64) {
	if n < 0 || n > max {
		f.Add(field, "fault.number_range", "min", int64(0), "max", max)
	}
}
