package catalog

import (
	"context"
	"errors"
	"fmt"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

const remarkColumns = "remark_id, shop_id, product_id, kind, order_id, person_id, stars, hidden, replied, name, place, lang, body, reply"

func scanRemark(scan db.Scan) (r Remark, err error) {
	var replied, hidden int64
	err = scan(&r.ID, &r.Shop, &r.Product, &r.Kind, &r.Order, &r.Person, &r.Stars, &hidden, &replied, &r.Name, &r.Place, &r.Lang, &r.Body, &r.Reply)
	r.Hidden, r.Replied = hidden == 1, db.Time(replied)
	return r, err
}

// Remarks gives the rating of a product and its newest remarks of each kind,
// at most limit of each.
func (s *Service) Remarks(ctx context.Context, shop ShopID, product ProductID, limit int) (rating Rating, reviews, questions []Remark, err error) {
	v, err := s.said.look(s.db, saidKey{shop, product, limit}, func() (v said, err error) {
		v.rating, v.reviews, v.questions, err = s.readRemarks(ctx, shop, product, limit)
		return v, err
	})
	return v.rating, v.reviews, v.questions, err
}

// said is what stands beneath a product, and saidKey names it.
type said struct {
	rating             Rating
	reviews, questions []Remark
}

type saidKey struct {
	shop    ShopID
	product ProductID
	limit   int
}

func (s *Service) readRemarks(ctx context.Context, shop ShopID, product ProductID, limit int) (rating Rating, reviews, questions []Remark, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		rating, err = db.One(tx, scanRating, "SELECT reviews, stars, questions FROM ratings WHERE shop_id = $1 AND product_id = $2", int64(shop), int64(product))
		if errors.Is(err, db.ErrNone) {
			return nil
		}
		if err != nil {
			return err
		}
		const newest = `SELECT * FROM (SELECT ` + remarkColumns + ` FROM remarks
			WHERE product_id = $1 AND shop_id = $2 AND kind = '%s' AND hidden = 0 ORDER BY remark_id DESC LIMIT $3) %s`
		return tx.Each(func(scan db.Scan) error {
			r, err := scanRemark(scan)
			if r.Kind == Review {
				reviews = append(reviews, r)
			} else {
				questions = append(questions, r)
			}
			return err
		}, fmt.Sprintf(newest, Review, "r")+" UNION ALL "+fmt.Sprintf(newest, Question, "q"), int64(product), int64(shop), limit)
	})
	return rating, reviews, questions, err
}

func scanRating(scan db.Scan) (r Rating, err error) {
	err = scan(&r.Reviews, &r.Stars, &r.Questions)
	return r, err
}

// Remark gives one remark, hidden or not, as the node's own jobs read it.
func (s *Service) Remark(ctx context.Context, shop ShopID, id RemarkID) (r Remark, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err = db.One(tx, scanRemark, "SELECT "+remarkColumns+" FROM remarks WHERE remark_id = $1 AND shop_id = $2", int64(id), int64(shop))
		if errors.Is(err, db.ErrNone) {
			return fault.New(fault.NotFound, "fault.page_not_found")
		}
		return err
	})
	return r, err
}

// RemarksOfKind gives all shown remarks of a kind beneath a product, newest
// first.
func (s *Service) RemarksOfKind(ctx context.Context, shop ShopID, product ProductID, kind RemarkKind, cursor string, limit int) (Page[Remark], error) {
	return s.remarkPage(ctx, cursor, limit, "product_id = $1 AND shop_id = $2 AND kind = $3 AND hidden = 0", int64(product), int64(shop), string(kind))
}

// RemarksOfShop gives what was written beneath a shop's things, newest first,
// for the people of the shop; waiting leaves only what has no reply.
func (s *Service) RemarksOfShop(ctx context.Context, by identity.Actor, shop ShopID, waiting bool, cursor string, limit int) (Page[Remark], error) {
	if !by.Runs(shop) && !by.IsModerator() {
		return Page[Remark]{}, fault.New(fault.Forbidden, "fault.not_your_shop")
	}
	where := "shop_id = $1 AND hidden = 0"
	if waiting {
		where += " AND replied = 0"
	}
	return s.remarkPage(ctx, cursor, limit, where, int64(shop))
}

