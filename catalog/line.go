package catalog

import (
	"context"

	"agora/db"
)

// Line is a variant with what a cart shows around it. Product has no Variants.
type Line struct {
	Variant Variant
	Product Product
	Shop    Shop       // without its payout account
	Parts   []PartLine // of a set, in the order of Variant.Parts
}

// Buyable reports whether the variant is for sale now, whatever its stock.
func (l Line) Buyable() bool {
	return !l.Variant.Retired && l.Product.Status == ProductActive && l.Shop.Sells()
}

// Variants gives the variants of ids, for a cart, in one statement and one
// more where there are sets, by shop and id. Variants that never existed are left out; those that are no longer
// for sale are there and not Buyable.
func (s *Service) Variants(ctx context.Context, ids []VariantID) (lines []Line, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		lines, err = s.Lines(tx, ids)
		return err
	})
	return lines, err
}

// Lines does what Variants does, inside a transaction.
func (s *Service) Lines(tx *db.Tx, ids []VariantID) ([]Line, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	numbers := make([]int64, len(ids))
	for i, id := range ids {
		numbers[i] = int64(id)
	}
	in, args := among(numbers)
	where := "v.variant_id IN " + in + within("v.", s.homesOf(ids), &args)
	return s.linesOf(tx, "FROM variants v"+lineJoins+"\n		WHERE "+where+" ORDER BY v.shop_id, v.variant_id", args...)
}

// linesOf reads lines, from where a statement says, in which those of one variant
// stand together.
func (s *Service) linesOf(tx *db.Tx, from string, args ...any) (lines []Line, err error) {
	err = tx.Each(func(scan db.Scan) error {
		var r lineRow
		if err := scan(r.into()...); err != nil {
			return err
		}
		if n := len(lines); n > 0 && lines[n-1].Variant.ID == r.v.ID { // the same variant in another location
			last := &lines[n-1].Variant
			last.OnHand, last.Held = last.OnHand+r.v.OnHand, last.Held+r.v.Held
			return nil
		}
		line, err := s.line(&r)
		lines = append(lines, line)
		return err
	}, "SELECT "+lineColumns+" "+from, args...)
	if err != nil {
		return nil, err
	}
	for i := range lines {
		s.Know(lines[i].Variant.ID, lines[i].Shop.ID)
	}
	return lines, s.withParts(tx, lines)
}

const (
	lineColumns = variantColumns + ", " + productColumns + ", " + shopColumns
	lineJoins   = `
		JOIN products p ON p.product_id = v.product_id AND p.shop_id = v.shop_id
		JOIN shops s ON s.shop_id = v.shop_id
		LEFT JOIN stock k ON k.variant_id = v.variant_id AND k.shop_id = v.shop_id`
)

// lineRow is a row of lineColumns as it is scanned.
type lineRow struct {
	v variantRow
	p productRow
	o shopRow
}

func (r *lineRow) into() []any { return append(append(r.v.into(), r.p.into()...), r.o.into()...) }

func (s *Service) line(r *lineRow) (l Line, err error) {
	if l.Shop, err = r.o.shop(s.signs); err != nil {
		return l, err
	}
	if l.Product, err = s.product(&r.p); err != nil {
		return l, err
	}
	l.Variant, err = r.v.variant(l.Shop)
	return l, err
}

// Priced is what a variant costs now, in minor units of its shop's money.
type Priced struct {
	Price int64
	Terms Terms
	Parts []Part // of a set
}

// Prices gives what the variants of a demand cost now, for one. A variant that
// is not for sale is left out.
func Prices(tx *db.Tx, demand []Demand) (map[VariantID]Priced, error) {
	ids, shops := wanted(demand)
	in, args := among(ids)
	where := "v.variant_id IN " + in + within("v.", shops, &args)
	prices := make(map[VariantID]Priced, len(ids))
	var sets []int64
	err := tx.Each(func(scan db.Scan) error {
		var id VariantID
		var p Priced
		var text string
		var parts int64
		err := scan(&id, &p.Price, &text, &parts)
		if parts > 0 {
			sets = append(sets, int64(id))
		}
		if err == nil {
			p.Terms, err = terms(text)
		}
		prices[id] = p
		return err
	}, `SELECT v.variant_id, v.price, v.terms, v.parts FROM variants v
		JOIN products p ON p.product_id = v.product_id AND p.shop_id = v.shop_id AND p.status IN ('active', 'ticket')
		JOIN shops s ON s.shop_id = v.shop_id AND s.status IN ('open', 'rehearsal')
		WHERE v.active = 1 AND `+where, args...)
	if err != nil || sets == nil {
		return prices, err
	}
	of, err := partsOf(tx, sets, shops...)
	for id, parts := range of {
		p := prices[id]
		p.Parts = parts
		prices[id] = p
	}
	return prices, err
}
