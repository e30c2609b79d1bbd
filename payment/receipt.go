package payment

import (
	"strings"
	"time"

	"agora/db"
	"agora/money"
)

// Receipt is money that came in, as a bank's statement, a provider or an agent
// tells it.
type Receipt struct {
	Way    string       // kind of the way it came by
	Key    string       // the way's own unique name of it: the same key is the same money
	Ref    string       // the order's reference as the payer wrote it; may be wrong or missing
	Amount money.Amount // above zero
	At     time.Time    // when it came in, as the way tells
	Payer  string       // who paid, as the way tells, for people who match by hand
}

// Hand begins the keys of receipts that a person typed from the bank's statement.
const Hand = "hand-"

// ByHand reports whether a person typed it.
func (r Receipt) ByHand() bool { return strings.HasPrefix(r.Key, Hand) }

// Back is a refund that a person sends, or has sent.
type Back struct {
	ID   int64
	Shop db.ShopID
	Sent bool
}

// Outcome is what became of a receipt.
type Outcome string

// The outcomes.
const (
	Matched  Outcome = "matched"  // counts towards an order group
	Parked   Outcome = "parked"   // stands on the unmatched account until somebody says what it is for
	Returned Outcome = "returned" // went back to where it came from
)

// Taken is what became of a receipt, and where to find it.
type Taken struct {
	ID      int64 // of the receipt
	Outcome Outcome
	Why     string // message key of the reason for parking: "unmatched.ref"
	Group   int64  // the group it counts towards, or seems to be meant for; 0 when unknown
	Again   bool   // it was told before, and nothing changed
}

// Bill is what an order group asks for at this moment.
type Bill struct {
	Group int64
	Ref   string
	Pay   string       // kind of the way the buyer chose
	Open  bool         // some of its orders wait for money
	Paid  bool         // all that was asked for came in
	Due   money.Amount // still to come; zero when nothing
	Until time.Time    // when its orders are let go; zero for never
}

// Cashier is who books what ways tell. Its calls are made in the transaction
// in which the way keeps its own record, so that both are true or neither.
type Cashier interface {
	// Bill gives what a group asks for, by the reference that people write; a
	// NotFound when there is none.
	Bill(tx *db.Tx, ref string) (Bill, error)
	// Take books money that came in. It is never refused for what it is for:
	// what can't be matched is parked. Told again, it changes nothing.
	Take(tx *db.Tx, r Receipt) (Taken, error)
	// Reverse undoes a receipt that its way takes back, and cancels the orders
	// that it paid. A Conflict when one of them has been shipped.
	Reverse(tx *db.Tx, way, key, why string) error
}
