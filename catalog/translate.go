package catalog

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/once"
)

// Translation is a text that shall stand in a language.
type Translation struct {
	Product  ProductID // 0 for the shop itself
	Field    string    // of a Passage
	Lang     string
	Text     string // "" takes it away
	Saw      string // Hash of what stood there when somebody looked; "" asks nothing
	From     string // Hash of the text in FromLang that was translated; "" asks nothing
	FromLang string
	Machine  bool // made by a machine: marked, and never put in the place of a person's text
}

// Outcome is what became of one translation.
type Outcome struct {
	Changed bool
	Was     string // what stood there
	Fault   *fault.Error
}

// MaxTranslations is how many texts one call changes at most.
const MaxTranslations = 20_000

// Translate makes texts of a shop and its products what the list says: all of
// them or, with the faults of each under "texts.N", none. A text that is no
// longer what somebody saw is a Conflict "fault.words_moved". A person's text
// that says what a machine has made confirms it.
func (s *Service) Translate(ctx context.Context, by identity.Actor, shop ShopID, list []Translation) error {
	_, err := s.translate(ctx, by, shop, list, func(out []Outcome) error {
		var faults fault.Fields
		for i, o := range out {
			if o.Fault != nil {
				if err := faults.Join(fmt.Sprintf("texts.%d", i), o.Fault); err != nil {
					return err
				}
			}
		}
		return faults.Err()
	})
	return err
}

// TakeTranslations puts in place those of the list that may be, and says of
// each what became of it. dry changes nothing, and says what would.
func (s *Service) TakeTranslations(ctx context.Context, by identity.Actor, shop ShopID, list []Translation, dry bool) ([]Outcome, error) {
	out, err := s.translate(ctx, by, shop, list, func([]Outcome) error {
		if dry {
			return errRehearsed
		}
		return nil
	})
	if errors.Is(err, errRehearsed) {
		err = nil
	}
	return out, err
}

func (s *Service) translate(ctx context.Context, by identity.Actor, shop ShopID, list []Translation, judge func([]Outcome) error) (out []Outcome, err error) {
	if !ownerOrOperator(by, shop) {
		return nil, ErrForbidden
	}
	if len(list) > MaxTranslations {
		return nil, fault.New(fault.TooLarge, "fault.at_most", "max", int64(MaxTranslations))
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		out = make([]Outcome, len(list))
		if err := s.translateShop(tx, shop, list, out); err != nil {
			return err
		}
		if err := s.translateProducts(tx, shop, list, out); err != nil {
			return err
		}
		return judge(out)
	})
	return out, err
}

// translateShop puts in what a shop says of itself.
func (s *Service) translateShop(tx *db.Tx, id ShopID, list []Translation, out []Outcome) error {
	if !slices.ContainsFunc(list, func(t Translation) bool { return t.Product == 0 }) {
		return nil
	}
	var document string
	if err := tx.Row("SELECT document FROM shops WHERE shop_id = $1", []any{int64(id)}, &document); err != nil {
		return none(err, "fault.no_shop")
	}
	g, err := decodeSign(document)
	if err != nil {
		return err
	}
	said := passages{list: aboutItself(&g.Tagline, &g.Story), marks: &g.Machine}
	for i, t := range list {
		if t.Product == 0 {
			out[i] = said.put(t)
		}
	}
	if !said.changed {
		return nil
	}
	g.Machine = g.Machine.of(aboutItself(&g.Tagline, &g.Story))
	if document, err = encode(g); err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE shops SET document = $2, version = $3 WHERE shop_id = $1", int64(id), document, tx.ID()); err != nil {
		return err
	}
	return event.Append(tx, id, ShopSaved, int64(id), nil)
}

// translateProducts goes through the products that a list names, a portion at
// a time.
func (s *Service) translateProducts(tx *db.Tx, shop ShopID, list []Translation, out []Outcome) error {
	const portion = 128
	l := lexicon{tx: tx}
	of := map[ProductID][]int{}
	var ids []int64
	for i, t := range list {
		if t.Product == 0 {
			continue
		}
		if of[t.Product] == nil {
			ids = append(ids, int64(t.Product))
		}
		of[t.Product] = append(of[t.Product], i)
		out[i].Fault = fault.New(fault.NotFound, "fault.no_product") // until it is found
	}
	for some := range slices.Chunk(ids, portion) {
		in, args := among(some)
		here := fmt.Sprintf("p.product_id IN %s AND p.shop_id = $%d", in, len(args)+1)
		args = append(args, int64(shop))
		found, err := s.products(tx, here, args...)
		if err != nil {
			return err
		}
		papers, err := db.List(tx, func(scan db.Scan) (p paper, err error) {
			return p, scan(&p.id, &p.card, &p.document)
		}, "SELECT p.product_id, p.card, p.document FROM products p WHERE "+here, args...)
		if err != nil {
			return err
		}
		for _, p := range papers {
			i := slices.IndexFunc(found, func(f Product) bool { return f.ID == p.id })
			if i < 0 {
				continue
			}
			if err := p.translate(tx, &l, found[i], list, of[p.id], out); err != nil {
				return err
			}
		}
	}
	return nil
}

// paper is the documents of a product as they are stored: what this version of
// the program has no name for stays in them.
type paper struct {
	id             ProductID
	card, document string
}

func (p paper) translate(tx *db.Tx, l *lexicon, of Product, list []Translation, which []int, out []Outcome) error {
	f, err := decodeFace(p.card)
	if err != nil {
		return err
	}
	b, err := decodeBody(p.document)
	if err != nil {
		return err
	}
	said := passages{list: spoken(&f.Title, &b.Description, b.Attributes, b.Options, b.Media), marks: &b.Machine}
	for _, i := range which {
		out[i] = said.put(list[i])
	}
	if !said.changed {
		return nil
	}
	b.Machine = b.Machine.of(spoken(&f.Title, &b.Description, b.Attributes, b.Options, b.Media))
	f.Picture = Media{}
	if len(b.Media) > 0 {
		f.Picture = b.Media[0]
	}
	if p.card, err = encode(f); err != nil {
		return err
	}
	if p.document, err = encode(b); err != nil {
		return err
	}
	of.Title, of.Description, of.Attributes, of.Options = f.Title, b.Description, b.Attributes, b.Options
	words, err := l.words(of)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE products SET card = $3, words = $4, document = $5, updated = $6, version = $7 WHERE product_id = $1 AND shop_id = $2",
		int64(of.ID), int64(of.Shop), p.card, words, p.document, db.Micro(tx.Now), tx.ID()); err != nil {
		return err
	}
	return event.Append(tx, of.Shop, ProductSaved, int64(of.ID), nil)
}

// putMarks marks the texts of a product that was just copied.
func putMarks(tx *db.Tx, shop ShopID, id ProductID, marks Marks) error {
	if len(marks) == 0 {
		return nil
	}
	var document string
	if err := tx.Row("SELECT document FROM products WHERE product_id = $1 AND shop_id = $2", []any{int64(id), int64(shop)}, &document); err != nil {
		return err
	}
	b, err := decodeBody(document)
	if err != nil {
		return err
	}
	b.Machine = marks
	if document, err = encode(b); err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE products SET document = $3, version = $4 WHERE product_id = $1 AND shop_id = $2", int64(id), int64(shop), document, tx.ID())
	return err
}
