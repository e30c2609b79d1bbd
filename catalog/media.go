package catalog

import (
	"context"
	"io"
	"slices"

	"agora/blob"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// AddPicture stores a picture that somebody sent as the last of a product.
func (s *Service) AddPicture(ctx context.Context, by identity.Actor, shop ShopID, product ProductID, r io.Reader, alt Texts) (Media, error) {
	if !ownerOrOperator(by, shop) {
		return Media{}, ErrForbidden
	}
	var f fault.Fields
	if alt.check(&f, "alt", MaxShort); f != nil {
		return Media{}, f
	}
	m, err := s.stored(ctx, r)
	if err != nil {
		return Media{}, err
	}
	m.Alt = alt.clean()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		return changeMedia(tx, shop, product, func(have []Media) ([]Media, error) {
			if slices.ContainsFunc(have, func(h Media) bool { return h.Key == m.Key }) {
				return have, nil
			}
			if len(have) >= MaxPictures {
				return nil, fault.Field("picture", "fault.at_most", "max", int64(MaxPictures))
			}
			return append(slices.Clone(have), m), nil
		})
	})
	return m, err
}

// stored keeps a picture in its sizes, and what edits are made from.
func (s *Service) stored(ctx context.Context, r io.Reader) (Media, error) {
	from, p, err := s.blobs.Keep(ctx, r)
	if err != nil {
		return Media{}, err
	}
	m := Media{Key: string(p.Large), Source: string(from)}
	m.show(p)
	return m, nil
}

// show makes the sizes of a picture those given.
func (m *Media) show(p blob.Picture) {
	m.Type, m.Thumb, m.Small, m.Large = p.Large.Type(), string(p.Thumb), string(p.Small), string(p.Large)
	m.Width, m.Height, m.Cuts = p.Width, p.Height, nil
	for _, c := range p.Cuts {
		m.Cuts = append(m.Cuts, Cut{Key: string(c.Key), Width: c.Width, Bytes: c.Bytes})
	}
}

// onCard is a picture without what only its editor needs.
func (m Media) onCard() Media {
	m.From, m.Source, m.Turned = nil, "", ""
	return m
}

// RemovePicture takes a picture away from a product. The file stays in the
// store: old orders show it.
func (s *Service) RemovePicture(ctx context.Context, by identity.Actor, shop ShopID, product ProductID, key string) error {
	if !ownerOrOperator(by, shop) {
		return ErrForbidden
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		return changeMedia(tx, shop, product, func(have []Media) ([]Media, error) {
			return slices.DeleteFunc(slices.Clone(have), func(m Media) bool { return m.Key == key }), nil
		})
	})
}

// PutMedia makes the pictures of a product those given and asks nobody.
func PutMedia(tx *db.Tx, shop ShopID, product ProductID, media []Media) error {
	return changeMedia(tx, shop, product, func([]Media) ([]Media, error) { return media, nil })
}

// PutPictures makes the pictures of a product those given, and the addresses
// that are still to be fetched; it asks nobody.
func PutPictures(tx *db.Tx, shop ShopID, product ProductID, media []Media, addresses []string) error {
	return changePictures(tx, shop, product, func(b *body) error {
		b.Media, b.Pictures = media, addresses
		return nil
	})
}

func changeMedia(tx *db.Tx, shop ShopID, product ProductID, change func([]Media) ([]Media, error)) error {
	return changePictures(tx, shop, product, func(b *body) (err error) {
		b.Media, err = change(b.Media)
		return err
	})
}

// changePictures rewrites the two documents of a product that name pictures.
func changePictures(tx *db.Tx, shop ShopID, product ProductID, change func(*body) error) error {
	var card, document string
	err := tx.Row("SELECT card, document FROM products WHERE product_id = $1 AND shop_id = $2",
		[]any{int64(product), int64(shop)}, &card, &document)
	if err != nil {
		return none(err, "fault.no_product")
	}
	f, err := decodeFace(card)
	if err != nil {
		return err
	}
	b, err := decodeBody(document)
	if err != nil {
		return err
	}
	if err = change(&b); err != nil {
		return err
	}
	f.Picture = Media{}
	if len(b.Media) > 0 {
		f.Picture = b.Media[0].onCard()
	}
	if card, err = encode(f); err != nil {
		return err
	}
	if document, err = encode(b); err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE products SET card = $3, document = $4, updated = $5, version = $6 WHERE product_id = $1 AND shop_id = $2",
		int64(product), int64(shop), card, document, db.Micro(tx.Now), tx.ID()); err != nil {
		return err
	}
	return event.Append(tx, shop, ProductSaved, int64(product), nil)
}
