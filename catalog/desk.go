package catalog

import (
	"context"

	"agora/db"
	"agora/identity"
)

// ProductFilter chooses products of a shop for those who run it.
type ProductFilter struct {
	Status      ProductStatus // any when empty
	Text        string
	Category    string // it or one below it; any when empty
	Least, Most int64  // bounds of the lowest price, in minor units; 0 for none
	NoCode      bool   // only those without a customs code, archived ones left out
	Low         *int64 // only those for sale of which a variant has at most so many left, or as many as the product says; nil for any
	Cursor      string // Next of the page before
	Limit       int    // 24 when 0

	Only []ProductID `json:",omitempty"` // only these, at most MaxOnly; any when empty
}

// MaxOnly bounds how many products a filter names.
const MaxOnly = 1000

// where gives the condition on p that the filter is, and its arguments.
func (f ProductFilter) where(shop ShopID) (where string, list []any) {
	var b args
	where = "p.shop_id = " + b.add(int64(shop))
	if f.Status != "" {
		where += " AND p.status = " + b.add(string(f.Status))
	} else {
		where += " AND p.status <> 'ticket'" // those are made and changed with their event
	}
	if f.Category != "" {
		c := b.add(f.Category)
		where += " AND p.category IN (SELECT c.category FROM categories c WHERE c.category = " + c + " OR c.parent = " + c + ")"
	}
	if f.Least > 0 {
		where += " AND p.price >= " + b.add(f.Least)
	}
	if f.Most > 0 {
		where += " AND p.price <= " + b.add(f.Most)
	}
	if f.NoCode {
		where += " AND p.hs = '' AND p.status <> 'archived'"
	}
	if f.Text != "" {
		for _, p := range patterns(f.Text) {
			where += " AND p.words LIKE " + b.add(p)
		}
	}
	if len(f.Only) > 0 {
		in := ""
		for _, id := range f.Only[:min(len(f.Only), MaxOnly)] {
			in += ", " + b.add(int64(id))
		}
		where += " AND p.product_id IN (" + in[2:] + ")"
	}
	if f.Low != nil {
		where += " AND p.product_id IN (WITH low AS MATERIALIZED (" + scarce(*f.Low, b.add(*f.Low)) + ") SELECT product_id FROM low)"
	}
	return where, b.list
}

// Products gives a page of a shop's products in any status with their variants
// and stock, newest first.
func (s *Service) Products(ctx context.Context, by identity.Actor, shop ShopID, f ProductFilter) (page Page[Product], err error) {
	if !ownerOrOperator(by, shop) {
		return page, ErrForbidden
	}
	before, err := newestFirst(f.Cursor)
	if err != nil {
		return page, err
	}
	limit := clampLimit(f.Limit)
	where, args := f.where(shop)
	n := len(args)
	where += " AND p.product_id < " + db.Place(n+1) + " ORDER BY p.product_id DESC LIMIT " + db.Place(n+2)
	args = append(args, before, limit+1)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		page.Items, err = s.products(tx, where, args...)
		return err
	})
	if len(page.Items) > limit {
		page.Items = page.Items[:limit]
		page.Next = mark(int64(page.Items[limit-1].ID))
	}
	return page, err
}

// EachProduct calls f for every product of a shop, newest first, in pages, so
// that an export of any size needs little memory. It is not one snapshot.
func (s *Service) EachProduct(ctx context.Context, by identity.Actor, shop ShopID, f func(Product) error) error {
	return s.EachOf(ctx, by, shop, ProductFilter{}, f)
}

// EachOf does what EachProduct does, for those that a filter chooses.
func (s *Service) EachOf(ctx context.Context, by identity.Actor, shop ShopID, filter ProductFilter, f func(Product) error) error {
	for filter.Limit = 200; ; {
		page, err := s.Products(ctx, by, shop, filter)
		if err != nil {
			return err
		}
		for _, p := range page.Items {
			if err := f(p); err != nil {
				return err
			}
		}
		if filter.Cursor = page.Next; filter.Cursor == "" {
			return nil
		}
	}
}
