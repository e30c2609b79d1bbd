package catalog

import (
	"context"
	"errors"
	"slices"
	"strings"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

const productColumns = `p.product_id, p.shop_id, p.handle, p.status, p.category, p.hs, p.origin, p.created, p.updated, p.version, p.few, p.card, p.document`

// productRow is a row of products as it is scanned.
type productRow struct {
	Product
	created, updated, version int64
	card, document            string
}

// into gives where the columns of productColumns go.
func (r *productRow) into() []any {
	return []any{&r.ID, &r.Shop, &r.Handle, &r.Status, &r.Category, &r.HS, &r.Origin, &r.created, &r.updated, &r.version, &r.Few, &r.card, &r.document}
}

func (s *Service) product(r *productRow) (Product, error) {
	at := r.version
	f, err := recall(s.faces, at, r.card, decodeFace)
	if err != nil {
		return Product{}, err
	}
	b, err := recall(s.bodies, at, r.document, decodeBody)
	p := r.Product
	p.Version = at
	p.Created, p.Updated = db.Time(r.created), db.Time(r.updated)
	p.Title, p.Tint, p.Certificate, p.Dangerous = f.Title, f.Tint, f.Paper, f.Dangerous
	p.LeadDays, p.Digital = f.LeadDays, f.Digital
	p.Machine = b.Machine
	p.Description, p.Attributes, p.Options, p.Media, p.Pictures = b.Description, b.Attributes, b.Options, b.Media, b.Pictures
	p.Traits, p.Brand, p.Condition = b.Traits, b.Brand, b.Condition
	p.Videos = b.Videos
	return p, err
}

// Product gives a product for sale, by the handles of its address, with its
// shop: three statements at most. What is not for sale is not found.
func (s *Service) Product(ctx context.Context, shopHandle, handle string) (Product, Shop, error) {
	v, err := s.shown.look(s.db, [2]string{shopHandle, handle}, func() (shown, error) {
		p, shop, err := s.readProduct(ctx, shopHandle, handle)
		return shown{p, shop}, err
	})
	return v.product, v.shop, err
}

// shown is a product with its shop, as its page shows it.
type shown struct {
	product Product
	shop    Shop
}

func (s *Service) readProduct(ctx context.Context, shopHandle, handle string) (p Product, shop Shop, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		id, err := s.handles.find(tx, shopHandle)
		if err != nil {
			return err
		}
		p, err = db.One(tx, func(scan db.Scan) (Product, error) {
			var r productRow
			var o shopRow
			if err := scan(append(r.into(), o.into()...)...); err != nil {
				return p, err
			}
			if shop, err = o.shop(s.signs); err != nil {
				return p, err
			}
			return s.product(&r)
		}, "SELECT "+productColumns+", "+shopColumns+` FROM products p JOIN shops s ON s.shop_id = p.shop_id
			WHERE p.shop_id = $1 AND p.handle = $2 AND p.status = 'active' AND s.status IN ('open', 'paused', 'rehearsal')`, int64(id), handle)
		if err != nil {
			return none(err, "fault.no_product")
		}
		p.Variants, err = variantsOf(tx, shop, p.ID)
		return err
	})
	return p, shop, err
}

// ProductByID gives a product in any status to those who run its shop, retired
// variants left out.
func (s *Service) ProductByID(ctx context.Context, by identity.Actor, shop ShopID, id ProductID) (p Product, err error) {
	if !ownerOrOperator(by, shop) {
		return p, ErrForbidden
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err := s.products(tx, "p.shop_id = $1 AND p.product_id = $2", int64(shop), int64(id))
		if err == nil && len(list) == 0 {
			return fault.New(fault.NotFound, "fault.no_product")
		}
		if err == nil {
			p = list[0]
		}
		return err
	})
	return p, err
}

const variantColumns = `v.variant_id, v.shop_id, v.product_id, v.active, v.sku, v.barcode, v.choice, v.price, v.compare_at, v.grams, v.length_mm, v.width_mm, v.height_mm, v.terms, v.parts,
	COALESCE(k.on_hand, 0), COALESCE(k.held, 0)`

// variantRow is a row of variants as it is scanned.
type variantRow struct {
	Variant
	active int64
	choice string
	terms  string
	parts  int64
}

// into gives where the columns of variantColumns go.
func (r *variantRow) into() []any {
	return []any{&r.ID, &r.Shop, &r.Product, &r.active, &r.SKU, &r.Barcode, &r.choice, &r.Price.Minor, &r.CompareAt.Minor, &r.Grams,
		&r.LengthMM, &r.WidthMM, &r.HeightMM, &r.terms, &r.parts, &r.OnHand, &r.Held}
}

