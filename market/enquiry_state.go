package market

import (
	"strconv"

	"agora/fault"
	"agora/identity"
)

// EnquiryState is where an enquiry stands.
type EnquiryState string

// The states.
const (
	EnquiryAsked     EnquiryState = "asked"     // the shop has to answer
	EnquiryAnswered  EnquiryState = "answered"  // the buyer may order by the quotation
	EnquiryAccepted  EnquiryState = "accepted"  // she has
	EnquiryDeclined  EnquiryState = "declined"  // the shop makes no quotation
	EnquiryWithdrawn EnquiryState = "withdrawn" // the buyer took the enquiry back
	EnquiryRevoked   EnquiryState = "revoked"   // the shop took its quotation back
	EnquiryLapsed    EnquiryState = "lapsed"    // nobody did anything in time
)

// EnquiryEvent is what moves an enquiry.
type EnquiryEvent string

// The events.
const (
	EnquiryAnswer   EnquiryEvent = "answer"
	EnquiryDecline  EnquiryEvent = "decline"
	EnquiryAccept   EnquiryEvent = "accept" // only by a placement
	EnquiryWithdraw EnquiryEvent = "withdraw"
	EnquiryRevoke   EnquiryEvent = "revoke"
	EnquiryLapse    EnquiryEvent = "lapse"
)

// enquiryRule is one row of the state table.
type enquiryRule struct {
	from  EnquiryState
	event EnquiryEvent
	to    EnquiryState
	who   party
}

// enquiryRules is the whole life of an enquiry. A pair of state and event that
// is not here is refused.
var enquiryRules = []enquiryRule{
	{EnquiryAsked, EnquiryAnswer, EnquiryAnswered, shop},
	{EnquiryAsked, EnquiryDecline, EnquiryDeclined, shop},
	{EnquiryAsked, EnquiryWithdraw, EnquiryWithdrawn, buyer},
	{EnquiryAsked, EnquiryLapse, EnquiryLapsed, clock},

	{EnquiryAnswered, EnquiryAccept, EnquiryAccepted, buyer},
	{EnquiryAnswered, EnquiryWithdraw, EnquiryWithdrawn, buyer},
	{EnquiryAnswered, EnquiryRevoke, EnquiryRevoked, shop},
	{EnquiryAnswered, EnquiryLapse, EnquiryLapsed, clock},
}

// next gives the rule for an event, for an actor who may cause it.
func (e Enquiry) next(by identity.Actor, ev EnquiryEvent) (enquiryRule, error) {
	for _, r := range enquiryRules {
		if r.from != e.State || r.event != ev {
			continue
		}
		if r.who&shop != 0 && by.Runs(e.Shop) || r.who&buyer != 0 && e.Asker(by) || r.who&clock != 0 && by.System {
			return r, nil
		}
		return r, fault.New(fault.Forbidden, "fault.forbidden")
	}
	return enquiryRule{}, e.over()
}

// over says, as a Conflict, why nothing more can be done as things stand.
func (e Enquiry) over() error { return fault.New(fault.Conflict, "fault.enquiry_"+string(e.State)) }

func enquirySubject(id EnquiryID) string {
	return EnquiryPurpose + ":" + strconv.FormatInt(int64(id), 10)
}
