package catalog

import (
	"errors"
	"slices"

	"agora/db"
	"agora/fault"
	"agora/money"
)

// affected is a variant, or a product when it has none, that a sweep looks at.
type affected struct {
	Product ProductID
	Status  ProductStatus
	Variant VariantID
	Was     int64 // price or stock, as the change wants; of a product its lowest price
	held    int64
	terms   string
	label   string   // its category or brand
	said    []string // traits to which it says something
}

// affectedBy gives what a change of some products looks at: each once when
// their status changes, else their variants.
func (c Change) affectedBy(tx *db.Tx, where string, args []any) ([]affected, error) {
	text := "SELECT p.product_id, p.status, CAST(0 AS BIGINT), p.price, CAST(0 AS BIGINT), '' FROM products p WHERE " + where + " ORDER BY p.product_id"
	if c.Kind.Prices() {
		text = `SELECT p.product_id, p.status, v.variant_id, v.price, CAST(0 AS BIGINT), v.terms FROM products p
			JOIN variants v ON v.product_id = p.product_id AND v.shop_id = p.shop_id AND v.active = 1
			WHERE ` + where + " ORDER BY p.product_id, v.position, v.variant_id"
	} else if c.Kind.Stock() {
		text = `SELECT p.product_id, p.status, v.variant_id, CAST(COALESCE(SUM(k.on_hand), 0) AS BIGINT), CAST(COALESCE(SUM(k.held), 0) AS BIGINT), '' FROM products p
			JOIN variants v ON v.product_id = p.product_id AND v.shop_id = p.shop_id AND v.active = 1 AND v.parts = 0
			LEFT JOIN stock k ON k.variant_id = v.variant_id AND k.shop_id = v.shop_id
			WHERE ` + where + " GROUP BY p.product_id, p.status, v.variant_id, v.position ORDER BY p.product_id, v.position, v.variant_id"
	}
	if c.Kind.Labels() {
		return db.List(tx, func(scan db.Scan) (a affected, err error) {
			var document string
			if err := scan(&a.Product, &a.Status, &a.label, &document); err != nil {
				return a, err
			}
			b, err := decodeBody(document)
			for _, v := range b.Traits {
				a.said = append(a.said, v.Trait)
			}
			if c.Kind == SweepBrand {
				a.label = b.Brand
			}
			return a, err
		}, "SELECT p.product_id, p.status, p.category, p.document FROM products p WHERE "+where+" ORDER BY p.product_id", args...)
	}
	return db.List(tx, func(scan db.Scan) (a affected, err error) {
		err = scan(&a.Product, &a.Status, &a.Variant, &a.Was, &a.held, &a.terms)
		return a, err
	}, text, args...)
}

// ready looks at the category into which a change puts things: it must be one
// that takes new ones. What it asks of them is noted.
func (c *Change) ready(tx *db.Tx) error {
	if c.Kind != SweepCategory {
		return nil
	}
	var parent string
	var retired int64
	err := tx.Row("SELECT parent, retired FROM categories WHERE category = $1", []any{c.Text}, &parent, &retired)
	if errors.Is(err, db.ErrNone) || err == nil && retired != 0 {
		return fault.Field("category", "fault.category")
	}
	if err != nil {
		return err
	}
	list, err := traits(tx)
	for _, t := range asked(list, c.Text, parent) {
		if t.Required {
			c.required = append(c.required, t.Key)
		}
	}
	return err
}

// become tells what one becomes: to is its price or stock. It may stay as it is,
// and the fault is why it has to.
func (c Change) become(a affected, currency money.Currency) (to int64, changes bool, why *fault.Error) {
	switch {
	case c.Kind.Prices():
		to = c.price(a.Was)
		if why := a.unpriced(to, currency); why != nil {
			return a.Was, false, why
		}
	case c.Kind.Stock():
		to = c.stock(a.Was)
		if to < a.held {
			return a.Was, false, &fault.Error{Kind: fault.Conflict, Key: "fault.stock_held", Field: "on_hand", Args: []any{"held", a.held}}
		}
		if to < 0 || to > MaxOnHand {
			return a.Was, false, fault.Field("on_hand", "fault.number_range", "min", int64(0), "max", int64(MaxOnHand))
		}
	case c.Kind.Labels():
		if a.label == c.Text {
			return 0, false, nil
		}
		for _, trait := range c.required {
			if a.Status.wished() == ProductActive && !slices.Contains(a.said, trait) {
				return 0, false, fault.Field("traits."+trait, "fault.sweep_trait")
			}
		}
		return 0, true, nil
	default:
		if _, changes = c.status(a.Status); changes && c.Kind == SweepPublish && a.Was == 0 {
			return 0, false, fault.Field("price", "fault.price_zero")
		}
		return 0, changes, nil
	}
	return to, to != a.Was, nil
}

// unpriced says why a variant cannot cost so much; nil when it can.
func (a affected) unpriced(to int64, currency money.Currency) *fault.Error {
	v := VariantDraft{Price: money.Of(to, currency)}
	if to != a.Was && a.terms != "" {
		t, err := terms(a.terms)
		if err != nil {
			return fault.Field("price", "fault.breaks")
		}
		v.Terms = &t
	}
	var f fault.Fields
	if v.check(&f, "", currency, a.Status.wished() == ProductActive); f != nil {
		return f[0]
	}
	return nil
}

// setPrices sets the prices of variants, and the lowest of their products.
func setPrices(tx *db.Tx, shop ShopID, prices []pair, products []int64) error {
	err := eachPairs(prices, func(values string, args []any) error {
		_, err := tx.Exec("WITH n (id, price) AS (VALUES "+values+") UPDATE variants SET price = n.price FROM n WHERE variants.variant_id = n.id AND variants.shop_id = $1",
			append([]any{int64(shop)}, args...)...)
		return err
	})
	if err != nil {
		return err
	}
	versions := make([]pair, len(products))
	for i, p := range products {
		versions[i] = pair{p, tx.ID()}
	}
	return eachPairs(versions, func(values string, args []any) error {
		_, err := tx.Exec("WITH n (id, version) AS (VALUES "+values+`) UPDATE products SET updated = `+db.Place(len(args)+2)+`, version = n.version,
			price = (SELECT MIN(v.price) FROM variants v WHERE v.product_id = products.product_id AND v.shop_id = products.shop_id AND v.active = 1)
			FROM n WHERE products.product_id = n.id AND products.shop_id = $1`, append(append([]any{int64(shop)}, args...), db.Micro(tx.Now))...)
		return err
	})
}

// pair is an id and a number.
type pair struct{ id, n int64 }

// eachPairs calls f for up to 256 pairs at a time with the rows of a VALUES,
// whose places begin with the second. Their number is rounded up to a power of
// two by repeating the last, so that few texts are prepared.
func eachPairs(list []pair, f func(values string, args []any) error) error {
	const most = 256
	for len(list) > 0 {
		some := list[:min(most, len(list))]
		list = list[len(some):]
		n := 1
		for n < len(some) {
			n *= 2
		}
		values, args := "", make([]any, 0, 2*n)
		for i := range n {
			if i > 0 {
				values += ", "
			}
			values += "(CAST(" + db.Place(2*i+2) + " AS BIGINT), CAST(" + db.Place(2*i+3) + " AS BIGINT))"
			p := some[min(i, len(some)-1)]
			args = append(args, p.id, p.n)
		}
		if err := f(values, args); err != nil {
			return err
		}
	}
	return nil
}