func (r *variantRow) variant(shop Shop) (Variant, error) {
	v := r.Variant
	var err error
	if v.Values, err = choiceValues(r.choice); err != nil {
		return v, err
	}
	v.Terms, err = terms(r.terms)
	v.Retired = r.active == 0
	if r.parts > 0 {
		v.Parts = []Part{} // until they are read
	}
	v.Price.Currency = shop.Currency
	if v.CompareAt.Minor != 0 {
		v.CompareAt.Currency = shop.Currency
	}
	return v, err
}

// variantsOf gives the variants of a product in order. A variant's rows, one
// for each location with stock, stand together and are added up.
func variantsOf(tx *db.Tx, shop Shop, product ProductID) ([]Variant, error) {
	var list []Variant
	err := tx.Each(func(scan db.Scan) error {
		var r variantRow
		if err := scan(r.into()...); err != nil {
			return err
		}
		return addVariant(&list, &r, shop)
	}, "SELECT "+variantColumns+` FROM variants v LEFT JOIN stock k ON k.variant_id = v.variant_id AND k.shop_id = v.shop_id
		WHERE v.product_id = $1 AND v.shop_id = $2 AND v.active = 1 ORDER BY v.position, v.variant_id`, int64(product), int64(shop.ID))
	if err != nil {
		return list, err
	}
	return list, assembled(tx, list)
}

func addVariant(list *[]Variant, r *variantRow, shop Shop) error {
	if n := len(*list); n > 0 && (*list)[n-1].ID == r.ID {
		last := &(*list)[n-1]
		last.OnHand, last.Held = last.OnHand+r.OnHand, last.Held+r.Held
		return nil
	}
	v, err := r.variant(shop)
	*list = append(*list, v)
	return err
}

// products gives products of one or more shops with their variants, newest
// first, in two statements. where is a condition on p and s and may end in a
// LIMIT.
func (s *Service) products(tx *db.Tx, where string, args ...any) ([]Product, error) {
	list, _, err := s.productsWithShops(tx, where, args...)
	return list, err
}

func (s *Service) productsWithShops(tx *db.Tx, where string, args ...any) ([]Product, map[ShopID]Shop, error) {
	shops := map[ShopID]Shop{}
	list, err := db.List(tx, func(scan db.Scan) (Product, error) {
		var r productRow
		var o shopRow
		if err := scan(append(r.into(), o.into()...)...); err != nil {
			return Product{}, err
		}
		if _, known := shops[o.ID]; !known {
			shop, err := o.shop(s.signs)
			if err != nil {
				return Product{}, err
			}
			shops[o.ID] = shop
		}
		return s.product(&r)
	}, "SELECT "+productColumns+", "+shopColumns+" FROM products p CROSS JOIN shops s WHERE s.shop_id = p.shop_id AND "+where, args...)
	if err != nil || len(list) == 0 {
		return list, shops, err
	}
	at := map[ProductID]*Product{}
	ids := make([]int64, len(list))
	for i := range list {
		ids[i] = int64(list[i].ID)
		at[list[i].ID] = &list[i]
	}
	in, idArgs := among(ids)
	err = tx.Each(func(scan db.Scan) error {
		var r variantRow
		if err := scan(r.into()...); err != nil {
			return err
		}
		p := at[r.Product]
		if p == nil {
			return errors.New("catalog: a variant of no product")
		}
		return addVariant(&p.Variants, &r, shops[r.Shop])
	}, "SELECT "+variantColumns+` FROM variants v LEFT JOIN stock k ON k.variant_id = v.variant_id AND k.shop_id = v.shop_id
		WHERE v.active = 1 AND v.product_id IN `+in+" ORDER BY v.product_id, v.position, v.variant_id", idArgs...)
	if err != nil {
		return list, shops, err
	}
	variants := make([][]Variant, len(list))
	for i := range list {
		variants[i] = list[i].Variants
	}
	return list, shops, assembled(tx, variants...)
}

// among gives the list of an IN for ids. Its length is rounded up to a power of
// two by repeating the last id, so that few texts are prepared.
func among(ids []int64) (string, []any) {
	n := 1
	for n < len(ids) {
		n *= 2
	}
	list := make([]any, n)
	for i := range list {
		list[i] = int64(0)
		if len(ids) > 0 {
			list[i] = ids[min(i, len(ids)-1)]
		}
	}
	return db.Places(1, n), list
}

// within is the condition that a row's shop is among shops, which is what says
// on which machine the row is when shops are spread over several; it adds them
// to the arguments. Where a shop is not known it says nothing.
func within(table string, shops []int64, args *[]any) string {
	if len(shops) == 0 || slices.Contains(shops, int64(db.House)) { // the house sells nothing
		return ""
	}
	shops = slices.Compact(slices.Sorted(slices.Values(shops)))
	_, list := among(shops)
	places := make([]string, len(list))
	for i := range list {
		places[i] = db.Place(len(*args) + i + 1)
	}
	*args = append(*args, list...)
	return " AND " + table + "shop_id IN (" + strings.Join(places, ",") + ")"
}
