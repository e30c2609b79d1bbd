package token

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Holder is who acts by a token.
type Holder struct {
	Token
	Actor identity.Actor // its person, with no more than the token gives
}

// Need gives a Forbidden fault when the token lacks a scope.
func (h Holder) Need(scope Scope) error {
	if !slices.Contains(h.Scopes, scope) {
		return fault.New(fault.Forbidden, "fault.token_scope", "scope", string(scope))
	}
	return nil
}

// Key names the token where things are counted for it or remembered of it.
func (h Holder) Key() string { return subject(h.ID) }

// errWrong is a token that nobody may act by.
var errWrong = fault.New(fault.Unauthenticated, "fault.token_wrong")

// Holder gives who acts by a token's text. One that is unknown, over or revoked
// is an Unauthenticated fault; one whose person no longer runs its shop is
// Forbidden.
func (s *Service) Holder(ctx context.Context, text string) (h Holder, err error) {
	shop, ok := shopOf(text)
	if !ok {
		return h, errWrong
	}
	var today time.Time
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err := db.List(tx, scanToken, "SELECT "+columns+" FROM tokens WHERE shop_id = $1 AND hash = $2 AND revoked = 0", int64(shop), digest(text))
		if err != nil {
			return err
		}
		if len(list) == 0 || list[0].Over(tx.Now) {
			return errWrong
		}
		h.Token, today = list[0], day(tx.Now)
		h.Actor, err = identity.ActorIn(tx, h.Person)
		return err
	})
	if err != nil {
		return Holder{}, err
	}
	if h.Actor = within(h.Actor, shop); !may(h.Actor, shop) {
		return Holder{}, fault.New(fault.Forbidden, "fault.not_your_shop")
	}
	if h.Used.Before(today) { // once a day, so that reading does not write
		err = s.use(ctx, h.Token, today)
	}
	return h, err
}

// within leaves an actor only what she may do in one shop, or on the node.
func within(a identity.Actor, shop db.ShopID) identity.Actor {
	role := a.Shops[shop]
	a.Shops = nil
	if shop == db.House {
		a.Roles = slices.DeleteFunc(slices.Clone(a.Roles), func(r identity.Role) bool { return r != identity.Operator })
		return a
	}
	a.Roles = nil
	if role != "" {
		a.Shops = map[db.ShopID]identity.Role{shop: role}
	}
	return a
}

// use notes that a token was used on a day.
func (s *Service) use(ctx context.Context, t Token, today time.Time) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE tokens SET used = $3 WHERE shop_id = $1 AND token_id = $2 AND used < $3", int64(t.Shop), int64(t.ID), db.Micro(today))
		return err
	})
}

// shopOf reads the shop from a token's text, and whether it may be a token.
func shopOf(text string) (shop db.ShopID, ok bool) {
	parts := strings.Split(text, "_")
	if len(parts) != 3 || parts[0] != "agora" || len(parts[2]) != 52 {
		return 0, false
	}
	id, err := strconv.ParseInt(parts[1], 36, 64)
	return db.ShopID(id), err == nil && id >= 0
}
