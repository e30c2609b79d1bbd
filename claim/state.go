package claim

import (
	"time"

	"agora/fault"
)

// State is where a claim stands.
type State string

// The states.
const (
	Open      State = "open"      // both sides look for an agreement
	Returning State = "returning" // the buyer has to send the goods back
	SentBack  State = "sent_back" // they are on their way to the shop
	Replacing State = "replacing" // the shop has to send another
	Replaced  State = "replaced"  // it is on its way to the buyer
	Escalated State = "escalated" // an arbiter has to decide
	Decided   State = "decided"   // either side may appeal
	Appealed  State = "appealed"  // another arbiter has to decide
	Settled   State = "settled"
	Withdrawn State = "withdrawn"
	Lapsed    State = "lapsed" // the buyer did not send the goods back
)

// Event is what moves a claim.
type Event string

// The events.
const (
	Opens    Event = "open"
	Offers   Event = "offer"
	Agree    Event = "agree"
	Escalate Event = "escalate"
	Withdraw Event = "withdraw"
	SendBack Event = "send_back" // with a tracking number
	Receive  Event = "receive"   // what was sent to this side came
	Replace  Event = "replace"   // with a tracking number
	Take     Event = "take"      // an arbiter makes it hers
	Decide   Event = "decide"
	Appeal   Event = "appeal"
	Say      Event = "say" // words or evidence; the state stays
	Expire   Event = "expire"
)

// Where an event leads by what was agreed or decided: see outcome.
const (
	byOffer   State = "by offer"   // Settled for money or nothing, Returning for goods
	byVerdict State = "by verdict" // the same of the verdict
	byKind    State = "by kind"    // of goods that came back: Settled after a return, Replacing in an exchange
)

// rule is one row of the state table.
type rule struct {
	from  State
	event Event
	to    State
	who   []Side
}

var (
	both  = []Side{Buyer, Shop}
	buyer = []Side{Buyer}
	shop  = []Side{Shop}
	bench = []Side{Bench}
	clock = []Side{System}
)

// rules is the whole life of a claim. A pair of state and event that is not
// here is refused.
var rules = []rule{
	{Open, Agree, byOffer, both},
	{Open, Offers, Open, both},
	{Open, Escalate, Escalated, both},
	{Open, Withdraw, Withdrawn, buyer},
	{Open, Expire, Escalated, clock},

	{Returning, SendBack, SentBack, buyer},
	{Returning, Withdraw, Withdrawn, buyer},
	{Returning, Expire, Lapsed, clock},
	{SentBack, Receive, byKind, shop},
	{SentBack, Escalate, Escalated, both},
	{SentBack, Expire, byKind, clock},
	{Replacing, Replace, Replaced, shop},
	{Replacing, Expire, Escalated, clock},
	{Replaced, Receive, Settled, buyer},
	{Replaced, Escalate, Escalated, buyer},
	{Replaced, Expire, Settled, clock},

	{Escalated, Take, Escalated, bench},
	{Escalated, Decide, Decided, bench},
	{Escalated, Withdraw, Withdrawn, buyer},
	{Escalated, Expire, Settled, clock}, // with everything back: who runs the market must not let the buyer wait
	{Decided, Appeal, Appealed, both},
	{Decided, Expire, byVerdict, clock},
	{Appealed, Take, Appealed, bench},
	{Appealed, Decide, byVerdict, bench},
	{Appealed, Expire, byVerdict, clock}, // the first decision stands
}

// find gives the rule for an event in a state.
func find(from State, e Event) (rule, error) {
	for _, r := range rules {
		if r.from == from && r.event == e {
			return r, nil
		}
	}
	return rule{}, fault.New(fault.Conflict, "fault.claim_state")
}

// outcome is the state that follows from what was agreed or decided.
func (c Claim) outcome(to State) State {
	kind := c.settling().Kind
	switch to {
	case byOffer, byVerdict:
		if kind == Return || kind == Exchange {
			return Returning
		}
		return Settled
	case byKind:
		if kind == Exchange {
			return Replacing
		}
		return Settled
	}
	return to
}

// settling is what the claim ends with: the verdict, or else the last offer.
func (c Claim) settling() Offer {
	if c.Verdict.Kind != "" {
		return c.Verdict
	}
	return c.Offer
}

// Deadlines are how long each state lasts before Expire.
type Deadlines struct {
	Answer    time.Duration // to an offer, and before which nobody but the answered may escalate
	Agree     time.Duration // from the opening until it is escalated by itself
	SendBack  time.Duration
	Transit   time.Duration // of goods that go back, or of another one
	Replace   time.Duration
	Arbitrate time.Duration
	Appeal    time.Duration
}

// DefaultDeadlines follow what large marketplaces grant (AliExpress: 3 days to
// escalate, day 16 by itself; Sharetribe: 60 days to decide, then everything
// goes back; read 2026-11).
var DefaultDeadlines = Deadlines{
	Answer: 3 * day, Agree: 16 * day, SendBack: 10 * day, Transit: 45 * day, Replace: 14 * day, Arbitrate: 60 * day, Appeal: 7 * day,
}

const day = 24 * time.Hour

// of gives when the clock moves a claim that enters a state now; zero for never.
func (d Deadlines) of(c Claim, s State, now time.Time) time.Time {
	switch s {
	case Open:
		at, last := now.Add(d.Answer), c.Opened().Add(d.Agree)
		if c.Turn == Buyer || at.After(last) { // a buyer on a slow line is not hurried
			return last
		}
		return at
	case Returning:
		return now.Add(d.SendBack)
	case SentBack, Replaced:
		return now.Add(d.Transit)
	case Replacing:
		return now.Add(d.Replace)
	case Escalated, Appealed:
		return now.Add(d.Arbitrate)
	case Decided:
		return now.Add(d.Appeal)
	}
	return time.Time{}
}
