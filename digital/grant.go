package digital

import (
	"errors"
	"time"

	"agora/db"
	"agora/fault"
)

// Line is so many of a variant that an order is given.
type Line struct {
	Product, Variant, Quantity int64
}

// Given is what an order was given for one line.
type Given struct {
	Line
	At      time.Time
	Opened  time.Time // first download, or first look at the keys; zero for never
	Revoked bool      // the money went back
	Files   []File
	Keys    []string // only for who asked to see them
	Keyed   bool     // there are keys to see
}

// Give gives an order what its lines promise: access to the files of each
// product, and as many keys as it has units, where it is sold by keys. Giving
// again changes nothing.
func Give(tx *db.Tx, shop db.ShopID, order int64, lines []Line) error {
	for _, l := range lines {
		n, err := tx.Exec(`INSERT INTO digital_grants (order_id, shop_id, variant_id, product_id, quantity, given, opened, revoked)
			VALUES ($1, $2, $3, $4, $5, $6, 0, 0) ON CONFLICT (order_id, shop_id, variant_id) DO NOTHING`,
			order, int64(shop), l.Variant, l.Product, l.Quantity, db.Micro(tx.Now))
		if err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		var keyed int64
		if err := tx.Row(`SELECT COUNT(*) FROM (SELECT key_id FROM digital_keys WHERE variant_id = $1 AND shop_id = $2 LIMIT 1) k`,
			[]any{l.Variant, int64(shop)}, &keyed); err != nil {
			return err
		}
		if keyed == 0 {
			continue
		}
		if err := take(tx, shop, order, l); err != nil {
			return err
		}
	}
	return nil
}

// Revoke ends what an order was given: its links open nothing, its keys are
// burnt and never sold again.
func Revoke(tx *db.Tx, shop db.ShopID, order int64) error {
	n, err := tx.Exec(`UPDATE digital_grants SET revoked = $3 WHERE order_id = $1 AND shop_id = $2 AND revoked = 0`,
		order, int64(shop), db.Micro(tx.Now))
	if err != nil || n == 0 {
		return err
	}
	_, err = tx.Exec(`UPDATE digital_keys SET burnt = 1 WHERE order_id = $1 AND shop_id = $2`, order, int64(shop))
	return err
}

// Grants gives what an order was given, with the files; keys are told only when
// they are asked for.
func Grants(tx *db.Tx, shop db.ShopID, order int64, keys bool) ([]Given, error) {
	list, err := db.List(tx, func(scan db.Scan) (g Given, err error) {
		var at, opened, revoked, keyed int64
		err = scan(&g.Variant, &g.Product, &g.Quantity, &at, &opened, &revoked, &keyed)
		g.At, g.Opened, g.Revoked, g.Keyed = db.Time(at), db.Time(opened), revoked > 0, keyed > 0
		return g, err
	}, `SELECT g.variant_id, g.product_id, g.quantity, g.given, g.opened, g.revoked,
			(SELECT COUNT(*) FROM digital_keys k WHERE k.order_id = g.order_id AND k.shop_id = g.shop_id AND k.variant_id = g.variant_id)
		FROM digital_grants g WHERE g.order_id = $1 AND g.shop_id = $2 ORDER BY g.variant_id`, order, int64(shop))
	if err != nil || len(list) == 0 {
		return nil, err
	}
	if err := tx.Each(func(scan db.Scan) error {
		var f File
		var variant int64
		if err := scan(&variant, &f.ID, &f.Name, &f.Size, &f.Blob); err != nil {
			return err
		}
		for i := range list {
			if list[i].Variant == variant {
				list[i].Files = append(list[i].Files, f)
			}
		}
		return nil
	}, `SELECT g.variant_id, f.file_id, f.name, f.size, f.blob FROM digital_grants g
		JOIN digital_files f ON f.product_id = g.product_id AND f.shop_id = g.shop_id AND (f.removed = 0 OR f.removed > g.given)
		WHERE g.order_id = $1 AND g.shop_id = $2 ORDER BY f.file_id`, order, int64(shop)); err != nil || !keys {
		return list, err
	}
	return list, tx.Each(func(scan db.Scan) error {
		var text string
		var variant int64
		if err := scan(&variant, &text); err != nil {
			return err
		}
		for i := range list {
			if list[i].Variant == variant && !list[i].Revoked {
				list[i].Keys = append(list[i].Keys, text)
			}
		}
		return nil
	}, `SELECT variant_id, text FROM digital_keys WHERE order_id = $1 AND shop_id = $2 ORDER BY key_id`, order, int64(shop))
}

// Open notes that a line's keys or a file were seen for the first time. first is
// false when they were before; all is true once every line of the order was.
func Open(tx *db.Tx, shop db.ShopID, order, product int64) (first, all bool, err error) {
	n, err := tx.Exec(`UPDATE digital_grants SET opened = $4 WHERE order_id = $1 AND shop_id = $2 AND product_id = $3 AND opened = 0`,
		order, int64(shop), product, db.Micro(tx.Now))
	if err != nil || n == 0 {
		return false, false, err
	}
	var left int64
	err = tx.Row(`SELECT COUNT(*) FROM digital_grants WHERE order_id = $1 AND shop_id = $2 AND opened = 0`, []any{order, int64(shop)}, &left)
	return true, left == 0, err
}

// Download counts one taking of a file by the link that ends at until, and gives
// the file with its product. part says that only a later part of it is asked for.
func Download(tx *db.Tx, shop db.ShopID, order, file int64, until time.Time, part bool) (f File, product int64, err error) {
	err = tx.Row(`SELECT f.file_id, f.name, f.size, f.blob, f.product_id FROM digital_files f
		JOIN digital_grants g ON g.product_id = f.product_id AND g.shop_id = f.shop_id AND g.revoked = 0 AND (f.removed = 0 OR f.removed > g.given)
		WHERE g.order_id = $1 AND g.shop_id = $2 AND f.file_id = $3 LIMIT 1`, []any{order, int64(shop), file},
		&f.ID, &f.Name, &f.Size, &f.Blob, &product)
	if errors.Is(err, db.ErrNone) {
		err = fault.New(fault.NotFound, "fault.link")
	}
	if err != nil {
		return f, 0, err
	}
	whole, parts := int64(1), int64(0)
	if part {
		whole, parts = 0, 1
	}
	n, err := tx.Exec(`INSERT INTO digital_downloads (order_id, shop_id, file_id, until, whole, parts) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (order_id, shop_id, file_id, until) DO UPDATE SET whole = digital_downloads.whole + $5, parts = digital_downloads.parts + $6
		WHERE digital_downloads.whole + $5 <= $7 AND digital_downloads.parts + $6 <= $8`,
		order, int64(shop), file, db.Micro(until), whole, parts, MaxDownloads, maxParts)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.downloads", "max", MaxDownloads)
	}
	return f, product, err
}
