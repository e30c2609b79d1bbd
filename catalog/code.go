package catalog

import (
	"context"
	"strings"

	"agora/db"
	"agora/hs"
	"agora/identity"
)

// Asked is what is known of the goods when a customs code is looked for: its
// words in every language, and the category's. A category that is not there is
// empty.
func (d Draft) Asked(c Category) hs.Ask {
	a := hs.Ask{Title: d.Title, Description: map[string]string{}, Category: c.Names, Within: c.HS}
	add := func(t Texts) {
		for lang, text := range t {
			a.Description[lang] = strings.TrimSpace(a.Description[lang] + "\n" + text)
		}
	}
	for _, attribute := range d.Attributes {
		add(attribute.Value) // "wool" says more than a story does: it is read first
	}
	add(d.Description)
	return a
}

// categoryOf gives the category of a key, an empty one for none.
func categoryOf(list []Category, key string) Category {
	for _, c := range list {
		if c.Key == key {
			return c
		}
	}
	return Category{}
}

// SuggestCodes gives the headings that fit a draft best, each with its reasons.
func SuggestCodes(d Draft, categories []Category, n int) []hs.Suggestion {
	return hs.Find(d.Asked(categoryOf(categories, d.Category)), n)
}

// Uncoded counts a shop's products without a customs code, archived ones left
// out, for those who run it.
func (s *Service) Uncoded(ctx context.Context, by identity.Actor, shop ShopID) (n int64, err error) {
	if !ownerOrOperator(by, shop) {
		return 0, ErrForbidden
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Row("SELECT COUNT(*) FROM products WHERE shop_id = $1 AND hs = '' AND status <> 'archived'", []any{int64(shop)}, &n)
	})
	return n, err
}
