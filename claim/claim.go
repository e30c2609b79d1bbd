package claim

import (
	"time"

	"agora/blob"
	"agora/catalog"
	"agora/db"
	"agora/identity"
	"agora/market"
	"agora/money"
)

// ID names a claim.
type ID int64

// Reason says what is wrong.
type Reason string

// The reasons.
const (
	NotArrived Reason = "not_arrived"
	Damaged    Reason = "damaged"
	NotAsSaid  Reason = "not_as_said" // not as described
	WrongItem  Reason = "wrong_item"
	Incomplete Reason = "incomplete"
	Unwanted   Reason = "unwanted" // she changed her mind
)

// Reasons are all of them, as a form offers them.
var Reasons = [...]Reason{NotArrived, Damaged, NotAsSaid, WrongItem, Incomplete, Unwanted}

// Side is who takes part in a claim.
type Side string

// The sides.
const (
	Buyer  Side = "buyer"
	Shop   Side = "shop"
	Bench  Side = "bench"  // arbiters
	System Side = "system" // the clock
)

// other gives the opposite of the two sides.
func (s Side) other() Side {
	if s == Buyer {
		return Shop
	}
	return Buyer
}

// Kind is what an offer or a verdict consists of.
type Kind string

// The kinds.
const (
	Refund   Kind = "refund"   // money back, the goods stay where they are
	Return   Kind = "return"   // the goods go back, then the money does
	Exchange Kind = "exchange" // the goods go back, then another is sent
	Nothing  Kind = "nothing"
)

// Kinds are all of them, from the buyer's wish to the seller's no.
var Kinds = [...]Kind{Refund, Return, Exchange, Nothing}

// Offer is what one side proposes, or an arbiter decides.
type Offer struct {
	Kind   Kind                `json:"kind"`
	Policy market.RefundPolicy `json:"policy,omitempty"` // what goes back with the price; "" without money
	Goods  money.Amount        `json:"goods,omitzero"`   // of the goods' price in the shop's currency; not read by market.BackAll
	By     Side                `json:"by"`
}

// Item is a line of the order that the claim is about.
type Item struct {
	Variant  catalog.VariantID `json:"variant"`
	Quantity int64             `json:"quantity"`
}

// Doc is what does not change of a claim.
type Doc struct {
	OrderRef  string       `json:"order_ref"`
	ShopName  string       `json:"shop_name"`
	BuyerName string       `json:"buyer_name"`
	Words     string       `json:"words"` // of the buyer
	Items     []Item       `json:"items,omitempty"`
	Most      money.Amount `json:"most"` // the goods' price that the offers may reach
}

// Claim is one claim about one order.
type Claim struct {
	ID       ID
	Shop     catalog.ShopID
	Order    market.OrderID
	Group    market.GroupID
	State    State
	Reason   Reason
	Turn     Side              // who has to answer; "" when nobody of the two
	Offer    Offer             // the last one; Kind "" for none
	Verdict  Offer             // of an arbiter; Kind "" for none
	Arbiter  identity.PersonID // who decides, or decided last; 0 for nobody yet
	First    identity.PersonID // who decided before the appeal; 0 without one
	Deadline time.Time         // when the clock moves it; zero when it has ended
	Updated  time.Time
	Doc

	Steps []Step // only where one claim is read
	Files []File // only where one claim is read
}

// Opened is when it was made.
func (c Claim) Opened() time.Time { return db.TimeOfID(int64(c.ID)) }

// Ended reports whether nothing more happens to it.
func (c Claim) Ended() bool { return c.State == Settled || c.State == Withdrawn || c.State == Lapsed }

// Step is one move in a claim's history.
type Step struct {
	At    time.Time
	Event Event
	State State
	Side  Side
	Name  string // of the arbiter; "" for the sides, who have names of their own
	Note  string // words, a tracking number
	Offer Offer
}

// File is a piece of evidence.
type File struct {
	ID    int64
	Side  Side
	Blob  blob.Key
	Name  string
	Bytes int64
}

// Picture reports whether the file can be shown on a page.
func (f File) Picture() bool { return f.Blob.Type() != "application/octet-stream" }