// AllRemarks gives what was written on the node, newest first, hidden or not,
// for its moderators.
func (s *Service) AllRemarks(ctx context.Context, by identity.Actor, cursor string, limit int) (Page[Remark], error) {
	if !by.IsModerator() {
		return Page[Remark]{}, fault.New(fault.Forbidden, "fault.operators_only")
	}
	return s.remarkPage(ctx, cursor, limit, "1 = 1")
}

func (s *Service) remarkPage(ctx context.Context, cursor string, limit int, where string, args ...any) (p Page[Remark], err error) {
	before, err := newestFirst(cursor)
	if err != nil {
		return p, err
	}
	n := len(args)
	query := fmt.Sprintf("SELECT %s FROM remarks WHERE %s AND remark_id < $%d ORDER BY remark_id DESC LIMIT $%d", remarkColumns, where, n+1, n+2)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p.Items, err = db.List(tx, scanRemark, query, append(args, before, limit+1)...)
		return err
	})
	if len(p.Items) > limit {
		p.Items = p.Items[:limit]
		p.Next = mark(int64(p.Items[limit-1].ID))
	}
	return p, err
}

// RatingOfShop gives how all of a shop's things were judged.
func (s *Service) RatingOfShop(ctx context.Context, shop ShopID) (r Rating, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err = db.One(tx, scanRating, `SELECT CAST(COALESCE(SUM(reviews), 0) AS BIGINT), CAST(COALESCE(SUM(stars), 0) AS BIGINT),
			CAST(COALESCE(SUM(questions), 0) AS BIGINT) FROM ratings WHERE shop_id = $1`, int64(shop))
		return err
	})
	return r, err
}

// Faces gives how to name and link products of one or several shops.
func (s *Service) Faces(ctx context.Context, ids []ProductID) (map[ProductID]Face, error) {
	faces := make(map[ProductID]Face, len(ids))
	if len(ids) == 0 {
		return faces, nil
	}
	list := make([]int64, len(ids))
	for i, id := range ids {
		list[i] = int64(id)
	}
	places, args := among(list)
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(scan db.Scan) error {
			var f Face
			var version int64
			var card string
			if err := scan(&f.Product, &f.ShopHandle, &f.Handle, &version, &card); err != nil {
				return err
			}
			face, err := decodeFace(card)
			f.Title = face.Title
			faces[f.Product] = f
			return err
		}, `SELECT p.product_id, s.handle, p.handle, p.version, p.card FROM products p JOIN shops s ON s.shop_id = p.shop_id
			WHERE p.product_id IN `+places, args...)
	})
	return faces, err
}

// Face is how a list names a product and links to it.
type Face struct {
	Product            ProductID
	ShopHandle, Handle string
	Title              Texts
}

// ProductOf gives the product of a variant.
func ProductOf(tx *db.Tx, shop ShopID, v VariantID) (id ProductID, err error) {
	err = tx.Row("SELECT product_id FROM variants WHERE variant_id = $1 AND shop_id = $2", []any{int64(v), int64(shop)}, &id)
	return id, err
}

// OrderedVariant is a thing of an order.
type OrderedVariant struct {
	Order   int64
	Variant VariantID
}

// Reviewed gives the stars of what was reviewed of orders.
func (s *Service) Reviewed(ctx context.Context, orders []int64) (map[OrderedVariant]int, error) {
	stars := map[OrderedVariant]int{}
	if len(orders) == 0 {
		return stars, nil
	}
	places, args := among(orders)
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(scan db.Scan) error {
			var at OrderedVariant
			var n int
			err := scan(&at.Order, &at.Variant, &n)
			stars[at] = n
			return err
		}, `SELECT r.order_id, v.variant_id, r.stars FROM remarks r JOIN variants v ON v.product_id = r.product_id AND v.shop_id = r.shop_id
			WHERE r.kind = 'review' AND r.order_id IN `+places, args...)
	})
	return stars, err
}
