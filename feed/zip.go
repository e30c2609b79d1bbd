package feed

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"os"
	"path"
	"strings"

	"agora/blob"
	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	lists "agora/sheet"
)

// PicturesSent is a zip of pictures, which is to be unpacked.
const PicturesSent event.Kind = "feed.zip"

// Bounds of a zip of pictures.
const (
	MaxZip        = 64 << 20
	maxZipEntries = 2000
	maxZipPicture = 1 << 30 // bytes of all pictures together
)

// fileName gives the name of a file without the folders it lay in, as an
// address has it; "" when there is none.
func fileName(p string) string {
	name := path.Base(strings.ReplaceAll(strings.TrimSpace(p), `\`, "/"))
	if name == "." || name == "/" || name == ".." || strings.HasPrefix(name, ".") {
		return ""
	}
	return url.PathEscape(strings.ToLower(name))
}

// SendPictures keeps a zip of the pictures that products of a shop name without
// an address; Unpack puts them in their places.
func (s *Service) SendPictures(ctx context.Context, by identity.Actor, shop catalog.ShopID, r io.ReaderAt, size int64) error {
	if !by.Runs(shop) && !by.IsOperator() {
		return catalog.ErrForbidden
	}
	large := &fault.Error{Kind: fault.TooLarge, Key: "fault.feed_zip_large", Field: "pictures", Args: []any{"files", int64(maxZipEntries), "max", int64(MaxZip >> 20)}}
	if size > MaxZip {
		return large
	}
	if n, err := lists.Entries(r, size, maxZipEntries); err != nil || n > maxZipEntries {
		return large
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return fault.Field("pictures", "fault.feed_zip").Because(err)
	}
	var all uint64
	for _, e := range z.File {
		all += min(e.UncompressedSize64, maxZipPicture+1) // a sum of what it says must not begin anew at zero
	}
	if all > maxZipPicture {
		return large
	}
	key, _, err := s.files.Put(ctx, io.NewSectionReader(r, 0, size), MaxZip)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		return event.Append(tx, shop, PicturesSent, tx.ID(), map[string]string{"file": string(key)})
	})
}

// Unpack puts the pictures of a zip where products name them. It may be killed
// and run again: what is in its place is not named any more. Nothing is written
// under a name that the zip gives.
func (s *Service) Unpack(ctx context.Context, e event.Event) error {
	var sent struct {
		File blob.Key `json:"file"`
	}
	if err := json.Unmarshal(e.Body, &sent); err != nil {
		return err
	}
	in, err := s.files.Open(sent.File)
	if err != nil {
		return err
	}
	defer in.Close()
	wanted, err := s.wanted(ctx, e.Shop)
	if err != nil {
		return err
	}
	z, err := zipOf(in)
	if err != nil {
		return nil // it was read when it was sent; now it is damaged for good
	}
	entries := map[string]*zip.File{}
	for _, entry := range z.File {
		entries[catalog.FilePrefix+fileName(entry.Name)] = entry
	}
	left := int64(maxZipPicture)
	for _, w := range wanted { // in the order in which each product names them, whatever that of the zip
		entry, ok := entries[w.name]
		if !ok {
			continue
		}
		if left < 0 || ctx.Err() != nil {
			return ctx.Err()
		}
		n, err := s.place(ctx, e.Shop, w.product, w.name, entry)
		left -= n
		if err != nil && fault.List(err) == nil && !errors.Is(err, zip.ErrFormat) && !errors.Is(err, zip.ErrChecksum) {
			return err
		}
	}
	return nil
}

func zipOf(in *os.File) (*zip.Reader, error) {
	info, err := in.Stat()
	if err != nil {
		return nil, err
	}
	return zip.NewReader(in, info.Size())
}

// askedFor is a picture that a product names by its file.
type askedFor struct {
	product catalog.ProductID
	name    string
}

// wanted gives the pictures that products name by their files, in their order.
func (s *Service) wanted(ctx context.Context, shop catalog.ShopID) (list []askedFor, err error) {
	err = s.catalog.EachProduct(ctx, identity.System(), shop, func(p catalog.Product) error {
		for _, name := range p.Pictures {
			if strings.HasPrefix(name, catalog.FilePrefix) {
				list = append(list, askedFor{p.ID, name})
			}
		}
		return nil
	})
	return list, err
}

// place unpacks one picture and gives how many bytes it came to; a picture that
// is none, or too large, is a fault.
func (s *Service) place(ctx context.Context, shop catalog.ShopID, product catalog.ProductID, name string, entry *zip.File) (int64, error) {
	r, err := entry.Open()
	if err != nil {
		return 0, zip.ErrFormat
	}
	defer r.Close()
	counted := &counter{r: r}
	err = s.catalog.Fetched(ctx, shop, product, name, counted)
	return counted.n, err
}

// counter counts what is read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
