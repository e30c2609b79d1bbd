package market

import (
	"context"
	"slices"
	"strconv"

	"agora/catalog"
	"agora/country"
	"agora/delivery"
	"agora/fault"
	"agora/landed"
	"agora/money"
	"agora/payment"
)

// Choice is what a buyer has chosen so far; what is empty takes the default.
type Choice struct {
	To       country.Code
	City     string // of the buyer; its points come first
	Postcode string // "" while it is not known
	Currency money.Currency
	Options  map[catalog.ShopID]string // delivery option by shop
	Pay      string                    // kind of the way to pay
	NoCash   bool                      // nothing is paid at the door; see CashBarred
}

// Checkout is a cart with everything the buyer has to decide and the total at
// the door that follows from the choice.
type Checkout struct {
	Cart     Cart
	Offers   map[catalog.ShopID][]delivery.Offer
	Points   map[catalog.ShopID][]delivery.Point // where the parcel of a shop can be taken; one has to be chosen
	Refusals map[catalog.ShopID]error            // why a shop has no offer, where that is known
	Chosen   map[catalog.ShopID]string           // the option used in the quote; missing when a shop does not deliver there
	Ways     []Way
	Pay      string
	Quote    landed.Quote

	// Before is what each line of the quote would cost without discounts, in minor
	// units of the buyer's currency, by its key.
	Before map[int64]int64
}

// Way is a way to pay this cart.
type Way struct {
	Kind string
	Fee  money.Amount // in the buyer's currency, for all parcels

	Deposit int // percent that is paid before, of what is paid at the door
}

// Checkout prices a kept cart for a destination.
func (s *Service) Checkout(ctx context.Context, token string, c Choice) (Checkout, error) {
	cart, err := s.Cart(ctx, token)
	if err != nil {
		return Checkout{}, err
	}
	return s.Count(ctx, cart, c)
}

// Count prices a cart for a destination. While nobody has said where to, it
// counts the goods and nothing else.
func (s *Service) Count(ctx context.Context, cart Cart, c Choice) (out Checkout, err error) {
	out = Checkout{Cart: cart, Chosen: map[catalog.ShopID]string{}}
	if len(cart.Shops) == 0 {
		return out, nil
	}
	if cart.Rehearsal() {
		c.Currency = money.Play // whatever the buyer's money is
	}
	if c.To != "" {
		if out.Offers, out.Refusals, err = s.offers(ctx, cart, delivery.Place{Country: c.To, Postcode: c.Postcode}); err != nil {
			return out, err
		}
	}
	out.carried()
	if err := s.chooseWay(&out, c); err != nil {
		return out, err
	}
	request, err := s.request(&out, c)
	if err != nil {
		return out, err
	}
	if err := s.points(ctx, &out, c); err != nil {
		return out, err
	}
	view, err := s.landed.View(ctx)
	if err != nil {
		return out, err
	}
	if out.Quote, err = view.Quote(request); err != nil {
		return out, err
	}
	out.Before, err = before(view, cart, request, out.Quote)
	return out, err
}

func (s *Service) offers(ctx context.Context, cart Cart, to delivery.Place) (map[catalog.ShopID][]delivery.Offer, map[catalog.ShopID]error, error) {
	shops := make([]catalog.ShopID, len(cart.Shops))
	things := make(map[catalog.ShopID][]delivery.Thing, len(cart.Shops))
	for i, p := range cart.Shops {
		if shops[i] = p.Shop.ID; p.Digital {
			continue
		}
		for _, l := range p.goods() {
			things[p.Shop.ID] = append(things[p.Shop.ID], l.thing())
		}
	}
	return s.delivery.For(ctx, shops, to, things)
}

// chooseWay lists the ways that are offered for the currency and the door, and
// takes the chosen one, or the first.
func (s *Service) chooseWay(out *Checkout, c Choice) error {
	c.NoCash = c.NoCash || out.Cart.AnyDigital()
	for _, h := range s.offered(c) {
		w := Way{Kind: h.Kind(), Fee: money.Of(0, c.Currency)}
		if f, ok := h.(payment.Charges); ok {
			fee, err := f.Fee(c.Currency).Times(int64(len(out.Cart.Shops)))
			if err != nil {
				return err
			}
			w.Fee = fee
		}
		if w.Kind == payCash {
			w.Deposit = s.cash().Deposit
		}
		out.Ways = append(out.Ways, w)
	}
	at := slices.IndexFunc(out.Ways, func(w Way) bool { return w.Kind == c.Pay })
	if at < 0 {
		if c.Pay != "" && c.Currency != money.Play || len(out.Ways) == 0 {
			return fault.Field("pay", "fault.choice")
		}
		at = 0
	}
	out.Pay = out.Ways[at].Kind
	return nil
}

// request puts the cart into the words of landed. A shop without an offer to
// the destination has no parcel in the quote.
func (s *Service) request(out *Checkout, c Choice) (landed.Request, error) {
	r := landed.Request{To: c.To, Currency: c.Currency, Rounding: money.HalfUp}
	for _, shop := range out.Cart.Shops {
		if shop.Digital || c.To == "" {
			r.Parcels = append(r.Parcels, shop.parcel())
			continue
		}
		offers := out.Offers[shop.Shop.ID]
		if len(offers) == 0 {
			continue
		}
		at := slices.IndexFunc(offers, func(o delivery.Offer) bool { return o.Option.Key == c.Options[shop.Shop.ID] })
		if at < 0 {
			if c.Options[shop.Shop.ID] != "" {
				return r, fault.Field(optionField(shop.Shop.ID), "fault.choice")
			}
			at = 0
		}
		o := offers[at]
		out.Chosen[shop.Shop.ID] = o.Option.Key
		p := landed.Parcel{Shop: shop.Shop.ID, From: shop.Shop.Country, Option: o.Option.Key, Channel: o.Option.Service, Incoterm: o.Option.Incoterm,
			Freight: o.Price, FreightStatus: landed.Guaranteed}
		p.Lines = shop.lines()
		r.Parcels = append(r.Parcels, p)
	}
	for _, w := range out.Ways {
		if w.Kind == out.Pay && !w.Fee.IsZero() {
			r.Fees = append(r.Fees, landed.Fee{Name: "fee." + w.Kind, Amount: w.Fee})
		}
	}
	return r, nil
}

// optionField is the form field of a shop's delivery option.
func optionField(id catalog.ShopID) string { return "option." + strconv.FormatInt(int64(id), 10) }
