package ucp

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"agora/catalog"
	"agora/landed"
	"agora/money"
)

type askedProduct struct {
	ID          string     `json:"id"`
	Selected    []selected `json:"selected"`
	Preferences []string   `json:"preferences"`
	Context     *hints     `json:"context"`
}

type detail struct {
	UCP     envelope        `json:"ucp"`
	Product json.RawMessage `json:"product"` // a productAnswer
}

// product answers with one product, and what of it can be had beside what was
// chosen.
func (c *call) product() (reply, error) {
	asked, err := read[askedProduct](c.body)
	if err != nil {
		return reply{}, err
	}
	c.speak(asked.Context)
	if asked.ID == "" {
		return reply{}, malformed("id is missing")
	}
	if len(asked.Selected) > lookMost || len(asked.Preferences) > lookMost {
		return reply{}, malformed("selected and preferences have at most %d entries", lookMost)
	}
	meant, order, err := c.meant([]string{asked.ID})
	if err != nil {
		return reply{}, err
	}
	view, err := c.b.Landed.View(c.r.Context())
	if err != nil {
		return reply{}, err
	}
	to := asked.Context.currency("", "")
	one, err := c.alone(order, view, to, meant[0].variant != 0 || len(asked.Selected) > 0, func(p *productAnswer) {
		p.choose(meant[0].variant, asked.Selected, asked.Preferences)
	})
	if err != nil {
		return reply{}, err
	}
	if one == nil {
		return c.refuse(unrecoverable, "not_found", "ucp.no_product")
	}
	return c.said(http.StatusOK, detail{c.envelope(capLookup), one})
}

// alone tells of one product, nil when it is not for sale. Only what everybody
// sees, before anything was chosen, is kept.
func (c *call) alone(id []catalog.ProductID, view *landed.View, to money.Currency, chosen bool, choose func(*productAnswer)) (json.RawMessage, error) {
	tell := func(l catalog.Listing, lower prices) *productAnswer {
		p := c.listed(l, view, to, lower)
		if len(p.Variants) == 0 {
			return nil
		}
		choose(&p)
		return &p
	}
	if chosen {
		list, err := c.b.Catalog.Listings(c.r.Context(), id)
		if err != nil || len(list) == 0 {
			return nil, err
		}
		lower, err := c.offers(list[:1])
		if err != nil {
			return nil, err
		}
		p := tell(list[0], lower)
		if p == nil {
			return nil, nil
		}
		return json.Marshal(p)
	}
	states, err := c.b.Catalog.States(c.r.Context(), id)
	if err != nil {
		return nil, err
	}
	list, err := c.told(states, view, to, true, tell)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0].text, nil
}

// choose puts the variant that was asked for, or that fits what was selected,
// first, and says of each value whether it can be had beside the rest. What
// nothing fits is let go: what is least preferred first.
func (p *productAnswer) choose(asked catalog.VariantID, want []selected, preferences []string) {
	first := slices.IndexFunc(p.Variants, func(v variantAnswer) bool { return v.ID == variantID(asked) })
	if first >= 0 {
		want = p.Variants[first].Options
	}
	want = p.known(want)
	for {
		fits := slices.ContainsFunc(p.Variants, func(v variantAnswer) bool { return v.fits(want, "") })
		if fits || len(want) == 0 {
			break
		}
		want = letGo(want, preferences)
	}
	if first < 0 {
		for i, v := range p.Variants {
			if v.fits(want, "") && (first < 0 || v.Availability.Available && !p.Variants[first].Availability.Available) {
				first = i
			}
		}
	}
	for i := range p.Options {
		o := &p.Options[i]
		for j := range o.Values {
			exists, available := false, false
			for _, v := range p.Variants {
				if v.fits(want, o.Name) && v.fits([]selected{{Name: o.Name, Label: o.Values[j].Label}}, "") {
					exists, available = true, available || v.Availability.Available
				}
			}
			o.Values[j].Exists, o.Values[j].Available = &exists, &available
		}
	}
	v := p.Variants[first]
	p.Variants = slices.Insert(slices.Delete(p.Variants, first, first+1), 0, v)
	if p.Selected = want; len(want) == 0 {
		p.Selected = v.Options
	}
}

// known keeps the choices that the product has, once for each option, in the
// product's own spelling. An id counts before a label.
func (p *productAnswer) known(want []selected) (list []selected) {
	for _, w := range want {
		for _, o := range p.Options {
			if !strings.EqualFold(o.Name, w.Name) || slices.ContainsFunc(list, func(s selected) bool { return s.Name == o.Name }) {
				continue
			}
			at := slices.IndexFunc(o.Values, func(v optionValue) bool { return w.ID != "" && v.ID == w.ID })
			if at < 0 {
				at = slices.IndexFunc(o.Values, func(v optionValue) bool { return strings.EqualFold(v.Label, w.Label) })
			}
			if at >= 0 {
				list = append(list, selected{o.Name, o.Values[at].ID, o.Values[at].Label})
			}
		}
	}
	return list
}

// fits reports whether a variant has all that is wanted, one option aside.
func (v variantAnswer) fits(want []selected, aside string) bool {
	for _, w := range want {
		if strings.EqualFold(w.Name, aside) {
			continue
		}
		if !slices.ContainsFunc(v.Options, func(o selected) bool {
			return strings.EqualFold(o.Name, w.Name) && strings.EqualFold(o.Label, w.Label)
		}) {
			return false
		}
	}
	return true
}

// letGo drops one choice: one that nobody said to prefer, else the last of what
// is preferred.
func letGo(want []selected, preferences []string) []selected {
	rank := func(s selected) int {
		at := slices.IndexFunc(preferences, func(p string) bool { return strings.EqualFold(p, s.Name) })
		if at < 0 {
			return len(preferences)
		}
		return at
	}
	last := 0
	for i, s := range want {
		if rank(s) >= rank(want[last]) {
			last = i
		}
	}
	return slices.Delete(slices.Clone(want), last, last+1)
}
