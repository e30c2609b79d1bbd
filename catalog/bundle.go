package catalog

import (
	"context"
	"slices"

	"agora/db"
)

// Part is a variant that is in a set, and how many of it are in one set.
type Part struct {
	Variant  VariantID
	Quantity int64 // in one set, 1 to MaxOfPart
	Price    int64 // of one when it is bought alone, in minor units of the shop's money
	Grams    int64 // of one
	Free     int64 // may still be sold, in all locations together
	Gone     bool  // is not for sale any more: nor is the set
	SKU      string
	Handle   string   // of its product
	Values   []string // OptionValue.Key for each option of it
}

// Bounds of a set.
const (
	MaxParts  = 20 // different things in it
	MaxOfPart = 99 // of one thing
)

// bundles is a step of the schema: which variants are sets, and of what. A set
// has no stock of its own; its row of stock stays at zero.
const bundles = `
CREATE TABLE set_parts (
	set_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	position BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	PRIMARY KEY (set_id, part_id, shop_id),
	FOREIGN KEY (set_id, shop_id) REFERENCES variants (variant_id, shop_id),
	FOREIGN KEY (part_id, shop_id) REFERENCES variants (variant_id, shop_id),
	CHECK (set_id <> part_id),
	CHECK (quantity >= 1 AND quantity <= 99)
) /*clustered*/;

CREATE INDEX set_parts_by_part ON set_parts (part_id, shop_id);

ALTER TABLE variants ADD COLUMN parts BIGINT NOT NULL DEFAULT 0;
`

// IsSet reports whether the variant is a set, which has no stock of its own:
// what can be had of it follows from its parts.
func (v Variant) IsSet() bool { return v.Parts != nil }

// IsSet reports whether a choice of the product is a set.
func (p Product) IsSet() bool { return slices.ContainsFunc(p.Variants, Variant.IsSet) }

// Broken reports whether a choice of the product is a broken set.
func (p Product) Broken() bool { return slices.ContainsFunc(p.Variants, Variant.Broken) }

// Broken reports whether a set can't be sold because a part of it is not for
// sale any more.
func (v Variant) Broken() bool {
	return slices.ContainsFunc(v.Parts, func(p Part) bool { return p.Gone })
}

// assemble makes a variant the set of these parts: so many as the scarcest of
// them allows, as heavy as all of them.
func (v *Variant) assemble(parts []Part) {
	v.Parts, v.OnHand, v.Held, v.Grams = parts, setsOf(parts), 0, 0
	for _, p := range parts {
		v.Grams = min(v.Grams+p.Quantity*p.Grams, MaxGrams) // how many parcels they make, delivery says
	}
}

// setsOf gives how many sets can be made of parts.
func setsOf(parts []Part) int64 {
	n := int64(MaxOnHand)
	for _, p := range parts {
		if p.Gone {
			return 0
		}
		n = min(n, max(p.Free, 0)/p.Quantity)
	}
	return n
}

// partsOf gives the parts of sets of these shops in their order, in one statement
// however many sets; of what is no set nothing. Without shops it looks in all.
func partsOf(tx *db.Tx, sets []int64, shops ...int64) (map[VariantID][]Part, error) {
	if len(sets) == 0 {
		return nil, nil
	}
	of := map[VariantID][]Part{}
	in, args := among(sets)
	where := "b.set_id IN " + in + within("b.", shops, &args)
	return of, tx.Each(func(scan db.Scan) error {
		var set VariantID
		var p Part
		var active int64
		var status ProductStatus
		var choice string
		err := scan(&set, &p.Variant, &p.Quantity, &active, &status, &p.Price, &p.Grams, &p.SKU, &choice, &p.Handle, &p.Free)
		if err != nil {
			return err
		}
		p.Gone = active == 0 || status != ProductActive
		p.Values, err = choiceValues(choice)
		of[set] = append(of[set], p)
		return err
	}, `SELECT b.set_id, b.part_id, b.quantity, v.active, p.status, v.price, v.grams, v.sku, v.choice, p.handle, CAST(COALESCE(SUM(k.on_hand - k.held), 0) AS BIGINT)
		FROM set_parts b
		JOIN variants v ON v.variant_id = b.part_id AND v.shop_id = b.shop_id
		JOIN products p ON p.product_id = v.product_id AND p.shop_id = v.shop_id
		LEFT JOIN stock k ON k.variant_id = b.part_id AND k.shop_id = b.shop_id
		WHERE `+where+`
		GROUP BY b.set_id, b.position, b.part_id, b.quantity, v.active, p.status, v.price, v.grams, v.sku, v.choice, p.handle
		ORDER BY b.set_id, b.position, b.part_id`, args...)
}

