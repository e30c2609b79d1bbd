package payment

import (
	"context"
	"time"

	"agora/country"
	"agora/fault"
	"agora/money"
)

// State is how far an attempt has come.
type State string

// The states.
const (
	Pending    State = "pending"    // waits for the buyer
	Authorized State = "authorized" // promised; nothing came in yet
	Part       State = "part"       // some of it came in
	Captured   State = "captured"   // came in
	Cancelled  State = "cancelled"  // given up before anything came in
	Refunded   State = "refunded"   // all of it went back
	Failed     State = "failed"     // refused by the way
)

// Intent is what a buyer is to pay for an order group.
type Intent struct {
	Group  int64  // the order group; asking twice for one group gives one attempt
	Ref    string // what people write and read: "AG-7KQ2X9M"
	Amount money.Amount
	Due    time.Time // when the goods are let go; zero for no limit
}

// Attempt is one payment of one group by one way.
type Attempt struct {
	Handler      string // kind of the way
	ID           string // the way's own name of it, the same when asked again
	Group        int64
	State        State
	Amount       money.Amount // to be paid
	Captured     money.Amount // came in
	Refunded     money.Amount // went back, of Captured
	Reference    string       // what the buyer writes on a transfer, or the provider's number
	Instructions Instructions
	Due          time.Time // when it lapses; zero for never
}

// Instructions tell the buyer what to do: a message key and its arguments.
type Instructions struct {
	Key  string   // "" when there is nothing to do
	Args []string // name, value pairs
}

// Arg gives the value of an argument by its name; "" when there is none.
func (in Instructions) Arg(name string) string {
	for i := 0; i+1 < len(in.Args); i += 2 {
		if in.Args[i] == name {
			return in.Args[i+1]
		}
	}
	return ""
}

// Handler is a way to pay. Its calls may go outside, so they are never made in
// a transaction, and each may be repeated with the same effect.
type Handler interface {
	// Kind names the way in the database and in messages ("pay.KIND").
	Kind() string
	// Authorize begins an attempt, or gives the one that this group has.
	Authorize(ctx context.Context, in Intent) (Attempt, error)
	// Capture takes an authorized amount, all or less.
	Capture(ctx context.Context, a Attempt, amount money.Amount) (Attempt, error)
	// Cancel gives up an attempt of which nothing was captured.
	Cancel(ctx context.Context, a Attempt) (Attempt, error)
	// Refund brings what went back up to amount, in all and not in addition,
	// so that a repeated call pays once.
	Refund(ctx context.Context, a Attempt, amount money.Amount) (Attempt, error)
}

// ByHand marks a way whose refunds a person makes: cash, a transfer. They wait
// in the operator's queue until she says that they were sent.
type ByHand interface {
	Handler
	ByHand()
}

// Asks is a way whose provider knows what became of an attempt. It is asked
// after a break, so that no call is repeated blindly.
type Asks interface {
	Handler
	// Outcome gives the attempt as the provider knows it.
	Outcome(ctx context.Context, a Attempt) (Attempt, error)
}

// Offered is a way that is not there for every currency or door.
type Offered interface {
	Handler
	// Offers reports whether a buyer at a door may pay in a currency this way.
	Offers(c money.Currency, to country.Code) bool
}

// Charges is a way that costs the buyer something.
type Charges interface {
	// Fee is for each parcel, in the buyer's currency.
	Fee(c money.Currency) money.Amount
}

// Local marks a way whose Authorize asks nobody outside the program: it may be
// called within the transaction that places the order.
type Local interface {
	Handler
	Local()
}

// Ways are the ways to pay of one node, in the order in which they are offered.
type Ways []Handler

// Of gives the way of a kind.
func (w Ways) Of(kind string) (Handler, error) {
	for _, h := range w {
		if h.Kind() == kind {
			return h, nil
		}
	}
	return nil, fault.Field("pay", "fault.pay_way", "kind", kind)
}
