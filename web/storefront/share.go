package storefront

import (
	"cmp"
	"image"
	"image/color"
	_ "image/jpeg" // the sizes that the blob store makes
	"strings"

	"agora/blob"
	"agora/catalog"
	"agora/web"
	"agora/web/poster"
	"agora/web/ui"
)

// shareShop is the picture that goes with the link of a shop.
func (s *Store) shareShop(r *web.Request) error {
	found, err := s.openShop(r)
	if err != nil {
		return err
	}
	if found.Status == catalog.ShopRehearsal {
		return errGone
	}
	return s.share(r, found.Tagline, poster.Poster{Over: found.Name, Under: from(r, found), Ground: shade(found.Tint)}, found.Name, catalog.Media{})
}

// shareProduct is the picture that goes with the link of a thing.
func (s *Store) shareProduct(r *web.Request) error {
	p, found, err := s.Catalog.Product(r.R.Context(), r.Path("handle"), r.Path("product"))
	if err != nil {
		return err
	}
	if p.Status != catalog.ProductActive || found.Status != catalog.ShopOpen && found.Status != catalog.ShopPaused {
		return errGone
	}
	return s.share(r, p.Title, poster.Poster{Over: found.Name, Under: from(r, found), Ground: shade(cmp.Or(p.Tint, found.Tint))}, "", p.Picture())
}

func from(r *web.Request, s catalog.Shop) string { return s.City + " · " + string(s.Country) }

// share writes the poster, in the reader's language where there are letters for
// it, else in another one of the title.
func (s *Store) share(r *web.Request, title catalog.Texts, p poster.Poster, name string, m catalog.Media) error {
	letters, err := s.press.Letters()
	if err != nil {
		return err
	}
	p.Title, p.Lang = name, "en"
	for _, lang := range append([]string{r.Locale.Lang(), "en", "ru"}, title.Languages()...) {
		if text, tag := title.In(lang); name == "" && letters.Can(text) {
			p.Title, p.Lang = text, tag
			break
		}
	}
	p.RTL, p.Brand = ui.DirOf(p.Lang) == "rtl", r.T("ui.agora")
	tag := poster.Tag(p, m.Large)
	h := r.W.Header()
	h.Set("Cache-Control", "public, max-age=86400")
	if r.Unchanged(tag) {
		return nil
	}
	file, err := s.press.Draw(tag, func(letters *poster.Type) ([]byte, error) {
		p.Picture = s.photo(m)
		return letters.Draw(p)
	})
	if err != nil {
		return err
	}
	h.Set("Content-Type", "image/jpeg")
	_, err = r.W.Write(file)
	return err
}

// photo gives a picture of the blob store; nil for a drawing, or for one that
// cannot be read.
func (s *Store) photo(m catalog.Media) image.Image {
	key := blob.Key(cmp.Or(m.Large, m.Small))
	if !key.Valid() {
		return nil
	}
	f, err := s.Blobs.Open(key)
	if err != nil {
		return nil
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		return nil
	}
	return img
}

// shade is the thin glaze of a tint by day.
func shade(tint string) color.Color {
	switch strings.TrimPrefix(tint, "p-") {
	case "lapis":
		return color.RGBA{0xe2, 0xe8, 0xf7, 0xff}
	case "saff":
		return color.RGBA{0xfc, 0xe7, 0xbd, 0xff}
	case "pome":
		return color.RGBA{0xf9, 0xde, 0xda, 0xff}
	case "leaf":
		return color.RGBA{0xe2, 0xed, 0xd3, 0xff}
	case "clay":
		return color.RGBA{0xf0, 0xe0, 0xcb, 0xff}
	}
	return nil
}
