package catalog

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/once"
)

// SaveProduct makes the product of the draft's handle what the draft says.
func (s *Service) SaveProduct(ctx context.Context, by identity.Actor, shop ShopID, d Draft) (id ProductID, err error) {
	err = s.saveProducts(ctx, by, shop, []Draft{d}, func(saved []ProductID) error {
		id = saved[0]
		return nil
	})
	list := fault.List(err)
	if list == nil {
		return id, err
	}
	plain := make(fault.Fields, len(list))
	for i, e := range list {
		c := *e
		c.Field = strings.TrimPrefix(strings.TrimPrefix(c.Field, "products.0"), ".")
		plain[i] = &c
	}
	return 0, plain
}

// SaveProducts saves many drafts, all of them or none. The field of a fault
// starts with the draft's place: "products.3.title".
func (s *Service) SaveProducts(ctx context.Context, by identity.Actor, shop ShopID, drafts []Draft) (ids []ProductID, err error) {
	err = s.saveProducts(ctx, by, shop, drafts, func(saved []ProductID) error {
		ids = saved
		return nil
	})
	return ids, err
}

// saveProducts saves drafts in one transaction, which is kept when done agrees.
func (s *Service) saveProducts(ctx context.Context, by identity.Actor, shop ShopID, drafts []Draft, done func([]ProductID) error) error {
	if !ownerOrOperator(by, shop) {
		return ErrForbidden
	}
	return s.change(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		in, err := ShopIn(tx, shop)
		if err != nil {
			return err
		}
		ids := make([]ProductID, len(drafts))
		var faults fault.Fields
		for i, d := range drafts {
			ids[i], err = PutProduct(tx, in, d)
			if err := faults.Join(fmt.Sprintf("products.%d", i), err); err != nil {
				return err
			}
		}
		if faults != nil {
			return faults
		}
		if err := PutSets(tx, in, ids, drafts); err != nil {
			return err
		}
		return done(ids)
	})
}

// ArchiveProduct takes a product out of the market; old orders keep it.
func (s *Service) ArchiveProduct(ctx context.Context, by identity.Actor, shop ShopID, id ProductID) error {
	if !ownerOrOperator(by, shop) {
		return ErrForbidden
	}
	return s.change(ctx, func(tx *db.Tx) error {
		if err := archive(tx, shop, id); err != nil {
			return err
		}
		return note(tx, by, shop, "product.archive", productSubject(id), nil)
	})
}

// SetStock makes a variant's stock in all locations together onHand. Less than
// what orders hold is a Conflict, "fault.stock_held".
func (s *Service) SetStock(ctx context.Context, by identity.Actor, shop ShopID, variant VariantID, onHand int64) error {
	if !ownerOrOperator(by, shop) {
		return ErrForbidden
	}
	if onHand < 0 || onHand > MaxOnHand {
		return fault.Field("on_hand", "fault.number_range", "min", int64(0), "max", int64(MaxOnHand))
	}
	return s.change(ctx, func(tx *db.Tx) error {
		var product ProductID
		err := tx.Row("SELECT product_id FROM variants WHERE variant_id = $1 AND shop_id = $2", []any{int64(variant), int64(shop)}, &product)
		if err != nil {
			return none(err, "fault.no_variant")
		}
		at, err := mainLocation(tx, shop)
		if err != nil {
			return err
		}
		if err := setStock(tx, shop, variant, at, onHand); err != nil {
			return err
		}
		if err := restockDigital(tx, shop, product); err != nil {
			return err
		}
		return event.Append(tx, shop, StockChanged, int64(variant), map[string]int64{"product": int64(product), "on_hand": onHand})
	})
}

// errRehearsed takes back what a rehearsal wrote.
var errRehearsed = errors.New("catalog: rehearsed")

// RehearseProducts does what SaveProducts does and takes all of it back: its
// error is the one that saving would give now.
func (s *Service) RehearseProducts(ctx context.Context, by identity.Actor, shop ShopID, drafts []Draft) error {
	err := s.saveProducts(ctx, by, shop, drafts, func([]ProductID) error { return errRehearsed })
	if errors.Is(err, errRehearsed) {
		return nil
	}
	return err
}
