package catalog

import (
	"context"
	"maps"
	"slices"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Wordless gives how many pictures of a product nobody described in a language,
// for those who do not see them.
func (p Product) Wordless(lang string) int { return wordless(p.Media, lang) }

func wordless(media []Media, lang string) (n int) {
	for _, m := range media {
		if m.Alt[lang] == "" {
			n++
		}
	}
	return n
}

// WordlessProducts gives a page of a shop's products with such pictures, newest
// first, archived ones left out. Like Lacking it reads a bounded number of
// products: a page may be empty and still have a next one.
func (s *Service) WordlessProducts(ctx context.Context, by identity.Actor, shop ShopID, lang, cursor string, limit int) (Page[Product], error) {
	return s.sift(ctx, by, shop, cursor, limit, func(p Product) bool { return p.Wordless(lang) > 0 })
}

// Describe gives pictures of a product words in a language, by the pictures'
// keys; the words they have in others stay. A picture that is gone is passed
// over.
func (s *Service) Describe(ctx context.Context, by identity.Actor, shop ShopID, product ProductID, lang string, words map[string]string) error {
	if !ownerOrOperator(by, shop) {
		return ErrForbidden
	}
	var f fault.Fields
	for key, text := range words {
		Texts{lang: text}.check(&f, key, MaxShort)
	}
	if f != nil {
		return f
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		return changeMedia(tx, shop, product, func(have []Media) ([]Media, error) {
			out := slices.Clone(have)
			for i, m := range out {
				text, ok := words[m.Key]
				if !ok {
					continue
				}
				alt := maps.Clone(m.Alt)
				if alt == nil {
					alt = Texts{}
				}
				alt[lang] = text
				out[i].Alt = alt.clean()
			}
			return out, nil
		})
	})
}
