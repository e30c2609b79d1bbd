package delivery

import (
	"context"

	"agora/audit"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Save replaces the options of a shop, for those who run it and for operators.
func (s *Service) Save(ctx context.Context, by identity.Actor, shop db.ShopID, list []Option) error {
	if !by.Runs(shop) && !by.IsOperator() && !by.System {
		return fault.New(fault.Forbidden, "fault.forbidden")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.SaveOptions(tx, shop, list); err != nil {
			return err
		}
		return audit.Note(tx, by, shop, "shop.delivery", "shop", map[string]int{"options": len(list)})
	})
}
