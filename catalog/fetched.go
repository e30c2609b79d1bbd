package catalog

import (
	"context"
	"io"
	"slices"
	"strings"

	"agora/blob"
	"agora/db"
	"agora/fault"
)

// Copied does what Fetched does for a picture that another product of the market
// has, "blob:KEY": what everybody may look at, as large as it is shown. One that is
// nowhere here is a fault, "fault.picture_gone".
func (s *Service) Copied(ctx context.Context, shop ShopID, product ProductID, picture string) error {
	in, err := s.blobs.Open(blob.Key(strings.TrimPrefix(picture, BlobPrefix)))
	if fault.Is(err, fault.NotFound) {
		return fault.Field("picture", "fault.picture_gone")
	}
	if err != nil {
		return err
	}
	defer in.Close()
	return s.Fetched(ctx, shop, product, picture, in)
}

// Fetched stores a picture that was fetched from an address which a product
// names, in place of the address. A product that names it no longer, or has its
// fill of pictures, stays as it is.
func (s *Service) Fetched(ctx context.Context, shop ShopID, product ProductID, address string, r io.Reader) error {
	m, err := s.stored(ctx, r)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		return changePictures(tx, shop, product, func(b *body) error {
			at := slices.Index(b.Pictures, address)
			if at < 0 {
				return nil
			}
			b.Pictures = slices.Delete(slices.Clone(b.Pictures), at, at+1)
			b.Media = slices.Clone(b.Media)
			if same := slices.IndexFunc(b.Media, func(h Media) bool { return h.Key == m.Key }); same >= 0 {
				b.Media[same].From = append(slices.Clone(b.Media[same].From), address)
			} else if len(b.Media) < MaxPictures {
				m.From = []string{address}
				b.Media = append(b.Media, m)
			}
			return nil
		})
	})
}
