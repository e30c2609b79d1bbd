package catalog

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"

	"agora/db"
	"agora/identity"
)

// MaxHandles bounds one question for products by their handles.
const MaxHandles = 200

// ByHandles gives the products of a shop that have one of these handles, in any
// status and by handle, to those who run it. At most MaxHandles are asked for.
func (s *Service) ByHandles(ctx context.Context, by identity.Actor, shop ShopID, handles []string) (map[string]Product, error) {
	if !ownerOrOperator(by, shop) {
		return nil, ErrForbidden
	}
	var found map[string]Product
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		found, err = s.ProductsOf(tx, shop, handles)
		return err
	})
	return found, err
}

// ProductsOf does what ByHandles does, inside a transaction, and asks nobody.
func (s *Service) ProductsOf(tx *db.Tx, shop ShopID, handles []string) (map[string]Product, error) {
	found := map[string]Product{}
	if len(handles) == 0 {
		return found, nil
	}
	handles = handles[:min(len(handles), MaxHandles)]
	args := []any{int64(shop)}
	places := make([]string, len(handles))
	for i, h := range handles {
		args = append(args, h)
		places[i] = db.Place(i + 2)
	}
	list, err := s.products(tx, "p.shop_id = $1 AND p.handle IN ("+strings.Join(places, ",")+")", args...)
	for _, p := range list {
		found[p.Handle] = p
	}
	return found, err
}

// Same reports whether saving the draft would leave the product as it is.
func (p Product) Same(d Draft) bool {
	have := p.Draft()
	if d.Pictures == nil {
		have.Pictures = nil
	} else {
		media, pending := arrange(d.Pictures, p.Media)
		d.Pictures = make([]string, 0, len(media)+len(pending))
		for _, m := range media {
			d.Pictures = append(d.Pictures, BlobPrefix+m.Key)
		}
		d.Pictures = append(d.Pictures, pending...)
	}
	if d.Videos == nil || slices.Equal(filmed(d.Videos), p.Videos) {
		have.Videos, d.Videos = nil, nil
	}
	if d.Dangerous == nil || *d.Dangerous == p.Dangerous {
		have.Dangerous, d.Dangerous = nil, nil
	}
	if d.Digital == nil || *d.Digital == p.Digital {
		have.Digital, d.Digital = nil, nil
	}
	if d.Few == nil || *d.Few == p.Few {
		have.Few, d.Few = nil, nil
	}
	return reflect.DeepEqual(have.even(), p.unsaid(d).even())
}

// unsaid gives the draft without what it may leave out and says as the product
// has it.
func (p Product) unsaid(d Draft) Draft {
	if d.Brand != nil && *d.Brand == p.Brand {
		d.Brand = nil
	}
	if d.Condition != nil && *d.Condition == p.Condition {
		d.Condition = nil
	}
	if d.LeadDays != nil && *d.LeadDays == p.LeadDays {
		d.LeadDays = nil
	}
	if d.Traits != nil && SameTraits(d.Traits, p.Traits) {
		d.Traits = nil
	}
	if d.Machine != nil && d.Machine.same(p.Machine) {
		d.Machine = nil
	}
	if !slices.ContainsFunc(d.look(p.Media), func(m Media) bool {
		return slices.ContainsFunc(p.Media, func(h Media) bool {
			return h.Key == m.Key && (h.Edit.At != m.Edit.At || !maps.Equal(h.Alt, m.Alt))
		})
	}) {
		d.Looks = nil
	}
	sold := p.sold()
	d.Variants = slices.Clone(d.Variants)
	for i := range d.Variants {
		v := &d.Variants[i]
		if i >= len(sold) {
			break
		}
		if v.Terms != nil && v.Terms.same(sold[i].Terms) {
			v.Terms = nil
		}
		if v.Parts != nil && (len(*v.Parts) == 0 && !sold[i].IsSet() || sold[i].IsSet() && samePartsSaid(sold[i].Parts, *v.Parts)) {
			v.Parts = nil
		}
		switch {
		case sold[i].IsSet() && v.Parts == nil:
			v.OnHand, v.Grams = 0, sold[i].Grams // both follow from its parts
		case p.Digital && d.Digital == nil:
			v.OnHand = sold[i].OnHand // nobody counts it
		}
	}
	return d
}

// same reports whether two say of the same texts that a machine made them.
func (m Marks) same(o Marks) bool {
	in := func(a, b Marks) bool {
		for lang, list := range a {
			if slices.ContainsFunc(list, func(mark string) bool { return !slices.Contains(b[lang], mark) }) {
				return false
			}
		}
		return true
	}
	return in(m, o) && in(o, m)
}

// SameTraits reports whether two lists of values, in any order, say the same.
func SameTraits(a, b []TraitValue) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(v TraitValue) bool {
		return !slices.ContainsFunc(b, func(o TraitValue) bool {
			return o.Trait == v.Trait && o.Number == v.Number && slices.Equal(o.Choices, v.Choices) && maps.Equal(o.Text, v.Text)
		})
	})
}

// same reports whether two terms ask the same.
func (t Terms) same(u Terms) bool {
	return t.Fewest() == u.Fewest() && t.By() == u.By() && slices.Equal(t.Breaks, u.Breaks)
}

// even gives a draft in which what means the same is the same.
func (d Draft) even() Draft {
	d = d.Clean()
	d.Pictures = slices.Clone(d.Pictures)
	if len(d.Pictures) == 0 {
		d.Pictures = nil
	}
	if len(d.Attributes) == 0 {
		d.Attributes = nil
	}
	if len(d.Options) == 0 {
		d.Options = nil
	}
	for i := range d.Variants {
		v := &d.Variants[i]
		if len(v.Values) == 0 {
			v.Values = nil
		}
		if v.CompareAt.IsZero() {
			v.CompareAt.Currency = ""
		}
	}
	return d
}
