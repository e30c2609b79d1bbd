package market

import (
	"time"

	"agora/catalog"
	"agora/commission"
	"agora/country"
	"agora/db"
	"agora/delivery"
	"agora/discount"
	"agora/identity"
	"agora/landed"
	"agora/ledger"
	"agora/money"
	"agora/payment"
)

// GroupID names what a buyer placed in one go; OrderID one shop's part of it.
type (
	GroupID int64
	OrderID int64
)

// Contact is how the buyer is reached.
type Contact struct {
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"` // E.164
}

// Group is an order group: neutral, one payment, an order for each shop.
type Group struct {
	ID       GroupID
	Ref      string // "AG-7KQ2X9M"
	Person   identity.PersonID
	Pay      string // kind of the way to pay
	PayState string // as payment.Attempt.State
	Total    money.Amount
	Received money.Amount         // came in and is not divided among the orders yet
	HowToPay payment.Instructions // what the buyer has to do; only where one group is read
	Placed   time.Time
	Orders   []Order // as placed, in the order of the quote's parcels
	keys     []orderKey
	Snapshot
}

// Snapshot is what was promised, kept as it was.
type Snapshot struct {
	Contact Contact         `json:"contact"`
	Address country.Address `json:"address"`
	Lang    string          `json:"lang"`
	Note    string          `json:"note,omitempty"`
	Leave   string          `json:"leave,omitempty"` // where to leave parcels without meeting
	Quote   landed.Quote    `json:"quote"`
	Saved   money.Amount    `json:"saved,omitzero"` // what discounts took off, in the buyer's currency; the quote is after it
}

// orderKey finds an order in its shop's shard.
type orderKey struct {
	id   OrderID
	shop catalog.ShopID
}

// Order is one shop's part of a group.
type Order struct {
	ID       OrderID
	Group    GroupID
	Seq      int    // 1 for the first order of the group
	Ref      string // "AG-7KQ2X9M/1"
	Shop     catalog.ShopID
	State    OrderState
	Deadline time.Time // when Expire comes; zero for never
	Updated  time.Time

	// In the buyer's currency.
	Charged, Authorised, Captured, Refunded money.Amount
	Duty, VAT, Fees                         money.Amount

	// In the shop's currency. Goods are after discount; the tax is that on the
	// commission.
	Goods, Freight, Commission, Tax money.Amount

	Back Parts // what went back of it

	// Of an order paid at the door: the part asked for before, what of it is
	// there, and what of it was kept towards the way back (in the shop's currency).
	Deposit, Deposited, DepositKept money.Amount

	WayBack      money.Amount // what the carrier asks for bringing a refused parcel back, in the shop's currency
	WayBackHouse bool         // the house bears it, not the shop
	WayBackPaid  time.Time    // when the carrier had it; zero while it is owed
	Against      bool         // it was refused, and counts against its buyer

	Pay  string
	from ledger.Account // where its money stands at the moment it is paid

	agent identity.PersonID // who collects cash at the moment it is delivered; 0 for the carrier
	OrderSnapshot

	Lines  []Line           // only where one order is read
	Steps  []Step           // only where one order is read
	Parcel *delivery.Parcel // once shipped; only where one order is read

	Announced string // number that its shop declared for the papers; only where one order is read
}

