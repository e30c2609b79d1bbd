package market

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/discount"
	"agora/fault"
	"agora/money"
)

// Cart is what a buyer has gathered, grouped by shop. It needs no account: its
// token is its key.
type Cart struct {
	Token   string
	Shops   []CartShop
	Enquiry *Enquiry   // whose quotation fills it; nil for what a buyer has gathered. Without shops when it can't be ordered
	Admits  *Admission // the seat that it pays for; nil for none

	Codes   []string      // for discounts, as the buyer typed them
	Refused []RefusedCode // those that take nothing off
}

// CartShop is the part of a cart that comes from one shop, in one parcel.
type CartShop struct {
	Shop  catalog.Shop
	Lines []CartLine

	Digital bool // its files and keys, of which nothing is sent: a part of its own

	freight *money.Amount // of a quotation; nil: as the shop's ways of delivery say
}

// CartLine is one variant in a cart.
type CartLine struct {
	catalog.Line
	Quantity int64
	Problem  *fault.Error // why it can't be bought as it stands; nil when it can

	Off []discount.Off // what discounts take off one, in the order in which they were taken

	Held      int64     // of them, for this cart only
	HeldUntil time.Time // zero for none

	of     *CartLine // the set that it is a part of; only among goods
	agreed bool      // for the price of a quotation, whatever the shop asks of others
	admits bool      // it pays for a seat that is held
}

// Unit is what the shop asks for one of them, when so many are bought, less
// discounts.
func (l CartLine) Unit() money.Amount {
	unit := l.List()
	unit.Minor -= l.Lower().Minor
	return unit
}

// Total is quantity times price, in the shop's currency.
func (l CartLine) Total() money.Amount {
	unit := l.Unit()
	return money.Of(l.Quantity*unit.Minor, unit.Currency)
}

// Items counts the things in the cart.
func (c Cart) Items() (n int64) {
	for _, s := range c.Shops {
		for _, l := range s.Lines {
			n += l.Quantity
		}
	}
	return n
}

// maxCartLines bounds a cart.
const maxCartLines = 100

// cartLife is how long an untouched cart is kept.
const cartLife = 60 * 24 * time.Hour

// Cart gives a cart with today's prices; an unknown token gives an empty one.
func (s *Service) Cart(ctx context.Context, token string) (Cart, error) {
	if token == "" {
		return Cart{}, nil
	}
	if strings.HasPrefix(token, quotedCart) {
		return s.quoted(ctx, token)
	}
	if strings.HasPrefix(token, SeatCart) {
		return s.admission(ctx, token)
	}
	var wants []Want
	var codes []string
	var holds []holding
	var now time.Time
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		now = tx.Now
		return tx.Each(func(scan db.Scan) error {
			var w Want
			var code string
			var shop catalog.ShopID // they come in the order of the shops
			var held holding
			var until int64
			err := scan(&shop, &w.Variant, &w.Quantity, &code, &held.quantity, &until)
			if w.Quantity == 0 {
				codes = append(codes, code)
				return err
			}
			wants = append(wants, w)
			s.catalog.Know(w.Variant, shop)
			if held.quantity > 0 {
				held.variant, held.until = w.Variant, db.Time(until)
				holds = append(holds, held)
			}
			return err
		}, `SELECT l.shop_id, l.variant_id, l.quantity, '' AS code, COALESCE(h.quantity, 0), COALESCE(h.until, 0)
			FROM cart_lines l LEFT JOIN cart_holds h ON h.cart = l.cart AND h.shop_id = l.shop_id AND h.variant_id = l.variant_id WHERE l.cart = $1
			UNION ALL SELECT 0, place, 0, code, 0, 0 FROM cart_codes WHERE cart = $1 ORDER BY 1, 2`, token)
	})
	if err != nil {
		return Cart{Token: token}, err
	}
	c, err := s.cartFor(ctx, wants, holds, codes...)
	c.shown(holds, now)
	c.Token = token
	return c, err
}

// Want is so many of a variant.
type Want struct {
	Variant  catalog.VariantID
	Quantity int64
}

