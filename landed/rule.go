package landed

import (
	"time"

	"agora/country"
	"agora/money"
)

// Status says how sure an amount is.
type Status string

// The statuses, from sure to not known.
const (
	Guaranteed Status = "guaranteed" // it will be this, at the door as well
	Estimate   Status = "estimate"   // computed by a rule that is not confirmed
	Unknown    Status = "unknown"    // no rule is known; the amount is zero and not to be trusted
)

// Worse gives the less sure of two statuses.
func (s Status) Worse(t Status) Status {
	if s.doubt() >= t.doubt() {
		return s
	}
	return t
}

func (s Status) doubt() int {
	switch s {
	case Guaranteed:
		return 1
	case Estimate:
		return 2
	case Unknown:
		return 3
	}
	return 0
}

// Kind is what an entry is for, or what a rule decides.
type Kind string

// The kinds. Rules are of the kinds VAT, Duty, DeMinimis, FeeKind, Restricted
// and Prohibited.
const (
	Goods      Kind = "goods"
	Discount   Kind = "discount"
	Freight    Kind = "freight"
	Duty       Kind = "duty"
	VAT        Kind = "vat"
	FeeKind    Kind = "fee"
	DeMinimis  Kind = "de_minimis"
	Restricted Kind = "restricted" // lets in only on a condition, which is told
	Prohibited Kind = "prohibited" // lets nothing in; a parcel with it is not sold
)

// Counters say whose goods are counted together against a threshold. What a
// person brought in before is not known to one market: of a person, the parcels
// of one request count, and the note tells her the rest.
const (
	CountParcel      = ""
	CountOrder       = "order"
	CountPersonMonth = "person_month"
	CountPersonYear  = "person_year"
)

// Incoterms: who pays the customs office.
const (
	DDP = "DDP" // the market; duty and VAT are charged at checkout
	DAP = "DAP" // the buyer, to the carrier at the door
)

// Bases of a rate.
const (
	BaseGoods = "goods" // goods after discount
	BaseCIF   = "cif"   // goods after discount and freight
)

// Rule is one dated rule of a destination. Of several that fit a parcel the
// most exact decides: see View.find.
type Rule struct {
	ID          string
	Set         string // rules that are switched together; "" for none
	Kind        Kind
	Destination country.Code
	Origins     []country.Code // where the goods were made; nil for any
	Certified   bool           // only with a certificate of origin
	Sent        []country.Code // where the parcel is posted; nil for any
	Channel     string         // "post", "courier", "cbec"; "" for any
	HS          string         // prefix of the customs code; "" for any
	Except      []string       // prefixes of customs codes to which it does not apply
	Rate        money.Bps      // of the base
	Base        string         // BaseGoods or BaseCIF
	Threshold   money.Amount   // DeMinimis: up to it Frees is not collected; Excess: only what is above counts; other Duty, VAT: for parcels up to it; Restricted, Prohibited: for those above
	MaxGrams    int64          // the weight that belongs to Threshold; 0 for any
	MaxSame     int64          // DeMinimis: at most so many of one thing; 0 for any
	Counter     string         // whose goods count against Threshold: CountParcel…
	Excess      bool           // Duty, VAT: the rate is on what is above Threshold, not on the whole
	MinPerKg    money.Amount   // the least duty for a kilogram, of the excess when Excess
	Frees       []Kind         // DeMinimis: what is not collected up to Threshold
	Single      bool           // Duty: one payment that holds the VAT as well
	Ignore      money.Amount   // Duty: of a parcel up to this it is not collected
	Excise      money.Bps      // VAT: consumption tax inside, price × (excise+rate)/(1−excise)
	Share       money.Bps      // VAT: the part of the tax that is collected; 0 for all of it
	Apart       bool           // VAT: people read prices without it, and it beside them
	Flat        money.Amount   // FeeKind: a sum for each parcel
	From, Until time.Time      // days, midnight UTC; Until is the first day without it; zero for open
	Source      string
	SourceURL   string
	Seen        time.Time // the day on which the source was read
	Confidence  string    // "high", "medium", "low"
	Status      Status
	Note        string // message key of a condition to tell the buyer; "" for none
	Words       string // the same in the operator's own words
	Off         bool   // not in force until its set is switched on, see Switch
	Version     int64  // how often the operator changed it; 0 as shipped
}

// dated reports whether a day is within the days of the rule.
func (r *Rule) dated(day time.Time) bool {
	return !day.Before(r.From) && (r.Until.IsZero() || day.Before(r.Until))
}
