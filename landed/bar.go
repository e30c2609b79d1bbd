package landed

import (
	"slices"

	"agora/country"
)

// bars finds what keeps goods of a parcel out, or lets them in on a condition.
func (c *calculation) bars(i int) error {
	b := crossing{calculation: c, at: i, q: &c.parcels[i], p: &c.request.Parcels[i]}
	for _, kind := range []Kind{Prohibited, Restricted} {
		if len(c.view.rules[place{c.request.To, kind}]) == 0 {
			continue
		}
		for _, s := range b.shares(kind) {
			if s.rule == nil {
				continue
			}
			meets, err := b.meets(s.rule)
			if err != nil {
				return err
			}
			if meets {
				b.q.Bars = append(b.q.Bars, barOf(s.rule, s.hs))
			}
		}
	}
	return nil
}

// meets reports whether a parcel is above the sum or the weight of a rule; one
// without either it always meets, one whose sum can't be converted as well.
func (b *crossing) meets(r *Rule) (bool, error) {
	value, grams := b.counted(r)
	limit, known, err := b.foreign(r.Threshold)
	return r.Threshold.IsZero() && r.MaxGrams == 0 || !known || !r.Threshold.IsZero() && value > limit || r.MaxGrams > 0 && grams > r.MaxGrams, err
}

func barOf(r *Rule, hs string) Bar {
	b := Bar{Kind: r.Kind, Rule: r.ID, Threshold: r.Threshold, Grams: r.MaxGrams, Note: r.Note, Words: r.Words, Source: r.Source, Seen: r.Seen}
	if r.HS != "" {
		b.HS = hs
	}
	return b
}

// Bars gives the rules that name a customs code, or a part of it, and keep its
// goods out of a destination or let them in on a condition, whatever the parcel
// is worth and however it goes.
func (v *View) Bars(to country.Code, hs string) (list []Bar) {
	for _, kind := range []Kind{Prohibited, Restricted} {
		for i := range v.rules[place{to, kind}] {
			r := &v.rules[place{to, kind}][i]
			if r.HS != "" && r.fits(&Parcel{Channel: r.Channel, From: first(r.Sent)}, &Line{HS: hs, Origin: first(r.Origins), Certified: true}) {
				list = append(list, barOf(r, hs))
			}
		}
	}
	return slices.Clip(list)
}

func first(list []country.Code) country.Code {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
