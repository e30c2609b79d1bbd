package landed

import (
	"time"

	"agora/country"
	"agora/db"
	"agora/money"
)

// Request is what a quote is asked for.
type Request struct {
	Day      time.Time    // of the exchange rates, for Expires; the view's when zero
	To       country.Code // where the parcels go
	Currency money.Currency
	Rounding money.Rounding // HalfUp when empty
	Parcels  []Parcel
	Rates    func(from, to money.Currency) (money.Rate, bool) // the view's when nil; such rates bear no margin
	Fees     []Fee
}

// Fee is a fee of the market for the whole group, in the buyer's currency.
type Fee struct {
	Name   string // message key after "landed.", for example "fee.cash"
	Amount money.Amount
}

// Channels: how a parcel crosses the border.
const (
	ChannelPost    = "post"
	ChannelCourier = "courier"
	ChannelCBEC    = "cbec" // China's list of cross-border e-commerce
)

// Parcel is what one shop sends in one piece.
type Parcel struct {
	Shop          db.ShopID
	From          country.Code // where it is posted
	Option        string       // key of the delivery option
	Channel       string       // ChannelPost also when empty
	Incoterm      string       // DDP or DAP
	Freight       money.Amount // in the shop's currency
	FreightStatus Status       // Guaranteed when empty
	Discount      money.Amount // in the shop's currency, not negative
	Lines         []Line

	Digital bool // nothing is sent: no freight, no border, and no rule says what tax is due abroad
}

// Line is so many of one thing.
type Line struct {
	Key      int64 // the variant's id
	Title    string
	Quantity int64
	Unit     money.Amount // in the shop's currency
	Grams    int64        // of one, packed
	HS       string       // customs code; "" when not known
	Origin   country.Code // where it was made

	Certified bool // there is a certificate of its origin
}
