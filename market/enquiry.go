package market

import (
	"time"

	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/identity"
	"agora/money"
)

// EnquiryID names what a buyer asks a shop a price for.
type EnquiryID int64

// Enquiry is what a buyer asks of one shop: things, how many, to which country,
// until when. The shop's answer is its quotation.
type Enquiry struct {
	ID        EnquiryID
	Shop      catalog.ShopID
	State     EnquiryState
	Person    identity.PersonID // who asks; 0 for a guest
	Deadline  time.Time         // when the clock ends it; zero when it has ended
	Updated   time.Time
	Group     GroupID // what was placed by its quotation; 0 for nothing
	Lines     []EnquiryLine
	Quotation Quotation // the zero one until the shop has answered
	EnquiryDoc

	cart string // token of the cart that the quotation fills; "" until there is one
}

// EnquiryDoc is what the buyer said, kept as it was.
type EnquiryDoc struct {
	Contact Contact      `json:"contact"`
	Name    string       `json:"name,omitempty"` // of who asks, as far as it is known
	To      country.Code `json:"to"`
	Wanted  time.Time    `json:"wanted,omitzero"` // the day by which she needs them
	Note    string       `json:"note,omitempty"`
	Lang    string       `json:"lang"`

	ShopName   string         `json:"shop_name"`
	ShopHandle string         `json:"shop_handle"`
	Currency   money.Currency `json:"currency"` // of the shop
	First      string         `json:"first"`    // title of its first thing in the shop's first language
	Items      int64          `json:"items"`
}

// EnquiryLine is so many of one variant.
type EnquiryLine struct {
	Variant  catalog.VariantID
	Quantity int64
	Unit     money.Amount // in the shop's currency, for one of them; zero until the shop has answered
}

// Quotation is what a shop answers: its prices stand with the lines.
type Quotation struct {
	Freight *int64    `json:"freight,omitempty"` // of the whole, in minor units of the shop's money; nil: as its ways of delivery say
	Lead    int       `json:"lead,omitempty"`    // days until all is made
	Until   time.Time `json:"until,omitzero"`    // the last day (UTC) on which it can be ordered
	Note    string    `json:"note,omitempty"`    // of the shop; the reason when it declined or took it back
}

// Asked is when it was sent.
func (e Enquiry) Asked() time.Time { return db.TimeOfID(int64(e.ID)) }

// Open reports whether its quotation can be ordered.
func (e Enquiry) Open() bool { return e.State == EnquiryAnswered }

// Goods is what all lines cost by the quotation, in the shop's currency.
func (e Enquiry) Goods() money.Amount {
	sum := money.Of(0, e.Currency)
	for _, l := range e.Lines {
		sum.Minor += l.Quantity * l.Unit.Minor
	}
	return sum
}

// Bounds of an enquiry.
const (
	MaxEnquiryLines = 20  // lines
	MaxQuotedDays   = 60  // for which a quotation may be good
	maxWantedDays   = 366 // how far ahead things may be wanted
	maxOpen         = 20  // enquiries of one person that wait at one shop
)

// enquiryLife is how long an enquiry waits for its answer.
const enquiryLife = 14 * 24 * time.Hour

// EnquiryPurpose is the purpose of signed links to enquiries.
const EnquiryPurpose = "enquiry"

// Asker reports whether the actor is the one who asks.
func (e Enquiry) Asker(by identity.Actor) bool {
	return e.Person != 0 && by.Person == e.Person || by.Link != "" && by.Link == enquirySubject(e.ID)
}
