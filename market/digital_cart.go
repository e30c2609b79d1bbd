package market

import (
	"cmp"

	"agora/country"
	"agora/fault"
	"agora/landed"
	"agora/money"
)

// DigitalOption is the delivery option of a part of a cart of which nothing is
// sent; no shop may name one of its own so.
const DigitalOption = "@digital"

// apart parts what is digital from what is sent, so that each order is one or the
// other.
func (c *Cart) apart() {
	var shops []CartShop
	for _, s := range c.Shops {
		sent, files := CartShop{Shop: s.Shop, freight: s.freight}, CartShop{Shop: s.Shop, Digital: true}
		for _, l := range s.Lines {
			if l.Product.Digital {
				files.Lines = append(files.Lines, l)
			} else {
				sent.Lines = append(sent.Lines, l)
			}
		}
		if len(sent.Lines) > 0 {
			shops = append(shops, sent)
		}
		if len(files.Lines) > 0 {
			shops = append(shops, files)
		}
	}
	c.Shops = shops
}

// AnyDigital reports whether something in the cart is digital: what can be opened
// at once is paid at once, and not at a door.
func (c Cart) AnyDigital() bool {
	for _, s := range c.Shops {
		if s.Digital {
			return true
		}
	}
	return false
}

// Bare reports whether nothing of the cart is sent, so that no address is needed
// beyond the country.
func (c Cart) Bare() bool {
	for _, s := range c.Shops {
		if !s.Digital {
			return false
		}
	}
	return len(c.Shops) > 0
}

// parcel puts what is not sent into the words of landed.
func (s CartShop) parcel() landed.Parcel {
	return landed.Parcel{Shop: s.Shop.ID, From: s.Shop.Country, Option: DigitalOption, Digital: true, Lines: s.lines(),
		Freight: money.Of(0, s.Shop.Currency), FreightStatus: landed.Guaranteed}
}

// lines puts the lines of a shop into the words of landed.
func (s CartShop) lines() (list []landed.Line) {
	for _, l := range s.goods() {
		list = append(list, l.landed())
	}
	return list
}

// checkedBare is checked for a cart of which nothing is sent: of the address there
// is only the country, and the links need an e-mail address.
func (c PlaceOrder) checkedBare(f fault.Fields) (PlaceOrder, error) {
	if !c.Address.Country.Known() {
		f.Add("address.country", "fault.choice")
	}
	name, err := note("address.name", c.Address.Name, false)
	if err := f.Join("", err); err != nil {
		return c, err
	}
	c.Address = country.Address{Country: c.Address.Country, Name: name}
	contact, err := c.Contact.checked(c.Address)
	if err := f.Join("contact", err); err != nil {
		return c, err
	}
	if c.Contact = contact; err == nil && contact.Email == "" {
		f.Add("contact.email", "fault.required")
	}
	c.Address.Name = cmp.Or(c.Address.Name, contact.Email) // somebody has to be called something
	text, err := note("note", c.Note, false)
	if err := f.Join("", err); err != nil {
		return c, err
	}
	c.Note, c.Leave = text, ""
	return c, f.Err()
}
