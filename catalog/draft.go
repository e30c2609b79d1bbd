package catalog

import (
	"agora/country"
	"agora/money"
)

// Draft is a product as an editor or an import gives it. Saving one makes the
// product of that handle what the draft says.
type Draft struct {
	Handle      string // names the product in its shop; made of the title when empty
	Status      ProductStatus
	Category    string
	HS          string
	Origin      country.Code
	Certificate string
	Title       Texts
	Description Texts
	Attributes  []Attribute
	Traits      []TraitValue // nil leaves them as they are
	Brand       *string      // nil leaves it as it is
	Condition   *Condition   // nil leaves it as it is
	Options     []Option
	Variants    []VariantDraft
	Pictures    []string // "blob:KEY" for a picture the product has, "file:NAME" for one that is still to be sent, else an address to fetch; nil leaves the pictures as they are
	Videos      []string // addresses of films elsewhere; nil leaves them as they are
	Tint        string
	Dangerous   *bool  // nil leaves it as it is
	LeadDays    *int   // nil leaves them as they are
	Digital     *bool  // nil leaves it as it is
	Few         *int64 // nil leaves it as it is, FewOfShop leaves it to the shop
	Version     int64  // of the product that the draft was made of: another one now is a Conflict, "fault.product_moved"; 0 asks nothing
	Looks       []Look // of Pictures, in their order; nil leaves all as they are
	Machine     *Marks // which texts a machine made; nil leaves the marks of those that stay
}

// VariantDraft is a variant of a draft. It is the variant that has this SKU,
// or else these values; a variant of the product that no draft names is
// retired.
type VariantDraft struct {
	SKU       string
	Barcode   string
	Values    []string // OptionValue.Key for each option, in their order
	Price     money.Amount
	CompareAt money.Amount // zero for none
	Grams     int64
	LengthMM  int64
	WidthMM   int64
	HeightMM  int64
	OnHand    int64 // in all locations together; may not go below what is held
	Uncounted bool  // nobody counted: the stock of a variant that is there stays, whatever OnHand says

	Terms *Terms       // nil leaves them as they are
	Parts *[]PartDraft // of a set, none for what is no set; nil leaves them as they are
}

// FilePrefix starts a Draft's picture that only has the name of a file, which
// somebody may still send.
const FilePrefix = "file:"

// BlobPrefix starts a Draft's picture that the product has already.
const BlobPrefix = "blob:"

// Draft gives the product as a draft: saving it changes nothing. What a draft
// may leave out it leaves out; Whole does not.
func (p Product) Draft() Draft {
	d := Draft{Handle: p.Handle, Status: p.Status.wished(), Category: p.Category, HS: p.HS, Origin: p.Origin, Certificate: p.Certificate,
		Title: p.Title, Description: p.Description, Attributes: p.Attributes, Options: p.Options, Tint: p.Tint, Videos: p.Videos}
	if p.Dangerous {
		d.Dangerous = &p.Dangerous
	}
	if p.Digital {
		d.Digital = &p.Digital
	}
	if p.Few >= 0 {
		d.Few = &p.Few
	}
	d.Pictures = make([]string, 0, len(p.Media)+len(p.Pictures))
	for _, m := range p.Media {
		d.Pictures = append(d.Pictures, BlobPrefix+m.Key)
	}
	d.Pictures = append(d.Pictures, p.Pictures...)
	for _, v := range p.Variants {
		if v.Retired {
			continue
		}
		if v.IsSet() {
			v.OnHand = 0 // it has none of its own
		}
		d.Variants = append(d.Variants, VariantDraft{SKU: v.SKU, Barcode: v.Barcode, Values: v.Values,
			Price: v.Price, CompareAt: v.CompareAt, Grams: v.Grams,
			LengthMM: v.LengthMM, WidthMM: v.WidthMM, HeightMM: v.HeightMM, OnHand: v.OnHand})
	}
	return d
}
