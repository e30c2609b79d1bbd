package catalog

import (
	"context"
	"encoding/binary"
	"errors"
	"slices"

	"agora/db"
	"agora/money"
	"agora/search"
)

// State tells whether something that was made of a product's Listing is still
// true: as long as its State is the same, so is all that a Listing says of what
// can be bought, but for how many there are. Reading it takes two statements for
// any number of products, without a document.
type State struct {
	Product  ProductID
	Seller   ShopID
	Version  int64 // of the product
	Shop     int64 // version of its shop
	Currency money.Currency
	Reviews  int64
	Stars    int64  // sum over the reviews
	Gone     string // the variants that cannot be had now, their ids in order
}

// State gives the state at which the listing was read.
func (l Listing) State() State {
	s := State{Product: l.Product.ID, Seller: l.Shop.ID, Version: l.Product.Version, Shop: l.Shop.Version, Currency: l.Shop.Currency,
		Reviews: l.Rating.Reviews, Stars: l.Rating.Stars}
	var gone []VariantID
	for _, v := range l.Product.Variants {
		if v.Available() <= 0 {
			gone = append(gone, v.ID)
		}
	}
	s.Gone = packed(gone)
	return s
}

// packed puts ids into a text that can be compared.
func packed(ids []VariantID) string {
	slices.Sort(ids)
	var b []byte
	for _, id := range ids {
		b = binary.BigEndian.AppendUint64(b, uint64(id))
	}
	return string(b)
}

// FindStates finds what Find does, and gives the states of the products.
func (s *Service) FindStates(ctx context.Context, q Query) (page Page[State], err error) {
	if x := s.byWords(q); x != nil {
		err = s.hits(ctx, x, q, func(f search.Found) (more bool, err error) {
			page.Next = f.Next
			page.Items, err = s.statesOf(ctx, f.Products())
			return len(page.Items) == 0, err
		})
		if !errors.Is(err, search.ErrNotReady) {
			return page, err
		}
	}
	return pageOf(ctx, s, q, listed[State]{columns: stateColumns, join: stateJoin, read: scanState, finish: gone,
		id: func(s State) ProductID { return s.Product }})
}

// States gives the states of products for sale in open shops, in the order of
// ids; those that are not are left out.
func (s *Service) States(ctx context.Context, ids []ProductID) ([]State, error) {
	numbers := make([]int64, len(ids))
	for i, id := range ids {
		numbers[i] = int64(id)
	}
	return s.statesOf(ctx, numbers)
}

func (s *Service) statesOf(ctx context.Context, ids []int64) (list []State, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	in, args := among(ids)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, func(scan db.Scan) (State, error) {
			state, _, err := scanState(scan)
			return state, err
		}, "SELECT "+stateColumns+`, 0 FROM products p CROSS JOIN shops s`+stateJoin+` WHERE s.shop_id = p.shop_id
			AND p.status = 'active' AND s.status = 'open' AND p.product_id IN `+in, args...)
		if err != nil {
			return err
		}
		at := make(map[int64]int, len(ids))
		for i, id := range ids {
			if _, twice := at[id]; !twice {
				at[id] = i
			}
		}
		slices.SortFunc(list, func(a, b State) int { return at[int64(a.Product)] - at[int64(b.Product)] })
		return gone(tx, list)
	})
	return list, err
}

const (
	stateColumns = "p.product_id, p.shop_id, p.version, s.version, s.currency, COALESCE(r.reviews, 0), COALESCE(r.stars, 0)"
	stateJoin    = " LEFT JOIN ratings r ON r.shop_id = p.shop_id AND r.product_id = p.product_id"
)

func scanState(scan db.Scan) (s State, key int64, err error) {
	return s, key, scan(&s.Product, &s.Seller, &s.Version, &s.Shop, &s.Currency, &s.Reviews, &s.Stars, &key)
}

// gone notes in states which variants cannot be had: one statement, which gives
// only these, and one more where there are sets.
func gone(tx *db.Tx, list []State) error {
	if len(list) == 0 {
		return nil
	}
	ids := make([]int64, len(list))
	for i, s := range list {
		ids[i] = int64(s.Product)
	}
	of := map[ProductID][]VariantID{}
	var sets []Variant
	in, args := among(ids)
	err := tx.Each(func(scan db.Scan) error {
		var v Variant
		var parts int64
		if err := scan(&v.Product, &v.ID, &parts); err != nil {
			return err
		}
		if parts > 0 {
			v.Parts = []Part{}
			sets = append(sets, v)
			return nil
		}
		of[v.Product] = append(of[v.Product], v.ID)
		return nil
	}, `SELECT v.product_id, v.variant_id, v.parts FROM variants v WHERE v.active = 1 AND v.product_id IN `+in+` AND (v.parts > 0 OR
		(SELECT COALESCE(SUM(k.on_hand - k.held), 0) FROM stock k WHERE k.variant_id = v.variant_id AND k.shop_id = v.shop_id) <= 0)`, args...)
	if err != nil {
		return err
	}
	if err := assembled(tx, sets); err != nil {
		return err
	}
	for _, v := range sets {
		if v.Available() <= 0 {
			of[v.Product] = append(of[v.Product], v.ID)
		}
	}
	for i := range list {
		list[i].Gone = packed(of[list[i].Product])
	}
	return nil
}
