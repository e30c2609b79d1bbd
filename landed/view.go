package landed

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"agora/country"
	"agora/db"
	"agora/money"
)

// View is the rules and rates of one day: read-only, in memory, safe for use
// by many. Everything that is computed is computed on a view.
type View struct {
	Day    time.Time // midnight UTC
	rules  map[place][]Rule
	margin money.Bps                     // of the market, on the rate at which a seller's money becomes a buyer's
	usd    map[money.Currency]money.Rate // one US dollar in each currency

	sellers map[db.ShopID]Prices // shops that pay VAT at home
}

// place is where rules of one kind are looked up.
type place struct {
	to   country.Code
	kind Kind
}

// newView keeps of the rules those in force on a day.
func newView(day time.Time, rules []Rule, switches []Switch, perDollar []money.Rate) *View {
	v := &View{Day: day, rules: map[place][]Rule{}, usd: map[money.Currency]money.Rate{"USD": money.Same("USD"), money.Play: playRate}}
	sets := onDay(switches, day)
	for _, r := range rules {
		if r.inForce(sets, day) {
			at := place{r.Destination, r.Kind}
			v.rules[at] = append(v.rules[at], r)
		}
	}
	for _, r := range perDollar {
		if have, ok := v.usd[r.To]; !r.Day.After(day) && (!ok || r.Day.After(have.Day)) {
			v.usd[r.To] = r
		}
	}
	return v
}

// playRate lets rehearsals cross a border whose thresholds are in real money.
// Nothing is ever exchanged at it: the ledger refuses that.
var playRate = func() money.Rate {
	value, err := money.ParseRate("100")
	if err != nil {
		panic(err)
	}
	return money.Rate{From: "USD", To: money.Play, Value: value, Source: "rehearsal"}
}()

// Rate gives the exchange rate of the day, over the dollar; false when one of
// the two currencies has none.
func (v *View) Rate(from, to money.Currency) (money.Rate, bool) {
	if from == to {
		return money.Same(from), true
	}
	a, okA := v.usd[from]
	b, okB := v.usd[to]
	if !okA || !okB {
		return money.Rate{}, false
	}
	rate, err := money.Cross(a, b)
	return rate, err == nil
}

// Rules gives the rules of some kinds that are in force for a destination, of
// all kinds when none is named.
func (v *View) Rules(to country.Code, kinds ...Kind) (list []Rule) {
	if len(kinds) == 0 {
		kinds = []Kind{VAT, Duty, DeMinimis, FeeKind, Restricted, Prohibited}
	}
	for _, kind := range kinds {
		list = append(list, v.rules[place{to, kind}]...)
	}
	return list
}

// Margin gives the market's margin on exchange.
func (v *View) Margin() money.Bps { return v.margin }

// Charged gives the rate at which a price of a seller becomes the buyer's: that
// of the day with the market's margin on top. Play money bears none.
func (v *View) Charged(from, to money.Currency) (rate money.Rate, margin money.Bps, ok bool) {
	if v.margin == 0 || from == to || from == money.Play || to == money.Play {
		rate, ok = v.Rate(from, to)
		return rate, 0, ok
	}
	a, okA := v.usd[from]
	b, okB := v.usd[to]
	if !okA || !okB {
		return money.Rate{}, 0, false
	}
	rate, err := money.CrossAbove(a, b, v.margin)
	return rate, v.margin, err == nil
}

// find gives the most exact rule of a kind for goods in a parcel: one that
// names the customs code beats one that names the channel, that beats one that
// names where it is posted, that beats one that names where it was made, and with
// a certificate of that; a longer code beats a shorter one, and of equals the later in force. nil when
// no rule fits. over says which rules the parcel is too dear for.
func (v *View) find(kind Kind, p *Parcel, to country.Code, l *Line, over func(*Rule) bool) *Rule {
	var best *Rule
	bestScore := -1
	rules := v.rules[place{to, kind}]
	for i := range rules {
		r := &rules[i]
		if !r.fits(p, l) || r.capped() && over(r) {
			continue
		}
		if s := r.exactness(); s > bestScore || s == bestScore && r.From.After(best.From) {
			best, bestScore = r, s
		}
	}
	return best
}

// fits reports whether a rule is for goods in a parcel.
func (r *Rule) fits(p *Parcel, l *Line) bool {
	return r.carries(p) && strings.HasPrefix(l.HS, r.HS) &&
		(r.Origins == nil || slices.Contains(r.Origins, l.Origin)) && (!r.Certified || l.Certified) &&
		!slices.ContainsFunc(r.Except, func(except string) bool { return strings.HasPrefix(l.HS, except) })
}

// capped reports whether a rate is only for parcels up to its threshold.
func (r *Rule) capped() bool {
	return (r.Kind == Duty || r.Kind == VAT) && !r.Excess && !r.Threshold.IsZero()
}

// carries reports whether a rule is for parcels that cross the border this way,
// whatever is in them.
func (r *Rule) carries(p *Parcel) bool {
	return (r.Channel == "" || r.Channel == cmp.Or(p.Channel, ChannelPost)) && (r.Sent == nil || slices.Contains(r.Sent, p.From))
}

func (r *Rule) exactness() int {
	score := 0
	if r.Origins != nil {
		score = 1
	}
	if r.Certified {
		score++
	}
	if r.Sent != nil {
		score += 3
	}
	if r.Channel != "" {
		score += 6
	}
	return score + 12*len(r.HS)
}
