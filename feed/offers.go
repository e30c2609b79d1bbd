package feed

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"

	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// offersForm is raised whenever a feed of the same goods is written differently.
const offersForm = 2

// keptBack is how much of a public feed is kept back, so that what fails at once fails
// as a whole.
const keptBack = 64 << 10

// Offers writes what a shop that is open has for sale, for anybody, page by page:
// its memory is that of one page, and a page is three statements.
func (s *Service) Offers(ctx context.Context, shop catalog.Shop, site Site, w io.Writer) error {
	if !shop.Public() {
		return fault.New(fault.NotFound, "fault.no_shop")
	}
	out := bufio.NewWriterSize(w, keptBack)
	// Hidden in another type, lest the encoder of XML takes the buffer for its own
	// and empties it after each thing.
	if err := s.ExportAs(ctx, identity.System(), shop, Merchant, site, struct{ io.Writer }{out}); err != nil {
		return err
	}
	return out.Flush()
}

// OffersVersion names what Offers would write now, in one statement: as long as it
// stays the same, so does the feed. Any event of the shop makes another, since no
// price, stock or text changes without one.
func (s *Service) OffersVersion(ctx context.Context, shop catalog.Shop, site Site) (string, error) {
	categories, err := s.catalog.Categories(ctx)
	if err != nil {
		return "", err
	}
	shelves, err := json.Marshal(categories)
	if err != nil {
		return "", err
	}
	var last int64
	if err := s.db.Read(ctx, func(tx *db.Tx) error {
		last, err = event.Last(tx, shop.ID)
		return err
	}); err != nil {
		return "", err
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %q %d %d %s", offersForm, site.Origin, shop.ID, last, shelves))
	return base64.RawURLEncoding.EncodeToString(sum[:12]), nil
}
