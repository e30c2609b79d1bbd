package ucp

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/market"
	"agora/money"
)

// Handed is a session that a person goes on with in the storefront.
type Handed struct {
	Cart     string // token of the cart that stands for it
	Country  country.Code
	Currency money.Currency
	Lang     string
	Order    string // address of the order, once it is placed
}

// Continue puts the lines of a session into a cart of the market, for the person
// who holds its address. It may be done again; what is over is NotFound.
func (b *Binding) Continue(ctx context.Context, id string) (h Handed, err error) {
	s, err := b.anyones(ctx, id)
	if err != nil {
		return h, err
	}
	if s.state == completed {
		return Handed{Order: "/orders/" + strconv.FormatInt(int64(s.group), 10) + "?k=" + b.People.Sign(market.LinkPurpose, int64(s.group))}, nil
	}
	told, err := s.told()
	if err != nil {
		return h, err
	}
	d, _, _ := s.destination()
	h = Handed{Cart: s.id, Country: countryOf(d.Country), Currency: money.Currency(told.Currency), Lang: s.Lang}
	if h.Country == "" {
		h.Country = countryOf(s.hints().Country)
	}
	for _, l := range s.Lines {
		if err := b.Market.SetLine(ctx, h.Cart, l.Variant, l.Quantity); err != nil && fault.KindOf(err) == fault.Internal {
			return h, err // what is sold out meanwhile is left out
		}
	}
	if len(s.Codes) > 0 {
		if err := b.Market.KeepCodes(ctx, h.Cart, s.Codes...); err != nil && fault.KindOf(err) == fault.Internal {
			return h, err // what can be no code is left out
		}
	}
	return h, nil
}

// Hands reports whether a cart may be one that stands for a session.
func Hands(cart string) bool {
	return strings.HasPrefix(cart, "chk_") || strings.HasPrefix(cart, "crt_")
}

// Known is what a platform said of the person behind a cart, by the parts of the
// market's address and contact: "email", "name", "phone", "street"…; nil for a
// cart of the storefront's own.
func (b *Binding) Known(ctx context.Context, cart string) (map[string]string, error) {
	if !strings.HasPrefix(cart, "chk_") {
		return nil, nil
	}
	s, err := b.anyones(ctx, cart)
	if err != nil {
		return nil, err
	}
	var out counted
	d, _, _ := s.destination()
	out.to = countryOf(d.Country)
	out.reach(s, market.Cart{}, d)
	a := out.address
	return map[string]string{"email": out.contact.Email, "name": a.Name, "phone": a.Phone, "street": a.Street, "city": a.City, "province": a.Province, "postcode": a.Postcode}, nil
}

// anyones finds an open or completed session by its id alone, which only the
// platform and its person know.
func (b *Binding) anyones(ctx context.Context, id string) (s *session, err error) {
	err = b.DB.Read(ctx, func(tx *db.Tx) error {
		s, err = db.One(tx, scanSession, "SELECT "+sessionColumns+" FROM ucp_sessions WHERE session = $1", id)
		return err
	})
	if errors.Is(err, db.ErrNone) || err == nil && (s.state == canceled || s.state != completed && b.now().After(s.expires)) {
		return nil, fault.New(fault.NotFound, "ucp.no_checkout")
	}
	return s, err
}

// Finish gives what completes the session behind a cart in the transaction that
// places it; nil for a cart of the storefront's own.
func (b *Binding) Finish(cart string) func(*db.Tx, market.Group) error {
	if !strings.HasPrefix(cart, "chk_") {
		return nil
	}
	return func(tx *db.Tx, g market.Group) error {
		s, err := db.One(tx, scanSession, "SELECT "+sessionColumns+" FROM ucp_sessions WHERE session = $1", cart)
		if errors.Is(err, db.ErrNone) || err == nil && s.terminal() {
			return nil
		}
		if err != nil {
			return err
		}
		v, err := s.told()
		if err != nil {
			return err
		}
		v.Status, v.Continue, v.Messages = completed, "", nil
		v.Order = &placed{ID: strconv.FormatInt(int64(g.ID), 10), Label: g.Ref, URL: b.orderURL(g.ID)}
		if s.body, err = json.Marshal(v); err != nil {
			return err
		}
		s.state, s.group = completed, g.ID
		return keep(tx, s)
	}
}
