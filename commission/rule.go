package commission

import (
	"strings"
	"time"

	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/money"
)

// RuleID names a rule.
type RuleID int64

// Scope is what a rule is about.
type Scope string

// The scopes; the first four set a rate, from the most exact.
const (
	OfShop      Scope = "shop"
	OfProgramme Scope = "programme" // for the shops enrolled in it
	OfCategory  Scope = "category"
	OfHouse     Scope = "house"
	OfTax       Scope = "tax"   // on the commission, in the country where the house is
	Enrolment   Scope = "enrol" // of a shop in a programme; its rate is zero, or Ended
)

// Scopes are all scopes in the order of precedence.
var Scopes = [...]Scope{OfShop, OfProgramme, OfCategory, OfHouse, OfTax, Enrolment}

// Ended is the rate of a rule that ends those of the same thing before it.
const Ended money.Bps = -1

// most bounds a rate: a half.
const most money.Bps = 5_000

// Rule is one dated rule.
type Rule struct {
	ID       RuleID
	Scope    Scope
	Shop     db.ShopID // of OfShop and Enrolment
	Category string    // of OfCategory
	Name     string    // of OfProgramme and Enrolment
	Country  country.Code
	Rate     money.Bps
	From     time.Time // zero when it is written: from that moment
	Until    time.Time // the first moment without it; zero for never
	Who      string
}

// thing is what a rule is about: of the rules of one thing one counts.
type thing struct {
	scope          Scope
	shop           db.ShopID
	category, name string
}

func (r Rule) thing() thing { return thing{r.Scope, r.Shop, r.Category, r.Name} }

// On reports whether the rule is in force at a moment.
func (r Rule) On(t time.Time) bool {
	return !t.Before(r.From) && (r.Until.IsZero() || t.Before(r.Until))
}

// newer reports whether r counts and o does not, both in force.
func (r Rule) newer(o Rule) bool {
	if !r.From.Equal(o.From) {
		return r.From.After(o.From)
	}
	return r.ID > o.ID
}

// checked gives the rule with its beginning settled, or what is wrong with it.
func (r Rule) checked(now time.Time) (Rule, error) {
	var f fault.Fields
	r.Name = strings.Join(strings.Fields(r.Name), " ")
	today := now.UTC().Truncate(24 * time.Hour)
	switch {
	case r.From.IsZero(), r.From.Equal(today):
		r.From = now
	case r.From.Before(now):
		f.Add("from", "fault.day_past")
	}
	if !r.Until.IsZero() && !r.Until.After(r.From) {
		f.Add("until", "fault.day_order")
	}
	if r.Rate != Ended && (r.Rate < 0 || r.Rate > most) {
		f.Add("rate", "fault.percent")
	}
	need := func(ok bool, field string) {
		if !ok {
			f.Add(field, "fault.required")
		}
	}
	switch r.Scope {
	case OfShop:
		need(r.Shop > 0, "shop")
	case OfProgramme:
		need(r.Name != "", "name")
		need(!r.Until.IsZero() || r.Rate == Ended, "until")
	case Enrolment:
		need(r.Name != "", "name")
		need(r.Shop > 0, "shop")
	case OfCategory:
		need(r.Category != "", "category")
	case OfTax:
		need(r.Country.Known(), "country")
	case OfHouse:
		if r.Rate == Ended {
			f.Add("rate", "fault.percent") // there is always one
		}
	default:
		f.Add("scope", "fault.choice")
	}
	if len(r.Name) > maxName {
		f.Add("name", "fault.too_long", "max", maxName)
	}
	return r, f.Err()
}

// maxName bounds a programme's name, in bytes.
const maxName = 120
