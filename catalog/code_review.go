package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"agora/audit"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/hs"
	"agora/identity"
)

// The event of a product whose customs code an operator wrote to its seller
// about; the words are in the audit.
const CodeQuestioned event.Kind = "product.code_questioned"

// Doubt is a product for sale whose customs code nobody should trust: it has
// none, or one that is far from all that its words suggest.
type Doubt struct {
	Product
	ShopHandle, ShopName string
	ShopLanguages        []string
	First                *hs.Suggestion // the best; nil when nothing fits
	Asked                string         // what an operator wrote to its seller about the code it has
}

// What one page of doubts reads at most, and in what portions.
const (
	doubtsRead    = 600
	doubtsPortion = 200
)

// Doubts gives a page of such products, newest first, to operators. A page may
// have fewer than limit, or none, and still a next one: it reads a bounded number
// of products.
func (s *Service) Doubts(ctx context.Context, by identity.Actor, cursor string, limit int) (page Page[Doubt], err error) {
	if !by.IsOperator() {
		return page, fault.New(fault.Forbidden, "fault.operators_only")
	}
	before, err := newestFirst(cursor)
	if err != nil {
		return page, err
	}
	categories, err := s.Categories(ctx)
	if err != nil {
		return page, err
	}
	asked, err := s.questions(ctx)
	if err != nil {
		return page, err
	}
	limit = clampLimit(limit)
	for read := 0; read < doubtsRead; read += doubtsPortion {
		list, err := s.offered(ctx, before)
		if err != nil {
			return page, err
		}
		for _, one := range list {
			before = int64(one.ID)
			if !one.doubtful(categories) {
				continue
			}
			if q := asked[productSubject(one.ID)]; q.Code == one.HS {
				one.Asked = q.Why
			}
			if page.Items = append(page.Items, one); len(page.Items) == limit {
				page.Next = mark(before)
				return page, nil
			}
		}
		if len(list) < doubtsPortion {
			return page, nil
		}
	}
	page.Next = mark(before)
	return page, nil
}

// doubtful looks whether the code is near what the words suggest, and keeps the
// best suggestion.
func (o *Doubt) doubtful(categories []Category) bool {
	list := SuggestCodes(o.Draft(), categories, hs.Near)
	if len(list) > 0 {
		o.First = &list[0]
	}
	_, known := hs.Lookup(o.HS)
	return !known || !hs.Fits(o.HS, list)
}

// offered reads products for sale below an id, newest first, without variants.
func (s *Service) offered(ctx context.Context, before int64) (list []Doubt, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, func(scan db.Scan) (d Doubt, err error) {
			var r productRow
			var o shopRow
			if err := scan(append(r.into(), o.into()...)...); err != nil {
				return d, err
			}
			shop, err := o.shop(s.signs)
			if err != nil {
				return d, err
			}
			d.ShopHandle, d.ShopName, d.ShopLanguages = shop.Handle, shop.Name, shop.Languages
			d.Product, err = s.product(&r)
			return d, err
		}, "SELECT "+productColumns+", "+shopColumns+` FROM products p JOIN shops s ON s.shop_id = p.shop_id
			WHERE p.product_id < $1 AND p.status = 'active' AND s.status IN ('open', 'paused', 'submitted')
			ORDER BY p.product_id DESC LIMIT $2`, before, doubtsPortion)
		return err
	})
	return list, err
}

// GiveCode lets an operator make a product's customs code code, if it is still
// what she saw; another is Conflict "fault.code_changed". The audit keeps both.
func (s *Service) GiveCode(ctx context.Context, by identity.Actor, shop ShopID, id ProductID, saw, code string) error {
	if !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	if _, ok := hs.Lookup(code); !ok {
		return fault.Field("code", "fault.hs_unknown", "year", hs.Edition)
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		now, err := codeIn(tx, shop, id)
		if err != nil || now == code {
			return err
		}
		if now != saw {
			return fault.New(fault.Conflict, "fault.code_changed", "code", now)
		}
		if _, err := tx.Exec("UPDATE products SET hs = $3, updated = $4, version = $5 WHERE product_id = $1 AND shop_id = $2",
			int64(id), int64(shop), code, db.Micro(tx.Now), tx.ID()); err != nil {
			return err
		}
		if err := note(tx, by, shop, "product.code_given", productSubject(id), map[string]string{"from": now, "to": code}); err != nil {
			return err
		}
		return event.Append(tx, shop, ProductSaved, int64(id), nil)
	})
}

// maxCodeNote bounds what an operator writes about a code, in characters.
const maxCodeNote = 500

// codeNote is the detail of such words in the audit.
type codeNote struct{ Code, Why string }

// QuestionCode lets an operator write to the seller about a product's code. The
// words stand beside it until the code changes.
func (s *Service) QuestionCode(ctx context.Context, by identity.Actor, shop ShopID, id ProductID, why string) error {
	if !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	switch why = strings.TrimSpace(why); {
	case why == "":
		return fault.Field("why", "fault.required")
	case len([]rune(why)) > maxCodeNote:
		return fault.Field("why", "fault.too_long", "max", maxCodeNote)
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		now, err := codeIn(tx, shop, id)
		if err != nil {
			return err
		}
		if err := note(tx, by, shop, string(CodeQuestioned), productSubject(id), codeNote{now, why}); err != nil {
			return err
		}
		return event.Append(tx, shop, CodeQuestioned, int64(id), nil)
	})
}

// CodeQuestion gives what an operator last wrote about a product's code, to those
// who run its shop; "" when nobody did, or the code is another since.
func (s *Service) CodeQuestion(ctx context.Context, by identity.Actor, p Product) (why string, err error) {
	if !ownerOrOperator(by, p.Shop) {
		return "", ErrForbidden
	}
	notes, err := audit.List(ctx, s.db, audit.Filter{Shop: &p.Shop, Action: string(CodeQuestioned), Subject: productSubject(p.ID)}, audit.Page{Limit: 1})
	if err != nil || len(notes) == 0 {
		return "", err
	}
	var said codeNote
	if err := json.Unmarshal(notes[0].Detail, &said); err != nil {
		return "", fmt.Errorf("catalog: note %d: %w", notes[0].ID, err)
	}
	if said.Code != p.HS {
		return "", nil
	}
	return said.Why, nil
}

// questions gives what operators last wrote about codes, by the subject of the
// note; of very many only the newest.
func (s *Service) questions(ctx context.Context) (map[string]codeNote, error) {
	notes, err := audit.List(ctx, s.db, audit.Filter{Action: string(CodeQuestioned)}, audit.Page{Limit: 200})
	list := make(map[string]codeNote, len(notes))
	for _, n := range notes {
		if _, newer := list[n.Subject]; newer {
			continue
		}
		var said codeNote
		if err := json.Unmarshal(n.Detail, &said); err != nil {
			return nil, fmt.Errorf("catalog: note %d: %w", n.ID, err)
		}
		list[n.Subject] = said
	}
	return list, err
}

func codeIn(tx *db.Tx, shop ShopID, id ProductID) (code string, err error) {
	err = tx.Row("SELECT hs FROM products WHERE product_id = $1 AND shop_id = $2", []any{int64(id), int64(shop)}, &code)
	return code, none(err, "fault.no_product")
}
