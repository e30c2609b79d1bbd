package market

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/delivery"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// PlaceOrder is the buyer's yes.
type PlaceOrder struct {
	Cart      string   // token
	Wants     []Want   `json:",omitempty"` // instead of a cart, for who keeps it elsewhere
	Codes     []string `json:",omitempty"` // for discounts, with Wants; a cart has its own
	Key       string   // idempotency key, made with the form
	QuoteHash string   // of the quote the buyer saw; not asked with Counted
	Seen      string   // Checkout.Seen of that page, to say what changed
	Contact   Contact
	Address   country.Address
	Currency  money.Currency
	Options   map[catalog.ShopID]string
	Points    map[catalog.ShopID]delivery.PointID // where parcels are taken, of shops whose way has points
	Pay       string
	Lang      string
	Note      string
	Leave     string // where to leave the parcel without meeting; "" for a meeting
	Bare      bool   `json:",omitempty"` // nothing is sent: of the address only the country is asked

	// Counted is what the caller counted a moment ago for this very command, with
	// the same destination, money and ways; the zero one is counted here.
	Counted Checkout `json:"-"`

	// Also is done once, in the transaction of the placement; what it refuses is
	// not placed. It may be run again, and does nothing outside.
	Also func(*db.Tx, Group) error `json:"-"`
}

// Place turns a cart into an order group in one transaction. The same key with
// the same command gives the same group however often it is sent; with another
// command it is a Conflict. A quote that is no longer the one the buyer saw is
// a Conflict that says what changed.
func (s *Service) Place(ctx context.Context, by identity.Actor, c PlaceOrder) (Group, error) {
	c, err := c.checked()
	if err != nil {
		return Group{}, err
	}
	digest := c.digest()
	if g, err := s.placedBefore(ctx, c.Key, digest); err == nil || !errors.Is(err, db.ErrNone) {
		return g, err
	}
	seen, err := s.counted(ctx, c)
	if err != nil {
		return Group{}, err
	}
	if err := seen.Cart.staged(by); err != nil {
		return Group{}, err
	}
	if err := seen.Cart.by(by); err != nil {
		return Group{}, err
	}
	if err := seen.placeable(c); err != nil {
		// the first of several equal requests may have placed it meanwhile
		if g, again := s.placedBefore(ctx, c.Key, digest); again == nil {
			return g, nil
		}
		return Group{}, err
	}
	if seen.Pay == payCash {
		switch until, err := s.CashBarred(ctx, c.Contact); {
		case err != nil:
			return Group{}, err
		case !until.IsZero():
			return Group{}, fault.Field("pay", "fault.cash_barred", "until", until)
		}
	}
	book, err := s.rules(ctx, seen.Cart)
	if err != nil {
		return Group{}, err
	}
	confirm := false
	if seen.Pay == payCash {
		if confirm, err = s.stranger(ctx, c.Contact); err != nil {
			return Group{}, err
		}
	}
	g, orders, err := split(seen, book, by, c, confirm, s.cash().Deposit)
	if err != nil {
		return Group{}, err
	}
	papers, err := write(g, orders)
	if err != nil {
		return Group{}, err
	}
	won, asked, err := s.place(ctx, by, c, digest, &g, orders, papers)
	if err != nil {
		return Group{}, err
	}
	if won && asked {
		return g, nil
	}
	if won {
		if err := s.collect(ctx, g); err != nil {
			slog.Warn("collect payment; a job tries again", "group", g.ID, "err", err)
		}
	}
	return s.Group(ctx, identity.System(), g.ID) // somebody else placed it, or its payment has moved it
}

// place is the one transaction; it completes g. When another request with the
// same key came first, it only gives g the id of that one. asked tells that the
// way to pay was asked already.
func (s *Service) place(ctx context.Context, by identity.Actor, c PlaceOrder, digest string, g *Group, orders []Order, papers papers) (won, asked bool, err error) {
	lines := make([][]Line, len(orders))
	for i, o := range orders {
		lines[i] = o.Lines
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id := GroupID(tx.ID())
		won, err = claim(tx, c.Key, digest, &id)
		g.ID = id
		if err != nil || !won {
			return err
		}
		if err := stillPriced(tx, orders, lines); err != nil {
			return err
		}
		if err := use(tx, orders); err != nil {
			return err
		}
		if err := dropHeld(tx, c.Cart); err != nil {
			return err
		}
		if err := reserve(tx, orders, lines); err != nil {
			return err
		}
		var number int64
		if err := tx.Row(`INSERT INTO counters (name, n) VALUES ('order_group', 1)
			ON CONFLICT (name) DO UPDATE SET n = counters.n + 1 RETURNING n`, nil, &number); err != nil {
			return err
		}
		g.keys, g.Orders = g.keys[:0], slices.Clone(orders)
		for i := range g.Orders {
			o := &g.Orders[i]
			o.ID, o.Group, o.Updated = OrderID(tx.ID()), g.ID, tx.Now
			o.Deadline = tx.Now.Add(s.deadlines.of(o.State))
			o.held(tx.Now)
			g.keys = append(g.keys, orderKey{o.ID, o.Shop})
			o.Ref = orderRef(ref(number), o.Seq)
		}
		g.Ref, g.Placed = ref(number), tx.Now
		attempt, err := s.authorise(ctx, g)
		if err != nil {
			return err
		}
		asked = attempt != nil
		if err := insertGroup(tx, *g, number, papers.group); err != nil {
			return err
		}
		for i, o := range g.Orders {
			if err := s.insertPlaced(tx, o, papers.orders[i]); err != nil {
				return err
			}
		}
		if c.Cart != "" {
			if err := s.accept(tx, by, c.Cart, g.ID); err != nil {
				return err
			}
			if err := s.admitted(tx, c.Cart, g); err != nil {
				return err
			}
		}
		if err := askToConfirm(tx, *g); err != nil {
			return err
		}
		if c.Also != nil {
			if err := c.Also(tx, *g); err != nil {
				return err
			}
		}
		if err := event.Append(tx, db.House, "group.placed", int64(g.ID), Placing{Unconfirmed: g.unconfirmed()}); err != nil || !asked {
			return err
		}
		return s.settle(tx, identity.System(), g, *attempt)
	})
	return won, asked, err
}

