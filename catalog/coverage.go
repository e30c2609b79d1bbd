package catalog

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"agora/db"
	"agora/identity"
)

// Coverage is how much of a shop is said in a language. Archived products do
// not count, and of very many only the newest do.
type Coverage struct {
	Lang     string
	Products int64 // of which every text is there
	Fields   int64 // that are there
	Machine  int64 // of these, made by a machine and not confirmed
}

// Coverages are all languages of a shop.
type Coverages struct {
	Products, Fields int64 // in any language
	Wordless         int64 // pictures that nobody described in the shop's own language
	Languages        []Coverage
}

// Of gives what is said in a language.
func (c Coverages) Of(lang string) Coverage {
	for _, l := range c.Languages {
		if l.Lang == lang {
			return l
		}
	}
	return Coverage{Lang: lang}
}

// coverRead bounds the products that are counted.
const coverRead = 2000

// coverage remembers what was counted, until a product of the shop changes.
type coverage struct {
	mu   sync.Mutex
	kept map[ShopID]counted
}

type counted struct {
	at [3]int64 // products, highest version, last change
	is Coverages
}

// Coverage gives how far a shop is said in its languages, to those who run it.
func (s *Service) Coverage(ctx context.Context, by identity.Actor, shop ShopID) (c Coverages, err error) {
	if !ownerOrOperator(by, shop) {
		return c, ErrForbidden
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var at [3]int64
		if err := tx.Row(`SELECT COUNT(*), CAST(COALESCE(MAX(version), 0) AS BIGINT), CAST(COALESCE(MAX(updated), 0) AS BIGINT)
			FROM products WHERE shop_id = $1`, []any{int64(shop)}, &at[0], &at[1], &at[2]); err != nil {
			return err
		}
		s.covered.mu.Lock()
		known, ok := s.covered.kept[shop]
		s.covered.mu.Unlock()
		if ok && known.at == at {
			c = known.is
			return nil
		}
		in, err := ShopIn(tx, shop)
		if err != nil {
			return err
		}
		if c, err = cover(tx, in); err != nil {
			return err
		}
		s.covered.mu.Lock()
		defer s.covered.mu.Unlock()
		if s.covered.kept == nil || len(s.covered.kept) >= 256 {
			s.covered.kept = map[ShopID]counted{}
		}
		s.covered.kept[shop] = counted{at, c}
		return nil
	})
	return c, err
}

func cover(tx *db.Tx, shop Shop) (c Coverages, err error) {
	of := map[string]*Coverage{}
	err = tx.Each(func(scan db.Scan) error {
		var card, document string
		if err := scan(&card, &document); err != nil {
			return err
		}
		f, err := decodeFace(card)
		if err != nil {
			return err
		}
		b, err := decodeBody(document)
		if err != nil {
			return err
		}
		list := spoken(&f.Title, &b.Description, b.Attributes, b.Options, b.Media)
		c.Products++
		c.Wordless += int64(wordless(b.Media, shop.Lang()))
		c.Fields += int64(len(list))
		here := map[string]int{}
		for _, p := range list {
			for lang, text := range p.Texts {
				if text == "" {
					continue
				}
				l := of[lang]
				if l == nil {
					l = &Coverage{Lang: lang}
					of[lang] = l
				}
				here[lang]++
				l.Fields++
				if b.Machine.Has(p, lang) {
					l.Machine++
				}
			}
		}
		for lang, n := range here {
			if n == len(list) {
				of[lang].Products++
			}
		}
		return nil
	}, "SELECT card, document FROM products WHERE shop_id = $1 AND status <> 'archived' ORDER BY product_id DESC LIMIT $2", int64(shop.ID), coverRead)
	for _, l := range of {
		c.Languages = append(c.Languages, *l)
	}
	slices.SortFunc(c.Languages, func(a, b Coverage) int { return cmp.Compare(a.Lang, b.Lang) })
	return c, err
}

// Lacks reports whether some text of a product is not there in a language, or is
// a machine's that nobody has confirmed.
func (p Product) Lacks(lang string) bool {
	return slices.ContainsFunc(p.Passages(), func(one Passage) bool { return one.Texts[lang] == "" || p.Machine.Has(one, lang) })
}

// Lacking gives a page of a shop's products that lack a text in a language,
// newest first, archived ones left out. A page may have fewer than limit, or
// none, and still a next one: it reads a bounded number of products.
func (s *Service) Lacking(ctx context.Context, by identity.Actor, shop ShopID, lang, cursor string, limit int) (Page[Product], error) {
	return s.sift(ctx, by, shop, cursor, limit, func(p Product) bool { return p.Lacks(lang) })
}

// sift gives a page of a shop's products that are not archived and of which keep
// says yes.
func (s *Service) sift(ctx context.Context, by identity.Actor, shop ShopID, cursor string, limit int, keep func(Product) bool) (page Page[Product], err error) {
	const most, portion = 1000, 200
	limit = clampLimit(limit)
	for read := 0; read < most; read += portion {
		some, err := s.Products(ctx, by, shop, ProductFilter{Cursor: cursor, Limit: portion})
		if err != nil {
			return page, err
		}
		for _, p := range some.Items {
			if p.Status == ProductArchived || !keep(p) {
				continue
			}
			if len(page.Items) == limit {
				page.Next = After(page.Items[limit-1].ID)
				return page, nil
			}
			page.Items = append(page.Items, p)
		}
		if cursor = some.Next; cursor == "" {
			page.Next = ""
			return page, nil
		}
		page.Next = cursor
	}
	return page, nil
}

// ProductsByID gives those of the products that a shop has, in any status, to
// those who run it, newest first.
func (s *Service) ProductsByID(ctx context.Context, by identity.Actor, shop ShopID, ids []ProductID) (list []Product, err error) {
	if !ownerOrOperator(by, shop) {
		return nil, ErrForbidden
	}
	const most = 200
	plain := make([]int64, 0, len(ids))
	for _, id := range ids[:min(len(ids), most)] {
		plain = append(plain, int64(id))
	}
	in, args := among(plain)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = s.products(tx, fmt.Sprintf("p.product_id IN %s AND p.shop_id = $%d ORDER BY p.product_id DESC", in, len(args)+1), append(args, int64(shop))...)
		return err
	})
	return list, err
}
