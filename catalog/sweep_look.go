package catalog

import (
	"cmp"
	"context"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// SweepLook is what a sweep would do now.
type SweepLook struct {
	Products int64 // that the filter finds
	Changed  int64 // variants, or products when the status changes
	Refused  int64
	Why      *fault.Error // why the first of these is refused
	Samples  []SweepSample
}

// SweepSample is one of what a sweep changes. Was and To are minor units or
// pieces, and 0 when neither changes.
type SweepSample struct {
	Product Product
	Variant VariantID
	Was, To int64
	Label   string // what it is called or stands under now, when that changes
}

// maxSamples of what changes are shown.
const maxSamples = 10

// LookSweep tells what a sweep would do, without doing it.
func (s *Service) LookSweep(ctx context.Context, by identity.Actor, shop ShopID, f ProductFilter, c Change) (look SweepLook, err error) {
	if !ownerOrOperator(by, shop) {
		return look, ErrForbidden
	}
	if faults := c.Check(); faults != nil {
		return look, faults
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		owner, err := ShopIn(tx, shop)
		if err != nil {
			return err
		}
		if err := c.ready(tx); err != nil {
			return err
		}
		where, args := f.where(shop)
		if err := tx.Row("SELECT COUNT(*) FROM products p WHERE "+where, args, &look.Products); err != nil {
			return err
		}
		list, err := c.affectedBy(tx, where, args)
		for _, a := range list {
			to, changes, why := c.become(a, owner.Currency)
			switch {
			case why != nil:
				look.Refused++
				look.Why = cmp.Or(look.Why, why)
			case changes:
				if look.Changed++; len(look.Samples) < maxSamples {
					look.Samples = append(look.Samples, SweepSample{Product{ID: a.Product}, a.Variant, a.Was, to, a.label})
				}
			}
		}
		if err != nil || look.Samples == nil {
			return err
		}
		var ids []int64
		for _, l := range look.Samples {
			ids = append(ids, int64(l.Product.ID))
		}
		in, inArgs := among(ids)
		products, err := s.products(tx, "p.product_id IN "+in, inArgs...)
		for _, p := range products {
			for i := range look.Samples {
				if look.Samples[i].Product.ID == p.ID {
					look.Samples[i].Product = p
				}
			}
		}
		return err
	})
	return look, err
}
