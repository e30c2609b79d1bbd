package catalog

import (
	"context"
	"io"
	"net/http"

	"agora/blob"
	"agora/db"
	"agora/digital"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/once"
)

// Contents is what a digital product holds, as its shop sees it.
type Contents struct {
	Files []digital.File
	Keys  map[VariantID]digital.Keys
}

// KeepFiles says where the files of digital products lie: a store that no address
// of the market leads to.
func (s *Service) KeepFiles(private *blob.Store) { s.files = private }

// GiveFile answers with a file, to be saved and kept by no cache. It asks nobody.
func (s *Service) GiveFile(w http.ResponseWriter, r *http.Request, f digital.File) {
	s.files.GiveAs(w, r, f.Blob, f.Name)
}

// Contents gives what a digital product holds.
func (s *Service) Contents(ctx context.Context, by identity.Actor, shop ShopID, product ProductID) (c Contents, err error) {
	if !ownerOrOperator(by, shop) {
		return c, ErrForbidden
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if c.Files, err = digital.Files(tx, shop, int64(product)); err != nil {
			return err
		}
		counted, err := digital.KeysOf(tx, shop, int64(product))
		c.Keys = make(map[VariantID]digital.Keys, len(counted))
		for variant, k := range counted {
			c.Keys[VariantID(variant)] = k
		}
		return err
	})
	return c, err
}

// AddFile puts a private file into a digital product.
func (s *Service) AddFile(ctx context.Context, by identity.Actor, shop ShopID, product ProductID, name string, r io.Reader) error {
	if !ownerOrOperator(by, shop) {
		return ErrForbidden
	}
	key, size, err := s.files.Put(ctx, r, digital.MaxFile)
	if err != nil {
		return err
	}
	return s.content(ctx, by, shop, product, "product.file", name, func(tx *db.Tx) error {
		return digital.AddFile(tx, shop, int64(product), digital.File{Name: name, Size: size, Blob: key})
	})
}

// RemoveFile takes a file out of a digital product; who bought it keeps it.
func (s *Service) RemoveFile(ctx context.Context, by identity.Actor, shop ShopID, product ProductID, file int64) error {
	if !ownerOrOperator(by, shop) {
		return ErrForbidden
	}
	return s.content(ctx, by, shop, product, "product.file_removed", file, func(tx *db.Tx) error {
		return digital.RemoveFile(tx, shop, int64(product), file)
	})
}

// AddKeys adds licence keys, one a line, to a variant of a digital product; all or
// none of them.
func (s *Service) AddKeys(ctx context.Context, by identity.Actor, shop ShopID, product ProductID, variant VariantID, text string) (added int64, err error) {
	if !ownerOrOperator(by, shop) {
		return 0, ErrForbidden
	}
	err = s.content(ctx, by, shop, product, "product.keys", int64(variant), func(tx *db.Tx) error {
		var n int64
		if err := tx.Row(`SELECT COUNT(*) FROM variants WHERE variant_id = $1 AND shop_id = $2 AND product_id = $3 AND active = 1`,
			[]any{int64(variant), int64(shop), int64(product)}, &n); err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.NotFound, "fault.no_variant")
		}
		added, err = digital.AddKeys(tx, shop, int64(product), int64(variant), text)
		return err
	})
	return added, err
}

// content changes what a digital product holds, and its stock with it.
func (s *Service) content(ctx context.Context, by identity.Actor, shop ShopID, product ProductID, what string, detail any, change func(*db.Tx) error) error {
	return s.change(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		switch yes, err := isDigital(tx, shop, product); {
		case err != nil:
			return err
		case !yes:
			return fault.New(fault.Conflict, "fault.not_digital")
		}
		if err := change(tx); err != nil {
			return err
		}
		if err := restock(tx, shop, product); err != nil {
			return err
		}
		if err := note(tx, by, shop, what, productSubject(product), detail); err != nil {
			return err
		}
		return event.Append(tx, shop, ProductSaved, int64(product), nil)
	})
}

func isDigital(tx *db.Tx, shop ShopID, product ProductID) (bool, error) {
	var card string
	if err := tx.Row("SELECT card FROM products WHERE product_id = $1 AND shop_id = $2", []any{int64(product), int64(shop)}, &card); err != nil {
		return false, none(err, "fault.no_product")
	}
	f, err := decodeFace(card)
	return f.Digital, err
}

// restockDigital does restock for a product that may be a thing that is counted:
// then it changes nothing.
func restockDigital(tx *db.Tx, shop ShopID, product ProductID) error {
	yes, err := isDigital(tx, shop, product)
	if err != nil || !yes {
		return err
	}
	return restock(tx, shop, product)
}

// restock makes the stock of a digital product what it follows from: the keys that
// nobody has where a variant is sold by keys, no bound where there are files, else
// nothing. It is held in the shop's main location.
func restock(tx *db.Tx, shop ShopID, product ProductID) error {
	keys, err := digital.KeysOf(tx, shop, int64(product))
	if err != nil {
		return err
	}
	files, err := digital.Files(tx, shop, int64(product))
	if err != nil {
		return err
	}
	at, err := mainLocation(tx, shop)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE stock SET on_hand = 0 WHERE shop_id = $2 AND location_id <> $3 AND on_hand > 0 AND held = 0 AND variant_id IN (
		SELECT variant_id FROM variants WHERE product_id = $1 AND shop_id = $2)`, int64(product), int64(shop), int64(at)); err != nil {
		return err
	}
	variants, err := db.List(tx, func(scan db.Scan) (id VariantID, err error) { return id, scan((*int64)(&id)) },
		`SELECT variant_id FROM variants WHERE product_id = $1 AND shop_id = $2`, int64(product), int64(shop))
	if err != nil {
		return err
	}
	for _, v := range variants {
		n := int64(0)
		if k := keys[int64(v)]; k.Any() {
			n = k.Free
		} else if len(files) > 0 {
			n = OpenStock
		}
		if err := setStock(tx, shop, v, at, n); err != nil {
			return err
		}
		if err := event.Append(tx, shop, StockChanged, int64(v), map[string]int64{"product": int64(product), "on_hand": n}); err != nil {
			return err
		}
	}
	return nil
}

// uncounted keeps a draft of a digital product from counting its stock, which
// restock does.
func (d Draft) uncounted() {
	for i := range d.Variants {
		d.Variants[i].OnHand = OpenStock
	}
}

// unheld refuses to turn a thing into a file, or back, while orders wait for it.
func unheld(tx *db.Tx, shop ShopID, product ProductID) error {
	var held int64
	err := tx.Row(`SELECT CAST(COALESCE(SUM(s.held), 0) AS BIGINT) FROM stock s JOIN variants v ON v.variant_id = s.variant_id AND v.shop_id = s.shop_id
		WHERE v.product_id = $1 AND v.shop_id = $2`, []any{int64(product), int64(shop)}, &held)
	if err == nil && held > 0 {
		err = fault.Field("digital", "fault.digital_held", "held", held)
	}
	return err
}
