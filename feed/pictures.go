package feed

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"agora/blob"
	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// States of a picture's address.
const (
	pictureWaits  = "waiting"
	pictureFailed = "failed"
)

// FetchPictures fetches the pictures that a product only names, each kept as
// soon as it is here. An error means that some may come later; what will never
// come is remembered with its reason.
func (s *Service) FetchPictures(ctx context.Context, shop catalog.ShopID, product catalog.ProductID) error {
	p, err := s.catalog.ProductByID(ctx, identity.System(), shop, product)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	tries, failed, err := s.pictureTries(ctx, p)
	if err != nil {
		return err
	}
	var late error
	for _, address := range p.Pictures {
		if !catalog.Fetchable(address) || failed[address] {
			continue
		}
		var err error
		if strings.HasPrefix(address, catalog.BlobPrefix) {
			err = s.catalog.Copied(ctx, shop, product, address)
		} else {
			err = s.fetch(ctx, address, func(r io.Reader) error { return s.catalog.Fetched(ctx, shop, product, address, r) })
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		reason := ""
		if list := fault.List(err); list != nil {
			reason, err = list[0].Key, nil
		} else if err != nil && tries[address]+1 >= fetchTries {
			reason, err = "fault.picture_gone", nil
		}
		if noteErr := s.notePicture(ctx, p, address, reason, err != nil); noteErr != nil {
			return noteErr
		}
		late = errors.Join(late, err)
	}
	return late
}

// pictureTries gives how often each address of a product was tried, and which
// will never come. What the product names no longer is forgotten.
func (s *Service) pictureTries(ctx context.Context, p catalog.Product) (tries map[string]int, failed map[string]bool, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		tries, failed = map[string]int{}, map[string]bool{}
		gone := []string{}
		err := tx.Each(func(scan db.Scan) error {
			var address, state string
			var n int
			if err := scan(&address, &n, &state); err != nil {
				return err
			}
			if tries[address], failed[address] = n, state == pictureFailed; !slices.Contains(p.Pictures, address) {
				gone = append(gone, address)
			}
			return nil
		}, "SELECT address, tries, state FROM feed_pictures WHERE shop_id = $1 AND product_id = $2", int64(p.Shop), int64(p.ID))
		for _, address := range gone {
			if err == nil {
				_, err = tx.Exec("DELETE FROM feed_pictures WHERE shop_id = $1 AND product_id = $2 AND address = $3", int64(p.Shop), int64(p.ID), address)
			}
		}
		return err
	})
	return tries, failed, err
}

// notePicture remembers what became of an address; one that is here is
// forgotten.
func (s *Service) notePicture(ctx context.Context, p catalog.Product, address, reason string, late bool) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if reason == "" && !late {
			_, err := tx.Exec("DELETE FROM feed_pictures WHERE shop_id = $1 AND product_id = $2 AND address = $3", int64(p.Shop), int64(p.ID), address)
			return err
		}
		state := pictureWaits
		if reason != "" {
			state = pictureFailed
		}
		_, err := tx.Exec(`INSERT INTO feed_pictures (shop_id, product_id, address, state, tries, reason, updated) VALUES ($1, $2, $3, $4, 1, $5, $6)
			ON CONFLICT (shop_id, product_id, address) DO UPDATE SET state = $4, tries = feed_pictures.tries + 1, reason = $5, updated = $6`,
			int64(p.Shop), int64(p.ID), address, state, reason, db.Micro(tx.Now))
		return err
	})
}

// Missing is a picture that did not come.
type Missing struct {
	Product catalog.ProductID
	Address string
	Reason  *fault.Error // nil while it is tried again
}

// MissingPictures gives the newest of the pictures of a shop that did not come,
// and how many there are, to those who run it.
func (s *Service) MissingPictures(ctx context.Context, by identity.Actor, shop catalog.ShopID, limit int) (list []Missing, all int64, err error) {
	if !by.Runs(shop) && !by.IsOperator() {
		return nil, 0, catalog.ErrForbidden
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if err := tx.Row("SELECT COUNT(*) FROM feed_pictures WHERE shop_id = $1", []any{int64(shop)}, &all); err != nil {
			return err
		}
		list, err = db.List(tx, func(scan db.Scan) (m Missing, err error) {
			var reason string
			if err = scan(&m.Product, &m.Address, &reason); reason != "" {
				m.Reason = fault.New(fault.Invalid, reason, "max", int64(40), "kib", int64(blob.MaxPicture>>10))
			}
			return m, err
		}, "SELECT product_id, address, reason FROM feed_pictures WHERE shop_id = $1 ORDER BY state, updated DESC, product_id, address LIMIT $2", int64(shop), limit)
		return err
	})
	return list, all, err
}
