package catalog

import (
	"context"
	"strings"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// MaxLocations bounds the places in which a shop keeps stock.
const MaxLocations = 20

// Location is a place in which a shop keeps stock.
type Location struct {
	ID     LocationID
	Name   string // empty for the first place of a shop without a town
	OnHand int64  // things that lie there
	Held   int64  // of these, promised to orders
}

// Locations gives the places of a shop, the main one first, to those who run
// it.
func (s *Service) Locations(ctx context.Context, by identity.Actor, shop ShopID) (list []Location, err error) {
	if !ownerOrOperator(by, shop) {
		return nil, ErrForbidden
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, func(scan db.Scan) (l Location, err error) {
			err = scan(&l.ID, &l.Name, &l.OnHand, &l.Held)
			return l, err
		}, `SELECT l.location_id, l.name, CAST(COALESCE(SUM(k.on_hand), 0) AS BIGINT), CAST(COALESCE(SUM(k.held), 0) AS BIGINT)
			FROM locations l LEFT JOIN stock k ON k.location_id = l.location_id AND k.shop_id = l.shop_id
			WHERE l.shop_id = $1 GROUP BY l.location_id, l.name ORDER BY l.location_id LIMIT $2`, int64(shop), MaxLocations)
		return err
	})
	return list, err
}

// SaveLocation names a place of a shop, or adds one when id is 0.
func (s *Service) SaveLocation(ctx context.Context, by identity.Actor, shop ShopID, id LocationID, name string) (LocationID, error) {
	if !ownerOrOperator(by, shop) {
		return 0, ErrForbidden
	}
	name = strings.TrimSpace(name)
	var f fault.Fields
	if name == "" {
		f.Add("name", "fault.required")
	}
	short(&f, "name", name)
	if f != nil {
		return 0, f
	}
	saved := id
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if id != 0 {
			if err := knownLocation(tx, shop, id); err != nil {
				return err
			}
			_, err := tx.Exec("UPDATE locations SET name = $3 WHERE location_id = $1 AND shop_id = $2", int64(id), int64(shop), name)
			return err
		}
		var have int
		if err := tx.Row("SELECT COUNT(*) FROM locations WHERE shop_id = $1", []any{int64(shop)}, &have); err != nil {
			return err
		}
		if have >= MaxLocations {
			return fault.Field("name", "fault.at_most", "max", int64(MaxLocations))
		}
		saved = LocationID(tx.ID())
		_, err := tx.Exec("INSERT INTO locations (location_id, shop_id, name) VALUES ($1, $2, $3)", int64(saved), int64(shop), name)
		return err
	})
	return saved, err
}

// StockIn gives how many of some variants lie in one place and how many of
// these are held; a variant that never lay there is not in the map.
func (s *Service) StockIn(ctx context.Context, by identity.Actor, shop ShopID, at LocationID, variants []VariantID) (map[VariantID][2]int64, error) {
	if !ownerOrOperator(by, shop) {
		return nil, ErrForbidden
	}
	out := make(map[VariantID][2]int64, len(variants))
	if len(variants) == 0 {
		return out, nil
	}
	var b args
	where := "location_id = " + b.add(int64(at)) + " AND shop_id = " + b.add(int64(shop)) + " AND variant_id IN ("
	for i, v := range variants {
		if i > 0 {
			where += ", "
		}
		where += b.add(int64(v))
	}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(scan db.Scan) error {
			var v VariantID
			var n [2]int64
			err := scan(&v, &n[0], &n[1])
			out[v] = n
			return err
		}, "SELECT variant_id, on_hand, held FROM stock WHERE "+where+")", b.list...)
	})
	return out, err
}

// knownLocation wants a place to be one of the shop.
func knownLocation(tx *db.Tx, shop ShopID, at LocationID) error {
	var n int
	err := tx.Row("SELECT 1 FROM locations WHERE location_id = $1 AND shop_id = $2", []any{int64(at), int64(shop)}, &n)
	return none(err, "fault.page_not_found")
}

// setStockIn makes what lies of a variant in one place onHand; not less than
// is held there.
func setStockIn(tx *db.Tx, shop ShopID, variant VariantID, at LocationID, onHand int64) error {
	if err := ownStock(tx, shop, variant); err != nil {
		return err
	}
	n, err := tx.Exec(`INSERT INTO stock (variant_id, location_id, shop_id, on_hand, held) VALUES ($1, $2, $3, $4, 0)
		ON CONFLICT (variant_id, location_id, shop_id) DO UPDATE SET on_hand = $4 WHERE stock.held <= $4`,
		int64(variant), int64(at), int64(shop), onHand)
	if err != nil || n == 1 {
		return err
	}
	var held int64
	if err := tx.Row("SELECT held FROM stock WHERE variant_id = $1 AND location_id = $2 AND shop_id = $3",
		[]any{int64(variant), int64(at), int64(shop)}, &held); err != nil {
		return err
	}
	return &fault.Error{Kind: fault.Conflict, Key: "fault.stock_held", Field: "on_hand", Args: []any{"held", held}}
}
