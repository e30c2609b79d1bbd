package catalog

import (
	"context"
	"errors"
	"strconv"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// AddReview writes a review in tx. Whether the thing came to this person is for
// the caller to know; a second review of one product of one order is a
// Conflict.
func AddReview(tx *db.Tx, r Remark) (RemarkID, error) {
	r.Kind = Review
	r, err := r.checked()
	if err != nil {
		return 0, err
	}
	return insertRemark(tx, r)
}

// Ask puts a question beneath a product for all to see.
func (s *Service) Ask(ctx context.Context, by identity.Actor, shop ShopID, product ProductID, body string) error {
	if !by.SignedIn() {
		return fault.New(fault.Unauthenticated, "fault.sign_in_first")
	}
	r, err := Remark{Kind: Question, Shop: shop, Product: product, Person: by.Person, Name: by.Name, Lang: by.Lang, Body: body}.checked()
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		var status string
		err := tx.Row("SELECT status FROM products WHERE product_id = $1 AND shop_id = $2", []any{int64(product), int64(shop)}, &status)
		if errors.Is(err, db.ErrNone) || err == nil && ProductStatus(status) != ProductActive {
			return fault.New(fault.NotFound, "fault.no_product")
		}
		if err != nil {
			return err
		}
		_, err = insertRemark(tx, r)
		return err
	})
}

func insertRemark(tx *db.Tx, r Remark) (RemarkID, error) {
	r.ID = RemarkID(tx.ID())
	n, err := tx.Exec(`INSERT INTO remarks (remark_id, shop_id, product_id, kind, order_id, person_id, stars, hidden, replied, name, place, lang, body, reply)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8, $9, $10, $11, '') ON CONFLICT DO NOTHING`,
		int64(r.ID), int64(r.Shop), int64(r.Product), string(r.Kind), r.Order, int64(r.Person), r.Stars, r.Name, r.Place, r.Lang, r.Body)
	if err != nil {
		return 0, err
	}
	if n == 0 {
		return 0, fault.New(fault.Conflict, "fault.reviewed_before")
	}
	if err := rate(tx, r, 1); err != nil {
		return 0, err
	}
	return r.ID, event.Append(tx, r.Shop, event.Kind(string(r.Kind)+".written"), int64(r.ID), nil)
}

// rate adds a remark to the counts of its product, or with -1 takes it out.
func rate(tx *db.Tx, r Remark, by int64) error {
	reviews, questions := by, int64(0)
	if r.Kind == Question {
		reviews, questions = 0, by
	}
	_, err := tx.Exec(`INSERT INTO ratings (shop_id, product_id, reviews, stars, questions) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (shop_id, product_id) DO UPDATE SET reviews = ratings.reviews + excluded.reviews,
			stars = ratings.stars + excluded.stars, questions = ratings.questions + excluded.questions`,
		int64(r.Shop), int64(r.Product), reviews, by*int64(r.Stars), questions)
	return err
}

// Reply is the shop's word to a remark; it takes the place of an earlier one.
func (s *Service) Reply(ctx context.Context, by identity.Actor, shop ShopID, id RemarkID, text string) error {
	if !by.Runs(shop) && !by.System {
		return fault.New(fault.Forbidden, "fault.not_your_shop")
	}
	text, err := remarkText("reply", text, true)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec("UPDATE remarks SET reply = $1, replied = $2 WHERE remark_id = $3 AND shop_id = $4",
			text, db.Micro(tx.Now), int64(id), int64(shop))
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.NotFound, "fault.page_not_found")
		}
		return event.Append(tx, shop, "remark.answered", int64(id), nil)
	})
}

// Hide takes a remark from the page, or puts it back; why stands in the audit.
// Only a moderator may: a shop cannot hide what its buyers say.
func (s *Service) Hide(ctx context.Context, by identity.Actor, shop ShopID, id RemarkID, hide bool, why string) error {
	if !by.IsModerator() {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	why, err := remarkText("why", why, hide)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := db.One(tx, scanRemark, "SELECT "+remarkColumns+" FROM remarks WHERE remark_id = $1 AND shop_id = $2", int64(id), int64(shop))
		if errors.Is(err, db.ErrNone) {
			return fault.New(fault.NotFound, "fault.page_not_found")
		}
		if err != nil || r.Hidden == hide {
			return err
		}
		action, change := "remark.shown", int64(1)
		if hide {
			action, change = "remark.hidden", -1
		}
		if _, err := tx.Exec("UPDATE remarks SET hidden = 1 - hidden WHERE remark_id = $1 AND shop_id = $2", int64(id), int64(shop)); err != nil {
			return err
		}
		if err := rate(tx, r, change); err != nil {
			return err
		}
		if err := event.Append(tx, shop, RatingChanged, int64(id), nil); err != nil {
			return err
		}
		return note(tx, by, shop, action, "remark:"+strconv.FormatInt(int64(id), 10), why)
	})
}
