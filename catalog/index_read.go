package catalog

import (
	"agora/db"
	"agora/search"
)

// indexed is how many products are read and written at once for the index.
const indexed = 500

// documentFrom is what the index wants of a product for sale; its shop,
// shelf and ratings stand in the same row.
const documentFrom = `SELECT p.product_id, p.shop_id, p.category, p.price, p.created, p.version, p.card, p.document, s.name, s.country, s.currency,
		COALESCE(r.reviews, 0), COALESCE(r.stars, 0)
	FROM products p CROSS JOIN shops s LEFT JOIN ratings r ON r.shop_id = p.shop_id AND r.product_id = p.product_id
	WHERE s.shop_id = p.shop_id AND p.status = 'active' AND s.status = 'open' AND `

// documents gives the products that a condition chooses and that are for sale,
// as the index takes them, in two statements and one each for shelves, traits and
// sets.
func (s *Service) documents(tx *db.Tx, condition string, args ...any) (list []search.Document, sent []Sent, err error) {
	var seen int64
	if err := tx.Row("SELECT COALESCE(MAX(event_id), 0) FROM events", nil, &seen); err != nil {
		return nil, nil, err
	}
	shelves, err := db.List(tx, func(scan db.Scan) (c Category, err error) {
		var names string
		if err = scan(&c.Key, &c.Parent, &names); err == nil {
			err = decode(names, &c.Names)
		}
		return c, err
	}, "SELECT category, parent, names FROM categories")
	if err != nil {
		return nil, nil, err
	}
	named := make(map[string]Category, len(shelves))
	for _, c := range shelves {
		named[c.Key] = c
	}
	kinds, err := traits(tx)
	if err != nil {
		return nil, nil, err
	}
	at := map[int64]int{}
	var ids []int64
	list, err = db.List(tx, func(scan db.Scan) (search.Document, error) {
		d := search.Document{Version: seen}
		var created, version, reviews, stars int64
		var card, document, shop string
		if err := scan(&d.Product, &d.Shop, &d.Category, &d.Price, &created, &version, &card, &document, &shop, &d.Country, &d.Currency,
			&reviews, &stars); err != nil {
			return d, err
		}
		d.Since, d.Bodies = created, []string{shop}
		if reviews > 0 {
			d.Standing = int(stars * 1000 / reviews)
		}
		f, err := decodeFace(card)
		if err != nil {
			return d, err
		}
		b, err := decodeBody(document)
		if err != nil {
			return d, err
		}
		write(&d, f, b, named, kinds)
		at[d.Product] = len(ids)
		sent = append(sent, Sent{Product: ProductID(d.Product), Shop: ShopID(d.Shop), Grams: -1, Dangerous: f.Dangerous, Digital: f.Digital})
		ids = append(ids, d.Product)
		return d, nil
	}, documentFrom+condition, args...)
	if err != nil || len(list) == 0 {
		return list, sent, err
	}
	in, args := among(ids)
	var sets []int64
	setIn := map[VariantID]int64{} // the product of each
	err = tx.Each(func(scan db.Scan) error {
		var product, variant, parts, free, grams int64
		var size [3]int64
		var sku string
		if err := scan(&product, &variant, &sku, &parts, &free, &grams, &size[0], &size[1], &size[2]); err != nil {
			return err
		}
		if parts > 0 {
			sets, setIn[VariantID(variant)] = append(sets, variant), product
		}
		d, t := &list[at[product]], &sent[at[product]]
		if parts == 0 && (t.Grams < 0 || grams < t.Grams) {
			t.Grams, t.Size = grams, size
		}
		d.Stock = d.Stock || free > 0
		if sku != "" {
			d.Bodies = append(d.Bodies, sku)
		}
		return nil
	}, `SELECT v.product_id, v.variant_id, v.sku, v.parts, CAST(COALESCE(SUM(k.on_hand - k.held), 0) AS BIGINT),
			MIN(v.grams), MIN(v.length_mm), MIN(v.width_mm), MIN(v.height_mm) FROM variants v
		LEFT JOIN stock k ON k.variant_id = v.variant_id AND k.shop_id = v.shop_id
		WHERE v.active = 1 AND v.product_id IN `+in+" GROUP BY v.product_id, v.variant_id, v.sku, v.parts ORDER BY v.product_id, v.variant_id", args...)
	if err != nil {
		return list, sent, err
	}
	of, err := partsOf(tx, sets)
	for set, parts := range of {
		var v Variant
		v.assemble(parts)
		d, t := &list[at[setIn[set]]], &sent[at[setIn[set]]]
		d.Stock = d.Stock || v.OnHand > 0
		if t.Grams < 0 || v.Grams < t.Grams {
			t.Grams, t.Size = v.Grams, [3]int64{} // nobody measured them together
		}
	}
	return list, sent, err
}

// write puts what a product says into its document, in all its languages.
func write(d *search.Document, f face, b body, shelves map[string]Category, kinds []Trait) {
	add := func(to *[]string, t Texts) {
		for _, lang := range t.Languages() {
			*to = append(*to, t[lang])
		}
	}
	add(&d.Titles, f.Title)
	c := shelves[d.Category]
	d.Parent = c.Parent
	add(&d.Bodies, c.Names)
	add(&d.Bodies, shelves[c.Parent].Names)
	for _, o := range b.Options {
		for _, v := range o.Values {
			add(&d.Bodies, v.Name)
		}
	}
	for _, a := range b.Attributes {
		add(&d.Bodies, a.Value)
	}
	for _, t := range traitWords(kinds, b.Traits) {
		add(&d.Bodies, t)
	}
	if b.Brand != "" {
		d.Bodies = append(d.Bodies, b.Brand)
	}
	for _, v := range FacetValues(Product{Traits: b.Traits, Brand: b.Brand, Condition: b.Condition}) {
		if !v.Counts {
			d.Attributes = append(d.Attributes, search.Attribute{Name: v.Key, Value: v.Value})
		}
	}
	add(&d.Bodies, b.Description)
}
