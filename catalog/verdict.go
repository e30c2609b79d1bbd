package catalog

import (
	"context"
	"encoding/json"
	"fmt"

	"agora/audit"
	"agora/identity"
)

// SentBack gives the reason for which an operator last sent a shop back, to
// those who run it; "" when none ever did.
func (s *Service) SentBack(ctx context.Context, by identity.Actor, shop ShopID) (why string, err error) {
	if !ownerOrOperator(by, shop) {
		return "", ErrForbidden
	}
	notes, err := audit.List(ctx, s.db, audit.Filter{Shop: &shop, Action: "shop." + string(ShopDecline)}, audit.Page{Limit: 1})
	if err != nil || len(notes) == 0 {
		return "", err
	}
	var detail struct{ Why string }
	if err := json.Unmarshal(notes[0].Detail, &detail); err != nil {
		return "", fmt.Errorf("catalog: note %d: %w", notes[0].ID, err)
	}
	return detail.Why, nil
}
