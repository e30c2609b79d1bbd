package landed

import (
	"slices"
	"time"

	"agora/country"
	"agora/db"
	"agora/money"
)

// Quote is a total at the door with everything it is made of. It is a value:
// an order keeps it and never computes it again. Amounts are in Currency
// unless said otherwise.
type Quote struct {
	To       country.Code   `json:"to"`
	Currency money.Currency `json:"currency"`
	Parcels  []ParcelQuote  `json:"parcels"`
	Fees     []Entry        `json:"fees,omitempty"`
	Entries  []Entry        `json:"entries"` // one for each kind and place of payment, over all parcels

	Goods    money.Amount `json:"goods"`    // before discount
	Discount money.Amount `json:"discount"` // not negative
	Freight  money.Amount `json:"freight"`
	Duty     money.Amount `json:"duty"` // charged at checkout, border fees included
	VAT      money.Amount `json:"vat"`  // charged at checkout
	Fee      money.Amount `json:"fee"`  // the market's own

	Total     money.Amount `json:"total"`      // charged: goods − discount + freight + duty + VAT + fee
	AtDoor    money.Amount `json:"at_door"`    // paid to the carrier besides
	DoorTotal money.Amount `json:"door_total"` // Total + AtDoor

	Inside money.Amount `json:"inside,omitzero"` // VAT of home that the goods and freight of shops hold, see Prices
	Apart  bool         `json:"apart,omitempty"`

	Status   Status         `json:"status"` // of the least sure entry
	Rounding money.Rounding `json:"rounding"`
	Expires  time.Time      `json:"expires"` // when the day of its rates and rules ends
}

// ParcelQuote is one parcel's part of a quote.
type ParcelQuote struct {
	Shop     db.ShopID    `json:"shop"`
	From     country.Code `json:"from"`
	Option   string       `json:"option"`
	Incoterm string       `json:"incoterm"`
	Rate     money.Rate   `json:"rate"`             // from the shop's currency to the buyer's, with the margin
	Margin   money.Bps    `json:"margin,omitempty"` // of the market, in the rate
	Lines    []LineQuote  `json:"lines"`
	Entries  []Entry      `json:"entries"`
	Bars     []Bar        `json:"bars,omitempty"` // what its goods meet besides
	Grams    int64        `json:"grams"`

	Goods    money.Amount `json:"goods"`    // before discount
	Discount money.Amount `json:"discount"` // not negative
	Freight  money.Amount `json:"freight"`
	Duty     money.Amount `json:"duty"` // charged at checkout, border fees included; zero when DAP
	VAT      money.Amount `json:"vat"`  // charged at checkout; zero when DAP

	Total     money.Amount `json:"total"`
	AtDoor    money.Amount `json:"at_door"`
	DoorTotal money.Amount `json:"door_total"`
	Inside    money.Amount `json:"inside,omitzero"` // VAT of home that goods and freight hold
	Apart     bool         `json:"apart,omitempty"` // people there read prices without it
	Status    Status       `json:"status"`

	ShopGoods    money.Amount `json:"shop_goods"`    // the shop's currency, before discount
	ShopDiscount money.Amount `json:"shop_discount"` // the shop's currency, not negative
	ShopFreight  money.Amount `json:"shop_freight"`  // the shop's currency
}

// LineQuote is one line in the buyer's currency. The unit is what the shop asks,
// converted and rounded; the amount is the unit times the quantity.
type LineQuote struct {
	Key      int64        `json:"key"`
	Quantity int64        `json:"quantity"`
	ShopUnit money.Amount `json:"shop_unit"` // the shop's currency
	Unit     money.Amount `json:"unit"`
	Amount   money.Amount `json:"amount"`
}

// Bar is a rule that lets goods of a parcel in on a condition, or not at all.
type Bar struct {
	Kind      Kind         `json:"kind"` // Restricted or Prohibited
	Rule      string       `json:"rule"`
	HS        string       `json:"hs,omitempty"`
	Threshold money.Amount `json:"threshold,omitzero"` // in the rule's currency; it bars only what is above
	Grams     int64        `json:"grams,omitempty"`
	Note      string       `json:"note,omitempty"` // message key
	Words     string       `json:"words,omitempty"`
	Source    string       `json:"source,omitempty"`
	Seen      time.Time    `json:"seen,omitzero"`
}

// Parcel gives the parcel of a shop; false when the shop has none.
func (q Quote) Parcel(shop db.ShopID) (ParcelQuote, bool) {
	for _, p := range q.Parcels {
		if p.Shop == shop {
			return p, true
		}
	}
	return ParcelQuote{}, false
}

// Prohibited reports whether the destination keeps goods of the parcel out.
func (p ParcelQuote) Prohibited() bool {
	return slices.ContainsFunc(p.Bars, func(b Bar) bool { return b.Kind == Prohibited })
}

// Entry is one amount with its reason.
type Entry struct {
	Kind   Kind         `json:"kind"`
	Amount money.Amount `json:"amount"` // negative for a discount
	AtDoor bool         `json:"at_door,omitempty"`
	Status Status       `json:"status"`
	Rule   string       `json:"rule,omitempty"`
	Of     int64        `json:"of,omitempty"` // the rule's version
	Rate   money.Bps    `json:"rate,omitempty"`
	Base   money.Amount `json:"base"` // what the rate was taken of
	HS     string       `json:"hs,omitempty"`
	Source string       `json:"source,omitempty"`
	Seen   time.Time    `json:"seen,omitzero"`  // the day on which the source was read
	Note   string       `json:"note,omitempty"` // message key
}
