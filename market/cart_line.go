package market

import (
	"context"
	"crypto/rand"
	"slices"

	"agora/catalog"
	"agora/db"
	"agora/fault"
)

// AddLine puts some of a variant into a cart, on top of what is there, and
// gives the cart's token: a new one when token is empty.
func (s *Service) AddLine(ctx context.Context, token string, v catalog.VariantID, quantity int64) (string, error) {
	if token == "" {
		token = rand.Text()
	}
	return token, s.changeLine(ctx, token, v, quantity, true)
}

// SetLine changes the quantity of a variant in a cart; 0 takes it out.
func (s *Service) SetLine(ctx context.Context, token string, v catalog.VariantID, quantity int64) error {
	if quantity == 0 {
		return s.db.Write(ctx, func(tx *db.Tx) error {
			if err := keepHeld(tx, token, v, 0); err != nil {
				return err
			}
			_, err := tx.Exec(`DELETE FROM cart_lines WHERE cart = $1 AND variant_id = $2`, token, int64(v))
			return err
		})
	}
	return s.changeLine(ctx, token, v, quantity, false)
}

func (s *Service) changeLine(ctx context.Context, token string, v catalog.VariantID, quantity int64, add bool) error {
	lines, err := s.toCart(ctx, token, v, quantity)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		had, many, err := lineIn(tx, token, v)
		if err != nil {
			return err
		}
		holds, err := heldIn(tx, token)
		if err != nil {
			return err
		}
		if !add {
			had = 0
			if err := keepHeld(tx, token, v, quantity); err != nil {
				return err
			}
		}
		mine := slices.Clone(lines)
		mine[0].Parts = slices.Clone(mine[0].Parts)
		own(mine, holds)
		return s.addTo(tx, token, CartLine{Line: mine[0], Quantity: quantity}, had, many)
	})
}

// toCart gives what is about to come into a cart, as it is for sale now.
func (s *Service) toCart(ctx context.Context, token string, v catalog.VariantID, quantity int64) ([]catalog.Line, error) {
	if quantity < 1 || quantity > maxQuantity {
		return nil, fault.Field("quantity", "fault.quantity", "max", int64(maxQuantity))
	}
	if len(token) > 64 {
		return nil, fault.New(fault.Invalid, "fault.cart_unknown")
	}
	lines, err := s.catalog.Variants(ctx, []catalog.VariantID{v})
	if err == nil && len(lines) == 0 {
		err = fault.New(fault.NotFound, "fault.no_variant")
	}
	return lines, err
}

// addTo puts a line into a cart that has many lines, on top of what it had of it.
func (s *Service) addTo(tx *db.Tx, token string, want CartLine, had, many int64) error {
	if had == 0 && many >= maxCartLines {
		return fault.New(fault.Conflict, "fault.cart_full", "max", int64(maxCartLines))
	}
	if want.Quantity += had; want.Quantity > maxQuantity {
		return fault.Field("quantity", "fault.quantity", "max", int64(maxQuantity))
	}
	if p := want.problem(); p != nil {
		if p.Kind == fault.Invalid {
			p.Field = "quantity"
		}
		return p
	}
	return putLine(tx, token, want)
}

// lineIn gives how many of v are in a cart, and how many lines the cart has.
func lineIn(tx *db.Tx, token string, v catalog.VariantID) (had, lines int64, err error) {
	err = tx.Row(`SELECT CAST(COALESCE(SUM(CASE WHEN variant_id = $2 THEN quantity ELSE 0 END), 0) AS BIGINT), COUNT(*)
		FROM cart_lines WHERE cart = $1`, []any{token, int64(v)}, &had, &lines)
	return had, lines, err
}