// OrderSnapshot is what was promised about one order, kept as it was.
type OrderSnapshot struct {
	ShopName    string            `json:"shop_name"`
	ShopHandle  string            `json:"shop_handle"`
	ShopCountry country.Code      `json:"shop_country"`
	BuyerName   string            `json:"buyer_name"`
	To          country.Code      `json:"to"`
	City        string            `json:"city"`
	Option      string            `json:"option"`
	Carrier     string            `json:"carrier"`
	Table       string            `json:"table,omitempty"`   // key of the carrier whose table priced it
	Parcels     int               `json:"parcels,omitempty"` // how many it was planned in; 0 for one
	Incoterm    string            `json:"incoterm"`
	Digital     bool              `json:"digital,omitempty"` // files and keys: nothing is sent
	LeadDays    int               `json:"lead,omitempty"`    // until the last of its things is made; the shop has so much longer to send it
	Point       *PickupPoint      `json:"point,omitempty"`   // where the buyer takes it; nil when it is brought
	Admits      *Admission        `json:"admits,omitempty"`  // the seat that it pays for; nil for none
	Enquiry     EnquiryID         `json:"enquiry,omitempty"` // whose quotation it was placed by; 0 for none
	Items       int64             `json:"items"`
	First       string            `json:"first"` // title of the first line in the shop's first language
	Picture     string            `json:"picture,omitempty"`
	Tint        string            `json:"tint,omitempty"`
	ArriveFrom  time.Time         `json:"arrive_from"`
	ArriveBy    time.Time         `json:"arrive_by"`
	Rates       []Rate            `json:"rates,omitempty"` // of the commission, by rule
	TaxRule     commission.RuleID `json:"tax_rule,omitempty"`
	TaxRate     money.Bps         `json:"tax_rate,omitempty"` // on the commission
}

// Earnings is what the seller gets: goods and freight less commission and its
// tax, of what did not go back.
func (o Order) Earnings() money.Amount { return o.Left().earnings() }

// CashOnDelivery reports whether the buyer pays at the door.
func (o Order) CashOnDelivery() bool { return o.Pay == payCash }

// PayoutDay is the day on which the seller is paid: known once the order is
// completed, before that the day it would be if the deadline passed; zero when
// nothing will be paid.
func (o Order) PayoutDay() time.Time {
	switch {
	case o.State == Completed:
		return PayoutDay(o.Updated)
	case o.State == Delivered, o.State == Shipped && !o.CashOnDelivery():
		return PayoutDay(o.Deadline)
	}
	return time.Time{}
}

// Line is one line of an order.
type Line struct {
	Variant  catalog.VariantID
	Location catalog.LocationID
	Quantity int64
	Unit     money.Amount // in the shop's currency
	LineSnapshot

	listed int64     // what the shop asks of everybody for one when so many are bought, in minor units; Unit may be without the VAT of its country. Only while it is placed
	agreed bool      // its price is that of a quotation. Only while it is placed
	of     *CartLine // the set that it is a part of. Only while it is placed
	doc    string    // LineSnapshot as it is stored. Only while it is placed
}

// LineSnapshot is what the buyer saw of a product.
type LineSnapshot struct {
	SKU    string        `json:"sku,omitempty"`
	Title  catalog.Texts `json:"title"`
	Choice catalog.Texts `json:"choice,omitempty"` // "38, grey" by language
	HS     string        `json:"hs,omitempty"`
	Origin country.Code  `json:"origin,omitempty"`

	Certificate string `json:"certificate,omitempty"` // of origin

	Grams   int64             `json:"grams"`
	Picture string            `json:"picture,omitempty"`
	Tint    string            `json:"tint,omitempty"`
	Handle  string            `json:"handle"`
	Product catalog.ProductID `json:"product,omitempty"` // of what is digital
	Set     *InSet            `json:"set,omitempty"`     // the set it was bought in; nil for none
	Off     []discount.Off    `json:"off,omitempty"`     // what discounts took off one, before it was bought
	Rule    commission.RuleID `json:"rule,omitempty"`    // of the commission; its rate is among the order's Rates
}

// Total is quantity times unit.
func (l Line) Total() money.Amount { return money.Of(l.Quantity*l.Unit.Minor, l.Unit.Currency) }

// Step is one move in an order's history.
type Step struct {
	At    time.Time
	Event OrderEvent
	State OrderState
	Who   string // identity.Actor.String
	Name  string // as the actor was called then; "" for the program
	Note  string // a reason, a tracking number
}

// maxQuantity bounds a line; with maxMinor prices no sum leaves 63 bits.
const maxQuantity = 9_999

// placed tells the time in which an id was made.
func (id GroupID) placed() time.Time { return db.TimeOfID(int64(id)) }

// Placed is when the order was placed.
func (o Order) Placed() time.Time { return db.TimeOfID(int64(o.ID)) }
