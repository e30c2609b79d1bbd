package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"agora/catalog"
	"agora/country"
	"agora/demo/market"
	"agora/identity"
	trade "agora/market"
)

// fillOrders places the deals that are not there yet and brings them where they
// belong. Once people trade there, it does nothing.
func (f *filling) fillOrders(ctx context.Context) error {
	some, err := f.orders(ctx)
	if err != nil {
		return err
	}
	groups := map[trade.GroupID]bool{}
	for _, o := range some {
		groups[o.Group] = true
	}
	for i, d := range f.story(some) {
		if i < len(groups) { // placed in this order, by a Fill before
			continue
		}
		if err := f.deal(ctx, i, d); err != nil {
			return fmt.Errorf("deal %d: %w", i, err)
		}
	}
	return nil
}

// story gives all deals in their order. A folder that a release without the
// early ones filled keeps the story it began with.
func (f *filling) story(orders []trade.Order) []deal {
	if len(orders) > 0 {
		first, err := f.buyer(early[0].buyer)
		if err != nil || orders[len(orders)-1].BuyerName != first.Name {
			return deals
		}
	}
	return slices.Concat(early, deals)
}

// orders gives all orders of the node in some states, or in any; newest first.
func (f *filling) orders(ctx context.Context, states ...trade.OrderState) (all []trade.Order, err error) {
	operator, err := f.operator(ctx)
	if err != nil {
		return nil, err
	}
	for before := trade.OrderID(0); ; {
		page, err := f.Market.Orders(ctx, operator, trade.OrderFilter{States: states, Before: before})
		if err != nil || len(page) == 0 {
			return all, err
		}
		all, before = append(all, page...), page[len(page)-1].ID
	}
}

func (f *filling) deal(ctx context.Context, n int, d deal) error {
	who, err := f.buyer(d.buyer)
	if err != nil {
		return err
	}
	by := identity.Guest()
	if d.buyer != "" {
		if by, err = f.actor(ctx, who.Email); err != nil {
			return err
		}
	}
	g, err := f.place(ctx, by, who, n, d)
	if err != nil {
		return err
	}
	for _, o := range g.Orders {
		if o.State == d.to || o.Digital { // what comes by link goes its way alone
			continue
		}
		for _, m := range moves(d.to) {
			if err := f.move(ctx, by, g, o, m); err != nil {
				return fmt.Errorf("%s %s: %w", o.Ref, m.event, err)
			}
		}
	}
	return nil
}

// place puts the lines of a deal into a cart and says yes to its quote.
func (f *filling) place(ctx context.Context, by identity.Actor, who market.Person, n int, d deal) (g trade.Group, err error) {
	cart := ""
	for _, l := range d.lines {
		v, err := f.variant(ctx, l)
		if err != nil {
			return g, err
		}
		if cart, err = f.Market.AddLine(ctx, cart, v, l.quantity); err != nil {
			return g, err
		}
	}
	to := country.Code(who.Country)
	home, ok := country.Find(to)
	if !ok {
		return g, fmt.Errorf("no country %q", to)
	}
	seen, err := f.Market.Checkout(ctx, cart, trade.Choice{To: to, Currency: home.Currency, Pay: d.pay})
	if err != nil {
		return g, err
	}
	return f.Market.Place(ctx, by, trade.PlaceOrder{
		Cart: cart, Key: fmt.Sprintf("demo-deal-%03d", n), QuoteHash: seen.Quote.Hash(), Options: seen.Chosen,
		Contact:  trade.Contact{Email: who.Email, Phone: strings.NewReplacer(" ", "", "-", "").Replace(who.Phone)},
		Address:  address(who.Name, who.Phone, to, who.Address),
		Currency: home.Currency, Pay: d.pay, Lang: who.Language, Note: d.note,
	})
}

// move lets the shop or the buyer do one thing with an order.
func (f *filling) move(ctx context.Context, buyer identity.Actor, g trade.Group, o trade.Order, m move) error {
	seller, err := f.actor(ctx, f.owner(o.ShopHandle))
	if err != nil {
		return err
	}
	if buyer.Person == 0 {
		buyer.Link = trade.LinkSubject(g.ID)
	}
	switch m.event {
	case trade.Accept:
		return f.Market.Accept(ctx, seller, o.ID)
	case trade.Pack:
		return f.Market.Pack(ctx, seller, o.ID)
	case trade.Ship:
		return f.Market.Ship(ctx, seller, o.ID, o.Carrier, tracking(int64(o.ID), o.ShopCountry))
	case trade.Deliver:
		return f.Market.Deliver(ctx, seller, o.ID)
	case trade.Refuse:
		return f.Market.Refuse(ctx, seller, o.ID, "Nobody was at home, three times.")
	case trade.Decline:
		return f.Market.Decline(ctx, seller, o.ID, "The last one was sold at the fair this morning. I am sorry.")
	case trade.Receive:
		return f.Market.Receive(ctx, buyer, o.ID)
	}
	return fmt.Errorf("the demo does not know %q", m.event)
}

// tracking makes a parcel number of the postal union's form, with its check
// digit.
func tracking(id int64, from country.Code) string {
	n := id / 4096 % 100_000_000
	sum := int64(0)
	for i, weight, rest := 0, [...]int64{7, 9, 5, 3, 2, 4, 6, 8}, n; i < 8; i++ { // from the last digit
		sum += rest % 10 * weight[i]
		rest /= 10
	}
	check := 11 - sum%11
	switch check {
	case 10:
		check = 0
	case 11:
		check = 5
	}
	return fmt.Sprintf("CP%08d%d%s", n, check, from)
}

// variant finds what a line of a deal names.
func (f *filling) variant(ctx context.Context, l line) (catalog.VariantID, error) {
	shop, product, _ := strings.Cut(l.product, "/")
	p, _, err := f.Catalog.Product(ctx, shop, product)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", l.product, err)
	}
	if l.variant >= len(p.Variants) {
		return 0, fmt.Errorf("%s has %d variants", l.product, len(p.Variants))
	}
	return p.Variants[l.variant].ID, nil
}
