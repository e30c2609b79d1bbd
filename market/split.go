package market

import (
	"strings"

	"agora/catalog"
	"agora/commission"
	"agora/delivery"
	"agora/identity"
	"agora/landed"
	"agora/money"
)

// split turns a checkout into a neutral group and one order for each shop:
// pure, without ids. The parts of the orders add up to the total of the quote.
func split(c Checkout, book commission.Book, by identity.Actor, p PlaceOrder, confirm bool, percent int) (Group, []Order, error) {
	g := Group{Person: by.Person, Pay: c.Pay, Total: c.Quote.Total, Snapshot: Snapshot{
		Contact: p.Contact, Address: p.Address, Lang: p.Lang, Note: p.Note, Leave: p.Leave, Quote: c.Quote, Saved: c.Saved()}}
	fees := money.Split(c.Quote.Fee.Minor, ones(len(c.Quote.Parcels)))
	orders := make([]Order, 0, len(c.Quote.Parcels))
	for i, q := range c.Quote.Parcels {
		cs := c.Cart.shop(q.Shop, q.Option == DigitalOption)
		o, err := orderOf(*cs, book, q, money.Of(fees[i], c.Quote.Currency))
		if err != nil {
			return g, nil, err
		}
		o.Seq, o.Pay, o.State, o.Enquiry = i+1, c.Pay, AwaitingPayment, c.Cart.enquiryID()
		if o.CashOnDelivery() {
			o.State = Placed
			if o.Deposit, err = depositOf(o.Charged, percent); err != nil {
				return g, nil, err
			}
			switch {
			case !o.Deposit.IsZero(): // to pay it is yes enough
				o.State = AwaitingPayment
			case confirm:
				o.State = Unconfirmed
			}
		}
		if o.Digital = cs.Digital; o.Digital {
			o.Admits = c.Cart.Admits
			for j := range o.Lines {
				o.Lines[j].Product = cs.Lines[j].Product.ID
			}
			o.To, o.BuyerName = p.Address.Country, p.Address.Name
			orders = append(orders, o)
			continue
		}
		o.To, o.City, o.BuyerName = p.Address.Country, p.Address.City, p.Address.Name
		o.delivered(c.Offers[q.Shop], q.Option)
		if o.Point, err = c.pointOf(q.Shop, p.Points); err != nil {
			return g, nil, err
		}
		orders = append(orders, o)
	}
	return g, orders, nil
}

func ones(n int) []int64 {
	w := make([]int64, n)
	for i := range w {
		w[i] = 1
	}
	return w
}

func (c Cart) shop(id catalog.ShopID, digital bool) *CartShop {
	for i := range c.Shops {
		if c.Shops[i].Shop.ID == id && c.Shops[i].Digital == digital {
			return &c.Shops[i]
		}
	}
	return nil
}

// orderOf makes the order of one shop from its part of the quote.
func orderOf(cs CartShop, book commission.Book, q landed.ParcelQuote, fee money.Amount) (Order, error) {
	charged, err := q.Total.Add(fee)
	if err != nil {
		return Order{}, err
	}
	goods, err := q.ShopGoods.Sub(q.ShopDiscount)
	if err != nil {
		return Order{}, err
	}
	zero := money.Of(0, charged.Currency)
	o := Order{Shop: cs.Shop.ID, Charged: charged, Authorised: charged, Captured: zero, Refunded: zero,
		Duty: zero, VAT: zero, Fees: fee, Deposit: zero, Goods: goods, Freight: q.ShopFreight,
		OrderSnapshot: OrderSnapshot{ShopName: cs.Shop.Name, ShopHandle: cs.Shop.Handle, ShopCountry: cs.Shop.Country,
			Option: q.Option, Incoterm: q.Incoterm}}
	if q.Incoterm == landed.DDP {
		o.Duty, o.VAT = q.Duty, q.VAT
	}
	lines := cs.goods()
	for i, l := range lines { // the lines of the quote are those of the goods
		o.Items += l.Quantity
		o.LeadDays = max(o.LeadDays, l.Product.LeadDays)
		o.Lines = append(o.Lines, lineOf(l, q.Lines[i].ShopUnit))
	}
	if err := o.ratedBy(book, lines); err != nil {
		return Order{}, err
	}
	first := cs.Lines[0].Product
	o.First, _ = first.Title.In(cs.Shop.Lang())
	o.Picture, o.Tint = first.Picture().Thumb, first.Tint
	return o, nil
}

func lineOf(l CartLine, unit money.Amount) Line {
	choice := catalog.Texts{}
	for lang := range l.Product.Title {
		if names := l.Product.ChoiceOf(l.Variant, lang); len(names) > 0 {
			choice[lang] = strings.Join(names, ", ")
		}
	}
	return Line{Variant: l.Variant.ID, Quantity: l.Quantity, Unit: unit, listed: l.List().Minor, agreed: l.agreed, of: l.of, LineSnapshot: LineSnapshot{Set: l.inSet(), Off: l.Off,
		SKU: l.Variant.SKU, Title: l.Product.Title, Choice: choice, HS: l.Product.HS, Origin: l.Product.Origin, Certificate: l.Product.Certificate,
		Grams: l.Variant.Grams, Picture: l.Product.Picture().Thumb, Tint: l.Product.Tint, Handle: l.Product.Handle}}
}

// delivered notes the promise of the chosen delivery option.
func (o *Order) delivered(offers []delivery.Offer, key string) {
	for _, f := range offers {
		if f.Option.Key == key {
			o.Carrier, o.Table, o.ArriveFrom, o.ArriveBy = f.Option.Carrier, f.Option.Table, f.From, f.By
			if f.Parcels > 1 {
				o.Parcels = f.Parcels
			}
		}
	}
}