// CartFor gives a cart that is kept elsewhere, with today's prices and what codes
// take off them. What never existed is left out.
func (s *Service) CartFor(ctx context.Context, wants []Want, codes ...string) (c Cart, err error) {
	return s.cartFor(ctx, wants, nil, codes...)
}

func (s *Service) cartFor(ctx context.Context, wants []Want, holds []holding, codes ...string) (c Cart, err error) {
	c.Codes = codes
	if len(wants) == 0 {
		return c, nil
	}
	ids, quantities := make([]catalog.VariantID, len(wants)), make(map[catalog.VariantID]int64, len(wants))
	for i, w := range wants {
		ids[i] = w.Variant
		quantities[w.Variant] += w.Quantity
	}
	lines, err := s.catalog.Variants(ctx, ids)
	if err != nil {
		return c, err
	}
	own(lines, holds)
	for _, l := range lines {
		n := len(c.Shops)
		if n == 0 || c.Shops[n-1].Shop.ID != l.Shop.ID {
			c.Shops = append(c.Shops, CartShop{Shop: l.Shop})
			n++
		}
		line := CartLine{Line: l, Quantity: quantities[l.Variant.ID]}
		line.Problem = line.problem()
		c.Shops[n-1].Lines = append(c.Shops[n-1].Lines, line)
	}
	if err := s.discounts(ctx, &c); err != nil {
		return c, err
	}
	c.apart()
	c.short()
	c.part()
	return c, nil
}

// problem says why a line can't be bought.
func (l CartLine) problem() *fault.Error {
	title, _ := l.Product.Title.In("")
	field := catalog.SoldOutField(l.Variant.ID)
	switch left := l.Variant.Available(); {
	case !l.Shop.Sells(), !l.sold(), l.Variant.Retired:
		return &fault.Error{Kind: fault.Conflict, Key: "fault.not_for_sale", Field: field, Args: []any{"title", title}}
	case left < l.Quantity:
		return &fault.Error{Kind: fault.Conflict, Key: "fault.sold_out", Field: field, Args: []any{"title", title, "left", max(left, 0)}}
	}
	return l.Variant.Sells(l.Quantity, title)
}

// CartSize counts the things in a cart, for the number beside its picture.
func (s *Service) CartSize(ctx context.Context, token string) (n int64, err error) {
	if token == "" {
		return 0, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(`SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM cart_lines WHERE cart = $1`, []any{token}, &n)
	})
	return n, err
}

// touchCart keeps a cart for another while.
func touchCart(tx *db.Tx, token string) error {
	_, err := tx.Exec(`INSERT INTO carts (cart, updated) VALUES ($1, $2)
		ON CONFLICT (cart) DO UPDATE SET updated = excluded.updated`, token, db.Micro(tx.Now))
	return err
}

func putLine(tx *db.Tx, token string, l CartLine) error {
	if err := touchCart(tx, token); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO cart_lines (cart, shop_id, variant_id, quantity) VALUES ($1, $2, $3, $4)
		ON CONFLICT (cart, shop_id, variant_id) DO UPDATE SET quantity = excluded.quantity`,
		token, int64(l.Shop.ID), int64(l.Variant.ID), l.Quantity)
	return err
}

func emptyCart(tx *db.Tx, token string) error {
	if err := dropHeld(tx, token); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM cart_lines WHERE cart = $1`, token); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM cart_codes WHERE cart = $1`, token)
	return err
}

// ForgetCarts removes carts nobody touched for long, at most limit of them.
func (s *Service) ForgetCarts(ctx context.Context, limit int) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		old, err := db.List(tx, func(scan db.Scan) (c string, err error) { err = scan(&c); return c, err },
			`SELECT cart FROM carts WHERE updated < $1 LIMIT $2`, db.Micro(tx.Now.Add(-cartLife)), limit)
		for _, c := range old {
			if _, e := tx.Exec(`DELETE FROM carts WHERE cart = $1`, c); e != nil {
				return errors.Join(err, e)
			}
			if e := emptyCart(tx, c); e != nil {
				return e
			}
		}
		return err
	})
}

// String names a line in logs.
func (l CartLine) String() string {
	return strconv.FormatInt(l.Quantity, 10) + "×" + strconv.FormatInt(int64(l.Variant.ID), 10)
}
