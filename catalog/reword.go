package catalog

import (
	"slices"

	"agora/db"
	"agora/event"
	"agora/fault"
)

// lexicon gives the words by which products are found, and reads the names of
// categories and traits once for all of them.
type lexicon struct {
	tx      *db.Tx
	shelves map[string][]Texts
	kinds   []Trait
	read    bool
}

// words gives those of a product. A category that is no more has none.
func (l *lexicon) words(p Product) (string, error) {
	names, known := l.shelves[p.Category]
	if !known {
		var err error
		if names, err = categoryNames(l.tx, p.Category); err != nil && !fault.HasKey(err, "fault.category") {
			return "", err
		}
		if l.shelves == nil {
			l.shelves = map[string][]Texts{}
		}
		l.shelves[p.Category] = names
	}
	if len(p.Traits) > 0 && !l.read {
		var err error
		if l.kinds, err = traits(l.tx); err != nil {
			return "", err
		}
		l.read = true
	}
	return p.Draft().words(slices.Concat(names, traitWords(l.kinds, p.Traits), []Texts{{"en": p.Brand}})), nil
}

// relabel puts products into categories, or gives them brands, as the kind of a
// sweep says, and tells who follows them.
func relabel(tx *db.Tx, shop ShopID, kind SweepKind, labels map[ProductID]string) error {
	if len(labels) == 0 {
		return nil
	}
	var ids []int64
	for id := range labels {
		ids = append(ids, int64(id))
	}
	slices.Sort(ids)
	in, args := among(ids)
	where := "p.shop_id = " + db.Place(len(args)+1) + " AND p.product_id IN " + in
	args = append(args, int64(shop))
	list, err := new(Service).products(tx, where, args...) // one that remembers nothing
	if err != nil {
		return err
	}
	documents := map[ProductID]string{}
	err = tx.Each(func(scan db.Scan) error {
		var id ProductID
		var document string
		err := scan(&id, &document)
		documents[id] = document
		return err
	}, "SELECT p.product_id, p.document FROM products p WHERE "+where, args...)
	if err != nil {
		return err
	}
	l := lexicon{tx: tx}
	for _, p := range list {
		b, err := decodeBody(documents[p.ID])
		if err != nil {
			return err
		}
		if kind == SweepCategory {
			p.Category = labels[p.ID]
		} else {
			p.Brand, b.Brand = labels[p.ID], labels[p.ID]
		}
		words, err := l.words(p)
		if err != nil {
			return err
		}
		document, err := encode(b)
		if err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE products SET category = $3, words = $4, document = $5, updated = $6, version = $7 WHERE product_id = $1 AND shop_id = $2",
			int64(p.ID), int64(shop), p.Category, words, document, db.Micro(tx.Now), tx.ID()); err != nil {
			return err
		}
	}
	return event.AppendEach(tx, shop, ProductSaved, ids)
}