// assembled fills in the sets of those variants that are marked as such: one
// statement for all of them, none when there is no set.
func assembled(tx *db.Tx, lists ...[]Variant) error {
	var sets, shops []int64
	for _, list := range lists {
		for _, v := range list {
			if v.IsSet() {
				sets, shops = append(sets, int64(v.ID)), append(shops, int64(v.Shop))
			}
		}
	}
	of, err := partsOf(tx, sets, shops...)
	if err != nil || of == nil {
		return err
	}
	for _, list := range lists {
		for i := range list {
			if v := &list[i]; v.IsSet() {
				v.assemble(of[v.ID])
			}
		}
	}
	return nil
}

// PartLine is a part of a set as a line, and how many of it are in one set.
type PartLine struct {
	Line
	Quantity int64
}

// SetLine gives a variant of a product that was read as a line with its parts, in
// one statement; what is no set has none.
func (s *Service) SetLine(ctx context.Context, shop Shop, p Product, v Variant) (l Line, err error) {
	l = Line{Variant: v, Product: p, Shop: shop}
	if !v.IsSet() {
		return l, nil
	}
	return l, s.db.Read(ctx, func(tx *db.Tx) error {
		lines := []Line{l}
		err := s.withParts(tx, lines)
		l = lines[0]
		return err
	})
}

// withParts puts into the sets among lines what they consist of: one statement
// for all of them, none when there is no set.
func (s *Service) withParts(tx *db.Tx, lines []Line) error {
	var sets, shops []int64
	at := map[VariantID]*Line{}
	for i := range lines {
		if l := &lines[i]; l.Variant.IsSet() {
			sets, shops = append(sets, int64(l.Variant.ID)), append(shops, int64(l.Shop.ID))
			at[l.Variant.ID] = l
		}
	}
	if sets == nil {
		return nil
	}
	in, args := among(sets)
	where := "b.set_id IN " + in + within("b.", shops, &args)
	err := tx.Each(func(scan db.Scan) error {
		var set VariantID
		var quantity int64
		var r lineRow
		if err := scan(append([]any{&set, &quantity}, r.into()...)...); err != nil {
			return err
		}
		l := at[set]
		if n := len(l.Parts); n > 0 && l.Parts[n-1].Variant.ID == r.v.ID { // the same part in another location
			last := &l.Parts[n-1].Variant
			last.OnHand, last.Held = last.OnHand+r.v.OnHand, last.Held+r.v.Held
			return nil
		}
		part, err := s.line(&r)
		l.Parts = append(l.Parts, PartLine{part, quantity})
		return err
	}, "SELECT b.set_id, b.quantity, "+lineColumns+` FROM set_parts b
		JOIN variants v ON v.variant_id = b.part_id AND v.shop_id = b.shop_id`+lineJoins+`
		WHERE `+where+" ORDER BY b.set_id, b.position, b.part_id", args...)
	for _, l := range at {
		parts := make([]Part, len(l.Parts))
		for i, p := range l.Parts {
			parts[i] = Part{Variant: p.Variant.ID, Quantity: p.Quantity, Price: p.Variant.Price.Minor, Grams: p.Variant.Grams,
				Free: p.Variant.Available(), Gone: p.Variant.Retired || p.Product.Status != ProductActive,
				SKU: p.Variant.SKU, Handle: p.Product.Handle, Values: p.Variant.Values}
		}
		l.Variant.assemble(parts)
	}
	return err
}
