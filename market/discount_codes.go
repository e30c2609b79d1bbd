package market

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"agora/db"
	"agora/discount"
	"agora/fault"
)

// KeepCodes puts codes in the place of those that a cart has; none clears them.
func (s *Service) KeepCodes(ctx context.Context, token string, codes ...string) error {
	if token == "" || len(token) > 64 {
		return fault.New(fault.Invalid, "fault.cart_unknown")
	}
	if len(codes) > discount.MaxCodes {
		return fault.Field("code", "fault.codes_many", "max", int64(discount.MaxCodes))
	}
	for _, code := range codes {
		if len(code) > maxCode || !utf8.ValidString(code) || strings.ContainsRune(code, 0) {
			return fault.Field("code", "fault.discount_code")
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`DELETE FROM cart_codes WHERE cart = $1`, token); err != nil {
			return err
		}
		if len(codes) > 0 {
			if err := touchCart(tx, token); err != nil {
				return err
			}
		}
		for i, code := range codes {
			if _, err := tx.Exec(`INSERT INTO cart_codes (cart, place, code) VALUES ($1, $2, $3)`, token, i, code); err != nil {
				return err
			}
		}
		return nil
	})
}

// maxCode bounds a code as somebody types it, in bytes; no shop has a longer one.
const maxCode = 40

// AddCode gives a cart one code more. What is no code of its shops, is over or is
// there already is refused, as a fault of the field "code"; a code that only does
// not count is kept: the cart says why.
func (s *Service) AddCode(ctx context.Context, token, code string) error {
	code = strings.TrimSpace(code)
	if code == "" {
		return fault.Field("code", "fault.required")
	}
	c, err := s.Cart(ctx, token)
	if err != nil {
		return err
	}
	if len(c.Shops) == 0 {
		return fault.New(fault.Conflict, "fault.cart_empty")
	}
	codes := append(slices.Clone(c.Codes), code)
	tried, err := s.CartFor(ctx, c.wants(), codes...)
	if err != nil {
		return err
	}
	for _, r := range tried.Refused {
		if r.At == len(codes)-1 && r.Why != CodeDisallowed && r.Why != CodeIneligible {
			return r.Fault()
		}
	}
	return s.KeepCodes(ctx, token, codes...)
}

// DropCode takes a code from a cart.
func (s *Service) DropCode(ctx context.Context, token, code string) error {
	c, err := s.Cart(ctx, token)
	if err != nil {
		return err
	}
	return s.KeepCodes(ctx, token, slices.DeleteFunc(c.Codes, func(o string) bool { return discount.Fold(o) == discount.Fold(code) })...)
}

func (c Cart) wants() (list []Want) {
	for _, s := range c.Shops {
		for _, l := range s.Lines {
			list = append(list, Want{l.Variant.ID, l.Quantity})
		}
	}
	return list
}