// counted gives what is placed and what it costs.
func (s *Service) counted(ctx context.Context, c PlaceOrder) (Checkout, error) {
	if len(c.Counted.Cart.Shops) > 0 {
		return c.Counted, nil
	}
	cart, err := s.cartOf(ctx, c)
	if err != nil {
		return Checkout{}, err
	}
	return s.Count(ctx, cart, Choice{To: c.Address.Country, City: c.Address.City, Postcode: c.Address.Postcode, Currency: c.Currency, Options: c.Options, Pay: c.Pay})
}

// cartOf gives what is to be placed: what is wanted, or else a kept cart.
func (s *Service) cartOf(ctx context.Context, c PlaceOrder) (Cart, error) {
	if len(c.Wants) > 0 {
		return s.CartFor(ctx, c.Wants, c.Codes...)
	}
	return s.Cart(ctx, c.Cart)
}

// claim takes the idempotency key for *id. When it was taken before, *id
// becomes the group of then, and a different command is a Conflict.
func claim(tx *db.Tx, key, digest string, id *GroupID) (won bool, err error) {
	n, err := tx.Exec(`INSERT INTO placements (idempotency_key, group_id, digest) VALUES ($1, $2, $3)
		ON CONFLICT (idempotency_key) DO NOTHING`, key, int64(*id), digest)
	if err != nil || n == 1 {
		return n == 1, err
	}
	var was string
	if err := tx.Row(`SELECT group_id, digest FROM placements WHERE idempotency_key = $1`, []any{key}, (*int64)(id), &was); err != nil {
		return false, err
	}
	if was != digest {
		return false, fault.New(fault.Conflict, "fault.key_reused")
	}
	return false, nil
}

// stillPriced proves that nothing changed between the quote, which was computed
// a moment ago outside, and this transaction.
func stillPriced(tx *db.Tx, orders []Order, lines [][]Line) error {
	var all []catalog.Demand
	for i, list := range lines {
		shop := orders[i].Shop
		for _, l := range list {
			all = append(all, catalog.Demand{Shop: shop, Variant: l.Variant})
			if l.of != nil {
				all = append(all, catalog.Demand{Shop: shop, Variant: l.of.Variant.ID})
			}
		}
	}
	now, err := catalog.Prices(tx, all)
	if err != nil {
		return err
	}
	for _, list := range lines {
		for _, l := range list {
			if !l.same(now) {
				return fault.New(fault.Conflict, "fault.quote_changed")
			}
		}
	}
	return nil
}

// reserve holds the stock of all orders at once, so that two lines of one item
// are summed, and gives each order its lines by the location that holds them.
func reserve(tx *db.Tx, orders []Order, lines [][]Line) error {
	var all []catalog.Demand
	for i, o := range orders {
		all = append(all, demand(o, lines[i])...)
	}
	placed, err := catalog.Reserve(tx, all)
	if err != nil {
		return err
	}
	pool := make(map[catalog.VariantID][]catalog.Placed, len(placed))
	for _, p := range placed {
		pool[p.Variant] = append(pool[p.Variant], p)
	}
	for i := range orders {
		orders[i].Lines = deal(lines[i], pool)
	}
	return nil
}

// insertPlaced writes one order with its lines, its debt and its event.
func (s *Service) insertPlaced(tx *db.Tx, o Order, p orderPapers) error {
	if err := insertOrder(tx, o, p); err != nil {
		return err
	}
	if err := owe(tx, o); err != nil {
		return err
	}
	tx.AfterCommit(func() { s.bells.ring(o.Shop) })
	return event.Append(tx, o.Shop, event.Kind("order."+string(o.State)), int64(o.ID),
		Moved{Group: o.Group, Ref: o.Ref, To: o.State, Deadline: o.Deadline})
}

// placedBefore gives the group that a key placed; db.ErrNone when it placed none.
func (s *Service) placedBefore(ctx context.Context, key, digest string) (g Group, err error) {
	var id GroupID
	var was string
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(`SELECT group_id, digest FROM placements WHERE idempotency_key = $1`, []any{key}, (*int64)(&id), &was)
	})
	switch {
	case err != nil:
		return g, err
	case was != digest:
		return g, fault.New(fault.Conflict, "fault.key_reused")
	}
	return s.Group(ctx, identity.System(), id)
}
