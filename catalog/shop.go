package catalog

import (
	"time"

	"agora/country"
	"agora/identity"
	"agora/money"
)

// Shop is one seller's place in the market.
type Shop struct {
	ID           ShopID
	Handle       string // unique in the node, for ever; part of its address
	Name         string
	Owner        identity.PersonID
	Country      country.Code
	City         string         // for cards; Origin has the written form
	Currency     money.Currency // of all its prices and of its balance
	Languages    []string       // what the shop answers in, best first
	Status       ShopStatus
	Origin       country.Address // where parcels come from and go back to
	Tagline      Texts
	Story        Texts
	Machine      Marks     // texts that a machine made and nobody confirmed
	Tint         string    // of the star that stands for the shop
	Initials     string    // in the star
	HandlingDays int       // from order to post office
	ReturnDays   int       // in which a buyer may send a thing back
	Few          int64     // pieces left of a variant at which it is nearly sold out, unless its product says otherwise
	Payout       string    // the account that is paid out to, as the owner wrote it; given only to those who run the shop
	Opened       time.Time // first opened to buyers; zero before
	Version      int64     // another after every change of what it says of itself
}

// Lang gives the shop's own language: the first it answers in.
func (s Shop) Lang() string {
	if len(s.Languages) == 0 {
		return "en"
	}
	return s.Languages[0]
}

// NewShop is what somebody gives to open a shop.
type NewShop struct {
	Owner        identity.PersonID // who asks when 0; only operators may name somebody else
	Handle       string
	Name         string
	Country      country.Code
	City         string
	Currency     money.Currency
	Languages    []string
	Origin       country.Address
	Tagline      Texts
	Story        Texts
	Tint         string
	Initials     string
	HandlingDays int
	ReturnDays   int
	Few          *int64 // nil leaves it as it is, DefaultFew for a new shop
	Payout       string
}
