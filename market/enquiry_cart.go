package market

import (
	"context"
	"slices"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// quoted gives the cart that a quotation fills: its lines for its prices. What
// the shop asks of everybody does not matter there, nor how few it sells.
func (s *Service) quoted(ctx context.Context, token string) (c Cart, err error) {
	c = Cart{Token: token}
	var e Enquiry
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if e, err = loadEnquiry(tx, "cart = $1", token); err != nil {
			return err
		}
		if e.Open() && !e.Deadline.After(tx.Now) {
			e.State = EnquiryLapsed // the clock is only late
		}
		return nil
	})
	if c.Enquiry = &e; err != nil || !e.Open() {
		return c, err
	}
	things, err := s.EnquiryThings(ctx, e)
	if err != nil {
		return c, err
	}
	shop := CartShop{freight: e.freight()}
	for i, l := range e.Lines {
		shop.Shop = things[i].Shop
		shop.Lines = append(shop.Lines, l.agreed(things[i].Line, e.Quotation.Lead))
	}
	c.Shops = []CartShop{shop}
	c.apart()
	c.short()
	return c, nil
}

// agreed is a line of a cart for the price of a quotation, with its days.
func (l EnquiryLine) agreed(of catalog.Line, lead int) CartLine {
	of.Product.LeadDays = lead
	of.Parts = slices.Clone(of.Parts)
	for i := range of.Parts {
		of.Parts[i].Product.LeadDays = lead
	}
	of.Variant.Price, of.Variant.Terms = l.Unit, catalog.Terms{}
	line := CartLine{Line: of, Quantity: l.Quantity, agreed: true}
	line.Problem = line.problem()
	return line
}

// freight is what the shop asks for sending all; nil for what its ways say.
func (e Enquiry) freight() *money.Amount {
	if e.Quotation.Freight == nil {
		return nil
	}
	a := money.Of(*e.Quotation.Freight, e.Currency)
	return &a
}

// FreightSaid gives what the quotation asks for sending all; false when it is as
// the shop's ways of delivery say.
func (e Enquiry) FreightSaid() (money.Amount, bool) {
	if a := e.freight(); a != nil {
		return *a, true
	}
	return money.Amount{}, false
}

// carried puts the freight of a quotation in the place of what the shop's ways
// ask.
func (c *Checkout) carried() {
	for _, s := range c.Cart.Shops {
		if s.freight == nil {
			continue
		}
		for i := range c.Offers[s.Shop.ID] {
			c.Offers[s.Shop.ID][i].Price = *s.freight
		}
	}
}

// by lets nobody order by a quotation but who asked for it.
func (c Cart) by(who identity.Actor) error {
	if c.Enquiry != nil && !c.Enquiry.Asker(who) {
		return errNoEnquiry
	}
	return nil
}

// good reports, as a fault, whether the quotation of a cart can be ordered to
// where the buyer says.
func (c Cart) good(p PlaceOrder) error {
	switch e := c.Enquiry; {
	case e == nil:
		return nil
	case !e.Open():
		return e.over()
	case p.Address.Country != e.To:
		return fault.Field("country", "fault.enquiry_country")
	}
	return nil
}

// enquiryID names the enquiry of a cart; 0 for none.
func (c Cart) enquiryID() EnquiryID {
	if c.Enquiry == nil {
		return 0
	}
	return c.Enquiry.ID
}
