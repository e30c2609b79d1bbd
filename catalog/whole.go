package catalog

import (
	"fmt"
	"slices"
	"strings"

	"agora/fault"
)

// Look is what a draft says of one of its pictures, if the product has it.
type Look struct {
	Alt Texts   // words for those who do not see it; nil leaves them, empty takes them away
	At  *[2]int // Edit.At: what one looks at; nil leaves it
}

// PartDraft names a part of a set within its shop: by its SKU, or, if it has none,
// by the handle of its product and its choices.
type PartDraft struct {
	SKU      string
	Handle   string
	Values   []string // OptionValue.Key for each option, in their order
	Quantity int64    // in one set
}

// Whole gives the product as a draft that leaves nothing out: one that is saved in
// another shop makes the same product there, but for the words of its pictures and
// for what digital things hold.
func (p Product) Whole() Draft {
	d := p.Draft()
	d.Traits = append([]TraitValue{}, p.Traits...)
	d.Brand, d.Condition, d.Dangerous, d.LeadDays, d.Digital, d.Few = &p.Brand, &p.Condition, &p.Dangerous, &p.LeadDays, &p.Digital, &p.Few
	d.Videos = append([]string{}, p.Videos...)
	marks := Marks{}
	for lang, list := range p.Machine {
		if len(list) > 0 {
			marks[lang] = slices.Clone(list)
		}
	}
	d.Machine = &marks
	for _, m := range p.Media {
		alt := m.Alt
		if alt == nil {
			alt = Texts{}
		}
		d.Looks = append(d.Looks, Look{Alt: alt, At: &m.Edit.At})
	}
	sold := p.sold()
	for i := range d.Variants {
		terms, parts := sold[i].Terms, partsSaid(sold[i].Parts)
		d.Variants[i].Terms, d.Variants[i].Parts = &terms, &parts
	}
	return d
}

// sold gives the variants that are for sale.
func (p Product) sold() []Variant {
	return slices.DeleteFunc(slices.Clone(p.Variants), func(v Variant) bool { return v.Retired })
}

// partsSaid names the parts of a set for a draft.
func partsSaid(parts []Part) []PartDraft {
	list := make([]PartDraft, len(parts))
	for i, p := range parts {
		if list[i] = (PartDraft{SKU: p.SKU, Quantity: p.Quantity}); p.SKU == "" {
			list[i].Handle, list[i].Values = p.Handle, p.Values
		}
	}
	return list
}

// samePartsSaid reports whether a draft names the parts that there are.
func samePartsSaid(have []Part, list []PartDraft) bool {
	return slices.EqualFunc(have, list, func(p Part, said PartDraft) bool {
		if said.SKU != "" {
			return p.Quantity == said.Quantity && p.SKU == said.SKU
		}
		return p.Quantity == said.Quantity && p.Handle == said.Handle && slices.Equal(p.Values, said.Values)
	})
}

// says finds the text of a passage of the draft, by its field and language; ""
// when there is none. The kind of the passage is what marks of machines go by.
func (d Draft) says(field, lang string) (kind, text string) {
	for _, p := range d.passages() {
		if p.Field == field {
			return p.Kind(), p.Texts[lang]
		}
	}
	return "", ""
}

// Mark notes that a machine made the text of a passage in a language; one that is
// not there is left.
func (d *Draft) Mark(field, lang string) {
	kind, text := d.Clean().says(field, lang)
	if text == "" {
		return
	}
	if d.Machine == nil {
		d.Machine = &Marks{}
	}
	if mark := markOf(kind, text); !slices.Contains((*d.Machine)[lang], mark) {
		(*d.Machine)[lang] = append((*d.Machine)[lang], mark)
	}
}

// passages gives the texts of the draft, those of its pictures too.
func (d Draft) passages() []Passage {
	media := make([]Media, 0, len(d.Looks))
	for i, look := range d.Looks {
		if i < len(d.Pictures) {
			media = append(media, Media{Key: strings.TrimPrefix(d.Pictures[i], BlobPrefix), Alt: look.Alt})
		}
	}
	return spoken(&d.Title, &d.Description, d.Attributes, d.Options, media)
}

// look makes pictures what the draft says of those that it names.
func (d Draft) look(media []Media) []Media {
	if len(d.Looks) == 0 {
		return media
	}
	media = slices.Clone(media)
	for i, l := range d.Looks {
		if i >= len(d.Pictures) {
			break
		}
		at := slices.IndexFunc(media, func(m Media) bool { return m.named(d.Pictures[i]) })
		if at < 0 {
			continue
		}
		if l.Alt != nil {
			media[at].Alt = l.Alt.clean()
		}
		if l.At != nil {
			media[at].Edit.At = *l.At
		}
	}
	return media
}

// checkLooks looks at what a draft says of its pictures.
func (d Draft) checkLooks(f *fault.Fields) {
	bound(f, "pictures", len(d.Looks), MaxPictures)
	for i, l := range d.Looks {
		l.Alt.check(f, fmt.Sprintf("pictures.%d.alt", i), MaxShort)
		if l.At != nil {
			var at fault.Fields
			if (Edit{At: *l.At}).check(&at); at != nil {
				f.Add(fmt.Sprintf("pictures.%d.at", i), "fault.number_range", "min", int64(1), "max", int64(1000))
			}
		}
	}
}

// named reports whether a draft means the picture by this: its key, or an address
// from which it was fetched.
func (m Media) named(by string) bool {
	key, local := strings.CutPrefix(by, BlobPrefix)
	return local && m.Key == key || slices.Contains(m.From, by)
}
